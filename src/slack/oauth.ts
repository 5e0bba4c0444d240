// What Slack's `oauth.v2.access` is asked and what it answers: tokens for a code, and new tokens for a refresh token.
import { z } from 'zod';
import type { SlackInstalling } from '../config.ts';
import type { WebClient } from './client.ts';
import type { Told } from './installations.ts';

const Id = z.string().min(1).max(100);
const Token = z.string().min(1).max(1000);
const Named = z.object({ id: Id, name: z.string().max(300).nullish() }).nullish();
const Lasting = { refresh_token: Token.nullish(), expires_in: z.number().positive().nullish() };

const Answer = z.object({
  access_token: Token,
  token_type: z.literal('bot'),
  scope: z.string().max(5000),
  bot_user_id: Id,
  app_id: Id,
  team: Named,
  enterprise: Named,
  is_enterprise_install: z.boolean().nullish(),
  ...Lasting,
});

const Renewed = z.object({ access_token: Token, ...Lasting });

export type Credentials = Pick<SlackInstalling, 'clientId' | 'clientSecret'>;

/**
 * Give a code for an installation. A code works once and for ten minutes; rejects as the call does, and when the answer is
 * not an installation of a bot.
 */
export async function exchange(
  web: WebClient,
  { clientId, clientSecret }: Credentials,
  { code, redirectUri }: { code: string; redirectUri: string },
  now: Date,
): Promise<Told> {
  const answer = Answer.parse(
    await web.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, code, redirect_uri: redirectUri }),
  );
  const isOrgWide = answer.is_enterprise_install === true;
  const of = isOrgWide ? answer.enterprise : answer.team;
  if (of == null) throw new Error('Slack did not say where the app was installed');
  return {
    tenant: of.id,
    name: of.name || of.id,
    teamId: isOrgWide ? null : of.id,
    enterpriseId: answer.enterprise?.id ?? null,
    isOrgWide,
    appId: answer.app_id,
    botUserId: answer.bot_user_id,
    scopes: answer.scope,
    ...lasting(answer, now),
  };
}

/** Give a refresh token for new tokens. It works once; rejects as the call does. */
export async function renew(
  web: WebClient,
  { clientId, clientSecret }: Credentials,
  refreshToken: string,
  now: Date,
): Promise<Pick<Told, 'accessToken' | 'refreshToken' | 'expiresAt'>> {
  const answer = await web.oauth.v2.access({
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
  return lasting(Renewed.parse(answer), now);
}

function lasting({ access_token, refresh_token, expires_in }: z.infer<typeof Renewed>, now: Date) {
  return {
    accessToken: access_token,
    refreshToken: refresh_token ?? undefined,
    expiresAt: expires_in == null ? null : new Date(now.getTime() + expires_in * 1000),
  };
}
