// Who may decide about an action now, and who comes too late.
import { sayDate } from '../calendar/index.ts';
import type { Context, Reply } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { checkNotOwn } from './ask-rules.ts';
import { endingForDeciders } from './ask-words.ts';
import { type Ask, getAsk } from './asking.records.ts';
import { listDeciders } from './deciders.ts';
import type { Action } from './records.ts';

/** Refuse whoever asked something about the action themselves, while nobody has answered. */
export async function checkMayChange(context: Context, action: Action, asked: Ask | undefined): Promise<void> {
  if (asked?.askedById !== context.actor.personId) return;
  const deciders = await listDeciders(context, action.boardId, asked.askedById);
  const names = deciders.map((one) => one.name);
  checkNotOwn(asked, context.actor.personId, refOf('ACT', action.id), names);
}

/**
 * What to answer to a press on a card of something that was decided meanwhile: an ask that was answered or overtaken, a
 * deadline that was moved or is somebody else's. The first one counts.
 */
export async function isTooLate(
  context: Context,
  action: Action,
  seen: { askId?: number | undefined; dueRevision?: number | undefined },
): Promise<Reply | undefined> {
  if (seen.askId !== undefined) {
    const ask = await getAsk(context.tx, seen.askId);
    if (ask.actionId !== action.id) throw new Error('A button names the ask of another action');
    if (ask.state !== 'open') return { said: (await endingForDeciders(context, ask, action)).said, isPrivate: true };
  }
  if (action.state !== 'open' || seen.dueRevision === undefined || seen.dueRevision === action.dueRevision)
    return undefined;
  const now = `it is with ${action.owner.name}, due on ${sayDate(action.dueOn)}`;
  return { said: `${refOf('ACT', action.id)} has changed since you saw it: ${now}.`, isPrivate: true };
}
