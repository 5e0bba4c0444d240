// Who approves the minutes of a board.
import { getBoard, listSeatHolders } from '../boards/index.ts';
import type { Reading } from '../chat/contract.ts';
import { boardTemplate } from '../frameworks/index.ts';
import type { Asked } from './rules.ts';

/** The governors who sit on the board today, each once; its chair where it has none (template, F-05). */
export async function whoApproves(
  { tx, today, partnership }: Reading,
  boardId: number,
): Promise<Asked & { names: string[] }> {
  const board = await getBoard(tx, boardId);
  const { approvers, threshold } = boardTemplate(partnership.framework, board.template).minutes;
  const roles = new Set(approvers.roles);
  const holders = await listSeatHolders(tx, boardId, today);
  const governors = holders.filter((holder) => roles.has(holder.role));
  const asked = governors.length > 0 ? governors : holders.filter((holder) => holder.isChair);
  const people = [...new Map(asked.map(({ personId, name }) => [personId, name]))];
  return { approvers: people.map(([id]) => id), names: people.map(([, name]) => name), threshold };
}
