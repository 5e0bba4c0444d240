// The one way out. Takes what is due, asks the feature what is true now, hands it to the platform, and writes down what
// became of it. Several copies of the bot deliver side by side; a conversation's messages keep their order.
import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { Clock } from './clock.ts';
import type { Feature, Platform, ReadPartnership } from './contract.ts';
import { releaseLost, setAside, takeBack, takeCopies, takePosts } from './delivery.records.ts';
import { describe } from './describe.ts';
import { deliverEdit } from './editing.ts';
import { MOST_ATTEMPTS } from './lanes.ts';
import { deliverPost } from './posting.ts';
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
const AT_ONCE = 16;

export function openDelivery(options: DeliveryOptions): Delivery {
  const me = randomUUID();
  const platforms = options.platforms.map((platform) => platform.name);
  const inHand = new Set<Promise<void>>();
  const state = { isStopped: false, isDirty: false, round: undefined as Promise<void> | undefined };
  let timer: NodeJS.Timeout | undefined;

  // What is in hand goes on by itself: a platform that hangs holds up its own conversation and nobody else's.
  const begin = (work: Promise<void>) => {
    const watched = guarded(options, work).finally(() => {
      inHand.delete(watched);
      wake();
    });
    inHand.add(watched);
  };
  const rounds = async () => {
    do {
      state.isDirty = false;
      try {
        while (!state.isStopped && inHand.size < AT_ONCE && (await takeSome()) > 0);
      } catch (fault) {
        options.log.error({ err: describe(fault) }, 'delivery could not reach the database');
        return;
      }
    } while (state.isDirty && !state.isStopped && inHand.size < AT_ONCE);
  };
  const run = (): Promise<void> => {
    state.round ??= rounds().finally(() => {
      state.round = undefined;
    });
    return state.round;
  };
  const wake = () => {
    state.isDirty = true;
    if (timer) void run();
  };
  const takeSome = async (): Promise<number> => {
    const realNow = new Date();
    const leaseUntil = new Date(realNow.getTime() + LEASE_MS);
    const taking = { me, now: options.clock.now(), realNow, leaseUntil, platforms, most: AT_ONCE - inHand.size };
    await releaseLost(options.prisma, realNow, MOST_ATTEMPTS);
    await setAside(options.prisma, platforms);
    const posts = await takePosts(options.prisma, taking);
    for (const row of posts) begin(deliverPost(options, me, row));
    // Posts first, and a lane that was just used keeps its pace: edits wait for their turn.
    const most = AT_ONCE - inHand.size;
    const copies = most > 0 ? await takeCopies(options.prisma, { ...taking, realNow: new Date(), most }) : [];
    for (const copy of copies) begin(deliverEdit(options, copy));
    return posts.length + copies.length;
  };
  return {
    start() {
      timer ??= setInterval(() => void run(), options.pollMs ?? 500);
      void takeBack(options.prisma, platforms)
        .catch((fault) => options.log.error({ err: describe(fault) }, 'delivery could not reach the database'))
        .then(run);
    },
    wake,
    async drain() {
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
