// The one way in. A transaction holds the receipt, the person, the permission, the decision, the audit and the outbox;
// the platform is answered after it has been committed.
import { setTimeout as sleep } from 'node:timers/promises';

import type { Log } from '../log.ts';
import type { Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { type Asking, repeat, shape } from './answers.ts';
import type { Clock } from './clock.ts';
import type {
  Actor,
  Answer,
  Command,
  Door,
  Feature,
  Place,
  Reading,
  ReadPartnership,
  Reply,
  Request,
  Sender,
} from './contract.ts';
import { describe } from './describe.ts';
import { type Asked, findMeaning, meaningForStranger } from './meaning.ts';
import { openOutbox } from './outbox.ts';
import { arrive, hearPlace } from './places.ts';
import { fillReceipt, findReceipt, keepConversation, takeReceipt } from './records.ts';
import { Conflict, Refusal } from './refusal.ts';
import { runCommand } from './run.ts';
import { renewTabs } from './tabs.ts';
import { newRequestId, type Tokens } from './tokens.ts';
import { cleanDeed } from './written.ts';

export interface DoorOptions {
  prisma: PrismaClient;
  features: Feature[];
  clock: Clock;
  tokens: Tokens;
  log: Log;
  /** Who the platform's sender is today, handed in by the house. */
  findActor(tx: Tx, sender: Sender, today: string): Promise<{ actor: Actor; partnershipId: number } | undefined>;
  /** The partnership of an actor, or of a stranger's tenant, or the only one. */
  readPartnership: ReadPartnership;
  /** Something was written for delivery. */
  wake(): void;
  /** One request came to its end. */
  onHandled?(fact: { platform: string; command: string; outcome: Answer['outcome']; ms: number }): void;
}

// As many as sit at one board: each round of tries at one row lets at least one of them through.
const TRIES = 10;
const PAUSE_MS = 15;

const NO_PARTNERSHIP =
  'Convenor has no partnership yet. An administrator imports one first: npm run import -- schools FILE.';

/** Open the door of the house. Its functions do not throw for anything that a person did. */
export function openDoor(options: DoorOptions): Door {
  const house = { ...options, commands: options.features.flatMap((feature) => feature.commands) };
  return {
    handle: (request) => handle(house, { ...request, deed: cleanDeed(request.deed) }),
    async shown(copyId, messageId, place) {
      await options.prisma.$transaction((tx) => keepShown(tx, copyId, messageId, place));
      options.wake();
    },
    async placeChanged(event) {
      await options.prisma.$transaction((tx) => hearPlace(house, tx, event));
      options.wake();
    },
  };
}

async function keepShown(tx: Tx, copyId: number, messageId: string, place: Place | undefined): Promise<void> {
  const elsewhere = place ? { conversationId: (await keepConversation(tx, place, undefined)).id } : {};
  await tx.cardCopy.updateMany({ where: { id: copyId, messageId: null }, data: { messageId, ...elsewhere } });
}

export interface HouseParts extends DoorOptions {
  commands: Command[];
}

async function handle(house: HouseParts, request: Request): Promise<Answer> {
  const requestId = newRequestId();
  const started = performance.now();
  let command = request.deed.kind;
  const end = (answer: Answer): Answer => {
    const ms = Math.round(performance.now() - started);
    house.log.info(
      {
        request: requestId,
        command,
        platform: request.from.platform,
        outcome: answer.outcome,
        repeated: answer.isRepeated,
        ms,
      },
      'handled',
    );
    house.onHandled?.({ platform: request.from.platform, command, outcome: answer.outcome, ms });
    return answer;
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await house.prisma.$transaction(
        async (tx) => {
          const found = await answerIn(house, tx, request, requestId);
          command = found.command as typeof command;
          return found.answer;
        },
        { maxWait: 5000, timeout: 15_000 },
      );
      house.wake();
      return end(answer);
    } catch (fault) {
      if (attempt < TRIES && isPassing(fault)) {
        await sleep(Math.random() * PAUSE_MS * attempt);
        continue;
      }
      house.log.error({ request: requestId, command, platform: request.from.platform, err: describe(fault) }, 'fault');
      return end({
        outcome: 'fault',
        requestId,
        said: `Sorry, something went wrong at my end and nothing was changed. Please try again; if it happens again, tell your programme office the reference ${requestId}.`,
        isPrivate: true,
      });
    }
  }
}

