// Who comes too late to decide about an action.
import { sayDate } from '../calendar/index.ts';
import type { Context, Reply } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import type { Action } from './records.ts';

/**
 * What to answer to a press on a card of a deadline that was moved meanwhile, or is somebody else's. The first who decides
 * counts.
 */
export async function isTooLate(
  _context: Context,
  action: Action,
  seen: { dueRevision?: number | undefined },
): Promise<Reply | undefined> {
  if (action.state !== 'open' || seen.dueRevision === undefined || seen.dueRevision === action.dueRevision)
    return undefined;
  const now = `it is with ${action.owner.name}, due on ${sayDate(action.dueOn)}`;
  return { said: `${refOf('ACT', action.id)} has changed since you saw it: ${now}.`, isPrivate: true };
}
