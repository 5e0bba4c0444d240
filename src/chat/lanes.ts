// A lane is a conversation as delivery sees it: where it leads, how fast it may be used, and what a send did to it.
import type { Address, Message, Outcome, Place, Platform, Reading, ShowContext, ShownCard } from './contract.ts';
import type { DeliveryOptions } from './delivery.ts';
import type { LaneAfter } from './endings.records.ts';
import type { TakenLane } from './taking.records.ts';

/** How often something is tried before it counts as failed. */
export const MOST_ATTEMPTS = 8;

export const CONFIDENTIAL_SUMMARY = 'Convenor has a confidential notice; open it.';

export interface Lane {
  platform: Platform;
  to: Address;
  place: { kind: Place['kind']; isPrivate: boolean };
}

/** Where what was taken leads. */
export function laneOf({ platforms }: Pick<DeliveryOptions, 'platforms'>, taken: TakenLane): Lane {
  const { conversationId, tenant, externalId, kind, address, ownerId, isPrivate } = taken;
  return {
    platform: platforms.find((one) => one.name === taken.platform)!,
    to: {
      conversationId,
      tenant,
      externalId,
      kind,
      address,
      ...(ownerId === null ? {} : { personId: ownerId }),
    },
    place: { kind, isPrivate },
  };
}

/** Who looks at a card in a lane, and what it is made from. */
export function contextIn(reading: Reading, { place }: Lane, viewerId: number | null): ShowContext {
  return { ...reading, viewerId: viewerId ?? undefined, conversation: place };
}

/** Say whether a chat has become somebody else's: what was meant for one person is not shown to the next. */
export function isSomebodyElses({ kind, ownerId }: TakenLane, viewerId: number | null): boolean {
  return kind === 'personal' && viewerId !== null && ownerId !== viewerId;
}

/** Make the message that carries a card: of a confidential one its summary says nothing. */
export function messageOf(card: ShownCard, key: string): Message {
  return { summary: card.isConfidential ? CONFIDENTIAL_SUMMARY : card.card.fallbackText, card, key };
}

/** Keep the pace, obey Retry-After, back off, and remember a place that cannot be reached or was given another address. */
export function laneAfter(outcome: Outcome, { paceMs, attempts }: { paceMs: number; attempts: number }): LaneAfter {
  const wait = Math.max(waitAfter(outcome, attempts), paceMs);
  return {
    ...(wait > 0 ? { holdUntil: new Date(Date.now() + wait) } : {}),
    ...(outcome.kind === 'refused' && outcome.unreachable ? { unreachableReason: outcome.reason } : {}),
    ...(outcome.kind === 'sent' && outcome.address ? { address: outcome.address } : {}),
  };
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
export function backoffMs(attempts: number): number {
  return Math.min(300_000, 1000 * 3 ** (attempts - 1)) * (1 + Math.random() / 4);
}
