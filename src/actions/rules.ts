// What an action needs, and how late it is. Pure.
import { MissingTermDates, parseDateWords, sayDate, schoolDaysBetween, type TermCalendar } from '../calendar/index.ts';
import { Refusal } from '../chat/refusal.ts';

/** The deadline that somebody typed. Refuses what is no date, and a day that is over (F-04). */
export function readDeadline(words: string, today: string): string {
  if (/\b(yesterday|ago|last)\b/i.test(words))
    throw new Refusal(`“${words}” is over. A deadline has to be today or later.`, {
      fieldErrors: { due: 'Choose today or a later day.' },
    });
  const dueOn = parseDateWords(words, today);
  if (!dueOn)
    throw new Refusal(`I could not read “${words}” as a date. Type it like 24 Nov or next Friday.`, {
      fieldErrors: { due: 'Type the date like 24 Nov or next Friday.' },
    });
  if (dueOn < today)
    throw new Refusal(`${sayDate(dueOn)} is over. A deadline has to be today or later.`, {
      fieldErrors: { due: 'Choose today or a later day.' },
    });
  return dueOn;
}

/** An action is late once its day is over, not during it. */
export function isOverdue(action: { state: string; dueOn: string }, today: string): boolean {
  return action.state === 'open' && action.dueOn < today;
}

/** School days since a deadline; undefined when the term dates needed for counting are missing. */
export function schoolDaysLate(dueOn: string, today: string, calendar: TermCalendar | undefined): number | undefined {
  if (!calendar) return undefined;
  try {
    return schoolDaysBetween(dueOn, today, calendar);
  } catch (error) {
    if (error instanceof MissingTermDates) return undefined;
    throw error;
  }
}

/** "due Tuesday 24 November 2026", "due today, …", "was due …, 2 school days late". */
export function dueInWords(dueOn: string, today: string, calendar: TermCalendar | undefined): string {
  if (dueOn === today) return `due today, ${sayDate(dueOn)}`;
  if (dueOn > today) return `due ${sayDate(dueOn)}`;
  const late = schoolDaysLate(dueOn, today, calendar);
  if (late === undefined || late === 0) return `was due ${sayDate(dueOn)}, overdue`;
  return `was due ${sayDate(dueOn)}, ${late} school ${late === 1 ? 'day' : 'days'} late`;
}

/** Refuse to change an action that is no longer open. */
export function checkOpen(action: { state: string }, ref: string): void {
  if (action.state === 'done') throw new Refusal(`${ref} is done already, so nothing more is needed.`);
  if (action.state !== 'open') throw new Refusal(`${ref} was called off, so nothing more is needed.`);
}
