// School days where the term dates are known, and working days where they are not: a reminder is better early than never.
import {
  addDays,
  isSchoolDay,
  isWorkingDay,
  type LocalDate,
  MissingBankHolidays,
  MissingTermDates,
  schoolYearOf,
  type TermCalendar,
  weekday,
} from '../calendar/index.ts';

export interface Counting {
  /** Whether there is school; where nobody knows, whether it is a working day. */
  isSchoolDay(day: LocalDate): boolean;
  /** School days from the first day to the second, the second included; negative when it is earlier. */
  between(from: LocalDate, to: LocalDate): number;
  /** The day that is so many school days later; the start need not be one. */
  after(from: LocalDate, count: number): LocalDate;
  /** The school years of which days were counted without their term dates. */
  missing: ReadonlySet<string>;
}

/** Count with a partnership's calendar. Never throws for dates that nobody has given: `missing` says which those are. */
export function countingIn(calendar: TermCalendar | undefined): Counting {
  const missing = new Set<string>();
  // The same few hundred days are asked for again and again.
  const known = new Map<LocalDate, boolean>();

  function isThere(day: LocalDate): boolean {
    const before = known.get(day);
    if (before !== undefined) return before;
    const there = orWeekday(day, () => isSchool(day));
    known.set(day, there);
    return there;
  }

  function isSchool(day: LocalDate): boolean {
    try {
      if (calendar) return isSchoolDay(day, calendar);
      missing.add(schoolYearOf(day));
    } catch (error) {
      if (!(error instanceof MissingTermDates)) throw error;
      missing.add(error.schoolYear);
    }
    return isWorkingDay(day, calendar);
  }

  function between(from: LocalDate, to: LocalDate): number {
    if (from > to) return -between(to, from);
    let count = 0;
    for (let day = from; day < to; day = addDays(day, 1)) if (isThere(addDays(day, 1))) count += 1;
    return count;
  }

  return {
    missing,
    isSchoolDay: isThere,
    between,
    after(from, count) {
      let day = from;
      for (let left = count; left > 0; ) {
        day = addDays(day, 1);
        if (isThere(day)) left -= 1;
      }
      return day;
    },
  };
}

/** Beyond the bank holidays that are known, a weekday is taken for a working day. */
function orWeekday(day: LocalDate, is: () => boolean): boolean {
  try {
    return is();
  } catch (error) {
    if (error instanceof MissingBankHolidays) return weekday(day) <= 5;
    throw error;
  }
}
