import { listSeatHolders } from '../boards/index.ts';
import type { Context } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import type { Meeting } from './records.ts';

/** Post the agenda once to every place it belongs to, or a note about its new revision. Returns how many people are told. */
export async function tell(
  { tx, today, outbox }: Context,
  meeting: Meeting,
  noteRevision: number | undefined,
): Promise<number> {
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
    if (noteRevision !== undefined)
      await outbox.post({
        key: `agenda-updated:${ref}:r${noteRevision}:${key}`,
        card: 'agenda-updated',
        subject: `${subject}:r${noteRevision}`,
        to,
      });
  }
  return holders.length;
}
