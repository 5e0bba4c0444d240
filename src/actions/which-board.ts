// For which board an action is meant.
import { aboutBoard, type Board, boardOf, listBoards } from '../boards/index.ts';
import type { Actor, Context, Reading } from '../chat/contract.ts';
import { type MayRule, may } from '../chat/permission.ts';
import { refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { findBoardOfMeeting } from './records.ts';
import { splitBoard, splitDay } from './words.ts';

interface Words {
  boardId?: number | undefined;
  board?: string | undefined;
  what?: string | undefined;
  owner?: string | undefined;
  due?: string | undefined;
  meetingId?: number | undefined;
}

/** What is to be done by when, and the board that is meant, or those of which one has to be chosen. */
export type Found = Pick<Words, 'what' | 'due'> & ({ board: Board } | { boards: Board[] });

type Asking = Reading & { place?: Context['place'] };

/**
 * Find the board of a new action: the one that is named, by its meeting or at the end of what is to be done; the only one
 * of the person who asks; the one whose channel they speak in. Otherwise those to which they may add one.
 */
export async function findBoard(input: Words, reading: Asking, actor: Actor, rules: MayRule[]): Promise<Found> {
  const { board } = input;
  const asked = splitOff(input, reading);
  const boardId = input.boardId ?? (await boardOfMeeting(input, reading));
  if (boardId !== undefined || board !== undefined)
    return { ...asked, board: await boardOf({ boardId, board }, reading, actor) };

  const all = await listBoards(reading.tx, { partnershipId: reading.partnership.id });
  const allowed = all.filter((one) => may(rules, actor, aboutBoard(one)));
  const own = allowed.filter((one) => actor.seats.some((seat) => seat.boardId === one.id));
  const boards = own.length > 0 ? own : allowed;
  const here = boards.find((one) => one.channelConversationId === reading.place?.conversationId);
  const only = here ?? (own.length === 1 ? own[0] : undefined);

  // With an owner the words before it are whole: without need they are not taken apart.
  const split = input.owner && only ? undefined : splitBoard(asked.what ?? '');
  const named = split && (await boardNamed(split.board, reading, actor));
  if (named) return { ...splitOff({ what: split.what || undefined, due: asked.due }, reading), board: named };
  if (only) return { ...asked, board: only };
  // Nobody's board: the refusal that says so is that of every command about boards.
  return boards.length === 0 ? { ...asked, board: await boardOf({}, reading, actor) } : { ...asked, boards };
}

/** Where no day is named, it may stand at the end of what is to be done. */
function splitOff({ what, due }: Pick<Words, 'what' | 'due'>, { today }: Reading): Pick<Words, 'what' | 'due'> {
  return due ? { what, due } : splitDay(what, today);
}

async function boardOfMeeting({ board, meetingId }: Words, { tx }: Reading): Promise<number | undefined> {
  if (board !== undefined || meetingId === undefined) return undefined;
  const boardId = await findBoardOfMeeting(tx, meetingId);
  if (boardId === undefined) throw new Refusal(`There is no meeting ${refOf('MTG', meetingId)}.`);
  return boardId;
}

/** Words at the end of a sentence may be a board's name, and may be something else. */
async function boardNamed(board: string, reading: Reading, actor: Actor): Promise<Board | undefined> {
  try {
    return await boardOf({ board }, reading, actor);
  } catch (refusal) {
    if (refusal instanceof Refusal) return undefined;
    throw refusal;
  }
}
