// Installing the app in a workspace or an organisation. @slack/oauth would do the steps too, but keeps whatever installation
// comes before anybody can say whether it is a named one, and its state can be used more than once until it ends.
import type { Express, Response } from 'express';
import { z } from 'zod';
import type { SlackInstalling } from '../config.ts';
import type { Log } from '../log.ts';
import { cookieOf } from '../page/cookies.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { WebClient } from './client.ts';
import { codeOf, outcomeOf } from './failures.ts';
import { type Ending, keepPrivate, showEnding } from './install-page.ts';
import { type Invitations, STATE_MS } from './install-state.ts';
import { spendState } from './installations.records.ts';
import type { Installations, Told } from './installations.ts';
import { exchange } from './oauth.ts';
import { SCOPES } from './scopes.ts';
import type { Workspaces } from './workspaces.ts';

export const INSTALL_PATH = '/slack/install';
export const REDIRECT_PATH = '/slack/oauth_redirect';

const COOKIE = 'convenor_slack_install';
const AUTHORIZE = 'https://slack.com/oauth/v2/authorize';

export interface InstallOptions {
  settings: SlackInstalling;
  appId: string | undefined;
  /** A client without a token. */
  web: WebClient;
  prisma: PrismaClient;
  installations: Installations;
  invitations: Invitations;
  workspaces: Workspaces;
  now: () => Date;
  log: Log;
}

const Query = z.object({
  code: z.string().min(1).max(1000).optional(),
  state: z.string().max(1000).default(''),
  error: z.string().max(200).optional(),
});

