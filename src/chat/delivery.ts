// The one way out. Takes what is due, asks the feature what is true now, hands it to the platform, and writes down what
// became of it. Several copies of the bot deliver side by side; a conversation's messages keep their order.
import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { Clock } from './clock.ts';
import type { Feature, Partnership, Platform } from './contract.ts';
import { releaseLost, takeCopies, takePosts } from './delivery.records.ts';
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

/** A fault in one message neither stops nor hides the others: it stays taken until its lease is over. */
async function guarded(options: DeliveryOptions, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    options.log.error({ err: describe(fault) }, 'delivery fault');
  }
}
