// The one way in. A transaction holds the receipt, the person, the permission, the decision, the audit and the outbox;
// the platform is answered after it has been committed.

import type { Log } from '../log.ts';
import type { Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { Clock } from './clock.ts';
import type {
  Actor,
  Answer,
  Command,
  Door,
  Feature,
  Partnership,
  Place,
  PlaceEvent,
  Reading,
  Reply,
  Request,
  Sender,
} from './contract.ts';
import { describe } from './describe.ts';
import { type Asked, findMeaning, type Meaning, type Opened } from './meaning.ts';
import { openOutbox, requeueFor } from './outbox.ts';
import {
  type ConversationRow,
  fillReceipt,
  findReceipt,
  keepConversation,
  ownConversation,
  takeReceipt,
} from './records.ts';
import { Conflict, Refusal } from './refusal.ts';
import { runCommand } from './run.ts';
import { giveForm, giveToken, makeCopy, showing } from './show.ts';
import { newRequestId, type Tokens } from './tokens.ts';

export interface DoorOptions {
  prisma: PrismaClient;
  features: Feature[];
  clock: Clock;
  tokens: Tokens;
  log: Log;
  /** Who the platform's sender is today, handed in by the house. */
  findActor(tx: Tx, sender: Sender, today: string): Promise<{ actor: Actor; partnershipId: number } | undefined>;
  /** The partnership of an actor, or of a stranger's tenant, or the only one. */
  readPartnership(
    tx: Tx,
    partnershipId: number | undefined,
    now: Date,
  ): Promise<{ partnership: Partnership; today: string } | undefined>;
  /** Something was written for delivery. */
  wake(): void;
  /** One request came to its end. */
  onHandled?(fact: { platform: string; command: string; outcome: Answer['outcome']; ms: number }): void;
}

const TRIES = 4;

/** Open the door of the house. Its functions do not throw for anything that a person did. */
export function openDoor(options: DoorOptions): Door {
  const house = { ...options, commands: options.features.flatMap((feature) => feature.commands) };
  return {
    handle: (request) => handle(house, request),
    async shown(copyId, messageId, place) {
      await options.prisma.$transaction((tx) => keepShown(tx, copyId, messageId, place));
      options.wake();
    },
    placeChanged: (event) => placeChanged(house, event),
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
      if (attempt < TRIES && isPassing(fault)) continue;
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
  const place = request.place.kind === 'personal' ? (request.personal ?? request.place) : request.place;
  const conversation = await keepConversation(tx, place, now);
  const rough = await house.readPartnership(tx, undefined, now);
  const known = await house.findActor(tx, request.from, rough?.today ?? now.toISOString().slice(0, 10));
  const found = known ? await house.readPartnership(tx, known.partnershipId, now) : rough;
  const answer = { requestId, isPrivate: true } as const;
  if (!found)
    return {
      command: 'none',
      answer: {
        ...answer,
        outcome: 'refused' as const,
        said: 'Convenor has no partnership yet. An administrator imports one first: npm run import -- schools FILE.',
      },
    };
  const reading: Reading = { tx, now, ...found };
  if (known) {
    await ownConversation(tx, conversation, known.actor.personId);
    await keepPersonal(tx, reading, request, known.actor.personId, conversation);
  }

  const key = `${request.from.platform}:${request.from.tenant}:${request.key}`;
  const repeated = request.deed.kind === 'open' ? null : await findReceipt(tx, key);
  if (repeated) return repeat(house, reading, repeated, conversation, known?.actor, requestId);

  const meaning = await findMeaning(house, reading, request, conversation, known?.actor);
  if (meaning.kind === 'said')
    return { command: 'none', answer: { ...answer, outcome: 'refused' as const, said: meaning.said } };
  if (meaning.kind === 'open')
    return {
      command: meaning.command,
      answer: await openForm(house, reading, meaning, conversation, known?.actor, requestId),
    };

  const name = meaning.command.name;
  if (!meaning.command.isQuestion) {
    const personId = known?.actor.personId ?? null;
    if (!(await takeReceipt(tx, { key, command: name, personId, requestId, at: now }))) {
      const first = await findReceipt(tx, key);
      return repeat(house, reading, first!, conversation, known?.actor, requestId);
    }
  }
  return {
    command: name,
    answer: await decide(house, reading, request, meaning, conversation, known?.actor, requestId, key),
  };
}

/** Where this person can be reached alone; what waited for them goes out. */
async function keepPersonal(
  tx: Tx,
  reading: Reading,
  request: Request,
  personId: number,
  here: ConversationRow,
): Promise<void> {
  if (request.personal && request.place.kind !== 'personal') {
    const personal = await keepConversation(tx, request.personal, undefined);
    await ownConversation(tx, personal, personId);
  } else if (here.kind === 'personal' && (here.personId !== personId || here.unreachableReason !== null))
    await requeueFor(tx, reading.now, personId, here.id);
}

async function decide(
  house: HouseParts,
  reading: Reading,
  request: Request,
  meaning: Asked,
  conversation: ConversationRow,
  actor: Actor | undefined,
  requestId: string,
  key: string,
): Promise<Answer> {
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
    const { form: _, ...kept } = reply;
    await fillReceipt(reading.tx, key, outcome, kept);
  }
  return shape(house, reading, reply, outcome, conversation, actor, requestId, meaning);
}

/** Turn a command's reply into what a platform room can show. */
async function shape(
  house: HouseParts,
  reading: Reading,
  reply: Reply,
  outcome: Answer['outcome'],
  conversation: ConversationRow,
  actor: Actor | undefined,
  requestId: string,
  meaning?: Meaning,
): Promise<Answer> {
  const answer: Answer = { outcome, requestId, isPrivate: reply.isPrivate ?? false };
  if (reply.said !== undefined) answer.said = reply.said;
  if (reply.fieldErrors) answer.fieldErrors = reply.fieldErrors;
  const viewerId = actor?.personId ?? null;
  const alone = reply.isPrivate || conversation.kind === 'personal';
  if (reply.form)
    answer.form = await giveForm(reading, house.tokens, reply.form, { viewerId, conversationId: conversation.id });
  if (reply.card) {
    const kind = kindOf(house, reply.card.card);
    const place = alone
      ? { kind: 'personal' as const, isPrivate: true }
      : { kind: conversation.kind as 'channel', isPrivate: conversation.isPrivate };
    const made = await showing(kind, reply.card.subject, {
      ...reading,
      viewerId: alone ? (viewerId ?? undefined) : undefined,
      conversation: place,
    });
    if (made) {
      const row = {
        ...reply.card,
        viewerId: alone ? viewerId : null,
        conversationId: conversation.id,
        createdAt: reading.now,
      };
      const copy = await makeCopy(reading.tx, row);
      await reading.tx.cardCopy.update({ where: { id: copy.id }, data: { shown: 1, shownRevision: made.revision } });
      answer.card = await giveToken(reading, house.tokens, kind, copy, made);
    }
  }
  if (meaning?.kind === 'command' && meaning.pressed && meaning.pressed.card !== 'form') {
    const copy = meaning.pressed;
    const kind = kindOf(house, copy.card);
    const made = await showing(kind, copy.subject, {
      ...reading,
      viewerId: copy.viewerId ?? undefined,
      conversation: { kind: conversation.kind as 'channel', isPrivate: conversation.isPrivate },
    });
    if (made) answer.replaces = await giveToken(reading, house.tokens, kind, copy, made);
  }
  return answer;
}

export function kindOf(house: { features: Feature[] }, name: string) {
  for (const feature of house.features) {
    const kind = feature.cards.find((card) => card.name === name);
    if (kind) return kind;
  }
  throw new Error(`No feature knows the card ${name}`);
}

async function repeat(
  house: HouseParts,
  reading: Reading,
  receipt: { command: string; outcome: string; reply: unknown },
  conversation: ConversationRow,
  actor: Actor | undefined,
  requestId: string,
) {
  const outcome = receipt.outcome === 'refused' ? ('refused' as const) : ('done' as const);
  const answer = await shape(house, reading, receipt.reply as Reply, outcome, conversation, actor, requestId);
  return { command: receipt.command, answer: { ...answer, isRepeated: true } };
}

async function openForm(
  house: HouseParts,
  reading: Reading,
  opened: Opened,
  conversation: ConversationRow,
  actor: Actor | undefined,
  requestId: string,
): Promise<Answer> {
  // The same token: what the form sends is checked against the card that it was opened from.
  void house;
  void reading;
  void conversation;
  void actor;
  return { outcome: 'done', requestId, isPrivate: true, form: { form: opened.form, token: opened.token } };
}

async function placeChanged(house: HouseParts, event: PlaceEvent): Promise<void> {
  await house.prisma.$transaction(async (tx) => {
    const now = house.clock.now();
    if (event.kind === 'unreachable') {
      await tx.conversation.updateMany({
        where: { platform: event.place.platform, tenant: event.place.tenant, externalId: event.place.externalId },
        data: { unreachableReason: event.reason },
      });
      return;
    }
    const conversation = await keepConversation(tx, event.place, now);
    const found = await house.readPartnership(tx, undefined, now);
    const known = event.from && found ? await house.findActor(tx, event.from, found.today) : undefined;
    if (known && conversation.kind === 'personal') {
      await ownConversation(tx, conversation, known.actor.personId);
      await requeueFor(tx, now, known.actor.personId, conversation.id);
    }
  });
  house.wake();
}
