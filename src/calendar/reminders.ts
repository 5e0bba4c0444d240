import type { LocalDate } from './dates.ts';
import { isSchoolDay, schoolDaysBetween } from './school-days.ts';
import type { TermCalendar } from './terms.ts';

/** The rungs of the reminder ladder, in school days from the due date: before it, on it, after it. */
export const RUNGS = [-5, 0, 1, 3, 7, 20] as const;
export type Rung = (typeof RUNGS)[number];

/**
 * The highest rung that is true today for something due on a date, or undefined before the first rung. The ladder
 * rests on days without school. Whoever asks sends a rung once, so a rung missed by a stopped machine is overtaken
 * by the next instead of being said late.
 *
 * A due date without school is met by the last school day before it: rung 0 is that day, and rung 1 the first school
 * day after the due date. Whoever writes the reminder says the date itself, since rung 0 is not always "today".
 */
export function rungOn(dueOn: LocalDate, today: LocalDate, calendar: TermCalendar): Rung | undefined {
  if (!isSchoolDay(today, calendar)) return undefined;
  const schoolDaysSince = schoolDaysBetween(dueOn, today, calendar);
  return RUNGS.findLast((rung) => rung <= schoolDaysSince);
}
