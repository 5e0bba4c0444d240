// The week that a digest is about, and since when it tells what has changed. Pure.
import {
  addDays,
  isSchoolDay,
  type LocalDate,
  MissingTermDates,
  type TermCalendar,
  weekday,
} from '../calendar/index.ts';

/** The Monday of a day's week: the digest's name, whichever day it is sent on. */
export function mondayOf(day: LocalDate): LocalDate {
  return addDays(day, 1 - weekday(day));
}

const MOST_WEEKS = 12;

/**
 * The Monday of the last week before this one in which there was school: what has happened since was in no digest, holidays
 * included. The week before where the term dates do not tell.
 */
export function weekBefore(monday: LocalDate, calendar: TermCalendar | undefined): LocalDate {
  for (let back = 1; calendar && back <= MOST_WEEKS; back++) {
    const start = addDays(monday, -7 * back);
    if (hasSchool(start, calendar) !== false) return start;
  }
  return addDays(monday, -7);
}

/** Whether there is school in a week; undefined when the term dates do not tell. */
function hasSchool(monday: LocalDate, calendar: TermCalendar): boolean | undefined {
  try {
    return [0, 1, 2, 3, 4].some((days) => isSchoolDay(addDays(monday, days), calendar));
  } catch (error) {
    if (error instanceof MissingTermDates) return undefined;
    throw error;
  }
}
