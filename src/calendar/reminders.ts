import { type LocalDate, sayDate } from './dates.ts';
import { isSchoolDay, schoolDaysBetween } from './school-days.ts';
import { MissingTermDates, type TermCalendar } from './terms.ts';

/**
 * The rungs of the reminder ladder, in school days from the due date: before it, on it, after it. The last one ends the
 * reminders; what is owed stays on its list.
 */
export const RUNGS = [-5, 0, 1, 3, 20] as const;
export type Rung = (typeof RUNGS)[number];
export const LAST_RUNG: Rung = 20;

/** The highest rung that is true so many school days after a due date, or undefined before the first. */
export function rungAt(schoolDaysSince: number): Rung | undefined {
  return RUNGS.findLast((rung) => rung <= schoolDaysSince);
}

/**
 * The highest rung that is true today for something due on a date, or undefined before the first rung. The ladder
 * rests on days without school. Whoever asks sends a rung once, so a rung missed by a stopped machine is overtaken
 * by the next instead of being said late.
 *
 * A due date without school is met by the last school day before it: rung 0 is that day, and rung 1 the first school
 * day after the due date. Whoever writes the reminder says the date itself, since rung 0 is not always "today".
 */
export function rungOn(dueOn: LocalDate, today: LocalDate, calendar: TermCalendar): Rung | undefined {
  return isSchoolDay(today, calendar) ? rungAt(schoolDaysBetween(dueOn, today, calendar)) : undefined;
}

/** "due Tuesday 24 November 2026", "due today, …", "was due …, 2 school days late". */
export function dueInWords(dueOn: LocalDate, today: LocalDate, calendar: TermCalendar | undefined): string {
  if (dueOn === today) return `due today, ${sayDate(dueOn)}`;
  if (dueOn > today) return `due ${sayDate(dueOn)}`;
  const late = schoolDaysLate(dueOn, today, calendar);
  if (late === undefined || late === 0) return `was due ${sayDate(dueOn)}, overdue`;
  return `was due ${sayDate(dueOn)}, ${late} school ${late === 1 ? 'day' : 'days'} late`;
}

/** School days since a deadline; undefined when the term dates needed for counting are missing. */
function schoolDaysLate(dueOn: LocalDate, today: LocalDate, calendar: TermCalendar | undefined): number | undefined {
  if (!calendar) return undefined;
  try {
    return schoolDaysBetween(dueOn, today, calendar);
  } catch (error) {
    if (error instanceof MissingTermDates) return undefined;
    throw error;
  }
}
