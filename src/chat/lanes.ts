// A lane is a conversation as delivery sees it: where it leads, how fast it may be used, and what a send did to it.
import type { Tx } from '../store/database.ts';
import type { Address, Json, Message, Outcome, Place, Platform, Reading, ShownCard } from './contract.ts';
import { holdConversation } from './delivery.records.ts';
import type { DeliveryOptions } from './delivery.ts';
import { json } from './records.ts';

/** How often something is tried before it counts as failed. */
export const MOST_ATTEMPTS = 8;

export const CONFIDENTIAL_SUMMARY = 'Convenor has a confidential notice; open it.';

export interface Lane {
  platform: Platform;
  to: Address;
  place: { kind: Place['kind']; isPrivate: boolean };
  /** Whose own chat it is. */
  ownerId: number | null;
  reading: Reading;
}

/** Read where a conversation leads, and what a card needs to be made for it. */
export async function readLane(options: DeliveryOptions, tx: Tx, conversationId: number): Promise<Lane> {
  const now = options.clock.now();
  const row = await tx.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  const found = await options.readPartnership(tx, undefined, now);
  const kind = row.kind as Place['kind'];
  return {
    platform: options.platforms.find((one) => one.name === row.platform)!,
    to: {
      conversationId: row.id,
      tenant: row.tenant,
      externalId: row.externalId,
      kind,
      address: row.address as Record<string, Json>,
      ...(row.personId === null ? {} : { personId: row.personId }),
    },
    place: { kind, isPrivate: row.isPrivate },
    ownerId: row.personId,
    reading: { tx, now, today: found!.today, partnership: found!.partnership },
  };
}

/** Say whether a chat has become somebody else's: what was meant for one person is not shown to the next. */
export function isSomebodyElses(lane: Lane, viewerId: number | null): boolean {
  return lane.place.kind === 'personal' && viewerId !== null && lane.ownerId !== viewerId;
}

export function messageOf(card: ShownCard, key: string): Message {
  return { summary: card.isConfidential ? CONFIDENTIAL_SUMMARY : card.card.fallbackText, card, key };
}

/** Keep the pace, obey Retry-After, back off, and remember a place that cannot be reached or was given another address. */
export async function afterSend(
  tx: Tx,
  conversationId: number,
  send: { paceMs: number; attempts: number; outcome: Outcome },
): Promise<void> {
  const { paceMs, attempts, outcome } = send;
  const wait = Math.max(waitAfter(outcome, attempts), paceMs);
  if (wait > 0) await holdConversation(tx, conversationId, new Date(Date.now() + wait));
  if (outcome.kind === 'refused' && outcome.unreachable)
    await tx.conversation.update({ where: { id: conversationId }, data: { unreachableReason: outcome.reason } });
  if (outcome.kind === 'sent' && outcome.address)
    await tx.conversation.update({ where: { id: conversationId }, data: { address: json(outcome.address) } });
}

/** How long to wait after an outcome, in milliseconds: as long as the platform says, or longer each time. */
export function waitAfter(outcome: Outcome, attempts: number): number {
  switch (outcome.kind) {
    case 'later':
      return outcome.afterMs ?? backoffMs(attempts);
    case 'uncertain':
      return backoffMs(attempts);
    case 'sent':
    case 'refused':
      return 0;
  }
}

/** 1, 3, 9 … 300 seconds, each with up to a quarter more, so that copies do not knock together: eleven minutes in all. */
function backoffMs(attempts: number): number {
  return Math.min(300_000, 1000 * 3 ** (attempts - 1)) * (1 + Math.random() / 4);
}
