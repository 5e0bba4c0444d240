// The one way out. Takes what is due, asks the feature what is true now, hands it to the platform, and writes down what
// became of it. Several copies of the bot deliver side by side; a conversation's messages keep their order.
import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { Clock } from './clock.ts';
import type { Address, Feature, Json, Message, Outcome, Partnership, Place, Platform, ShownCard } from './contract.ts';
import {
  holdConversation,
  releaseLost,
  settlePost,
  type Taken,
  type TakenCopy,
  takeCopies,
  takePosts,
} from './delivery.records.ts';
import { describe } from './describe.ts';
import { kindOf } from './door.ts';
import { json } from './records.ts';
import { giveToken, hasInputs, makeCopy, showing } from './show.ts';
import type { Tokens } from './tokens.ts';

export interface DeliveryOptions {
  prisma: PrismaClient;
  features: Feature[];
  platforms: Platform[];
  clock: Clock;
  tokens: Tokens;
  log: Log;
  readPartnership(
    tx: Tx,
    partnershipId: number | undefined,
    now: Date,
  ): Promise<{ partnership: Partnership; today: string } | undefined>;
  onDelivered?(fact: { platform: string; outcome: string }): void;
  /** How often the tables are asked when nobody wakes the loop. */
  pollMs?: number;
}

export interface Delivery {
  start(): void;
  /** Something may be due now. */
  wake(): void;
  /** Deliver everything that is due and can go out now. For tests and the demonstration. */
  drain(): Promise<void>;
  /** Take nothing more and wait for what is under way. */
  stop(): Promise<void>;
}

const LEASE_MS = 20_000;
const MOST_ATTEMPTS = 8;
const AT_ONCE = 16;

export function openDelivery(options: DeliveryOptions): Delivery {
  const me = randomUUID();
  const state = { isStopped: false, isDirty: false, running: undefined as Promise<void> | undefined };
  let timer: NodeJS.Timeout | undefined;

  const loop = async () => {
    do {
      state.isDirty = false;
      try {
        while (!state.isStopped && (await deliverSome(options, me)) > 0);
      } catch (fault) {
        options.log.error({ err: describe(fault) }, 'delivery could not reach the database');
      }
    } while (state.isDirty && !state.isStopped);
  };
  const run = (): Promise<void> => {
    state.running ??= loop().finally(() => {
      state.running = undefined;
    });
    return state.running;
  };
  const wake = () => {
    state.isDirty = true;
    if (timer) void run();
  };
  return {
    start() {
      timer ??= setInterval(() => void run(), options.pollMs ?? 500);
      void run();
    },
    wake,
    async drain() {
      await run();
      await run();
    },
    async stop() {
      state.isStopped = true;
      clearInterval(timer);
      timer = undefined;
      await state.running;
    },
  };
}

/** One round: take, send side by side, settle. Returns how many were taken. */
async function deliverSome(options: DeliveryOptions, me: string): Promise<number> {
  const realNow = new Date();
  const platforms = options.platforms.map((platform) => platform.name);
  const taking = {
    me,
    now: options.clock.now(),
    realNow,
    leaseUntil: new Date(realNow.getTime() + LEASE_MS),
    platforms,
    most: AT_ONCE,
  };
  await releaseLost(options.prisma, realNow, MOST_ATTEMPTS);
  const posts = await takePosts(options.prisma, taking);
  await Promise.all(posts.map((row) => guarded(options, () => deliverPost(options, me, row))));
  // Posts first, and a lane that was just used keeps its pace: edits wait for their turn.
  const copies = posts.length === AT_ONCE ? [] : await takeCopies(options.prisma, { ...taking, realNow: new Date() });
  await Promise.all(copies.map((copy) => guarded(options, () => deliverEdit(options, copy))));
  return posts.length + copies.length;
}

/** A fault in one message neither stops nor hides the others: it stays taken and comes back as lost. */
async function guarded(options: DeliveryOptions, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    options.log.error({ err: describe(fault) }, 'delivery fault');
  }
}

interface Prepared {
  platform: Platform;
  to: Address;
  message: Message;
  wanted: number;
  revision: number;
}

async function deliverPost(options: DeliveryOptions, me: string, row: Taken): Promise<void> {
  const prepared = await prepare(options, row);
  if ('drop' in prepared)
    return finish(options, me, row, undefined, { kind: 'refused', reason: prepared.drop }, prepared.state);
  const outcome = await prepared.platform.post(prepared.to, prepared.message);
  await finish(options, me, row, prepared, outcome);
}

