// The story's days, counted from whatever day the demonstration is loaded on.
import {
  addDays,
  addSchoolDays,
  addWorkingDays,
  halfTermsIn,
  isSchoolDay,
  isWorkingDay,
  type LocalDate,
  londonPattern,
  MissingTermDates,
} from '../../src/calendar/index.ts';

export interface Span {
  firstDay: LocalDate;
  lastDay: LocalDate;
}

export interface Days {
  today: LocalDate;
  /** The half-term that is running, or the last one to end when today is in the holidays. */
  running: Span;
  /** The one before it, and the one before that. */
  last: Span;
  beforeLast: Span;
  /** The school day with so many school days after it, up to today: 2 for what was due and is two days late. */
  ago(days: number): LocalDate;
  /** So many school days from today. */
  ahead(days: number): LocalDate;
  /** A school day at a share of a half-term, 0 to 1. */
  within(span: Span, share: number): LocalDate;
}

/** Lay out the story's days around a day. Where term dates end, working days stand in for school days. */
export function daysAround(today: LocalDate): Days {
  const begun = halfTermsIn(londonPattern).filter(({ firstDay }) => firstDay <= today);
  const running = begun.at(-1) ?? { firstDay: addDays(today, -20), lastDay: addDays(today, 20) };
  const last = begun.at(-2) ?? earlier(running);
  const beforeLast = begun.at(-3) ?? earlier(last);
  return {
    today,
    running,
    last,
    beforeLast,
    ago(days) {
      let after = isTaught(today) ? 1 : 0;
      for (let day = addDays(today, -1); ; day = addDays(day, -1)) {
        if (!isTaught(day)) continue;
        if (after >= days) return day;
        after += 1;
      }
    },
    ahead: (days) =>
      orWorkingDays(
        () => addSchoolDays(today, days, londonPattern),
        () => addWorkingDays(today, days),
      ),
    within(span, share) {
      const length = (Date.parse(span.lastDay) - Date.parse(span.firstDay)) / 86_400_000;
      let day = addDays(span.firstDay, Math.round(length * share));
      while (!isTaught(day)) day = addDays(day, 1);
      return day;
    },
  };
}

// The term dates begin and end somewhere; a newcomer's clock may stand beyond them.
function isTaught(day: LocalDate): boolean {
  return orWorkingDays(
    () => isSchoolDay(day, londonPattern),
    () => isWorkingDay(day),
  );
}

function orWorkingDays<T>(count: () => T, otherwise: () => T): T {
  try {
    return count();
  } catch (fault) {
    if (fault instanceof MissingTermDates) return otherwise();
    throw fault;
  }
}

const earlier = ({ firstDay }: Span): Span => ({ firstDay: addDays(firstDay, -52), lastDay: addDays(firstDay, -10) });
