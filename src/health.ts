import { timingSafeEqual } from 'node:crypto';
import type { Express } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from './chat/clock.ts';
import type { Platform } from './chat/contract.ts';
import type { Settings } from './config.ts';
import { isAnswering, readHealth } from './health.records.ts';
import type { PrismaClient } from './store/generated/client.ts';

export interface Health {
  onHandled(fact: { platform: string; command: string; outcome: string; ms: number }): void;
  onDelivered(fact: { platform: string; outcome: string }): void;
  mount(app: Express, platforms: Platform[]): void;
}

const OUTBOX_STATES = ['waiting', 'taken', 'sending', 'failed', 'uncertain', 'unreachable'];

/** Open what administrators watch: `/healthz` (alive), `/readyz` (database and platforms) and `/metrics`. */
export function openHealth(options: { settings: Settings; prisma: PrismaClient; clock: Clock }): Health {
  const { settings, prisma, clock } = options;
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'convenor_' });
  const requests = new Counter({
    name: 'convenor_requests_total',
    help: 'Requests handled, by platform and outcome (done, refused, fault).',
    labelNames: ['platform', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'convenor_request_seconds',
    help: 'How long requests took to answer, by platform.',
    labelNames: ['platform'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 3, 10],
    registers,
  });
  const deliveries = new Counter({
    name: 'convenor_deliveries_total',
    help: 'Messages and edits handed to platforms, by outcome.',
    labelNames: ['platform', 'outcome'],
    registers,
  });
  const outbox = new Gauge({
    name: 'convenor_outbox_messages',
    help: 'Messages that are still to be said or could not be, by state: waiting, taken, sending, failed, uncertain, unreachable.',
    labelNames: ['state'],
    registers,
  });
  const oldest = new Gauge({
    name: 'convenor_outbox_oldest_due_seconds',
    help: 'How long the oldest message that is due has been waiting; 0 when none is.',
    registers,
  });
  const behind = new Gauge({
    name: 'convenor_cards_behind',
    help: 'Posted cards that do not show the newest state yet.',
    registers,
  });
  const lastDone = new Gauge({
    name: 'convenor_job_last_done_timestamp_seconds',
    help: 'When each routine job last did its work to the end.',
    labelNames: ['job'],
    registers,
  });
  const jobFaults = new Gauge({
    name: 'convenor_job_faults',
    help: 'How often each routine job has failed since it was last done.',
    labelNames: ['job'],
    registers,
  });

  async function measure(): Promise<void> {
    const facts = await readHealth(prisma, clock.now());
    for (const state of OUTBOX_STATES) outbox.set({ state }, facts.outbox?.[state] ?? 0);
    oldest.set(facts.oldestDueSeconds ?? 0);
    behind.set(facts.behind);
    for (const { job, doneAt, faults } of facts.jobs ?? []) {
      if (doneAt !== null) lastDone.set({ job }, Date.parse(doneAt) / 1000);
      jobFaults.set({ job }, faults);
    }
  }

  return {
    onHandled({ platform, outcome, ms }) {
      requests.inc({ platform, outcome });
      seconds.observe({ platform }, ms / 1000);
    },
    onDelivered: ({ platform, outcome }) => deliveries.inc({ platform, outcome }),
    mount(app, platforms) {
      app.get('/healthz', (_request, response) => {
        response.type('text').send('alive\n');
      });
      app.get('/readyz', async (_request, response) => {
        const troubles = await findTroubles(prisma, platforms);
        response.status(troubles.length === 0 ? 200 : 503).json({ ready: troubles.length === 0, troubles });
      });
      app.get('/metrics', async (request, response) => {
        if (!mayRead(settings, request.headers.authorization, request.socket.remoteAddress)) {
          response.status(401).end();
          return;
        }
        await measure();
        response.type(registry.contentType).send(await registry.metrics());
      });
    },
  };
}

/** Why the program cannot do its work now, in words; empty when it can. */
async function findTroubles(prisma: PrismaClient, platforms: Platform[]): Promise<string[]> {
  const database = await Promise.race([
    isAnswering(prisma).then(
      () => undefined,
      () => 'The database does not answer.',
    ),
    new Promise<string>((resolve) => setTimeout(() => resolve('The database does not answer in time.'), 1500).unref()),
  ]);
  const troubles = await Promise.all(platforms.map((platform) => platform.trouble()));
  return [database, ...troubles].filter((trouble) => trouble !== undefined);
}

/** With METRICS_TOKEN only its bearer; without one, only this machine. */
function mayRead(settings: Settings, authorization: string | undefined, address: string | undefined): boolean {
  if (settings.metricsToken === undefined)
    return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
  const given = Buffer.from(authorization ?? '');
  const wanted = Buffer.from(`Bearer ${settings.metricsToken}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
