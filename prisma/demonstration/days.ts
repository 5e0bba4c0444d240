// The story's days. It is told in the middle of a half-term, whatever day somebody starts the demonstration on: then "two
// school days late", "last half-term" and "next week" are what they sound like.
import {
  addDays,
  addSchoolDays,
  addWorkingDays,
  halfTermOf,
  halfTermsIn,
  instantAt,
  isSchoolDay,
  isWorkingDay,
  type LocalDate,
  MissingBankHolidays,
  MissingTermDates,
  schoolDaysBetween,
  today as todayIn,
  weekday,
} from '../../src/calendar/index.ts';
import { boroughTerms } from './terms.ts';

export interface Span {
  firstDay: LocalDate;
  lastDay: LocalDate;
}

export interface Days {
  today: LocalDate;
  /** The half-term that ended last, and the one before it. */
  last: Span;
  beforeLast: Span;
  /** The working day before today: of a meeting on it the clerk is asked this morning whether it was held. */
  yesterday: LocalDate;
  /** The school day with so many school days after it, up to today: 2 for what was due and is two days late. */
  ago(days: number): LocalDate;
  /** So many school days from today. */
  ahead(days: number): LocalDate;
  /** So many school days after another day. */
  after(day: LocalDate, days: number): LocalDate;
  /** A school day at a share of a half-term, 0 to 1. */
  within(span: Span, share: number): LocalDate;
  /** The school day with so many school days after it in a half-term: 0 for its last. */
  beforeEnd(span: Span, days: number): LocalDate;
}

// What the story looks back on lies in the half-term that is running, and a newcomer's first steps on do too.
const DAYS_BEFORE = 10;
const DAYS_AFTER = 5;
const MORNING = '09:00';
const FURTHEST_DAYS = 100;

/**
 * The instant at which the story begins: now on a school day in the middle of a half-term, when the day's reminders have
 * gone out, else the morning of the next such day. Where no term dates are known, now.
 */
export function startOfStory(now: Date): Date {
  const today = todayIn(now);
  let day = today;
  while (!isInTheMiddle(day)) {
    day = addDays(day, 1);
    if (day > addDays(today, FURTHEST_DAYS)) return now;
  }
  const morning = instantAt(day, MORNING);
  return now > morning ? now : morning;
}

function isInTheMiddle(day: LocalDate): boolean {
  return known(
    () => {
      const halfTerm = halfTermOf(day, boroughTerms);
      if (!halfTerm || !isSchoolDay(day, boroughTerms)) return false;
      const before = schoolDaysBetween(halfTerm.firstDay, day, boroughTerms);
      return before >= DAYS_BEFORE && schoolDaysBetween(day, halfTerm.lastDay, boroughTerms) >= DAYS_AFTER;
    },
    () => false,
  );
}

/** Lay out the story's days around a day. Where term dates end, working days stand in for school days. */
export function daysAround(today: LocalDate): Days {
  const ended = halfTermsIn(boroughTerms).filter(({ lastDay }) => lastDay < today);
  const last = ended.at(-1) ?? { firstDay: addDays(today, -70), lastDay: addDays(today, -30) };
  const beforeLast = ended.at(-2) ?? { firstDay: addDays(last.firstDay, -52), lastDay: addDays(last.firstDay, -10) };
  const after = (day: LocalDate, days: number) =>
    known(
      () => addSchoolDays(day, days, boroughTerms),
      () => addWorkingDays(day, days),
      () => addWeekdays(day, days),
    );
  return {
    today,
    last,
    beforeLast,
    yesterday: known(
      () => addWorkingDays(today, -1),
      () => addWeekdays(today, -1),
    ),
    ago: (days) => after(isTaught(today) ? today : after(today, -1), -days),
    ahead: (days) => after(today, days),
    after,
    within({ firstDay, lastDay }, share) {
      const length = (Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000;
      let day = addDays(firstDay, Math.round(length * share));
      while (!isTaught(day)) day = addDays(day, 1);
      return day;
    },
    beforeEnd: ({ lastDay }, days) => after(addDays(lastDay, 1), -days - 1),
  };
}

function isTaught(day: LocalDate): boolean {
  return known(
    () => isSchoolDay(day, boroughTerms),
    () => isWorkingDay(day),
    () => weekday(day) <= 5,
  );
}

function addWeekdays(from: LocalDate, days: number): LocalDate {
  let day = from;
  for (let left = Math.abs(days); left > 0; ) {
    day = addDays(day, Math.sign(days));
    if (weekday(day) <= 5) left -= 1;
  }
  return day;
}

// The term dates and the bank holidays begin and end somewhere; a newcomer's clock may stand beyond them.
function known<T>(count: () => T, ...otherwise: (() => T)[]): T {
  try {
    return count();
  } catch (fault) {
    const [next, ...rest] = otherwise;
    if (!next || !(fault instanceof MissingTermDates || fault instanceof MissingBankHolidays)) throw fault;
    return known(next, ...rest);
  }
}
