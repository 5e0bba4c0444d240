// A decision: one transaction from the person to the receipt. A refusal takes back what the command wrote; only its receipt
// stays, so that the same request is refused in the same words.
import type { Tx } from '../store/database.ts';
import { type Asking, repeat, shape } from './answers.ts';
import { type Arrival, meet, settleIn } from './arrival.ts';
import type { Answer, Reading, Reply, Request } from './contract.ts';
import type { Handled, HouseParts } from './door.ts';
import { type Asked, findMeaning, meaningForStranger, NO_PARTNERSHIP, said } from './meaning.ts';
import { openOutbox } from './outbox.ts';
import { arrive } from './places.ts';
import { refused } from './questions.ts';
import { writeReceipt } from './records.ts';
import { Conflict, Refusal } from './refusal.ts';
import { runCommand } from './run.ts';
import { renewTabs } from './tabs.ts';

const PATIENCE = { maxWait: 5000, timeout: 15_000 };

/** Answer a request in a transaction of its own. */
export async function answerDecision(house: HouseParts, request: Request, requestId: string): Promise<Handled> {
  try {
    return await house.prisma.$transaction((tx) => answerIn(house, tx, request, requestId), PATIENCE);
  } catch (thrown) {
    if (!(thrown instanceof TakenBack)) throw thrown;
    return house.prisma.$transaction((tx) => answerIn(house, tx, request, requestId, thrown.refusal), PATIENCE);
  }
}

/** Rolls a transaction back on the way to answering a refusal. */
class TakenBack extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super('refused', { cause: refusal });
    this.refusal = refusal;
  }
}

async function answerIn(
  house: HouseParts,
  tx: Tx,
  request: Request,
  requestId: string,
  refusal?: Refusal,
): Promise<Handled> {
  const now = house.clock.now();
  const arrival = await meet(house, tx, request, now);
  const { found, actor } = arrival;
  if (!found) return said(requestId, NO_PARTNERSHIP);
  // Of a stranger nothing is kept, not even where they spoke, unless they say who they are.
  const strangers = actor ? undefined : meaningForStranger(house, request);
  if (strangers?.kind === 'said') return said(requestId, strangers.said);

  const reading: Reading = { tx, now, ...found };
  const conversation = await settleIn(tx, request, arrival, now);
  const asking: Asking = { house, reading, conversation, actor, requestId, tab: request.tab };
  if (arrival.receipt) return repeat(asking, arrival.receipt);

  const meaning = strangers ?? (await findMeaning(house, reading, request, conversation, actor!));
  if (meaning.kind === 'said') return said(requestId, meaning.said);
  if (meaning.kind === 'open') throw new Error('A form that is asked for is a question');
  const answer = await decide(asking, request, meaning, arrival, refusal);
  if (meaning.command.forStrangers) await welcome(asking, request);
  return { command: meaning.command.name, answer };
}

async function decide(asking: Asking, request: Request, meaning: Asked, { key }: Arrival, known?: Refusal) {
  const { house, reading, conversation, actor, requestId } = asking;
  const { command } = meaning;
  const outbox = openOutbox(reading.tx, reading.now, requestId);
  const place = { ...request.place, conversationId: conversation.id };
  const messageId = request.deed.kind === 'press' ? request.deed.messageId : undefined;
  const context = { ...reading, place, messageId, requestId, outbox, actor, sender: request.from };
  let outcome: Answer['outcome'] = 'done';
  let reply: Reply;
  try {
    if (known) throw known;
    reply = await runCommand(house, context, meaning);
    await outbox.flush();
    if (actor && !command.isQuestion) await renewTabs(reading.tx, actor.personId, reading.now);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    if (!thrown.keep && !known && !command.isQuestion) throw new TakenBack(thrown);
    outcome = 'refused';
    reply = refused(thrown);
  }
  if (!command.isQuestion) {
    const { form: _, keptSaid, ...kept } = reply;
    const receipt = {
      key,
      command: command.name,
      personId: actor?.personId ?? null,
      outcome,
      reply: keptSaid === undefined ? kept : { ...kept, said: keptSaid },
      requestId,
      at: reading.now,
    };
    // The next try finds what the other delivery of the request was answered.
    if (!(await writeReceipt(reading.tx, receipt))) throw new Conflict('The request');
  }
  return shape(asking, reply, outcome, meaning.pressed);
}

/** Somebody has just said who they are: what waited for them goes out. */
async function welcome({ house, reading, conversation }: Asking, request: Request): Promise<void> {
  const { tx, now } = reading;
  const { actor } = await meet(house, tx, request, now);
  if (actor) await arrive(tx, now, { conversation, personal: request.personal, personId: actor.personId });
}