/** Serve the two addresses of an installation. */
export function mountInstall(app: Express, options: InstallOptions): void {
  const { settings, invitations, prisma, now, log } = options;
  const redirectUri = `${settings.publicUrl}${REDIRECT_PATH}`;
  const isSecure = settings.publicUrl.startsWith('https://');
  const cookie = { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/slack', maxAge: STATE_MS } as const;
  const again = `${settings.publicUrl}${INSTALL_PATH}`;

  app.get(INSTALL_PATH, (_request, response) => {
    const { state, cookie: value } = invitations.invite(now());
    const query = new URLSearchParams({
      client_id: settings.clientId,
      scope: [...SCOPES, ...settings.optionalScopes].join(','),
      redirect_uri: redirectUri,
      state,
    });
    keepPrivate(response).cookie(COOKIE, value, cookie).redirect(302, `${AUTHORIZE}?${query}`);
  });

  app.get(REDIRECT_PATH, async (request, response) => {
    const end = (ending: Ending) => {
      log.info({ platform: 'slack', status: ending.status, ending: ending.title }, 'an installation ended');
      showEnding(response, ending);
    };
    const query = Query.safeParse(request.query);
    if (!query.success) return end({ ...EXPIRED, again });
    const { code, state, error } = query.data;
    const invitation = invitations.read(state, cookieOf(request, COOKIE) ?? '', now());
    forget(response);
    if (invitation === undefined) return end({ ...EXPIRED, again });
    try {
      if (!(await spendState(prisma, invitation.nonce, invitation.expiresAt, now()))) return end({ ...EXPIRED, again });
      if (error !== undefined || code === undefined) return end({ ...DECLINED, again });
      end(await install(options, { code, redirectUri, again }));
    } catch (fault) {
      log.error({ platform: 'slack', fault: fault instanceof Error ? fault.name : typeof fault }, 'install fault');
      end({ ...FAULT, again });
    }
  });

  function forget(response: Response): void {
    const { maxAge: _none, ...rest } = cookie;
    response.clearCookie(COOKIE, rest);
  }
}

async function install(
  options: InstallOptions,
  { code, redirectUri, again }: { code: string; redirectUri: string; again: string },
): Promise<Ending> {
  const { settings, web, installations, workspaces, now, log } = options;
  let told: Told;
  try {
    told = await exchange(web, settings, { code, redirectUri }, now());
  } catch (error) {
    const reason = codeOf(error) ?? outcomeOf(error, 'edit').reason;
    log.warn({ platform: 'slack', reason }, 'Slack did not give an installation');
    return OLD_CODE.includes(codeOf(error) ?? '') ? { ...EXPIRED, again } : { ...NO_ANSWER, again };
  }
  const refusal = refusalOf(options, told);
  if (refusal !== undefined) {
    const { tenant, enterpriseId, name, appId } = told;
    log.warn({ platform: 'slack', tenant, enterprise: enterpriseId, name, app: appId }, 'an installation was refused');
    await revoke(options, told.accessToken);
    return refusal;
  }
  await installations.keep(told);
  log.info(
    { platform: 'slack', tenant: told.tenant, name: told.name, orgWide: told.isOrgWide },
    'the app was installed',
  );
  const [kept] = await installations.find([told.tenant]);
  if (kept) await workspaces.granted(kept);
  return installed(told);
}

/** Why an installation is not kept; undefined when it is. */
function refusalOf({ settings, appId }: InstallOptions, told: Told): Ending | undefined {
  const { isOrgWide, teamId, enterpriseId, tenant, name } = told;
  const ids = isOrgWide ? [tenant] : [teamId, enterpriseId];
  if (!ids.some((id) => id !== null && settings.workspaces.includes(id)))
    return {
      status: 403,
      title: 'This workspace is not one of ours',
      words: [
        `${name} (${tenant}) is not named in this Convenor’s settings, so the installation was undone and nothing was kept.`,
        `If it should be there, ask whoever runs Convenor to add ${tenant} to SLACK_WORKSPACES. Then install it again.`,
      ],
    };
  if (appId !== undefined && told.appId !== appId)
    return {
      status: 403,
      title: 'This is another app',
      words: [
        'SLACK_APP_ID names another Slack app than SLACK_CLIENT_ID. The installation was undone. Whoever runs Convenor puts the settings right; then install it again.',
      ],
    };
  const missing = SCOPES.filter((scope) => !told.scopes.split(',').includes(scope));
  if (missing.length > 0)
    return {
      status: 403,
      title: 'A permission is missing',
      words: [
        `Slack did not give ${missing.join(', ')}, which Convenor needs. The installation was undone.`,
        'Add what is missing on the app’s OAuth & Permissions page, or make the app from the manifest, and install it again.',
      ],
    };
  return undefined;
}

/** Give the token of a refused installation back. Nobody keeps it, whether or not that succeeds. */
async function revoke({ web, log }: InstallOptions, token: string): Promise<void> {
  for (const isLast of [false, true])
    try {
      await web.auth.revoke({ token });
      return;
    } catch (error) {
      const { reason } = outcomeOf(error, 'edit');
      if (isLast) log.error({ platform: 'slack', reason }, 'the token of a refused installation was not revoked');
    }
}

function installed({ name, tenant, isOrgWide }: Told): Ending {
  return {
    status: 200,
    title: `Convenor is installed in ${name}`,
    words: [
      ...(isOrgWide
        ? [
            'It is in no workspace of the organisation yet: add it to those that need it, on the organisation’s page of installed apps.',
          ]
        : []),
      'Give people their codes. They open the app’s Messages tab in Slack and type join and the code.',
      `You can close this page. (${tenant})`,
    ],
  };
}

const OLD_CODE = ['invalid_code', 'code_already_used', 'invalid_grant'];

const EXPIRED: Ending = {
  status: 400,
  title: 'This link has expired',
  words: [
    'Nothing was installed. An installation has to be finished within ten minutes, once, and in the browser in which it began.',
  ],
};

const DECLINED: Ending = {
  status: 200,
  title: 'Nothing was installed',
  words: [
    'The installation was not approved in Slack. If that was a mistake, begin again, or ask whoever administers your Slack.',
  ],
};

const NO_ANSWER: Ending = {
  status: 502,
  title: 'Slack did not finish the installation',
  words: [
    'Nothing was kept. Please try again in a minute. If it stays so, whoever runs Convenor finds why in the log.',
  ],
};

const FAULT: Ending = {
  status: 500,
  title: 'The installation could not be kept',
  words: [
    'Something went wrong here after Slack had agreed. Please install it again. If it stays so, whoever runs Convenor finds why in the log.',
  ],
};
