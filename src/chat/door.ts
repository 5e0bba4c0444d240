// The one way in. A question is read and answered; a decision is one transaction that holds what was decided, the audit, the
// outbox and the receipt, and the platform is answered after it has been committed.
import { setTimeout as sleep } from 'node:timers/promises';

import type { Log } from '../log.ts';
import { type Kept, keepAnswers, type Sql, type Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { answer, type Handled } from './answering.ts';
import type { Visit } from './arrival.ts';
import type { Clock } from './clock.ts';
import type { Actor, Answer, Command, Door, Feature, Place, Reading, Request, Sender } from './contract.ts';
import { keepConversation } from './conversations.records.ts';
import { describe } from './describe.ts';
import { type Limits, NO_LIMITS, openLimits } from './limits.ts';
import { hearPlace } from './places.ts';
import { isPassing } from './refusal.ts';
import type { Sights } from './sights.ts';
import { newRequestId, type Tokens } from './tokens.ts';
import { cleanDeed } from './written.ts';

export interface DoorOptions {
  prisma: PrismaClient;
  features: Feature[];
  clock: Clock;
  tokens: Tokens;
  log: Log;
  /** Who the platform's sender is today and whose partnership it is, as one expression; handed in by the house. */
  whoIs(sender: Sender, now: Date): Sql;
  /** What that expression evaluated to, in the house's words. Strangers have the only or first partnership. */
  readWho(
    value: unknown,
    now: Date,
  ): { actor: Actor | undefined; found: Pick<Reading, 'partnership' | 'today'> | undefined };
  /** How much may be asked in a minute; without them, as much as comes. */
  limits?: Limits | undefined;
  /** Where it is kept who was shown what is confidential. */
  sights: Sights;
  /** Why nothing can be written now: then nothing is decided. */
  noRoom?: (() => string | undefined) | undefined;
  /** Something was written for delivery. */
  wake(): void;
  /** One request came to its end. */
  onHandled?(fact: { platform: string; command: string; outcome: Answer['outcome']; ms: number }): void;
}

export interface HouseParts extends DoorOptions {
  commands: Command[];
  /** Who came lately. */
  visits: Kept<Visit>;
  /** What was asked lately, and answered. */
  answers: Kept<Answer>;
}

// As many as sit at one board: each round of tries at one row lets at least one of them through.
const TRIES = 10;
const PAUSE_MS = 15;

/** Open the door of the house. Its functions do not throw for anything that a person did. */
export function openDoor(options: DoorOptions): Door {
  const house: HouseParts = {
    ...options,
    commands: options.features.flatMap((feature) => feature.commands),
    visits: keepAnswers(),
    answers: keepAnswers(),
  };
  const limit = openLimits(options.limits ?? NO_LIMITS);
  return {
    handle(request) {
      // A tab is shown by the platform, whatever the person asked for before.
      const over = request.tab === undefined ? limit(request.from) : undefined;
      if (over !== undefined) return Promise.resolve(refuse(house, request, over));
      return handle(house, { ...request, deed: cleanDeed(request.deed) });
    },
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

async function handle(house: HouseParts, request: Request): Promise<Answer> {
  const requestId = newRequestId();
  const started = performance.now();
  const { platform } = request.from;
  const end = ({ command, answer }: Handled): Answer => {
    const { outcome, isRepeated: repeated } = answer;
    const ms = Math.round(performance.now() - started);
    house.log.info({ request: requestId, command, platform, outcome, repeated, ms }, 'handled');
    house.onHandled?.({ platform, command, outcome, ms });
    return answer;
  };
  for (let attempt = 1; ; attempt++) {
    try {
      const handled = await answer(house, request, requestId);
      house.wake();
      return end(handled);
    } catch (fault) {
      if (attempt < TRIES && isPassing(fault)) {
        await sleep(Math.random() * PAUSE_MS * attempt);
        continue;
      }
      const command = request.deed.kind;
      house.log.error({ request: requestId, command, platform, err: describe(fault) }, 'fault');
      return end({ command, answer: house.noRoom?.() === undefined ? apology(requestId) : noRoom(requestId) });
    }
  }
}

function refuse(house: HouseParts, { from: { platform } }: Request, said: string): Answer {
  const requestId = newRequestId();
  const fact = { platform, command: 'limit', outcome: 'refused' as const, ms: 0 };
  house.log.warn({ request: requestId, ...fact }, 'too many requests');
  house.onHandled?.(fact);
  return { outcome: 'refused', requestId, said, isPrivate: true };
}

function noRoom(requestId: string): Answer {
  const said = `Sorry, I cannot write anything down at the moment, since there is no room left, so nothing was changed. You can still read. Please try again later, and tell your programme office the reference ${requestId}.`;
  return { outcome: 'fault', requestId, said, isPrivate: true };
}

function apology(requestId: string): Answer {
  const said = `Sorry, something went wrong at my end and nothing was changed. Please try again; if it happens again, tell your programme office the reference ${requestId}.`;
  return { outcome: 'fault', requestId, said, isPrivate: true };
}
