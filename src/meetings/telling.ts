import { listSeatHolders } from '../boards/index.ts';
import type { Context } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import type { Meeting } from './records.ts';

/** Post the agenda once to every place it belongs to, and a note about a change (`r2`, or `off`). Returns how many people are told. */
export async function tell(
  { tx, today, outbox }: Context,
  meeting: Meeting,
  change: string | undefined,
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
    if (change !== undefined)
      await outbox.post({
        key: `agenda-updated:${ref}:${change}:${key}`,
        card: 'agenda-updated',
        subject: `${subject}:${change}`,
        to,
      });
  }
  return holders.length;
}
