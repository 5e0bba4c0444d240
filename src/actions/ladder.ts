// Who is reminded of an action today: the ladder of rungs, each told once for a deadline. Pure.
import {
  addDays,
  addSchoolDays,
  daysBetween,
  isWorkingDay,
  MissingTermDates,
  RUNGS,
  type Rung,
  rungOn,
  schoolDaysBetween,
  type TermCalendar,
} from '../calendar/index.ts';

export interface Told {
  rung: number;
  /** The day on which it was told. */
  on: string;
}

export interface Watched {
  dueOn: string;
  /** The rungs told for this deadline. */
  told: Told[];
  /** Nobody can warn somebody who has left: then the chair need not wait. */
  hasLeft?: boolean;
}

export interface Due {
  /** What the owner is told today. */
  owner?: Rung;
  /** Whether the chair may hear of it now. */
  chair: boolean;
}

/** The rungs at which the owner hears from the bot; later ones are lines in digests, not messages. */
const OWNER_RUNGS: readonly Rung[] = [-5, 0, 1, 3];

/**
 * What is due today. A rung is told once; one that was missed is overtaken by the next. The chair hears three school
 * days after the deadline at the earliest, and no sooner than two school days after the owner was warned.
 */
export function dueToday(action: Watched, today: string, calendar: TermCalendar | undefined): Due {
  const rung = rungToday(action.dueOn, today, calendar);
  if (rung === undefined) return { chair: false };
  const highest = Math.max(Number.NEGATIVE_INFINITY, ...action.told.map((one) => one.rung));
  const warned = warnedOn(action.told);
  const isWarned = action.hasLeft || (warned !== undefined && daysSince(warned, today, calendar) >= 2);
  const chair = rung >= 3 && isWarned;
  // After a long silence the owner is warned first, whatever the rung.
  const owner = OWNER_RUNGS.includes(rung) ? rung : warned === undefined ? 3 : undefined;
  return owner !== undefined && owner > highest && !action.hasLeft ? { owner, chair } : { chair };
}

// The summer holidays lie within it; beyond, nothing is due and the term dates may not be known yet.
const FAR_DAYS = 70;

function rungToday(dueOn: string, today: string, calendar: TermCalendar | undefined): Rung | undefined {
  if (daysBetween(today, dueOn) > FAR_DAYS) return undefined;
  return known(
    () => (calendar ? rungOn(dueOn, today, calendar) : workingRung(dueOn, today)),
    () => workingRung(dueOn, today),
  );
}

/** School days from one day to another; working days where the term dates are missing: better early than never. */
function daysSince(from: string, to: string, calendar: TermCalendar | undefined): number {
  return known(
    () => (calendar ? schoolDaysBetween(from, to, calendar) : workingDays(from, to)),
    () => workingDays(from, to),
  );
}

function workingRung(dueOn: string, today: string): Rung | undefined {
  if (!isWorkingDay(today)) return undefined;
  const since = today < dueOn ? -workingDays(today, dueOn) : workingDays(dueOn, today);
  return RUNGS.findLast((rung) => rung <= since);
}

function workingDays(from: string, to: string): number {
  let count = 0;
  for (let day = from; day < to; day = addDays(day, 1)) if (isWorkingDay(addDays(day, 1))) count += 1;
  return count;
}

function known<T>(count: () => T, otherwise: () => T): T {
  try {
    return count();
  } catch (error) {
    if (error instanceof MissingTermDates) return otherwise();
    throw error;
  }
}

/** Whoever is given an action, or a new date, less than a week before the deadline has just been told of it. */
export function isFirstRungTold(dueOn: string, today: string, calendar: TermCalendar | undefined): boolean {
  return daysBetween(today, dueOn) < FAR_DAYS && daysSince(today, dueOn, calendar) < -RUNGS[0];
}

/** The day on which the owner was first warned that it is late. */
function warnedOn(told: Told[]): string | undefined {
  return told
    .filter((one) => one.rung >= 1)
    .map((one) => one.on)
    .sort()[0];
}

/** The day on which the chair hears of it, if nothing happens: by the same rule as `dueToday`, for an owner who is here. */
export function chairHearsOn({ dueOn, told }: Watched, today: string, calendar: TermCalendar | undefined): string {
  const late = daysAfter(dueOn, 3, calendar);
  const heard = daysAfter(warnedOn(told) ?? today, 2, calendar);
  return late > heard ? late : heard;
}

/** So many school days after a day; working days where the term dates are missing. */
function daysAfter(day: string, count: number, calendar: TermCalendar | undefined): string {
  return known(
    () => (calendar ? addSchoolDays(day, count, calendar) : addWorkingDays(day, count)),
    () => addWorkingDays(day, count),
  );
}

function addWorkingDays(from: string, count: number): string {
  let day = from;
  for (let left = count; left > 0; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}
