// The one way out. Takes what is due, asks the feature what is true now, hands it to the platform, and writes down what
// became of it. Several copies of the bot deliver side by side; a conversation's messages keep their order.
import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { Clock } from './clock.ts';
import type { Feature, Platform, Reading, ReadPartnership } from './contract.ts';
import { releaseLost, setAside, takeBack, turnAside } from './delivery.records.ts';
import { describe } from './describe.ts';
import { deliverEdit } from './editing.ts';
import { markSending, settlePosts } from './endings.records.ts';
import { openGathering } from './gathering.ts';
import { MOST_ATTEMPTS } from './lanes.ts';
import { type Books, deliverPost } from './posting.ts';
import { takeCopies, takePosts } from './taking.records.ts';
import type { Tokens } from './tokens.ts';

export interface DeliveryOptions {
  prisma: PrismaClient;
  features: Feature[];
  platforms: Platform[];
  clock: Clock;
  tokens: Tokens;
  log: Log;
  readPartnership: ReadPartnership;
  onDelivered?(fact: { platform: string; outcome: string }): void;
  /** Why nothing can be written now: then nothing is taken in hand. */
  noRoom?: (() => string | undefined) | undefined;
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
const AT_ONCE = 32;
// Taking costs about the same for one as for many: a few free hands wait for each other, at most until the next poll.
const FREE_HANDS = 8;
const HOUSEKEEPING_MS = 1000;

/** Open delivery: what waits is said, and posted cards follow what has changed, once it is started or drained. */
export function openDelivery(options: DeliveryOptions): Delivery {
  const me = randomUUID();
  const { prisma, log } = options;
  const platforms = options.platforms.map((platform) => platform.name);
  const asked = options.platforms.filter(({ lookUp }) => lookUp !== undefined).map(({ name }) => name);
  const inHand = new Set<Promise<void>>();
  const state = { isStopped: false, isDirty: false, keptHouseAt: 0, round: undefined as Promise<void> | undefined };
  // Messages go out side by side; what is written about those that are at the same point is written together.
  const books: Books = {
    markSending: openGathering((sendings) => markSending(prisma, me, sendings)),
    settle: openGathering((settlings) => settlePosts(prisma, me, settlings)),
  };
  let timer: NodeJS.Timeout | undefined;

  // What is in hand goes on by itself: a platform that hangs holds up its own conversation and nobody else's.
  const begin = (work: Promise<void>) => {
    const watched = guarded(options, work).finally(() => {
      inHand.delete(watched);
      wake();
    });
    inHand.add(watched);
  };
  const mayTake = (least: number) =>
    !state.isStopped && (inHand.size === 0 || AT_ONCE - inHand.size >= least) && inHand.size < AT_ONCE;
  const rounds = async (least: number) => {
    if (options.noRoom?.() !== undefined) {
      state.isDirty = false;
      return;
    }
    try {
      if (!state.isStopped) await keepHouse();
      do {
        state.isDirty = false;
        while (mayTake(least) && (await takeSome()) > 0);
      } while (state.isDirty && mayTake(FREE_HANDS));
    } catch (fault) {
      log.error({ err: describe(fault) }, 'delivery could not reach the database');
    }
  };
  const run = (least = 1): Promise<void> => {
    state.round ??= rounds(least).finally(() => {
      state.round = undefined;
    });
    return state.round;
  };
  const wake = () => {
    state.isDirty = true;
    if (timer && mayTake(FREE_HANDS)) void run(FREE_HANDS);
  };
  /** See to what nobody else will: seldom, since it looks at everything that waits. */
  const keepHouse = async () => {
    const realNow = new Date();
    if (realNow.getTime() - state.keptHouseAt < HOUSEKEEPING_MS) return;
    state.keptHouseAt = realNow.getTime();
    await releaseLost(prisma, { realNow, leaseMs: LEASE_MS, mostAttempts: MOST_ATTEMPTS, asked });
    await setAside(prisma, platforms);
    await turnAside(prisma, platforms);
  };
  const takeSome = async (): Promise<number> => {
    const realNow = new Date();
    const leaseUntil = new Date(realNow.getTime() + LEASE_MS);
    const now = options.clock.now();
    const taking = { me, now, realNow, leaseUntil, platforms, most: AT_ONCE - inHand.size };
    const posts = await takePosts(prisma, taking);
    // Posts first, and a lane that was just used keeps its pace: edits wait for their turn.
    const most = AT_ONCE - inHand.size - posts.length;
    const copies = most > 0 ? await takeCopies(prisma, { ...taking, realNow: new Date(), most }) : [];
    if (posts.length + copies.length === 0) return 0;

    const reading = readingAt(now);
    for (const row of posts) begin(reading.then((found) => deliverPost(options, books, row, found)));
    for (const copy of copies) begin(reading.then((found) => deliverEdit(options, copy, found)));
    await reading.catch(() => undefined);
    return posts.length + copies.length;
  };
  const readingAt = async (now: Date): Promise<Reading> => {
    const found = await options.readPartnership(prisma, undefined, now);
    if (!found) throw new Error('There is no partnership that could say anything');
    return { tx: prisma, now, ...found };
  };
  return {
    start() {
      timer ??= setInterval(() => void run(), options.pollMs ?? 500);
      void takeBack(prisma, platforms)
        .catch((fault) => log.error({ err: describe(fault) }, 'delivery could not reach the database'))
        .then(() => run());
    },
    wake,
    async drain() {
      await state.round;
      state.keptHouseAt = 0;
      do {
        await run();
        await Promise.all(inHand);
      } while (inHand.size > 0 || (state.isDirty && !state.isStopped));
    },
    async stop() {
      state.isStopped = true;
      clearInterval(timer);
      timer = undefined;
      await state.round;
      await Promise.all(inHand);
    },
  };
}

/** A fault in one message neither stops nor hides the others: it stays taken until its lease is over. */
async function guarded(options: DeliveryOptions, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (fault) {
    options.log.error({ err: describe(fault) }, 'delivery fault');
  }
}
