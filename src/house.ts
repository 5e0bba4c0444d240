// The house without its platforms' web server: door, delivery and clock over one store. Tests build it the same way.
import { type Clock, systemClock } from './chat/clock.ts';
import type { Answer, Door, Feature, Platform } from './chat/contract.ts';
import { type Delivery, openDelivery } from './chat/delivery.ts';
import { openDoor } from './chat/door.ts';
import type { Limits } from './chat/limits.ts';
import { openSights, type Sights } from './chat/sights.ts';
import { openTokens } from './chat/tokens.ts';
import { beat, runDueJobs, startClock, type Ticking } from './clock/index.ts';
import type { Log } from './log.ts';
import { readPartnership, readWho, whoIs } from './people/index.ts';
import { type Checker, type HouseFacts, type Outside, openChecker } from './setup/index.ts';
import type { PrismaClient } from './store/generated/client.ts';

export interface HouseOptions {
  prisma: PrismaClient;
  features: Feature[];
  clock: Clock;
  /** The machine's own time, where `clock` may be moved. */
  realClock?: Clock;
  log: Log;
  secretKey: string;
  /** How much may be asked in a minute; without them, as much as comes. */
  limits?: Limits | undefined;
  /** What the house knows of where it runs, so that it can look at itself when somebody asks. */
  look?:
    | { facts: HouseFacts; outside: Outside; timing?: { look?: number; message?: number; pause?: number } }
    | undefined;
  /** Why nothing can be written now; then decisions, delivery and daily work wait. */
  noRoom?: (() => string | undefined) | undefined;
  /** Open the platforms; each is given the door. */
  openPlatforms(door: Door): Promise<Platform[]> | Platform[];
  onHandled?(fact: { platform: string; command: string; outcome: Answer['outcome']; ms: number }): void;
  onDelivered?(fact: { platform: string; outcome: string }): void;
}

export interface House {
  door: Door;
  delivery: Delivery;
  platforms: Platform[];
  sights: Sights;
  /** Run the jobs that are due now; the clock does it every minute. */
  runDueJobs(): Promise<string[]>;
  /** What somebody asked the house to look at has been looked at. */
  looked(): Promise<void>;
  /** Look whether all is well; the clock does it every minute. Says whether it looked. */
  beat(): Promise<boolean>;
  start(): void;
  /** Take nothing more, finish what is in hand. */
  stop(): Promise<void>;
}

/** Build the house; nothing runs by itself until it is started. */
export async function buildHouse(options: HouseOptions): Promise<House> {
  const { prisma, features, clock, log } = options;
  const tokens = openTokens(options.secretKey);
  let delivery: Delivery | undefined;
  const wake = () => delivery?.wake();
  const sights = openSights(prisma, log);
  let checker: Checker | undefined;
  const onHandled: HouseOptions['onHandled'] = (fact) => {
    options.onHandled?.(fact);
    checker?.onHandled(fact);
  };
  const door = openDoor({ ...options, sights, tokens, whoIs, readWho, wake, onHandled });
  const inHand = new Set<Promise<unknown>>();
  const watched: Door = { ...door, handle: (request) => watch(inHand, door.handle(request)) };
  const platforms = await options.openPlatforms(watched);
  delivery = openDelivery({ ...options, tokens, platforms, readPartnership });
  const { realClock = systemClock } = options;
  const { noRoom } = options;
  const jobs = { prisma, features, clock, log, readPartnership, wake, platforms, realClock, noRoom };
  if (options.look) checker = openChecker({ ...jobs, ...options.look });
  let ticking: Ticking | undefined;
  return {
    door: watched,
    delivery,
    platforms,
    sights,
    runDueJobs: () => runDueJobs(jobs),
    looked: async () => checker?.settled(),
    beat: () => beat(jobs),
    start() {
      delivery!.start();
      sights.start();
      ticking = startClock(jobs);
    },
    async stop() {
      const delivered = delivery!.stop();
      await ticking?.stop();
      checker?.stop();
      await Promise.allSettled([...inHand]);
      await sights.stop();
      await delivered;
      await Promise.all(platforms.map((platform) => platform.stop()));
    },
  };
}

function watch<T>(inHand: Set<Promise<unknown>>, work: Promise<T>): Promise<T> {
  inHand.add(work);
  return work.finally(() => inHand.delete(work));
}
