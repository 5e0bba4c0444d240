import { timingSafeEqual } from 'node:crypto';
import type { Express } from 'express';
import { Counter, Gauge, Registry } from 'prom-client';
import type { Platform } from './chat/contract.ts';
import { deliveryReport } from './chat/delivery.records.ts';
import type { Settings } from './config.ts';
import type { PrismaClient } from './store/generated/client.ts';

export interface Health {
  onHandled(fact: { platform: string; command: string; outcome: string; ms: number }): void;
  onDelivered(fact: { platform: string; outcome: string }): void;
  mount(app: Express, platforms: Platform[]): void;
}

/** Open what administrators watch: `/healthz` (alive), `/readyz` (database and platforms) and `/metrics`. */
export function openHealth(options: { settings: Settings; prisma: PrismaClient }): Health {
  const { settings, prisma } = options;
  const registry = new Registry();
  const requests = new Counter({
    name: 'convenor_requests_total',
    help: 'Requests handled, by platform and outcome (done, refused, fault).',
    labelNames: ['platform', 'outcome'],
    registers: [registry],
  });
  const deliveries = new Counter({
    name: 'convenor_deliveries_total',
    help: 'Messages and edits handed to platforms, by outcome.',
    labelNames: ['platform', 'outcome'],
    registers: [registry],
  });
  const outbox = new Gauge({
    name: 'convenor_outbox_messages',
    help: 'Messages by state: sent, waiting, failed, uncertain, unreachable, dropped.',
    labelNames: ['state'],
    registers: [registry],
  });
  return {
    onHandled: ({ platform, outcome }) => requests.inc({ platform, outcome }),
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
        const { total: _, ...states } = await deliveryReport(prisma);
        for (const [state, count] of Object.entries(states)) outbox.set({ state }, count);
        response.type(registry.contentType).send(await registry.metrics());
      });
    },
  };
}

/** Why the program cannot do its work now, in words; empty when it can. */
async function findTroubles(prisma: PrismaClient, platforms: Platform[]): Promise<string[]> {
  const database = await Promise.race([
    prisma.$queryRaw`select 1`.then(
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
