// The two ways to be in Slack: one workspace by its token, or many that install the app themselves.
import type { webApi } from '@slack/bolt';
import type { Express } from 'express';
import type { Door } from '../chat/contract.ts';
import type { SlackInstalling, SlackSettings } from '../config.ts';
import type { Log } from '../log.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { type Belongs, oneHome } from './belonging.ts';
import type { WebClientOptions } from './client.ts';
import { type Clients, oneClient } from './clients.ts';
import { ACCESS_REASONS, ACCOUNT_INACTIVE } from './failures.ts';
import { manyHomes } from './homes.ts';
import { mountInstall } from './install.ts';
import { openInvitations } from './install-state.ts';
import { listInstallations } from './installations.records.ts';
import { openInstallations } from './installations.ts';
import { openRemovals } from './removals.ts';
import { openRenewing } from './renewing.ts';
import { openSeal } from './sealing.ts';
import { openWorkspaces } from './workspaces.ts';

export interface Connections {
  clients: Clients;
  /** Whether something that Slack sent is for us. */
  belongs: Belongs;
  /** Hear that access was withdrawn. Says whether the event was that, and nothing else is to be done with it. */
  removal(body: unknown): Promise<boolean>;
  /** The workspaces and organisations in which the app is; empty text for that of the one token. */
  tenants(): Promise<string[]>;
  mount(app: Express): void;
  /** Let go out what waited for a token, as far as there is one now. */
  start(): void;
}

export interface ConnectionsOptions {
  settings: SlackSettings;
  webApi: { WebClient: typeof webApi.WebClient };
  clientOptions: WebClientOptions;
  store: { prisma: PrismaClient; secretKey: string } | undefined;
  door: Pick<Door, 'placeChanged'>;
  now: () => Date;
  log: Log;
}

/** Open the way that the settings say. */
export function openConnections(options: ConnectionsOptions): Connections {
  const { settings } = options;
  if (settings.installing !== undefined) return manyWorkspaces(options, settings.installing);
  const web = new options.webApi.WebClient(settings.botToken, options.clientOptions);
  return {
    // The token may be a new one, after the app was removed: what waited goes out.
    clients: oneClient(web, (tenant) => {
      const reasons = [...ACCESS_REASONS, ACCOUNT_INACTIVE];
      return options.door.placeChanged({ kind: 'granted', platform: 'slack', tenants: [tenant], reasons });
    }),
    belongs: oneHome(settings, web),
    removal: async () => false,
    tenants: async () => [''],
    mount() {},
    start() {},
  };
}

function manyWorkspaces(options: ConnectionsOptions, installing: SlackInstalling): Connections {
  const { settings, webApi, clientOptions, store, door, now, log } = options;
  if (store === undefined) throw new Error('Installations need a store');
  const { prisma, secretKey } = store;
  const { appId } = settings;
  const installations = openInstallations({ prisma, seal: openSeal(secretKey), now });
  // For the calls that need no token.
  const web = new webApi.WebClient(undefined, clientOptions);
  const fresh = openRenewing({ web, credentials: installing, prisma, installations, now, log });
  const workspaces = openWorkspaces({
    settings: installing,
    webApi,
    clientOptions,
    prisma,
    installations,
    fresh,
    door,
    now,
    log,
  });
  const invitations = openInvitations(secretKey);
  return {
    clients: workspaces,
    belongs: manyHomes({ installations, isNamed: workspaces.isNamed, appId }),
    removal: openRemovals({ installations, workspaces, log }),
    tenants: async () => (await inUse()).map(({ tenant }) => tenant),
    mount(app) {
      mountInstall(app, {
        settings: installing,
        appId,
        web,
        prisma,
        installations,
        invitations,
        workspaces,
        now,
        log,
      });
    },
    start() {
      void grantAll().catch((error: Error) => log.error({ platform: 'slack', fault: error.name }, 'grant fault'));
    },
  };

  /** The program may have ended between an installation and the letting go. */
  async function grantAll(): Promise<void> {
    for (const one of await inUse()) await workspaces.granted(one);
  }

  async function inUse() {
    const all = await listInstallations(prisma);
    return all.filter((one) => one.removedAt === null && workspaces.isNamed(one));
  }
}