/** Render what is true now, in a transaction of its own that ends before anything is sent. */
async function prepare(
  options: DeliveryOptions,
  row: Taken,
): Promise<Prepared | { drop: string; state: 'skipped' | 'failed' }> {
  return options.prisma.$transaction(async (tx) => {
    const now = options.clock.now();
    if (row.validUntil && row.validUntil < now) return { drop: 'it was too late to say it', state: 'skipped' };
    const { conversation, platform, reading } = await lane(options, tx, row.conversationId);
    const kind = kindOf(options, row.card);
    const place = { kind: conversation.kind as Place['kind'], isPrivate: conversation.isPrivate };
    if (kind.isConfidential && place.kind !== 'personal' && !place.isPrivate)
      return { drop: 'it is confidential and the channel is not known to be private', state: 'failed' };
    const viewerId = row.personId ?? conversation.personId ?? undefined;
    const made = await showing(kind, row.subject, { ...reading, viewerId, conversation: place });
    if (!made) return { drop: 'no longer needed', state: 'skipped' };
    const copy = row.cardCopyId
      ? await tx.cardCopy.findUniqueOrThrow({ where: { id: row.cardCopyId } })
      : await makeCopy(tx, {
          card: row.card,
          subject: row.subject,
          viewerId: viewerId ?? null,
          conversationId: row.conversationId,
          createdAt: now,
        });
    const { wanted } = await tx.cardCopy.update({
      where: { id: copy.id },
      data: { hasInputs: hasInputs(made.card) },
      select: { wanted: true },
    });
    if (!row.cardCopyId) await tx.outbox.update({ where: { id: row.id }, data: { cardCopyId: copy.id } });
    const card = await giveToken(reading, options.tokens, kind, copy, made);
    return {
      platform,
      to: addressOf(conversation),
      message: messageOf(card, row.key),
      wanted,
      revision: made.revision,
    };
  });
}

async function lane(options: DeliveryOptions, tx: Tx, conversationId: number) {
  const now = options.clock.now();
  const conversation = await tx.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  const platform = options.platforms.find((one) => one.name === conversation.platform)!;
  const found = await options.readPartnership(tx, undefined, now);
  return { conversation, platform, reading: { tx, now, today: found!.today, partnership: found!.partnership } };
}

function addressOf(conversation: {
  id: number;
  tenant: string;
  externalId: string;
  kind: string;
  address: unknown;
  personId: number | null;
}): Address {
  const { id, tenant, externalId, kind, address, personId } = conversation;
  return {
    conversationId: id,
    tenant,
    externalId,
    kind: kind as Place['kind'],
    address: address as Record<string, Json>,
    ...(personId === null ? {} : { personId }),
  };
}

export const CONFIDENTIAL_SUMMARY = 'Convenor has a confidential notice; open it.';

function messageOf(card: ShownCard, key: string): Message {
  return { summary: card.isConfidential ? CONFIDENTIAL_SUMMARY : card.card.fallbackText, card, key };
}

async function finish(
  options: DeliveryOptions,
  me: string,
  row: Taken,
  prepared: Prepared | undefined,
  outcome: Outcome,
  dropped?: 'skipped' | 'failed',
): Promise<void> {
  const next = dropped ? { state: dropped, reason: (outcome as { reason: string }).reason } : stateAfter(row, outcome);
  await options.prisma.$transaction(async (tx) => {
    const mine = await settlePost(tx, row, me, {
      ...next,
      ...(outcome.kind === 'sent' ? { messageId: outcome.messageId, sentAt: options.clock.now() } : {}),
    });
    if (!mine) return;
    const copyId = prepared?.message.card.copyId;
    if (outcome.kind === 'sent' && copyId)
      await tx.cardCopy.update({
        where: { id: copyId },
        data: { messageId: outcome.messageId, shown: prepared!.wanted, shownRevision: prepared!.revision },
      });
    await afterSend(tx, row.conversationId, prepared?.platform.paceMs ?? 0, row.attempts, outcome);
  });
  options.onDelivered?.({ platform: prepared?.platform.name ?? 'none', outcome: next.state });
  options.log.info(
    {
      key: row.key,
      platform: prepared?.platform.name,
      outcome: next.state,
      reason: next.reason,
      attempt: row.attempts,
      request: row.requestId,
    },
    'delivered',
  );
}

