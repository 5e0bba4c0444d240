// Tokens that rotate last twelve hours. They are renewed before they are needed, by one copy of the program at a time.
//
// A refresh token works once, and Slack revokes it when it gives the next. What if the program dies between Slack's answer
// and the store? Then the new pair is lost, and only the old refresh token is known. Slack does not document a time during
// which that still works. So: the answer is stored before the new token is used anywhere; an old access token goes on until
// its own end, two hours later at most; the next look tries the old refresh token again, which cures a call of which only the
// answer was lost if Slack took no notice of it; and when Slack refuses that for good, the refusal is kept, the directors
// are told at once, and the installation counts as removed as soon as the access token has ended too.
import type { Log } from '../log.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { WebClient } from './client.ts';
import { codeOf, NOT_INSTALLED, NoToken, outcomeOf } from './failures.ts';
import { claimRenewal, endRenewal, keepTokens, type NewTokens } from './installations.records.ts';
import type { Installation, Installations } from './installations.ts';
import { type Credentials, renew } from './oauth.ts';

/** Tokens with less than this left are renewed: so long may Slack's OAuth be away before anything waits for it. */
export const MARGIN_MS = 2 * 3_600_000;

/** More than a call may take: then another copy may ask. */
const LEASE_MS = 30_000;
/** After a failure that may pass, Slack is left alone for this long while the old token still works. */
const AGAIN_MS = 60_000;
/** Storing what Slack gave is tried again for so long: it is the only copy. */
const STORING_MS = [0, 200, 500, 1000, 2000, 4000, 8000];
/** Another copy is asking: how long its answer is waited for, when nothing can be sent without it. */
const WAITING_MS = 10_000;

/** Slack's words for a refresh token that gives nothing any more. */
const REFUSED = [
  'invalid_refresh_token',
  'token_revoked',
  'invalid_auth',
  'account_inactive',
  'authorization_not_found',
];

export interface RenewingOptions {
  /** A client without a token. */
  web: WebClient;
  credentials: Credentials;
  prisma: PrismaClient;
  installations: Installations;
  now: () => Date;
  log: Log;
}

/** Gives an installation whose access token works for now. Rejects with NoToken when there is none. */
export type Fresh = (installation: Installation) => Promise<Installation>;

/** Open the renewing of tokens. */
export function openRenewing({ web, credentials, prisma, installations, now, log }: RenewingOptions): Fresh {
  const asking = new Map<string, Promise<Installation | undefined>>();
  const failedAt = new Map<string, number>();
  /** What Slack gave and the database did not take yet. */
  const unsaved = new Map<string, { version: number; tokens: NewTokens }>();

  const left = ({ expiresAt }: Installation) =>
    expiresAt === null ? Number.POSITIVE_INFINITY : expiresAt.getTime() - now().getTime();

  async function newest(tenant: string): Promise<Installation | undefined> {
    installations.forget(tenant);
    return (await installations.find([tenant]))[0];
  }

  /** Ask Slack for new tokens and keep them. Undefined when somebody else does, or Slack did not give them. */
  async function ask(installation: Installation): Promise<Installation | undefined> {
    const { tenant } = installation;
    const refreshToken = installations.tokensOf(installation)?.refreshToken;
    if (refreshToken === undefined) return undefined;
    const until = new Date(now().getTime() + LEASE_MS);
    if (!(await claimRenewal(prisma, installation, now(), until))) return undefined;
    try {
      const kept = unsaved.get(tenant);
      const tokens = kept?.version === installation.version ? kept.tokens : await newTokens(tenant, refreshToken);
      unsaved.set(tenant, { version: installation.version, tokens });
      await store(installation, tokens);
      unsaved.delete(tenant);
      failedAt.delete(tenant);
      log.info({ platform: 'slack', tenant }, 'a Slack token was renewed');
      return newest(tenant);
    } catch (error) {
      failedAt.set(tenant, performance.now());
      const isRefused = REFUSED.includes(codeOf(error) ?? '');
      log.error(
        { platform: 'slack', tenant, reason: codeOf(error) ?? outcomeOf(error, 'edit').reason },
        isRefused ? 'Slack refuses new tokens; the app must be installed again' : 'a Slack token was not renewed',
      );
      await endRenewal(prisma, installation, isRefused ? now() : null).catch(() => {});
      installations.forget(tenant);
      return undefined;
    }
  }

  async function newTokens(tenant: string, refreshToken: string): Promise<NewTokens> {
    const told = await renew(web, credentials, refreshToken, now());
    // An answer without a refresh token leaves the one that there was.
    const tokens = { accessToken: told.accessToken, refreshToken: told.refreshToken ?? refreshToken };
    return { ...installations.sealed(tenant, tokens), expiresAt: told.expiresAt };
  }

  async function store(installation: Installation, tokens: NewTokens): Promise<void> {
    for (const [index, wait] of STORING_MS.entries()) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      try {
        // Installed again meanwhile: those tokens are newer than these.
        await keepTokens(prisma, installation, tokens);
        return;
      } catch (error) {
        if (index === STORING_MS.length - 1) throw error;
      }
    }
  }

  function askOnce(installation: Installation): Promise<Installation | undefined> {
    const { tenant } = installation;
    const known = asking.get(tenant);
    if (known !== undefined) return known;
    const work = ask(installation).finally(() => asking.delete(tenant));
    asking.set(tenant, work);
    return work;
  }

  /** Wait until another copy has renewed the tokens. */
  async function waitFor(tenant: string): Promise<Installation | undefined> {
    const end = performance.now() + WAITING_MS;
    while (performance.now() < end) {
      const found = await newest(tenant);
      if (found === undefined || found.removedAt !== null || left(found) > 0) return found;
      if (found.renewingUntil === null || found.refusedAt !== null) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return undefined;
  }

  return async (installation) => {
    const remaining = left(installation);
    if (remaining > MARGIN_MS) return installation;
    if (remaining > 0) {
      const isTooSoon = performance.now() - (failedAt.get(installation.tenant) ?? -AGAIN_MS) < AGAIN_MS;
      if (isTooSoon || installation.refusedAt !== null) return installation;
      return (await askOnce(installation)) ?? installation;
    }
    if (installation.refusedAt !== null)
      throw new NoToken({ kind: 'refused', reason: NOT_INSTALLED, unreachable: true });
    const renewed = (await askOnce(installation)) ?? (await waitFor(installation.tenant));
    if (renewed?.removedAt === null && left(renewed) > 0) return renewed;
    throw new NoToken({ kind: 'later', reason: 'Slack’s token has expired and Slack gave no new one yet.' });
  };
}
