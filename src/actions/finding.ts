// Which action is meant, and what permission asks about it.
import { z } from 'zod';
import { aboutBoard } from '../boards/index.ts';
import type { Reading } from '../chat/contract.ts';
import type { MayRule } from '../chat/permission.ts';
import { Ref, refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { type Action, getAction, getActionLocked } from './records.ts';

export const ActionRef = z.object({ actionId: Ref('ACT') });
export const Short = z.string().trim().max(200, 'That is too long for a name.').optional();
export const DueWords = z.string().trim().max(60, 'That is too long for a date.').optional();
export const Long = (most: number) =>
  z.string().trim().max(most, `Please say it in at most ${most} letters.`).optional();
/** What somebody saw who pressed on a card: the ask, or the deadline. What is typed means the action as it is. */
export const Seen = {
  askId: z.number().int().positive().optional(),
  dueRevision: z.number().int().positive().optional(),
};

/** Who may say that an action is done. */
export const MAY_FINISH: MayRule[] = [{ where: 'own' }, { seats: ['chair', 'clerk'], where: 'board' }];

/** What permission asks about an action: its board, and its owner. */
export async function aboutAction({ actionId }: { actionId: number }, reading: Reading) {
  const action = await getOwn(reading, actionId);
  return { ...aboutBoard(action.board), personId: action.ownerId };
}

/** An action of the partnership. Refuses any other. */
export async function getOwn(reading: Reading, id: number): Promise<Action> {
  return checkOwn(reading, await getAction(reading.tx, id));
}

/** The same, to be decided about: whoever decides at the same moment waits, and sees what was decided. */
export async function getToDecide(reading: Reading, id: number): Promise<Action> {
  return checkOwn(reading, await getActionLocked(reading.tx, id));
}

function checkOwn({ partnership }: Reading, action: Action): Action {
  if (action.board.partnershipId !== partnership.id)
    throw new Refusal(`There is no action ${refOf('ACT', action.id)}.`);
  return action;
}
