// Builds the whole program from its settings: store, house, platforms and one web server. `main.ts` and the journeys
// start it the same way.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import express, { type ErrorRequestHandler } from 'express';
import { instantAt, MissingTermDates, nextHalfTerm, nextSchoolDay, schoolYearOf, today } from './calendar/index.ts';
import { openCallers } from './callers.ts';
import { type Clock, systemClock } from './chat/clock.ts';
import type { Door, Platform } from './chat/contract.ts';
import { describe } from './chat/describe.ts';
import { newRequestId } from './chat/tokens.ts';
import { SettingError, type Settings } from './config.ts';
import { type MovableClock, openDemonstrationClock } from './demonstration-clock.ts';
import { factsOf } from './facts.ts';
import { features } from './features.ts';
import { openHealth } from './health.ts';
import { buildHouse, type House } from './house.ts';
import type { Log } from './log.ts';
import { readPartnership } from './people/index.ts';
import { secretKey } from './secret.ts';
import { askJson, openStore, type Store, sql } from './store/database.ts';
import type { PrismaClient } from './store/generated/client.ts';
import { lostInPowerCut } from './store/power.ts';
import { listEveryone } from './web/everyone.records.ts';
import { openWeb, type WebRoom } from './web/index.ts';

export interface App {
  /** Where it listens: http://127.0.0.1:3978 */
  address: string;
  house: House;
  store: Store;
  clock: Clock;
  stop(): Promise<void>;
}

/**
 * Start everything. Throws one sentence when a setting or the database does not allow it; then nothing is left running.
 * `openClock` opens the clock that the demonstration and development move on.
 */
