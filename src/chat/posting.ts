// One thing to be said: made from what is true now, handed to the platform, and what became of it written down.
import type { Outcome, Reading } from './contract.ts';
import { hasAnotherChat } from './delivery.records.ts';
import type { DeliveryOptions } from './delivery.ts';
import { describe } from './describe.ts';
import { doubtAfter, waitBeforeLook } from './doubt.ts';
import type { Ending, Sending, Settling } from './endings.records.ts';
import { contextIn, isSomebodyElses, type Lane, laneAfter, laneOf, MOST_ATTEMPTS, messageOf } from './lanes.ts';
import { type Looked, look } from './looking.ts';
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
export async function deliverPost(
  options: DeliveryOptions,
  books: Books,
  taken: Taken,
  reading: Reading,
): Promise<void> {
  const looked = taken.doubt ? await look(options, taken, taken.doubt) : undefined;
  if (looked?.ending) return settleLook(options, books, taken, looked);
  const row = looked ? { ...taken, doubt: looked.again } : taken;
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
  const began = new Date();
  const outcome = await post(options, ready);
  if (outcome.kind === 'uncertain' && ready.platform.lookUp !== undefined) {
    const doubt = doubtAfter(row.doubt, { began, ended: new Date(), reason: outcome.reason });
    const holdUntil = new Date(Date.now() + waitBeforeLook(doubt));
    return end(options, books, row, { state: 'waiting', reason: outcome.reason, doubt }, { holdUntil });
  }
  await settle(options, books, row, ready, outcome);
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
  const { paceMs = 0 } = ready?.platform ?? {};
  const lane = laneAfter(outcome, { paceMs, attempts: row.attempts });
  const shown = ready ? { wanted: row.wanted, revision: ready.revision } : undefined;
  await end(options, books, row, await endingFor(options, row, outcome), { ...lane, ...(shown ? { shown } : {}) });
  if (outcome.kind === 'sent') await renewTabsOf(options, row);
}

/** Write down what a look came to. It was no try, and what the message shows may be behind by now. */
async function settleLook(
  options: DeliveryOptions,
  books: Books,
  row: Taken,
  { ending, holdMs, address }: Extract<Looked, { ending: Ending }>,
): Promise<void> {
  await end(options, books, row, ending, {
    attempts: row.attempts - 1,
    ...(holdMs > 0 ? { holdUntil: new Date(Date.now() + holdMs) } : {}),
    ...(address ? { address } : {}),
    ...(ending.state === 'sent' ? { shown: { wanted: row.wanted - 1, revision: 0 } } : {}),
  });
  if (ending.state === 'sent') await renewTabsOf(options, row);
}

// On its own: whoever acts in this chat now holds the conversation's row and waits for the tab's.
async function renewTabsOf(options: DeliveryOptions, { hasTab, personId }: Taken): Promise<void> {
  if (hasTab && personId !== null) await renewTabs(options.prisma, personId, options.clock.now());
}

async function end(
  options: DeliveryOptions,
  books: Books,
  row: Taken,
  ending: Ending,
  after: Omit<Settling, 'row' | keyof Ending> = {},
): Promise<void> {
  const sentAt = ending.state === 'sent' ? { sentAt: options.clock.now() } : {};
  const isMine = await persist(() => books.settle({ row: idsOf(row), ...ending, ...sentAt, ...after }));
  if (!isMine) return;
  const { state, reason } = ending;
  options.onDelivered?.({ platform: row.platform, outcome: state });
  options.log.info(
    { key: row.key, platform: row.platform, outcome: state, reason, attempt: row.attempts, request: row.requestId },
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
        ? { state: 'waiting', reason: outcome.reason, ...(row.doubt ? { doubt: row.doubt } : {}) }
        : { state: 'failed', reason: `${outcome.reason}; given up after ${MOST_ATTEMPTS} tries` };
    case 'refused':
      return { state: outcome.unreachable ? 'unreachable' : 'failed', reason: outcome.reason };
    case 'uncertain':
      return { state: row.onUncertain === 'repeat' && mayRepeat ? 'waiting' : 'uncertain', reason: outcome.reason };
  }
}
