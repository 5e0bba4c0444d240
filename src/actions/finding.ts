// Which action is meant, and what permission asks about it.
import { z } from 'zod';
import { aboutBoard } from '../boards/index.ts';
import type { Reading } from '../chat/contract.ts';
import { Ref, refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { type Action, getAction } from './records.ts';

export const ActionRef = z.object({ actionId: Ref('ACT') });
export const Short = z.string().trim().max(200, 'That is too long for a name.').optional();
export const DueWords = z.string().trim().max(60, 'That is too long for a date.').optional();
export const Long = (most: number) =>
  z.string().trim().max(most, `Please say it in at most ${most} letters.`).optional();

/** What permission asks about an action: its board, and its owner. */
export async function aboutAction({ actionId }: { actionId: number }, reading: Reading) {
  const action = await getOwn(reading, actionId);
  return { ...aboutBoard(action.board), personId: action.ownerId };
}

/** An action of the partnership. Refuses any other. */
export async function getOwn({ tx, partnership }: Reading, id: number): Promise<Action> {
  const action = await getAction(tx, id);
  if (action.board.partnershipId !== partnership.id) throw new Refusal(`There is no action ${refOf('ACT', id)}.`);
  return action;
}
