import { z } from 'zod';
import type { Actor, Reading } from '../chat/contract.ts';
import { meantBy } from '../chat/naming.ts';
import { listInWords, may } from '../chat/permission.ts';
import { splitRef } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { SCHOOL_NAMES } from '../schools/records.ts';
import type { Tx } from '../store/database.ts';
import { type Board, getBoard, listBoards } from './records.ts';
import { aboutBoard, MAY_SEE, OFFICERS } from './who.ts';
import { fitsName, plain } from './words.ts';

/** Which board is meant: its id from a button, or words. */
export const BoardWords = z.object({
  boardId: z.number().int().positive().optional(),
  board: z.string().trim().max(200, 'That is too long for a name.').optional(),
});

/** The board that the input names, or the only board of the person who asks. */
export async function boardOf(
  input: { boardId?: number | undefined; board?: string | undefined },
  { tx, today, partnership }: Reading,
  actor: Actor,
): Promise<Board> {
  if (input.boardId !== undefined) return getOwn(tx, input.boardId, partnership.id);
  return getBoardNamed(tx, input.board, { partnershipId: partnership.id, today, actor });
}

/**
 * The one open board that the words mean: its number, its name, its school's name, or some words of them. Without words
 * it is the only board of the person who asks. Refuses none and several, and names only boards that the person may know of.
 */
export async function getBoardNamed(
  tx: Tx,
  words: string | undefined,
  query: { partnershipId: number; today: string; actor?: Actor },
): Promise<Board> {
  const { actor } = query;
  const typed = words?.trim().replace(/^(?:for|at|on)\s+/i, '') ?? '';
  const [ref, rest] = splitRef('BRD', typed);
  if (ref && rest === '') return getOwn(tx, Number(ref.slice(4)), query.partnershipId);

  const all = (await listBoards(tx, query)).filter((board) => !actor || mayKnow(actor, board));
  const sitsAt = (board: Board) => actor?.seats.some((seat) => seat.boardId === board.id) ?? false;
  if (typed === '')
    return onlyOne(
      all.filter(sitsAt),
      'You do not sit on a board, so please say which one you mean, for example “for Marsh Lane”.',
    );

  const exact = all.filter(
    (board) => plain(board.name) === plain(typed) || plain(board.school?.name ?? '') === plain(typed),
  );
  const some =
    exact.length > 0 ? exact : all.filter((board) => fitsName(`${board.name} ${board.school?.name ?? ''}`, typed));
  const fits = some.length > 0 ? some : nearlyNamed(typed, all);
  const own = fits.filter(sitsAt);
  return onlyOne(
    fits.length > 1 && own.length === 1 ? own : fits,
    `I know no open board “${typed}”. Type its school’s name.`,
  );
}

/** The boards that are meant if the words have a slip in them, or write the school's name another way. */
function nearlyNamed(typed: string, boards: Board[]): Board[] {
  const named = boards.map((board) => ({ board, name: `${board.name} ${board.school?.name ?? ''}` }));
  const meant = meantBy(typed, named, BOARD_NAMES);
  return ('one' in meant ? [meant.one] : 'several' in meant ? meant.several : []).map(({ board }) => board);
}

const BOARD_NAMES = { ...SCHOOL_NAMES, light: new Set([...SCHOOL_NAMES.light, 'board', 'for']) };

/** The open boards that somebody may look at, their actions included. */
export async function listVisibleBoards({ tx, partnership }: Reading, actor: Actor): Promise<Board[]> {
  const all = await listBoards(tx, { partnershipId: partnership.id });
  return all.filter((board) => may(MAY_SEE, actor, aboutBoard(board)));
}

async function getOwn(tx: Tx, id: number, partnershipId: number): Promise<Board> {
  const board = await getBoard(tx, id);
  if (board.partnershipId !== partnershipId) throw new Refusal('There is no such board in your partnership.');
  return board;
}

function onlyOne(boards: Board[], none: string): Board {
  if (boards.length === 1) return boards[0]!;
  if (boards.length === 0) throw new Refusal(none);
  const ways = boards.slice(0, 6).map((board) => `“for ${board.school?.name ?? board.name}”`);
  throw new Refusal(`Which board do you mean? Say it again, and add ${listInWords(ways, 'or')}.`);
}

/** That a school has such a board says something about the school: people of other schools are not told. */
function mayKnow(actor: Actor, board: { id: number; schoolId: number | null }): boolean {
  return (
    actor.seats.some((seat) => seat.boardId === board.id) ||
    actor.roles.some((held) =>
      held.schoolId === null ? OFFICERS.includes(held.role) : held.schoolId === board.schoolId,
    )
  );
}
