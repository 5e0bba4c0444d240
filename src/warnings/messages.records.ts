// The messages that somebody decides about.

import { conversationOf } from '../chat/conversations.records.ts';
import { NOT_JOINED } from '../chat/outbox.ts';
import type { Tx } from '../store/database.ts';

export type Decided = Awaited<ReturnType<typeof findMessage>>;

/** The message with this number, if it is one of the partnership's, locked: a second decision waits for the first. */
export async function findMessage(tx: Tx, id: number, partnershipId: number) {
  await tx.$queryRaw`select id from "Outbox" where id = ${id} for update`;
  const row = await tx.outbox.findUnique({
    where: { id },
    select: {
      ...{ id: true, state: true, reason: true, card: true, subject: true, validUntil: true },
      ...{ personId: true, conversationId: true, cardCopyId: true },
      conversation: { select: { name: true, unreachableReason: true, boards: { select: { partnershipId: true } } } },
    },
  });
  if (!row) return undefined;
  const { conversation, ...message } = row;
  const person =
    row.personId === null
      ? undefined
      : await tx.person.findUnique({ where: { id: row.personId }, select: { name: true, partnershipId: true } });
  const boards = conversation?.boards ?? [];
  const isElsewhere = person
    ? person.partnershipId !== partnershipId
    : boards.length > 0 && boards.every((board) => board.partnershipId !== partnershipId);
  return isElsewhere
    ? undefined
    : {
        ...message,
        id: Number(row.id),
        to: person?.name ?? conversation?.name ?? 'a channel',
        channelReason: conversation?.unreachableReason ?? null,
      };
}

/**
 * Let a message go out again, to where the person is now; to somebody who cannot be reached it goes when they can. Says
 * why it waits for that.
 */
export async function sayAgain(tx: Tx, message: NonNullable<Decided>, now: Date): Promise<string | undefined> {
  const { id, personId, conversationId, cardCopyId, channelReason } = message;
  const own = personId === null ? undefined : await conversationOf(tx, personId);
  const waitsFor = personId === null ? channelReason : own === undefined ? NOT_JOINED : own.reason;
  const place = own?.id ?? conversationId;
  await tx.outbox.update({
    where: { id },
    data: {
      state: waitsFor === null ? 'waiting' : 'unreachable',
      reason: waitsFor,
      conversationId: place,
      // In another chat it is another card.
      cardCopyId: place === conversationId ? cardCopyId : null,
      ...{ attempts: 0, takenBy: null, takenUntil: null, notBefore: now },
    },
  });
  // Said in the middle of a sentence.
  return waitsFor?.replace(/\.$/, '');
}

/** End a message: it arrived, or nobody needs it. */
export async function endMessage(
  tx: Tx,
  id: number,
  ending: { state: 'sent' | 'skipped'; reason: string; sentAt?: Date },
): Promise<void> {
  await tx.outbox.update({ where: { id }, data: { ...ending, takenBy: null, takenUntil: null } });
}
