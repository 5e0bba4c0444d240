// Which meeting is meant.
import { type Board, boardOf } from '../boards/index.ts';
import type { Actor, Reading } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { dayOf } from '../store/days.ts';
import { findLatestMeeting, findNextMeeting, getMeeting, type Meeting } from './records.ts';
import { checkOpen } from './rules.ts';

interface Words {
  meetingId?: number | undefined;
  boardId?: number | undefined;
  board?: string | undefined;
}

/** The next meeting of a board. Refuses when none is planned. */
export async function nextOf({ tx, today }: Reading, board: Board): Promise<Meeting> {
  const next = await findNextMeeting(tx, board.id, today);
  if (!next) throw new Refusal(`${board.name} has no meeting planned. Its clerk or chair types “meeting add” first.`);
  return next;
}

/** The meeting that was typed where a board may stand: "MTG-7". */
function typedMeeting({ meetingId, board }: Words): number | undefined {
  const typed = /^(?:for\s+)?MTG[- ]?(\d{1,9})$/i.exec(board?.trim() ?? '')?.[1];
  return meetingId ?? (typed === undefined ? undefined : Number(typed));
}

/** The planned meeting that is meant: by its number, else the next of the board. Refuses one that is over or called off. */
export async function plannedOf(input: Words, reading: Reading, actor: Actor): Promise<Meeting> {
  if (typedMeeting(input) === undefined) return nextOf(reading, await boardOf(input, reading, actor));
  const meeting = await meetingOf(input, reading, actor);
  checkOpen({ state: meeting.state, heldOn: dayOf(meeting.heldOn) }, reading.today);
  return meeting;
}

/** The board that is meant, also by the number of one of its meetings. */
export async function boardMeant(
  input: Words,
  reading: Reading,
  actor: Actor,
): Promise<{ id: number; schoolId: number | null }> {
  return typedMeeting(input) === undefined
    ? boardOf(input, reading, actor)
    : (await meetingOf(input, reading, actor)).board;
}

/** The meeting that is meant: by its number, else the next of the board, else its latest. */
export async function meetingOf(input: Words, reading: Reading, actor: Actor): Promise<Meeting> {
  const { tx, today } = reading;
  const meetingId = typedMeeting(input);
  if (meetingId !== undefined) {
    const meeting = await getMeeting(tx, meetingId);
    if (meeting.board.partnershipId !== reading.partnership.id)
      throw new Refusal(`There is no meeting ${refOf('MTG', meetingId)}.`);
    return meeting;
  }
  const board = await boardOf(input, reading, actor);
  return (
    (await findNextMeeting(tx, board.id, today)) ??
    (await findLatestMeeting(tx, board.id, today)) ??
    nextOf(reading, board)
  );
}
