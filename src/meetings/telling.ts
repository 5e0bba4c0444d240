// Who hears of a meeting: its members and the board's channel; and whoever runs it.
import { listSeatHolders, type SeatHolder } from '../boards/index.ts';
import type { Context } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import type { Meeting } from './records.ts';

/** What deciding about a meeting needs of a command's context, or of a job's. */
export type Work = Pick<Context, 'tx' | 'now' | 'today' | 'partnership' | 'outbox' | 'happened'>;

export interface Note {
  /** What the note is about: `r2` for a revision of the agenda, or `off`. */
  change: string;
  /** When it is said; now, unless more may change meanwhile. */
  at?: Date;
}

/** Post the agenda once to every place it belongs to, and a note about a change if there is one. Returns how many people are told. */
export async function tell({ tx, today, outbox }: Work, meeting: Meeting, note?: Note): Promise<number> {
  const ref = refOf('MTG', meeting.id);
  const subject = subjectOf('MTG', meeting.id);
  const holders = await listSeatHolders(tx, meeting.boardId, today);
  const channel = meeting.board.channelConversationId;
  const places = [
    ...(channel === null ? [] : [{ key: `channel-${channel}`, to: { conversationId: channel } }]),
    ...holders.map(({ personId }) => ({ key: String(personId), to: { personId } })),
  ];
  for (const { key, to } of places) {
    await outbox.post({ key: `agenda:${ref}:${key}`, card: 'agenda', subject, to });
    if (note !== undefined)
      await outbox.post({
        key: `agenda-updated:${ref}:${note.change}:${key}`,
        card: 'agenda-updated',
        subject: `${subject}:${note.change}`,
        to,
        ...(note.at === undefined ? {} : { notBefore: note.at }),
      });
  }
  return holders.length;
}

/** Who runs a board from day to day: its clerk, or its chair where there is none. */
export function runnersOf(holders: SeatHolder[]): SeatHolder[] {
  const clerks = holders.filter((one) => one.isClerk);
  return clerks.length > 0 ? clerks : holders.filter((one) => one.isChair);
}
