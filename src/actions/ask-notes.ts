// A line on an action's card about what its owner asked.
import { sayDate } from '../calendar/index.ts';
import type { Reading } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { refOf } from '../chat/refs.ts';
import { nameOf } from '../people/index.ts';
import { type Ask, findLatestAsk } from './asking.records.ts';
import { whoLeft } from './decided.records.ts';
import type { Action } from './records.ts';
import { dayOfInstant } from './telling.ts';

/** What the owner is told: that an ask waits, that it was refused, or that the lateness is known. Empty for nothing. */
export async function noteForOwner(reading: Reading, action: Action, deciders: string[]): Promise<string> {
  const asked = await findLatestAsk(reading.tx, action.id, action.dueRevision);
  if (asked?.state === 'open' && asked.askedById === action.ownerId) {
    const on = sayDate(dayOfInstant(asked.askedAt, reading));
    const who = deciders.length === 0 ? 'Somebody' : listInWords(deciders, 'or');
    return `${wished(asked)} on ${on}. ${who} will answer; until then you are not reminded.`;
  }
  const left = (await whoLeft(reading.tx, [action])).get(action.id);
  if (left) {
    const who = left.byId === null ? 'The board' : await nameOf(reading.tx, left.byId);
    return `${who} knows that it is late and leaves it as it is. It still has to be done.`;
  }
  if (asked?.state !== 'refused' || asked.askedById !== action.ownerId) return '';
  const who = asked.decidedById === null ? 'Somebody' : await nameOf(reading.tx, asked.decidedById);
  const what =
    asked.kind === 'date' ? `did not agree to ${sayDate(asked.wantedOn!)}` : 'decided that it stays with you';
  return `${who} ${what}: ${asked.words}`;
}

const wished = ({ wantedOn }: Ask) =>
  wantedOn === null ? 'You said that this is not yours' : `You asked for ${sayDate(wantedOn)}`;

/** What whoever runs the board is told of it, and how to answer. */
export function noteForDeciders(asked: Ask | undefined, { id }: Action): string {
  if (!asked) return '';
  const ref = refOf('ACT', id);
  const what = asked.wantedOn === null ? 'says that it is not theirs' : `asks for ${sayDate(asked.wantedOn)}`;
  return `${asked.askedBy.name} ${what}: ${asked.reason}\nTo answer, type “action agree ${ref}” or “action refuse ${ref} because …”.`;
}
