// Whether jobs did their work when they should have.
import {
  addDays,
  instantAt,
  isSchoolDay,
  type LocalDate,
  MissingTermDates,
  type TermCalendar,
  today,
  weekday,
} from '../calendar/index.ts';
import type { Job } from '../chat/contract.ts';
import type { RunFacts } from './records.ts';

/** A job that has not done its work since it was due last. */
export interface Late {
  job: Job;
  /** When it should have done it: the day, and the instant. */
  slot: LocalDate;
  dueAt: Date;
  /** When it last did it; undefined when never. */
  doneAt: Date | undefined;
  /** How often it has failed since. */
  faults: number;
}

export interface When {
  now: Date;
  timeZone: string;
  calendar: TermCalendar | undefined;
  /** What was due before this instant is nobody's fault: the demonstration's clock was moved over it. */
  movedAt?: Date | undefined;
}

// A tick comes each minute, and a job may take some.
const GRACE_MS = 10 * 60_000;
const LOOK_BACK_DAYS = 7;

/** The jobs that are late, in the order of the house. One that never ran is late only for today: it may be new. */
export function lateJobs(jobs: Job[], runs: RunFacts[], when: When): Late[] {
  return jobs.flatMap((job) => {
    const due = lastDue(job, when);
    if (!due || (when.movedAt && due.dueAt <= when.movedAt)) return [];
    const run = runs.find((one) => one.job === job.name);
    const doneAt = run?.doneAt ? new Date(run.doneAt) : undefined;
    const isTaken = run?.lastSlot ? run.lastSlot >= due.slot : due.slot !== today(when.now, when.timeZone);
    if (isTaken) return [];
    return [{ job, ...due, doneAt, faults: run?.faults ?? 0 }];
  });
}

/** When a job should have done its work last, if that was within a week. */
function lastDue(job: Job, { now, timeZone, calendar }: When): { slot: LocalDate; dueAt: Date } | undefined {
  for (let back = 0; back <= LOOK_BACK_DAYS; back++) {
    const slot = addDays(today(now, timeZone), -back);
    const dueAt = instantAt(slot, job.at, timeZone);
    if (dueAt.getTime() <= now.getTime() - GRACE_MS && isItsDay(job.on, slot, calendar)) return { slot, dueAt };
  }
  return undefined;
}

/** Whether a job works on a day; without term dates for it, weekdays are the best guess. */
export function isItsDay(on: Job['on'], day: LocalDate, calendar: TermCalendar | undefined): boolean {
  if (on === 'EVERY_DAY') return true;
  if (on === 'WEEKDAYS' || !calendar) return weekday(day) <= 5;
  try {
    return isSchoolDay(day, calendar);
  } catch (error) {
    if (error instanceof MissingTermDates) return weekday(day) <= 5;
    throw error;
  }
}
