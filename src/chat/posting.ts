// One thing to be said: made from what is true now, handed to the platform, and what became of it written down.
import type { Outcome, Reading } from './contract.ts';
import { hasAnotherChat } from './delivery.records.ts';
import type { DeliveryOptions } from './delivery.ts';
import { describe } from './describe.ts';
import type { Ending, Sending, Settling } from './endings.records.ts';
import { contextIn, isSomebodyElses, type Lane, laneAfter, laneOf, MOST_ATTEMPTS, messageOf } from './lanes.ts';
import { NOT_JOINED } from './outbox.ts';
import { persist } from './persist.ts';
import { hasInputs, kindOf, showing, tokenFor } from './show.ts';
import { renewTabs } from './tabs.ts';
import type { Taken } from './taking.records.ts';

interface Ready extends Pick<Lane, 'platform' | 'to'> {
  message: ReturnType<typeof messageOf>;
  revision: number;
}

/** What delivery writes down of a message; each tells whether it still held the message. */
export interface Books {
  markSending(sending: Sending): Promise<boolean>;
  settle(settling: Settling): Promise<boolean>;
}

/** Deliver a message that was taken. What cannot be made now is tried again like what cannot be sent now. */
export async function deliverPost(options: DeliveryOptions, books: Books, row: Taken, reading: Reading): Promise<void> {
  let ready: Ready | Ending | undefined;
  try {
    ready = await makeReady(options, books, row, reading);
  } catch (fault) {
    options.log.error({ key: row.key, err: describe(fault) }, 'message cannot be made');
    return settle(options, books, row, undefined, { kind: 'later', reason: 'Convenor could not make the message' });
  }
  // Somebody else has taken it since.
  if (ready === undefined) return;
  if ('state' in ready) return end(options, books, row, ready);
  await settle(options, books, row, ready, await post(options, ready));
}

async function post(options: DeliveryOptions, { platform, to, message }: Ready): Promise<Outcome> {
  try {
    return await platform.post(to, message);
  } catch (fault) {
    options.log.error({ key: message.key, platform: platform.name, err: describe(fault) }, 'platform fault');
    return { kind: 'uncertain', reason: 'the platform’s room had a fault' };
  }
}

/** Make the message; that it is being sent is written before anything is. */
async function makeReady(
  options: DeliveryOptions,
  books: Books,
  row: Taken,
  reading: Reading,
): Promise<Ready | Ending | undefined> {
  if (row.validUntil && row.validUntil < reading.now) return { state: 'skipped', reason: 'it was too late to say it' };
  if (isSomebodyElses(row, row.personId)) return { state: 'unreachable', reason: NOT_JOINED };
  const lane = laneOf(options, row);
  const kind = kindOf(options, row.card);
  if (kind.isConfidential && row.kind !== 'personal' && !row.isPrivate)
    return { state: 'failed', reason: 'it is confidential and the channel is not known to be private' };
  const made = await showing(kind, row.subject, contextIn(reading, lane, row.viewerId));
  if (!made) return { state: 'skipped', reason: 'no longer needed' };
  const { card, kept } = tokenFor(options.tokens, kind, row, made, reading.now);
  if (!(await books.markSending({ row: idsOf(row), hasInputs: hasInputs(made.card), kept }))) return undefined;
  return { ...lane, message: messageOf(card, row.key), revision: made.revision };
}

/** Write down what the platform answered, or why it was not asked. */
async function settle(
  options: DeliveryOptions,
  books: Books,
  row: Taken,
  ready: Ready | undefined,
  outcome: Outcome,
): Promise<void> {
  await end(options, books, row, await endingFor(options, row, outcome), ready, outcome);
  // On its own: whoever acts in this chat now holds the conversation's row and waits for the tab's.
  if (row.hasTab && row.personId !== null && outcome.kind === 'sent')
    await renewTabs(options.prisma, row.personId, options.clock.now());
}

async function end(
  options: DeliveryOptions,
  books: Books,
  row: Taken,
  ending: Ending,
  ready?: Ready,
  outcome?: Outcome,
): Promise<void> {
  const { paceMs = 0 } = ready?.platform ?? {};
  const settling = {
    row: idsOf(row),
    ...ending,
    ...(ending.state === 'sent' ? { sentAt: options.clock.now() } : {}),
    ...(ready ? { shown: { wanted: row.wanted, revision: ready.revision } } : {}),
    ...(outcome ? laneAfter(outcome, { paceMs, attempts: row.attempts }) : {}),
  };
  const isMine = await persist(() => books.settle(settling));
  if (!isMine) return;
  const { state, reason } = ending;
  const platform = ready?.platform.name ?? 'none';
  options.onDelivered?.({ platform, outcome: state });
  options.log.info(
    { key: row.key, platform, outcome: state, reason, attempt: row.attempts, request: row.requestId },
    'delivered',
  );
}

const idsOf = ({ id, copyId, conversationId }: Taken) => ({ id, copyId, conversationId });

/** What cannot reach its person here but elsewhere is not over: what comes after it goes on waiting. */
async function endingFor({ prisma, platforms }: DeliveryOptions, row: Taken, outcome: Outcome): Promise<Ending> {
  const ending = endingOf(row, outcome);
  if (ending.state !== 'unreachable' || row.personId === null) return ending;
  const names = platforms.map(({ name }) => name);
  return (await persist(() => hasAnotherChat(prisma, row.id, names))) ? { ...ending, state: 'waiting' } : ending;
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