/** Somebody else was faster, or two transactions stood in each other's way: the next try sees what is there now. */
function isPassing(fault: unknown): boolean {
  if (fault instanceof Conflict) return true;
  const code = (fault as { code?: string }).code;
  // P2002: two first visits made the same row; P2034, 40P01, 40001: write conflict or deadlock.
  if (code === 'P2002' || code === 'P2034') return true;
  return /40P01|40001|deadlock/.test(String((fault as Error).message));
}

async function answerIn(house: HouseParts, tx: Tx, request: Request, requestId: string) {
  const now = house.clock.now();
  const rough = await house.readPartnership(tx, undefined, now);
  const known = await house.findActor(tx, request.from, rough?.today ?? now.toISOString().slice(0, 10));
  const found = known ? await house.readPartnership(tx, known.partnershipId, now) : rough;
  if (!found) return said(requestId, NO_PARTNERSHIP);
  // Of a stranger nothing is kept, not even where they spoke, unless they say who they are.
  const strangers = known ? undefined : meaningForStranger(house, request);
  if (strangers?.kind === 'said') return said(requestId, strangers.said);

  const reading: Reading = { tx, now, ...found };
  const place = request.place.kind === 'personal' ? (request.personal ?? request.place) : request.place;
  const conversation = await keepConversation(tx, place, now);
  if (known) await arrive(tx, now, { conversation, personal: request.personal, personId: known.actor.personId });
  const asking: Asking = { house, reading, conversation, actor: known?.actor, requestId, tab: request.tab };

  const key = `${request.from.platform}:${request.from.tenant}:${request.from.userId}:${request.key}`;
  const repeated = request.deed.kind === 'open' ? null : await findReceipt(tx, key);
  if (repeated) return repeat(asking, repeated);

  const meaning = strangers ?? (await findMeaning(house, reading, request, conversation, known!.actor));
  if (meaning.kind === 'said') return said(requestId, meaning.said);
  if (meaning.kind === 'open') {
    // The same token: what the form sends is checked against the card that it was opened from.
    const form = { form: meaning.form, token: meaning.token };
    return { command: meaning.command, answer: { outcome: 'done' as const, requestId, isPrivate: true, form } };
  }

  const command = meaning.command.name;
  const personId = known?.actor.personId ?? null;
  if (!meaning.command.isQuestion && !(await takeReceipt(tx, { key, command, personId, requestId, at: now })))
    return repeat(asking, (await findReceipt(tx, key))!);
  const answer = await decide(asking, request, meaning, key);
  if (meaning.command.forStrangers) {
    const joined = await house.findActor(tx, request.from, found.today);
    if (joined) await arrive(tx, now, { conversation, personal: request.personal, personId: joined.actor.personId });
  }
  return { command, answer };
}

function said(requestId: string, words: string): { command: string; answer: Answer } {
  return { command: 'none', answer: { outcome: 'refused', requestId, said: words, isPrivate: true } };
}

async function decide(asking: Asking, request: Request, meaning: Asked, key: string) {
  const { house, reading, conversation, actor, requestId } = asking;
  const outbox = openOutbox(reading.tx, reading.now, requestId);
  const place = { ...request.place, conversationId: conversation.id };
  const messageId = request.deed.kind === 'press' ? request.deed.messageId : undefined;
  let reply: Reply;
  let outcome: Answer['outcome'] = 'done';
  await reading.tx.$executeRawUnsafe('savepoint decision');
  try {
    reply = await runCommand(
      house,
      { ...reading, place, messageId, requestId, outbox, actor, sender: request.from },
      meaning,
    );
    await outbox.flush();
    if (actor && !meaning.command.isQuestion) await renewTabs(reading.tx, actor.personId, reading.now);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    if (!thrown.keep) await reading.tx.$executeRawUnsafe('rollback to savepoint decision');
    outbox.clear();
    outcome = 'refused';
    reply = {
      said: thrown.message,
      isPrivate: true,
      ...(thrown.fieldErrors ? { fieldErrors: thrown.fieldErrors } : {}),
    };
  }
  if (!meaning.command.isQuestion) {
    const { form: _, keptSaid, ...kept } = reply;
    await fillReceipt(reading.tx, key, outcome, keptSaid === undefined ? kept : { ...kept, said: keptSaid });
  }
  return shape(asking, reply, outcome, meaning.pressed);
}
