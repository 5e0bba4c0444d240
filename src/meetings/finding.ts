// Which meeting is meant.
import { type Board, boardOf } from '../boards/index.ts';
import type { Actor, Reading } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { findLatestMeeting, findNextMeeting, getMeeting, type Meeting } from './records.ts';

/** The next meeting of a board. Refuses when none is planned. */
export async function nextOf({ tx, today }: Reading, board: Board): Promise<Meeting> {
  const next = await findNextMeeting(tx, board.id, today);
  if (!next) throw new Refusal(`${board.name} has no meeting planned. Its clerk or chair types “meeting add” first.`);
  return next;
}

/** The meeting that is meant: by its number, else the next of the board, else its latest. */
export async function meetingOf(
  input: { meetingId?: number | undefined; boardId?: number | undefined; board?: string | undefined },
  reading: Reading,
  actor: Actor,
): Promise<Meeting> {
  const { tx, today } = reading;
  if (input.meetingId !== undefined) {
    const meeting = await getMeeting(tx, input.meetingId);
    if (meeting.board.partnershipId !== reading.partnership.id)
      throw new Refusal(`There is no meeting ${refOf('MTG', input.meetingId)}.`);
    return meeting;
  }
  const board = await boardOf(input, reading, actor);
  return (
    (await findNextMeeting(tx, board.id, today)) ??
    (await findLatestMeeting(tx, board.id, today)) ??
    nextOf(reading, board)
  );
}
