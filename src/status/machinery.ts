// Whether what was to be said was said, and whether the clock still wakes the jobs.
import { today as dayIn, missingYearOf, sayShortDate, schoolYearOf, timeOfDay } from '../calendar/index.ts';
import type { Feature, Reading, StatusLine } from '../chat/contract.ts';
import { deliveryReport, listUndelivered } from '../chat/delivery.records.ts';
import { listInWords } from '../chat/permission.ts';
import { listRuns } from '../clock/index.ts';
import { namesOf } from '../people/index.ts';

type Line = Pick<StatusLine, 'title' | 'value'>;

/** Missing term dates, the delivery report, whose parts add up to its total, and when each job last ran. */
export async function listMachinery(reading: Reading, features: Feature[]): Promise<Line[]> {
  const { tx, partnership } = reading;
  const report = await deliveryReport(tx);
  const parts = [
    `${report.sent} sent`,
    `${report.waiting} waiting`,
    `${report.failed} failed`,
    `${report.uncertain} uncertain`,
    `${report.unreachable} unreachable`,
    `${report.dropped} no longer needed`,
  ];
  const runs = await listRuns(tx);
  const ran = runs.map(({ job, startedAt, outcome }) => {
    const at = `${sayShortDate(dayIn(startedAt, partnership.timeZone))} ${timeOfDay(startedAt, partnership.timeZone)}`;
    return `${inWords(job)} ${at}${outcome === 'done' ? '' : ` (${outcome})`}`;
  });
  return [
    ...missingTerms(reading),
    { title: 'Messages', value: `${report.total} in all: ${parts.join(', ')}` },
    ran.length === 0
      ? { title: 'Reminders', value: `none so far; they go out ${times(features)}` }
      : { title: 'Routine jobs last ran', value: ran.join('; ') },
  ];
}

/** Reminders are counted in school days: without term dates for today they come on weekdays in the holidays too. */
function missingTerms({ partnership: { calendar }, today }: Reading): Line[] {
  const year = calendar ? missingYearOf(today, calendar) : schoolYearOf(today);
  return year === undefined
    ? []
    : [{ title: 'Term dates', value: `missing for ${year}; until they are added, weekdays count as school days` }];
}

const ON = { EVERY_DAY: 'every day', WEEKDAYS: 'on weekdays', SCHOOL_DAYS: 'on school days' };

/** "on school days at 08:30" */
function times(features: Feature[]): string {
  const jobs = features.flatMap((feature) => feature.jobs ?? []);
  return listInWords([...new Set(jobs.map(({ on, at }) => `${ON[on]} at ${at}`))]);
}

const MOST = 8;

/** What could not be said and why, a line for each person and reason. */
export async function listUnsaid({ tx }: Reading): Promise<string[]> {
  const rows = await listUndelivered(tx, 100);
  const names = await namesOf(
    tx,
    rows.flatMap((row) => row.personId ?? []),
  );
  const groups = new Map<string, number>();
  for (const { personId, reason, state } of rows) {
    const who = personId === null ? 'A channel' : (names.get(personId) ?? 'Somebody');
    const line = `${who}: ${reason ?? state}`;
    groups.set(line, (groups.get(line) ?? 0) + 1);
  }
  const lines = [...groups].map(([line, count]) => (count === 1 ? line : `${line} (${count} messages)`));
  const more = lines.length - MOST;
  return more > 0 ? [...lines.slice(0, MOST), `And ${more} more.`] : lines;
}

/** `remindOwners` → "remind owners" */
function inWords(job: string): string {
  return job.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
