// What an owner may ask for, and who answers. Pure.
import { addMonths, needsYear, parseDateWords, sayDate, yearNeededInWords } from '../calendar/index.ts';
import { listInWords } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';

interface Watched {
  ref: string;
  dueOn: string;
  board: { name: string };
  /** The last day of the board's life, if it has one (D-05). */
  limitOn: string | undefined;
}

// A board that has no last day, or has outlived it, does not plan further ahead than this.
const MONTHS_AHEAD = 12;

/**
 * The day that an owner asks for. Refuses what is no date, today and before, what is no later than the deadline, and
 * what the board will not live to see (L App F: a year at most).
 */
export function readWish(words: string, action: Watched, today: string): string {
  const wantedOn = /\b(yesterday|ago|last)\b/i.test(words) ? undefined : parseDateWords(words, today);
  if (!wantedOn)
    throw wrong(`I could not read “${words}” as a day to come. Type it like 9 January or next Friday.`, HOW);
  if (needsYear(words, wantedOn, today)) throw wrong(yearNeededInWords(words, wantedOn), 'Type the year as well.');
  if (wantedOn <= today) throw wrong(`${sayDate(wantedOn)} is not later than today. Ask for a later day.`, LATER);
  if (wantedOn === action.dueOn) throw wrong(`${action.ref} is due on ${sayDate(wantedOn)} already.`, LATER);
  if (wantedOn < action.dueOn)
    throw wrong(`${action.ref} is due on ${sayDate(action.dueOn)} only. You may do it sooner without asking.`, LATER);
  const limitOn = action.limitOn !== undefined && action.limitOn > today ? action.limitOn : undefined;
  if (limitOn !== undefined && wantedOn > limitOn)
    throw wrong(
      `${action.board.name} ends on ${sayDate(limitOn)}. Ask for a day until then.`,
      'Choose an earlier day.',
    );
  if (wantedOn > addMonths(today, MONTHS_AHEAD))
    throw wrong(`${sayDate(wantedOn)} is more than a year away. Ask for an earlier day.`, 'Choose an earlier day.');
  return wantedOn;
}

const HOW = 'Type the date like 9 January or next Friday.';
const LATER = 'Choose a later day.';

function wrong(message: string, due: string): Refusal {
  return new Refusal(message, { fieldErrors: { due } });
}

/**
 * Nobody decides alone what they asked for themselves: until somebody else has answered, they may only say that it is
 * done. `deciders` are the names of those who answer.
 */
export function checkNotOwn(
  ask: { askedById: number } | undefined,
  personId: number,
  ref: string,
  deciders: string[],
): void {
  if (ask?.askedById !== personId) return;
  const who = deciders.length === 0 ? 'somebody else' : listInWords(deciders, 'or');
  throw new Refusal(`You asked about ${ref} yourself, so ${who} decides.`);
}
