// One thing to be said: made from what is true now, handed to the platform, and what became of it written down.
import type { Tx } from '../store/database.ts';
import type { Outcome } from './contract.ts';
import { type Ending, markSending, settlePost, type Taken } from './delivery.records.ts';
import type { DeliveryOptions } from './delivery.ts';
import { describe } from './describe.ts';
import { afterSend, isSomebodyElses, type Lane, MOST_ATTEMPTS, messageOf, readLane } from './lanes.ts';
import { NOT_JOINED } from './outbox.ts';
import { lockSubjects } from './records.ts';
import { type CopyRow, giveToken, hasInputs, kindOf, makeCopy, showing } from './show.ts';
import { renewTabs } from './tabs.ts';

interface Ready extends Pick<Lane, 'platform' | 'to'> {
  message: ReturnType<typeof messageOf>;
  /** What the copy was asked to show when it was made. */
  wanted: number;
  revision: number;
}

/** Deliver a row that was taken. What cannot be made now is tried again like what cannot be sent now. */
export async function deliverPost(options: DeliveryOptions, me: string, row: Taken): Promise<void> {
  let ready: Ready | Ending | undefined;
  try {
    ready = await makeReady(options, me, row);
  } catch (fault) {
    options.log.error({ key: row.key, err: describe(fault) }, 'message cannot be made');
    return settle(options, me, row, undefined, { kind: 'later', reason: 'Convenor could not make the message' });
  }
  // Somebody else has taken it since.
  if (ready === undefined) return;
  if ('state' in ready) return end(options, me, row, ready);
  await settle(options, me, row, ready, await post(options, ready));
}

async function post(options: DeliveryOptions, { platform, to, message }: Ready): Promise<Outcome> {
  try {
    return await platform.post(to, message);
  } catch (fault) {
    options.log.error({ key: message.key, platform: platform.name, err: describe(fault) }, 'platform fault');
    return { kind: 'uncertain', reason: 'the platform’s room had a fault' };
  }
}

/** Make the message in a transaction that ends before anything is sent. */
async function makeReady(options: DeliveryOptions, me: string, row: Taken): Promise<Ready | Ending | undefined> {
  if (row.validUntil && row.validUntil < options.clock.now())
    return { state: 'skipped', reason: 'it was too late to say it' };
  const copyId = row.cardCopyId ?? (await options.prisma.$transaction((tx) => addCopy(options, tx, row)));
  return options.prisma.$transaction(async (tx) => {
    const copy = await tx.cardCopy.findUniqueOrThrow({ where: { id: copyId } });
    const made = await makeMessage(options, tx, row, copy);
    if ('state' in made) return made;
    return (await markSending(tx, row, me)) ? { ...made, wanted: copy.wanted } : undefined;
  });
}

// The copy is there before its card is made: a refresh that comes meanwhile finds it.
async function addCopy(options: DeliveryOptions, tx: Tx, row: Taken): Promise<number> {
  const { conversationId, card, subject } = row;
  await lockSubjects(tx, [subject], 'alone');
  const { ownerId } = await readLane(options, tx, conversationId);
  const viewerId = row.personId ?? ownerId;
  const copy = await makeCopy(tx, { card, subject, viewerId, conversationId, createdAt: options.clock.now() });
  await tx.outbox.update({ where: { id: row.id }, data: { cardCopyId: copy.id } });
  return copy.id;
}

async function makeMessage(
  options: DeliveryOptions,
  tx: Tx,
  row: Taken,
  copy: CopyRow,
): Promise<Omit<Ready, 'wanted'> | Ending> {
  const lane = await readLane(options, tx, row.conversationId);
  const { platform, to, place, reading } = lane;
  if (isSomebodyElses(lane, row.personId)) return { state: 'unreachable', reason: NOT_JOINED };
  const kind = kindOf(options, row.card);
  if (kind.isConfidential && place.kind !== 'personal' && !place.isPrivate)
    return { state: 'failed', reason: 'it is confidential and the channel is not known to be private' };
  const context = { ...reading, viewerId: copy.viewerId ?? undefined, conversation: place };
  const made = await showing(kind, row.subject, context);
  if (!made) return { state: 'skipped', reason: 'no longer needed' };
  await tx.cardCopy.update({ where: { id: copy.id }, data: { hasInputs: hasInputs(made.card) } });
  const card = await giveToken(reading, options.tokens, kind, copy, made);
  return { platform, to, message: messageOf(card, row.key), revision: made.revision };
}

/** Write down what the platform answered, or why it was not asked. */
async function settle(
  options: DeliveryOptions,
  me: string,
  row: Taken,
  ready: Ready | undefined,
  outcome: Outcome,
): Promise<void> {
  await end(options, me, row, endingOf(row, outcome), ready, async (tx) => {
    const copyId = ready?.message.card.copyId;
    if (ready && copyId && outcome.kind === 'sent')
      await tx.cardCopy.update({
        where: { id: copyId },
        data: { messageId: outcome.messageId, shown: ready.wanted, shownRevision: ready.revision },
      });
    const paceMs = ready?.platform.paceMs ?? 0;
    await afterSend(tx, row.conversationId, { paceMs, attempts: row.attempts, outcome });
  });
  // On its own: whoever acts in this chat now holds the conversation's row and waits for the tab's.
  if (row.personId !== null && outcome.kind === 'sent')
    await renewTabs(options.prisma, row.personId, options.clock.now());
}

async function end(
  options: DeliveryOptions,
  me: string,
  row: Taken,
  ending: Ending,
  ready?: Ready,
  also?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const data = ending.state === 'sent' ? { ...ending, sentAt: options.clock.now() } : ending;
  const isMine = await options.prisma.$transaction(async (tx) => {
    const settled = await settlePost(tx, row, me, data);
    if (settled) await also?.(tx);
    return settled;
  });
  if (!isMine) return;
  const { state, reason } = ending;
  const platform = ready?.platform.name ?? 'none';
  options.onDelivered?.({ platform, outcome: state });
  options.log.info(
    { key: row.key, platform, outcome: state, reason, attempt: row.attempts, request: row.requestId },
    'delivered',
  );
}

function endingOf(row: Taken, outcome: Outcome): Ending {
  const mayRepeat = row.attempts < MOST_ATTEMPTS;
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent', reason: null, messageId: outcome.messageId };
    case 'later':
      return mayRepeat
        ? { state: 'waiting', reason: outcome.reason }
        : { state: 'failed', reason: `${outcome.reason}; given up after ${MOST_ATTEMPTS} tries` };
    case 'refused':
      return { state: outcome.unreachable ? 'unreachable' : 'failed', reason: outcome.reason };
    case 'uncertain':
      return { state: row.onUncertain === 'repeat' && mayRepeat ? 'waiting' : 'uncertain', reason: outcome.reason };
  }
}
