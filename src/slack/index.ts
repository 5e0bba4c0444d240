// The Slack room: commands, presses, forms and events in; messages, edits and forms out.
import type { Express } from 'express';
import { type Callers, callersOf } from '../chat/callers.ts';
import type { Door, Platform } from '../chat/contract.ts';
import type { SlackSettings } from '../config.ts';
import type { Log } from '../log.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { openBelonging } from './belonging.ts';
import { openSlackCheck } from './check.ts';
import { clientOptions, openRespond, quietLogger, TIMEOUT_MS } from './client.ts';
import { openConnections } from './connections.ts';
import { openEvents } from './events.ts';
import { openGate } from './gate.ts';
import { openHomeTab } from './home-tab.ts';
import { openNotices } from './notices.ts';
import { openOutbound } from './outbound.ts';
import { Interaction } from './payloads.ts';
import { openPlaces } from './places.ts';
import { openPresses, openSubmissions } from './presses.ts';
import { openPrivacy } from './privacy.ts';
import { thinReceiver } from './receiver.ts';
import { openReplies } from './replies.ts';
import { openShortcuts } from './shortcuts.ts';
import { openSlash } from './slash.ts';
import { openSocket } from './socket.ts';
import { openBackground } from './work.ts';

export const SLACK_PATH = '/slack/events';

export interface SlackRoom {
  platform: Platform;
  /** Serve Slack's routes; no body parser may run before them. */
  mount(app: Express): void;
  /** Begin to hear what comes otherwise: Socket Mode. */
  start(): void;
}

export interface SlackRoomOptions {
  settings: SlackSettings;
  door: Door;
  log: Log;
  /** Where installations are kept, and the key that they are encrypted under; needed where workspaces install the app. */
  store?: { prisma: PrismaClient; secretKey: string };
  /** The real time, for signatures: not the demonstration's clock. */
  now?: () => Date;
  /** How long a call to Slack may take. */
  timeoutMs?: number;
  /** Who hears of those that are refused; without it the log. */
  callers?: Callers;
}

/** Open the Slack room. Does not wait for Slack: whether it can be reached is asked with `platform.trouble()`. */
export async function openSlack(options: SlackRoomOptions): Promise<SlackRoom> {
  const { settings, door, log, now = () => new Date(), timeoutMs = TIMEOUT_MS, callers = callersOf(log) } = options;
  // Loaded here, since it takes half a second that a house without Slack need not wait for.
  const { App, SocketModeReceiver, webApi } = await import('@slack/bolt');

  const background = openBackground((error) =>
    log.error({ platform: 'slack', fault: nameOf(error) }, 'work after an answer failed'),
  );
  const client = clientOptions(settings, log, timeoutMs);
  const connections = openConnections({
    settings,
    webApi,
    clientOptions: client,
    store: options.store,
    door,
    now,
    log,
  });
  const { clients } = connections;
  const respond = openRespond(settings, log, timeoutMs);
  const privacy = openPrivacy(clients);
  const places = openPlaces(privacy);
  const replies = openReplies({ clients, privacy, respond, door, log });
  const hearing = { door, places, replies, background, command: settings.command, log };
  const slash = openSlash(hearing);
  const home = openHomeTab({ clients, command: settings.command, log });
  const notices = openNotices({ clients, replies, log });
  const presses = openPresses({ ...hearing, notices });
  const shortcuts = openShortcuts({ ...hearing, notices });
  const submissions = openSubmissions({ ...hearing, clients });
  const events = openEvents({ door, places, replies, home, log });

  const { receiver, handle } = thinReceiver(log);
  const app = new App({
    receiver,
    // Nobody is looked up at Slack to hear a request that Slack signed.
    authorize: async () => ({ botToken: settings.botToken ?? 'none' }),
    clientOptions: client,
    logger: quietLogger(log),
    convoStore: false,
    ignoreSelf: false,
    deferInitialization: true,
  });
  await app.init();
  app.error(async (error) => {
    log.error({ platform: 'slack', fault: nameOf(error.original ?? error) }, 'a request could not be answered');
    throw error;
  });

  // One listener for everything: with several, each that matches acknowledges, and Bolt answers 404 where none does.
  app.use(async (args) => {
    if (!('ack' in args) || args.ack === undefined) return;
    const ack = async (response?: object) => args.ack(response as never);
    const heard = Interaction.parse(args.body);
    if ('command' in heard) return slash(heard, ack);
    if (heard.type === 'block_actions') return presses(heard, ack);
    if (heard.type !== 'view_submission') return shortcuts(heard, ack);
    return submissions(heard, ack);
  });

  const process = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    if (Interaction.safeParse(event.body).success) return process(event);
    // Bolt would acknowledge an event before anybody has kept it, and leave what it does not know without an answer.
    const isRemoval = await connections.removal(event.body);
    const afterwards = isRemoval ? undefined : await events(event.body, event.retryNum);
    await event.ack();
    if (afterwards !== undefined) background.run(afterwards());
  };

  const socket =
    settings.appToken === undefined
      ? undefined
      : openSocket({
          appToken: settings.appToken,
          SocketModeReceiver,
          clientOptions: client,
          apiUrl: settings.apiUrl,
          belongs: connections.belongs,
          hear: (event) => app.processEvent(event),
          log,
        });

  const outbound = openOutbound({
    clients,
    privacy,
    home,
    settled: background.settled,
    async exposed({ tenant, externalId, kind }) {
      await door.placeChanged({
        kind: 'changed',
        place: { platform: 'slack', tenant, externalId, kind, isPrivate: false },
      });
    },
  });
  return {
    platform: {
      ...outbound,
      trouble: async () => socket?.trouble() ?? (await outbound.trouble()),
      async stop() {
        await socket?.stop();
        await outbound.stop();
      },
      checkups: openSlackCheck({
        settings,
        clients,
        tenants: connections.tenants,
        socket,
        timeoutMs,
        path: SLACK_PATH,
      }),
    },
    mount(express) {
      connections.mount(express);
      const { signingSecret } = settings;
      if (signingSecret === undefined) return;
      express.all(
        SLACK_PATH,
        openGate({ signingSecret, now, log, callers }),
        openBelonging(connections.belongs, log, callers),
        handle,
      );
    },
    start() {
      connections.start();
      socket?.start();
    },
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