export async function startApp(
  settings: Settings,
  log: Log,
  openClock: (prisma: PrismaClient) => Promise<MovableClock> = openDemonstrationClock,
): Promise<App> {
  const store = await openStore({
    databaseUrl: settings.databaseUrl,
    dataDir: settings.dataDir,
    log: (line) => log.info({}, line),
  }).catch((error: NodeJS.ErrnoException) => {
    // What the network and PostgreSQL refuse has a code, and says nothing of the setting that led there.
    if (settings.databaseUrl === undefined || error.code === undefined) throw error;
    throw new SettingError(
      `DATABASE_URL leads to a database that cannot be used (${error.message || error.code}). Check its address, name, user and password, and that it runs.`,
      { cause: error },
    );
  });
  const undo: (() => Promise<unknown>)[] = [() => store.close()];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return { ...(await startIn(settings, log, store, undo, openClock)), store, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startIn(
  settings: Settings,
  log: Log,
  store: Store,
  undo: (() => Promise<unknown>)[],
  openClock: (prisma: PrismaClient) => Promise<MovableClock>,
) {
  const { prisma } = store;
  for (const line of await lostInPowerCut(prisma)) log.warn({}, line);
  const isOpenToAll = settings.mode !== 'production';
  const movable = isOpenToAll ? await openClock(prisma) : undefined;
  const clock = movable ?? systemClock;
  if (settings.mode === 'production') {
    await refuseDemonstration(store);
    if ((await readPartnership(prisma, undefined, clock.now())) === undefined)
      log.warn({}, 'there is no partnership yet: begin it with npm run setup');
  }
  if (settings.mode === 'demo' && movable) {
    const { beginDemonstration } = await import('../prisma/demonstration.ts');
    await beginDemonstration(prisma, movable);
    // Another copy may have begun it, and moved the clock.
    await movable.read();
  }

  const jobs = features.flatMap((feature) => feature.jobs ?? []).map(({ name }) => name);
  const key = await secretKey(settings);
  const health = openHealth({ settings, prisma, clock, log, jobs, secretKey: key, noRoom: store.noRoom });
  const app = express().disable('x-powered-by').disable('etag');
  app.set('trust proxy', settings.trustedProxies);
  const isProxyTrusted = settings.trustedProxies > 0;
  const { perSource } = settings.limits;
  const callers = openCallers({ perSource, isProxyTrusted, log, onRefused: health.onRefused });
  undo.push(async () => callers.stop());
  app.use('/api/messages', callers.gate('teams'));
  app.use('/slack/events', callers.gate('slack'));
  const mounts: ((app: express.Express) => void)[] = [];
  // Known when the server listens, and needed only after that.
  const listening = { address: `http://127.0.0.1:${settings.port}` };
  const starts: (() => void)[] = [];
  let web: WebRoom | undefined;
  const house: House = await buildHouse({
    prisma,
    features,
    clock,
    log,
    secretKey: key,
    look: factsOf(settings, key),
    limits: settings.limits,
    noRoom: store.noRoom,
    onHandled: health.onHandled,
    onDelivered: health.onDelivered,
    async openPlatforms(door) {
      const platforms: Platform[] = [];
      // Each SDK is loaded only when its platform is configured.
      if (settings.teams) {
        const { openTeams } = await import('./teams/index.ts');
        const teams = await openTeams({ settings: settings.teams, mode: settings.mode, door, log, callers });
        mounts.push(teams.mount);
        platforms.push(teams.platform);
      }
      if (settings.slack) {
        const { openSlack } = await import('./slack/index.ts');
        const store = { prisma, secretKey: key };
        const slack = await openSlack({ settings: settings.slack, door, log, callers, store });
        mounts.push(slack.mount);
        starts.push(slack.start);
        platforms.push(slack.platform);
      }
      if (settings.smtpUrl !== undefined || isOpenToAll) {
        const { openMail } = await import('./mail/index.ts');
        const mail = openMail({
          // Invented people get no e-mails.
          smtpUrl: settings.mode === 'demo' ? undefined : settings.smtpUrl,
          folder: path.join(settings.dataDir, 'mailbox'),
          from: settings.mailFrom ?? 'convenor@localhost',
          publicUrl: () => settings.publicUrl ?? listening.address,
          prisma,
          door,
          log,
          now: () => clock.now(),
        });
        mounts.push(mail.mount);
        platforms.push(mail.platform);
      }
      if (movable) {
        web = await openPage(settings, log, store, movable, door, () => house);
        mounts.push(web.mount);
        platforms.push(web.platform);
      }
      return platforms;
    },
  });
  undo.push(() => house.stop());

  health.mount(app, house.platforms);
  for (const mount of mounts) mount(app);
  app.use((_request, response) => {
    response.status(404).type('text').send('There is nothing here.\n');
  });
  app.use(lastResort(log));

  const server = await listen(app, settings);
  undo.push(async () => {
    // An open page hangs on its stream: it lets go first, or the server would wait for it.
    await web?.stop();
    await closeServer(server);
  });
  const unwatch = health.watchLoop();
  undo.push(async () => unwatch());
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
  listening.address = `http://${host}:${(server.address() as AddressInfo).port}`;
  house.start();
  for (const start of starts) start();
  return { address: listening.address, house, clock };
}

/** Invented schools must never be mixed with real ones. */
async function refuseDemonstration({ prisma }: Store): Promise<void> {
  if (await askJson<boolean>(prisma, sql`to_json(exists (select 1 from "Setting" where key like 'demonstration%'))`))
    throw new SettingError(
      'DATA_DIR (or DATABASE_URL) holds the demonstration with its invented schools. Set it to a new folder or database for your own partnership.',
    );
}

/** What the local page says where there is no story to tell. */
const NO_STORY = {
  title: 'Welcome. Who would you like to be?',
  words: [
    'This is Convenor for development: you can be everybody who is in the database. Nothing leaves this computer.',
    'If nobody is there yet, type npm run setup with the same settings, and open this page again.',
  ],
};

async function openPage(
  settings: Settings,
  log: Log,
  store: Store,
  clock: MovableClock,
  door: Door,
  house: () => House,
): Promise<WebRoom> {
  const { prisma } = store;
  const { GREETING, channels, personas, toTry } = await import('../prisma/demonstration.ts');
  const { toBlocks } = await import('./slack/blocks.ts');
  const calendarNow = async () => {
    const found = await readPartnership(prisma, undefined, clock.now());
    if (!found?.partnership.calendar)
      throw new MissingTermDates(schoolYearOf(today(clock.now())), found?.partnership.name ?? 'this partnership');
    return { today: found.today, calendar: found.partnership.calendar };
  };
  return openWeb({
    settings,
    door,
    prisma,
    log,
    clock,
    asSlack: (shown) => toBlocks(shown),
    demo: {
      greeting: settings.mode === 'demo' ? GREETING : NO_STORY,
      toTry: () => toTry(prisma),
      async personas() {
        const story = await personas(prisma);
        const found = await readPartnership(prisma, undefined, clock.now());
        if (!found) return story;
        const { id, framework } = found.partnership;
        const everyone = await listEveryone(prisma, { partnershipId: id, framework, today: found.today });
        const told = new Set(story.map((persona) => persona.personId));
        return [...story, ...everyone.filter((persona) => !told.has(persona.personId))];
      },
      channels: () => channels(prisma),
      async nextSchoolDay() {
        const { today, calendar } = await calendarNow();
        return instantAt(nextSchoolDay(today, calendar), '09:00');
      },
      async nextHalfTerm() {
        const { today, calendar } = await calendarNow();
        return instantAt(nextHalfTerm(today, calendar).firstDay, '09:00');
      },
      async runDue() {
        await house().runDueJobs();
        await house().beat();
        await house().delivery.drain();
      },
    },
  });
}

function listen(app: express.Express, settings: Settings): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Whoever sends a letter a second holds a connection for half a minute at most: Node looks for them every five seconds.
    const limits = { requestTimeout: 30_000, headersTimeout: 10_000, connectionsCheckingInterval: 5000 };
    const server = createServer(limits, app).listen(settings.port, settings.host);
    server.once('listening', () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new SettingError(
              `PORT ${settings.port} is in use by another program. Stop it, or set PORT to another number.`,
            )
          : new SettingError(
              `HOST ${settings.host} and PORT ${settings.port} cannot be listened on: ${error.message}.`,
            ),
      ),
    );
  });
}

/** Take no new connection, let requests in hand end, then let the idle ones go. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Connections are kept alive for the next request: one whose request has ended meanwhile is idle as well.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearInterval(idle);
      resolve();
    });
    setTimeout(() => server.closeAllConnections(), 5000).unref();
  });
}

function lastResort(log: Log): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = Number((error as { status?: number }).status) || 500;
    if (status < 500) {
      response.status(status).type('text').send('That request cannot be read.\n');
      return;
    }
    const id = newRequestId();
    log.error({ request: id, path: request.path, err: describe(error) }, 'fault');
    response.status(500).type('text').send(`Sorry, something went wrong. The reference is ${id}.\n`);
  };
}
