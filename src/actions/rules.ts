// What an action needs, and how late it is. Pure.
import { needsYear, parseDateWords, sayDate, yearNeededInWords } from '../calendar/index.ts';
import { Refusal } from '../chat/refusal.ts';

export { dueInWords } from '../calendar/index.ts';

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
  if (needsYear(words, dueOn, today))
    throw new Refusal(yearNeededInWords(words, dueOn), { fieldErrors: { due: 'Type the year as well.' } });
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

/** Refuse to change an action that is no longer open. */
export function checkOpen(action: { state: string }, ref: string): void {
  if (action.state === 'done') throw new Refusal(`${ref} is done already, so nothing more is needed.`);
  if (action.state !== 'open') throw new Refusal(`${ref} was called off, so nothing more is needed.`);
}
