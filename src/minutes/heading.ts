import { getBoard } from '../boards/index.ts';
import type { Reading } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { getMeeting } from '../meetings/index.ts';
import { dayOf } from '../store/days.ts';
import type { MinutesRow } from './records.ts';
import { meetingInWords } from './words.ts';

/** What every card about minutes begins with: their number, the board and its meeting. */
export async function headOf(context: Pick<Reading, 'tx'>, minutes: MinutesRow) {
  const board = await getBoard(context.tx, minutes.boardId);
  const meeting = await getMeeting(context.tx, minutes.meetingId);
  return { ref: refOf('MIN', minutes.id), meeting: meetingInWords(board.name, dayOf(meeting.heldOn)) };
}
