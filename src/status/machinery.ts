// Whether what was to be said was said, and whether the clock still wakes the jobs.
import { today as dayIn, sayShortDate, timeOfDay } from '../calendar/index.ts';
import type { Reading, StatusLine } from '../chat/contract.ts';
import { deliveryReport, listUndelivered } from '../chat/delivery.records.ts';
import { listRuns } from '../clock/index.ts';
import { namesOf } from '../people/index.ts';

type Line = Pick<StatusLine, 'title' | 'value'>;

/** The delivery report, whose parts add up to its total, and when each job last ran. */
export async function listMachinery({ tx, partnership }: Reading): Promise<Line[]> {
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
    { title: 'Messages', value: `${report.total} in all: ${parts.join(', ')}` },
    { title: 'Routine jobs last ran', value: ran.length === 0 ? 'none has run yet' : ran.join('; ') },
  ];
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
