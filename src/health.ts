// What administrators watch: `/healthz` (alive), `/readyz` (can it do its work, or why not) and `/metrics` (counts).
import { timingSafeEqual } from 'node:crypto';
import type { Express } from 'express';
import type { Clock } from './chat/clock.ts';
import type { Platform } from './chat/contract.ts';
import { describe } from './chat/describe.ts';
import type { Settings } from './config.ts';
import { type ReadyFacts, readHealth, readReadiness } from './health.records.ts';
import type { Log } from './log.ts';
import { openMetrics } from './metrics.ts';
import { PROOF_HEADER, proofFor } from './setup/index.ts';
import { watchStalls } from './stalls.ts';
import type { PrismaClient } from './store/generated/client.ts';

export interface Health {
  onHandled(fact: { platform: string; command: string; outcome: string; ms: number }): void;
  onDelivered(fact: { platform: string; outcome: string }): void;
  onRefused(fact: { platform: string; reason: string }): void;
  mount(app: Express, platforms: Platform[]): void;
  /** Watch the event loop, until the function that it gives is called. */
  watchLoop(): () => void;
}

export interface HealthOptions {
  settings: Settings;
  prisma: PrismaClient;
  clock: Clock;
  log: Log;
  /** Proves to whoever holds it too that it is this house that answers. */
  secretKey: string;
  /** The names of the jobs there are: what others a database remembers is history. */
  jobs: string[];
  /** Why nothing can be written now. */
  noRoom(): string | undefined;
}

/** Open what administrators watch. */
export function openHealth(options: HealthOptions): Health {
  const { settings, prisma, clock, log, secretKey } = options;
  const metrics = openMetrics(options.jobs);
  const openedAt = performance.now();
  const find = async (platforms: Platform[]) => {
    const facts = await inTime(readReadiness(prisma, clock.now())).catch(() => undefined);
    const upMs = performance.now() - openedAt;
    return {
      // A server that ended for want of room does not answer either: the reason comes first.
      database: options.noRoom() ?? (facts ? undefined : NO_DATABASE),
      work: facts ? workTroubles(facts, upMs) : [],
      ...(await troublesOf(platforms)),
    };
  };

  return {
    onHandled: metrics.onHandled,
    onDelivered: metrics.onDelivered,
    onRefused: metrics.onRefused,
    watchLoop: () => watchStalls({ log, onStall: metrics.onStall }),
    mount(app, platforms) {
      metrics.start(platforms.map(({ name }) => name));
      app.get('/healthz', (request, response) => {
        const nonce = request.query['check'];
        const proof = typeof nonce === 'string' ? proofFor(secretKey, nonce) : undefined;
        if (proof !== undefined) response.set(PROOF_HEADER, proof);
        response.type('text').send('alive\n');
      });
      app.get('/readyz', async (_request, response) => {
        const { database, work, byPlatform } = await find(platforms);
        const troubles = [database, ...work, ...byPlatform.values()].filter((trouble) => trouble !== undefined);
        response.status(troubles.length === 0 ? 200 : 503).json({ ready: troubles.length === 0, troubles });
      });
      app.get('/metrics', async (request, response) => {
        if (!mayRead(settings, request.headers.authorization, request.socket.remoteAddress)) {
          response.status(401).end();
          return;
        }
        const { byPlatform } = await troublesOf(platforms);
        // A database that is down is what the metrics are to tell: the others are told all the same.
        const facts = await inTime(readHealth(prisma, clock.now())).catch((fault) => {
          log.warn({ err: describe(fault) }, 'metrics could not reach the database');
          return undefined;
        });
        response.type(metrics.contentType).send(await metrics.write(facts, byPlatform, options.noRoom() === undefined));
      });
    },
  };
}

const NO_DATABASE = 'The database does not answer.';

/** A readiness that comes late is none. */
const WITHIN_MS = 1500;

function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('it did not answer in time')), WITHIN_MS).unref();
  });
  return Promise.race([work, late]);
}

/** Why each platform cannot do its work now; undefined for one that can. */
async function troublesOf(platforms: Platform[]): Promise<{ byPlatform: Map<string, string | undefined> }> {
  const troubles = await Promise.all(
    platforms.map((platform) => inTime(platform.trouble()).catch(() => `${platform.name} does not answer in time.`)),
  );
  return { byPlatform: new Map(platforms.map(({ name }, at) => [name, troubles[at]])) };
}

const STUCK_SECONDS = 15 * 60;
const STILL_SECONDS = 10 * 60;

/** Nothing goes out although something is due, or the clock stands still; a program that has just started gets its time. */
function workTroubles({ oldestDueSeconds, lastSentSeconds, beatSeconds }: ReadyFacts, upMs: number): string[] {
  const minutes = (seconds: number) => `${Math.round(seconds / 60)} minutes`;
  const isStuck = (oldestDueSeconds ?? 0) > STUCK_SECONDS && (lastSentSeconds ?? Infinity) > STUCK_SECONDS;
  const isStill = (beatSeconds ?? 0) > STILL_SECONDS && upMs > STILL_SECONDS * 1000;
  return [
    ...(isStuck ? [`No message goes out: the oldest has been due for ${minutes(oldestDueSeconds!)}.`] : []),
    ...(isStill ? [`The clock has not woken the daily work for ${minutes(beatSeconds!)}.`] : []),
  ];
}

/** With METRICS_TOKEN only its bearer; without one, only this machine. */
function mayRead(settings: Settings, authorization: string | undefined, address: string | undefined): boolean {
  if (settings.metricsToken === undefined)
    return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
  const given = Buffer.from(authorization ?? '');
  const wanted = Buffer.from(`Bearer ${settings.metricsToken}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