function stateAfter(row: Taken, outcome: Outcome): { state: string; reason: string | null } {
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent', reason: null };
    case 'later':
      return row.attempts < MOST_ATTEMPTS
        ? { state: 'waiting', reason: outcome.reason }
        : { state: 'failed', reason: `${outcome.reason}; given up after ${MOST_ATTEMPTS} tries` };
    case 'refused':
      return { state: outcome.unreachable ? 'unreachable' : 'failed', reason: outcome.reason };
    case 'uncertain':
      return row.onUncertain === 'repeat' && row.attempts < MOST_ATTEMPTS
        ? { state: 'waiting', reason: outcome.reason }
        : { state: 'uncertain', reason: outcome.reason };
  }
}

/** Keep the pace, obey Retry-After, back off, and remember a place that cannot be reached or was given another address. */
async function afterSend(
  tx: Tx,
  conversationId: number,
  paceMs: number,
  attempts: number,
  outcome: Outcome,
): Promise<void> {
  const wait = outcome.kind === 'later' ? (outcome.afterMs ?? backoffMs(attempts)) : paceMs;
  if (wait > 0) await holdConversation(tx, conversationId, new Date(Date.now() + wait));
  if (outcome.kind === 'refused' && outcome.unreachable)
    await tx.conversation.update({ where: { id: conversationId }, data: { unreachableReason: outcome.reason } });
  if (outcome.kind === 'sent' && outcome.address)
    await tx.conversation.update({ where: { id: conversationId }, data: { address: json(outcome.address) } });
}

/** 1, 2, 4 … 60 seconds, each with up to a quarter more, so that copies do not knock together. */
function backoffMs(attempts: number): number {
  return Math.min(60_000, 1000 * 2 ** (attempts - 1)) * (1 + Math.random() / 4);
}

async function deliverEdit(options: DeliveryOptions, copy: TakenCopy): Promise<void> {
  const prepared = await options.prisma.$transaction(async (tx) => {
    const { conversation, platform, reading } = await lane(options, tx, copy.conversationId);
    const kind = kindOf(options, copy.card);
    const place = { kind: conversation.kind as Place['kind'], isPrivate: conversation.isPrivate };
    const made = await showing(kind, copy.subject, {
      ...reading,
      viewerId: copy.viewerId ?? undefined,
      conversation: place,
    });
    // An edit wipes what someone is typing: a card with a form is edited only to close it or to show another revision.
    const isSpared = made && copy.hasInputs && !made.isSettled && made.revision === copy.shownRevision;
    if (!made || isSpared) return { keep: true as const, isGone: !made };
    const card = await giveToken(reading, options.tokens, kind, { ...copy }, made);
    return { platform, to: addressOf(conversation), message: messageOf(card, `card:${copy.id}`), made };
  });
  if ('keep' in prepared) {
    const data = { shown: copy.wanted, takenUntil: null, attempts: 0, ...(prepared.isGone ? { state: 'gone' } : {}) };
    await options.prisma.cardCopy.update({ where: { id: copy.id }, data });
    return;
  }
  const { platform, to, message, made } = prepared;
  const outcome = await platform.edit(to, copy.messageId, message);
  await options.prisma.$transaction(async (tx) => {
    await tx.cardCopy.update({
      where: { id: copy.id },
      data: copyAfter(copy, outcome, made.revision, hasInputs(made.card)),
    });
    await afterSend(tx, copy.conversationId, platform.paceMs, copy.attempts, outcome);
  });
  options.onDelivered?.({ platform: platform.name, outcome: `edit-${outcome.kind}` });
  options.log.info({ copy: copy.id, card: copy.card, platform: platform.name, outcome: outcome.kind }, 'refreshed');
}

function copyAfter(copy: TakenCopy, outcome: Outcome, revision: number, inputs: boolean) {
  const lastError = outcome.kind === 'sent' ? null : outcome.reason;
  if (outcome.kind === 'sent')
    return { shown: copy.wanted, shownRevision: revision, hasInputs: inputs, takenUntil: null, attempts: 0, lastError };
  // An edit may be repeated: it says the same thing. What is refused for good is left as it stands.
  const isOver = outcome.kind === 'refused' || copy.attempts >= MOST_ATTEMPTS;
  if (isOver) return { state: 'gone', takenUntil: null, lastError };
  const wait = (outcome.kind === 'later' ? outcome.afterMs : undefined) ?? backoffMs(copy.attempts);
  return { takenUntil: null, notBefore: new Date(Date.now() + wait), lastError };
}
