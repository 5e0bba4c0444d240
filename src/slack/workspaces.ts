// Many workspaces, each with a token of its own that may end, change or be withdrawn.
import type { webApi } from '@slack/bolt';
import type { Door } from '../chat/contract.ts';
import type { SlackInstalling } from '../config.ts';
import type { Log } from '../log.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { WebClient, WebClientOptions } from './client.ts';
import type { Clients } from './clients.ts';
import { ACCESS_REASONS, codeOf, DEAD_TOKEN, NOT_INSTALLED, NoToken, outcomeOf } from './failures.ts';
import { endToken, removeInstallation } from './installations.records.ts';
import { alsoHeardBy, type Installation, type Installations } from './installations.ts';
import type { Fresh } from './renewing.ts';
import { OTHER_KEY, openTroubles } from './troubles.ts';

export interface Workspaces extends Clients {
  /** Whether the settings name where it is installed: nothing else is heard or written to. */
  isNamed(installation: Installation): boolean;
  /** Ask Slack whether it still accepts the token, and mark what it does not. Rejects when Slack cannot say. */
  examine(installation: Installation): Promise<void>;
  /** Let go out what waited for an installation. */
  granted(installation: Installation): Promise<void>;
}

export interface WorkspacesOptions {
  settings: SlackInstalling;
  webApi: { WebClient: typeof webApi.WebClient };
  clientOptions: WebClientOptions;
  prisma: PrismaClient;
  installations: Installations;
  fresh: Fresh;
  door: Pick<Door, 'placeChanged'>;
  now: () => Date;
  log: Log;
}

const NO_STORE = { kind: 'later', reason: 'The database did not say which token to use.' } as const;

const MOST_CLIENTS = 500;

/** Open the ways to all workspaces where the app is installed. */
export function openWorkspaces(options: WorkspacesOptions): Workspaces {
  const { settings, clientOptions, prisma, installations, fresh, door, now, log } = options;
  const made = new Map<string, WebClient>();

  /** A client whose failures are looked into when they are about its token. */
  class WatchedClient extends options.webApi.WebClient {
    installation: Installation;

    constructor(token: string, installation: Installation) {
      super(token, clientOptions);
      this.installation = installation;
    }

    override async apiCall(method: string, given?: Record<string, unknown>): Promise<webApi.WebAPICallResult> {
      try {
        return await super.apiCall(method, given);
      } catch (error) {
        if (method !== 'auth.test' && DEAD_TOKEN.includes(codeOf(error) ?? '')) await suspect(this.installation);
        throw error;
      }
    }
  }

  function isNamed({ teamId, enterpriseId }: Installation): boolean {
    const { workspaces } = settings;
    return [teamId, enterpriseId].some((id) => id !== null && workspaces.includes(id));
  }

  function clientFor(installation: Installation): WebClient {
    const accessToken = installations.tokensOf(installation)?.accessToken;
    if (accessToken === undefined) throw new NoToken({ kind: 'later', reason: OTHER_KEY });
    // After a restore the same version may have another token.
    const key = `${installation.tenant} ${installation.version} ${accessToken}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    if (made.size > MOST_CLIENTS) made.clear();
    const client = new WatchedClient(accessToken, installation);
    made.set(key, client);
    return client;
  }

  async function clientOf(installation: Installation | undefined): Promise<WebClient> {
    if (installation === undefined || installation.removedAt !== null || !isNamed(installation))
      throw new NoToken({ kind: 'refused', reason: NOT_INSTALLED, unreachable: true });
    // Read first: a token that cannot be read cannot be renewed.
    clientFor(installation);
    try {
      return clientFor(await fresh(installation));
    } catch (error) {
      if (isRefused(error)) await withdraw(installation);
      throw error;
    }
  }

  /** Slack did not take the token of a call. Rejects with what becomes of the message, when that is not the person's own fault. */
  async function suspect(installation: Installation): Promise<void> {
    try {
      await examine(installation);
    } catch (error) {
      throw asNoToken(error);
    }
    const [current] = await installations.find([installation.tenant]);
    if (current === undefined || current.removedAt !== null)
      throw new NoToken({ kind: 'refused', reason: NOT_INSTALLED, unreachable: true });
    if (current.version !== installation.version)
      throw new NoToken({ kind: 'later', reason: 'Slack’s token was changed meanwhile.' });
  }

  async function examine(installation: Installation): Promise<void> {
    // Another copy may have renewed the token, or somebody installed the app again.
    installations.forget(installation.tenant);
    const [current] = await installations.find([installation.tenant]);
    if (current === undefined || current.removedAt !== null) return;
    try {
      await (await clientOf(current)).auth.test();
    } catch (error) {
      if (isRefused(error)) return;
      const code = codeOf(error) ?? '';
      if (!DEAD_TOKEN.includes(code)) throw error;
      // Sooner than we thought: a clock is wrong, or Slack ended it. A refresh token may still give another.
      if (code === 'token_expired' && current.refreshToken !== null && isRenewable(current)) return renewNow(current);
      await withdraw(current);
    }
  }

  function isRenewable({ expiresAt, refusedAt }: Installation): boolean {
    return refusedAt === null && expiresAt !== null && expiresAt > now();
  }

  async function renewNow(installation: Installation): Promise<void> {
    await endToken(prisma, installation, now());
    installations.forget(installation.tenant);
    await examine(installation);
  }

  async function withdraw(installation: Installation): Promise<void> {
    const isRemoved = await removeInstallation(prisma, installation, now());
    installations.forget(installation.tenant);
    if (!isRemoved) return;
    const { tenant, name } = installation;
    log.error({ platform: 'slack', tenant, name }, 'Slack has withdrawn access; the app must be installed again');
    const tenants = await ownTenants(installation);
    await door.placeChanged({ kind: 'withdrawn', platform: 'slack', tenants, reason: NOT_INSTALLED });
  }

  /** Whose people are reached through this installation and no other. */
  async function ownTenants(installation: Installation): Promise<string[]> {
    const alsoHeard = alsoHeardBy(installation);
    const others = await installations.find(alsoHeard);
    const apart = others.filter((other) => other.removedAt === null).map((other) => other.tenant);
    return [installation.tenant, ...alsoHeard.filter((one) => !apart.includes(one))];
  }

  async function granted(installation: Installation): Promise<void> {
    const tenants = await ownTenants(installation);
    await door.placeChanged({ kind: 'granted', platform: 'slack', tenants, reasons: ACCESS_REASONS });
  }

  const findTrouble = openTroubles({ settings, prisma, installations, isNamed, examine, granted, clientOf, now });

  return {
    isNamed,
    examine,
    granted,
    async of(tenant) {
      let installation: Installation | undefined;
      try {
        installation = await installations.through(tenant);
      } catch {
        throw new NoToken(NO_STORE);
      }
      try {
        return await clientOf(installation);
      } catch (error) {
        throw asNoToken(error);
      }
    },
    async trouble() {
      try {
        return await findTrouble();
      } catch (error) {
        return asNoToken(error).outcome.reason;
      }
    },
  };
}

function isRefused(error: unknown): boolean {
  return error instanceof NoToken && error.outcome.kind === 'refused';
}

/** Whatever went wrong before the call, nothing was sent. */
function asNoToken(error: unknown): NoToken {
  return error instanceof NoToken ? error : new NoToken({ kind: 'later', reason: outcomeOf(error, 'edit').reason });
}
