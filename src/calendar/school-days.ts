import { bankHolidayOn } from './bank-holidays.ts';
import { addDays, compareDates, type LocalDate, weekday } from './dates.ts';
import { type HalfTerm, halfTermsIn, MissingTermDates, missingYearOf, type TermCalendar } from './terms.ts';

export type HalfTermInYear = HalfTerm & { schoolYear: string };

/**
 * Is there school on this day: Monday to Friday inside a half-term, no bank holiday, inset day or closure?
 * Throws `MissingTermDates` for a day that the calendar does not know.
 */
export function isSchoolDay(date: LocalDate, calendar: TermCalendar): boolean {
  return halfTermOf(date, calendar) !== undefined && isOpen(date, calendar) && !listed('insetDays', date, calendar);
}

/** The half-term that a date lies in, or undefined in the holidays. Throws `MissingTermDates` for an unknown day. */
export function halfTermOf(date: LocalDate, calendar: TermCalendar): HalfTermInYear | undefined {
  refuseUnknown(date, calendar);
  return halfTermsIn(calendar).find(({ firstDay, lastDay }) => firstDay <= date && date <= lastDay);
}

/** The first half-term that starts after a date. Throws `MissingTermDates` when the calendar ends before it. */
export function nextHalfTerm(date: LocalDate, calendar: TermCalendar): HalfTermInYear {
  const next = halfTermsIn(calendar).find(({ firstDay }) => firstDay > date);
  const dayBefore = next ? addDays(next.firstDay, -1) : undefined;
  // A year without dates between here and there would hide an earlier half-term.
  for (let day = date; day !== dayBefore; day = addDays(day, 1)) refuseUnknown(addDays(day, 1), calendar);
  return next as HalfTermInYear;
}

/** The date `days` school days away; the start is day 0 and need not be a school day. Negative counts back. */
export function addSchoolDays(date: LocalDate, days: number, calendar: TermCalendar): LocalDate {
  return step(date, days, (day) => isSchoolDay(day, calendar));
}

/** The first school day after this date, never the date itself. */
export function nextSchoolDay(date: LocalDate, calendar: TermCalendar): LocalDate {
  return addSchoolDays(date, 1, calendar);
}

/** School days from the first date (day 0) to the second, the second included; negative when it is earlier. */
export function schoolDaysBetween(from: LocalDate, to: LocalDate, calendar: TermCalendar): number {
  if (compareDates(from, to) > 0) return -schoolDaysBetween(to, from, calendar);
  let count = 0;
  for (let day = from; day < to; day = addDays(day, 1)) if (isSchoolDay(addDays(day, 1), calendar)) count += 1;
  return count;
}

/** The school days of a half-term, counted from its dates and never taken from a published total. */
export function countSchoolDays(halfTerm: Pick<HalfTerm, 'firstDay' | 'lastDay'>, calendar: TermCalendar): number {
  return schoolDaysBetween(addDays(halfTerm.firstDay, -1), halfTerm.lastDay, calendar);
}

/**
 * Monday to Friday, less the bank holidays of England and Wales and the authority's closure days (DOMAIN 15, WD).
 * Needs no term dates: without a calendar there are simply no closures.
 */
export function isWorkingDay(date: LocalDate, calendar?: TermCalendar): boolean {
  return isOpen(date, calendar);
}

/** The date `days` working days away; the start is day 0 and need not be a working day. Negative counts back. */
export function addWorkingDays(date: LocalDate, days: number, calendar?: TermCalendar): LocalDate {
  return step(date, days, (day) => isWorkingDay(day, calendar));
}

function isOpen(date: LocalDate, calendar?: TermCalendar): boolean {
  return weekday(date) <= 5 && bankHolidayOn(date) === undefined && !listed('closures', date, calendar);
}

function listed(kind: 'closures' | 'insetDays', date: LocalDate, calendar?: TermCalendar): boolean {
  return calendar?.years.some((year) => year[kind]?.includes(date)) ?? false;
}

function refuseUnknown(date: LocalDate, calendar: TermCalendar) {
  const missing = missingYearOf(date, calendar);
  if (missing) throw new MissingTermDates(missing, calendar.area);
}

function step(date: LocalDate, days: number, counts: (day: LocalDate) => boolean): LocalDate {
  if (!Number.isInteger(days)) throw new RangeError(`A deadline is a whole number of days, not ${days}.`);
  const direction = Math.sign(days);
  let day = date;
  for (let left = Math.abs(days); left > 0; ) {
    day = addDays(day, direction);
    if (counts(day)) left -= 1;
  }
  return day;
}
