import { addDays, daysBetween, type LocalDate } from './dates.ts';
import { addSchoolDays, type HalfTermInYear, isSchoolDay, schoolDaysBetween } from './school-days.ts';
import { halfTermsIn, missingYearOf, schoolYearOf, type TermCalendar } from './terms.ts';

export type HalfTermWatch = {
  /** When the board, register entry or category began. */
  openedOn: LocalDate;
  /** Days on which a meeting was held, not merely planned. */
  heldOn: LocalDate[];
  calendar: TermCalendar;
  today: LocalDate;
};

export type MissedHalfTerms = {
  missed: HalfTermInYear[];
  /** School years since the opening whose dates are missing, so that nothing is said about them: "2027/28". */
  unknownYears: string[];
};

/**
 * The ended half-terms in which a board should have met and did not (D-04, D-11, D-21). A half-term is flagged on the
 * day after it ends. The one in which the board started counts only if 10 school days were left after the opening day.
 * A meeting in the holidays counts for no half-term.
 */
export function missedHalfTerms({ openedOn, heldOn, calendar, today }: HalfTermWatch): MissedHalfTerms {
  const missed = halfTermsIn(calendar)
    .filter(({ lastDay }) => openedOn <= lastDay && lastDay < today)
    .filter((halfTerm) => openedOn < lastObligingDay(halfTerm, calendar))
    .filter(({ firstDay, lastDay }) => !heldOn.some((held) => firstDay <= held && held <= lastDay));
  return { missed, unknownYears: unknownYears(openedOn, today, calendar) };
}

export type SixWeekMeeting = {
  dueOn: LocalDate;
  /** Days since the meeting before: 42, or more when the day fell outside term. */
  gapDays: number;
  /** The 42nd day, when it had no school and the meeting moved to the first school day after it. */
  movedFrom?: LocalDate;
};

/**
 * The next meeting of a board that meets every six weeks (D-25): 42 days after the last one held, or the first school
 * day after that. Throws `MissingTermDates` when the calendar does not reach so far.
 */
export function nextSixWeekly(lastHeldOn: LocalDate, calendar: TermCalendar): SixWeekMeeting {
  const day42 = addDays(lastHeldOn, 42);
  if (isSchoolDay(day42, calendar)) return { dueOn: day42, gapDays: 42 };
  const dueOn = addSchoolDays(day42, 1, calendar);
  return { dueOn, gapDays: daysBetween(lastHeldOn, dueOn), movedFrom: day42 };
}

/** Dates set in advance: `count` six-weekly meetings after the first, each taken from the one before it. */
export function sixWeeklySeries(firstOn: LocalDate, count: number, calendar: TermCalendar): SixWeekMeeting[] {
  const series: SixWeekMeeting[] = [];
  for (let last = firstOn; series.length < count; last = series.at(-1)!.dueOn) {
    series.push(nextSixWeekly(last, calendar));
  }
  return series;
}

const LEAST_DAYS_IN_STARTING_HALF_TERM = 10;

/** The day before which a board must have been opened to be obliged to meet in an ended half-term (D-04). */
export function lastObligingDay(halfTerm: HalfTermInYear, calendar: TermCalendar): LocalDate {
  const { firstDay, lastDay } = halfTerm;
  if (schoolDaysBetween(addDays(firstDay, -1), lastDay, calendar) < LEAST_DAYS_IN_STARTING_HALF_TERM) return firstDay;
  const tenthLast = addSchoolDays(addDays(lastDay, 1), -LEAST_DAYS_IN_STARTING_HALF_TERM, calendar);
  return tenthLast > firstDay ? tenthLast : firstDay;
}

/** The school years between two days whose term dates are missing, in whole or where the days fall: "2027/28". */
export function unknownYears(from: LocalDate, to: LocalDate, calendar: TermCalendar): string[] {
  const years = new Set<string>();
  for (let day = from; day <= to; day = nextLook(day, to)) {
    const missing = missingYearOf(day, calendar);
    if (missing) years.add(missing);
  }
  return [...years];
}

// The ends of a span and the ends of each school year in it show every gap, and save looking at each day.
function nextLook(day: LocalDate, to: LocalDate): LocalDate {
  const lastOfYear = `${Number(schoolYearOf(day).slice(0, 4)) + 1}-08-31`;
  if (day === to || day === lastOfYear) return addDays(day, 1);
  return lastOfYear < to ? lastOfYear : to;
}
