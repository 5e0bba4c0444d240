// Whether what was to be said was said, and whether the clock still wakes the jobs.
import {
  addDays,
  today as dayIn,
  instantAt,
  type LocalDate,
  missingYearOf,
  sayShortDate,
  schoolYearOf,
  timeOfDay,
} from '../calendar/index.ts';
import type { Feature, Job, Reading, StatusLine } from '../chat/contract.ts';
import { type DeliveryFacts, deliveryFacts, reportOf } from '../chat/delivery.records.ts';
import { listInWords } from '../chat/permission.ts';
import { HEARTBEAT, type RunFacts, runFacts } from '../clock/index.ts';
import type { Sql } from '../store/database.ts';

type Line = Pick<StatusLine, 'title' | 'value'>;

const REPORT_DAYS = 7;

/** The facts, to be read with the others of a status. */
export function machineryFacts(today: LocalDate): Sql[] {
  return [deliveryFacts(instantAt(addDays(today, -REPORT_DAYS), '00:00')), runFacts()];
}

/** Missing term dates, the delivery report, whose parts add up to its total, and when the daily work last ran. */
export function machineryLines(reading: Reading, features: Feature[], facts: unknown[]): Line[] {
  const [{ states, older }, runs] = facts as [DeliveryFacts, RunFacts[] | null];
  const report = reportOf(states);
  const parts = [
    `${report.sent} sent`,
    `${report.waiting} waiting`,
    `${report.failed} failed`,
    `${report.uncertain} uncertain`,
    `${report.unreachable} unreachable`,
    `${report.dropped} no longer needed`,
  ];
  const before = older === 0 ? '' : `; ${older} older ${older === 1 ? 'one was' : 'ones were'} never delivered`;
  return [
    ...missingTerms(reading),
    { title: 'Messages', value: `${report.total} in ${REPORT_DAYS} days: ${parts.join(', ')}${before}` },
    ...stoodStill(reading, runs ?? []),
    dailyWork(reading, features, runs ?? []),
  ];
}

/** When each job last did its work, and how often it failed since. */
function dailyWork(reading: Reading, features: Feature[], runs: RunFacts[]): Line {
  const jobs = features.flatMap((feature) => feature.jobs ?? []);
  const runOf = (job: Job) => runs.find((run) => run.job === job.name);
  if (jobs.every((job) => !runOf(job)))
    return { title: 'Reminders', value: `none so far; they go out ${times(features)}` };
  const words = jobs.map((job) => {
    const { doneAt = null, faults = 0 } = runOf(job) ?? {};
    const since = faults === 0 ? '' : faults === 1 ? ' (failed once since)' : ` (failed ${faults} times since)`;
    return `${job.title}: ${doneAt === null ? 'not yet' : atTime(doneAt, reading)}${since}`;
  });
  return { title: 'Daily work last ran', value: words.join('; ') };
}

const STILL_MS = 10 * 60_000;

/** The heartbeat comes every minute: without it nobody is reminded and nobody is warned. */
function stoodStill(reading: Reading, runs: RunFacts[]): Line[] {
  const last = runs.find((run) => run.job === HEARTBEAT)?.startedAt;
  if (last === undefined || reading.now.getTime() - Date.parse(last) < STILL_MS) return [];
  const value = `has stood still since ${atTime(last, reading)}: reminders and warnings do not go out. Whoever runs Convenor looks at its log and starts it again`;
  return [{ title: 'Convenor’s clock', value }];
}

/** Reminders are counted in school days: without term dates for today they come on weekdays in the holidays too. */
function missingTerms({ partnership: { calendar }, today }: Reading): Line[] {
  const year = calendar ? missingYearOf(today, calendar) : schoolYearOf(today);
  return year === undefined
    ? []
    : [
        {
          title: 'Term dates',
          value: `missing for ${year}, so weekdays count as school days. The programme director or the Head of Standards types “setup list terms” and pastes your council’s dates`,
        },
      ];
}

const ON = { EVERY_DAY: 'every day', WEEKDAYS: 'on weekdays', SCHOOL_DAYS: 'on school days' };

/** "on school days at 08:30" */
function times(features: Feature[]): string {
  const jobs = features
    .flatMap((feature) => feature.jobs ?? [])
    .filter((job) => !job.isSilent)
    .toSorted((a, b) => a.at.localeCompare(b.at));
  return listInWords([...new Set(jobs.map(({ on, at }) => `${ON[on]} at ${at}`))]);
}

const MOST = 8;

/** "today at 08:30", "20 Nov 2026 at 08:30" */
function atTime(instant: string, { today, partnership: { timeZone } }: Reading): string {
  const at = new Date(instant);
  const day = dayIn(at, timeZone);
  return `${day === today ? 'today' : sayShortDate(day)} at ${timeOfDay(at, timeZone)}`;
}

/** What could not be said and why, a line for each person and reason. */
export function unsaidLines([{ unsaid }]: unknown[] & { 0: DeliveryFacts }): string[] {
  const lines = (unsaid ?? []).map(({ name, isPerson, reason, count }) => {
    const line = `${isPerson ? (name ?? 'Somebody') : 'A channel'}: ${reason}`;
    return count === 1 ? line : `${line} (${count} messages)`;
  });
  const more = lines.length - MOST;
  return more > 0 ? [...lines.slice(0, MOST), `And ${more} more.`] : lines;
}
