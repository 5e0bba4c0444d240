// Who is reminded of an action today: the ladder of rungs, each told once for a deadline. Pure.
import {
  addSchoolDays,
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
  if (!calendar) return { chair: false };
  try {
    const rung = rungOn(action.dueOn, today, calendar);
    if (rung === undefined) return { chair: false };
    const highest = Math.max(Number.NEGATIVE_INFINITY, ...action.told.map((one) => one.rung));
    const warned = action.told
      .filter((one) => one.rung >= 1)
      .map((one) => one.on)
      .sort()[0];
    const isWarned = action.hasLeft || (warned !== undefined && schoolDaysBetween(warned, today, calendar) >= 2);
    const chair = rung >= 3 && isWarned;
    // After a long silence the owner is warned first, whatever the rung.
    const owner = OWNER_RUNGS.includes(rung) ? rung : warned === undefined ? 3 : undefined;
    return owner !== undefined && owner > highest && !action.hasLeft ? { owner, chair } : { chair };
  } catch (error) {
    // Nobody can say how many school days it is: the lists still show the deadline.
    if (error instanceof MissingTermDates) return { chair: false };
    throw error;
  }
}

/** Whoever is given an action, or a new date, less than a week before the deadline has just been told of it. */
export function isFirstRungTold(dueOn: string, today: string, calendar: TermCalendar | undefined): boolean {
  if (!calendar) return false;
  try {
    return schoolDaysBetween(dueOn, today, calendar) > RUNGS[0];
  } catch (error) {
    if (error instanceof MissingTermDates) return false;
    throw error;
  }
}

/** The school day on which the chair hears of it, if nothing happens; undefined when it cannot be counted. */
export function chairHearsOn(dueOn: string, calendar: TermCalendar | undefined): string | undefined {
  if (!calendar) return undefined;
  try {
    return addSchoolDays(dueOn, 3, calendar);
  } catch (error) {
    if (error instanceof MissingTermDates) return undefined;
    throw error;
  }
}
