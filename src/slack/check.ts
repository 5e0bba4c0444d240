// What Slack tells of this app, for whoever sets it up: whether the token is let in and where, what it may, how late it is there,
// and whether boards' channels can be reached. Nothing is posted.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type CheckQuestion, type Checkup, type Finding, sayKnocked, saySkew } from '../chat/checking.ts';
import type { SlackSettings } from '../config.ts';
import type { WebClient } from './client.ts';
import { outcomeOf } from './failures.ts';

const SLACK = 'https://slack.com/api/';
const MOST_CHANNELS = 40;

const Told = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  team: z.string().optional(),
  team_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  app_id: z.string().optional(),
});

interface Asked {
  told: z.infer<typeof Told>;
  scopes: string[] | undefined;
  at: string | null;
}

export interface SlackCheckOptions {
  settings: SlackSettings;
  web: WebClient;
  timeoutMs: number;
  /** Slack's route, where requests that are not signed get 401. */
  path: string;
}

/** Let Slack be looked at. */
export function openSlackCheck({ settings, web, timeoutMs, path }: SlackCheckOptions) {
  return (question: CheckQuestion): Checkup[] => {
    // Asked once for three lines; the SDK keeps the headers to itself.
    let asking: Promise<Asked> | undefined;
    const asked = () => {
      asking ??= ask(settings, timeoutMs);
      return asking;
    };
    return [
      { title: 'Slack: token and workspace', look: async () => whoseToken(await asked(), settings, question.tenants) },
      { title: 'Slack: permissions', look: async () => permissions(await asked()) },
      { title: 'Slack: the time', look: async () => saySkew((await asked()).at, question.now(), 'Slack') },
      {
        title: 'Slack: reaches me',
        look: () => sayKnocked(question.knock, path, 'Slack’s request address (Event Subscriptions, Interactivity)'),
      },
      ...(question.channels.length > 0
        ? [{ title: 'Slack: boards’ channels', look: () => channels(web, question.channels) }]
        : []),
    ];
  };
}

async function ask({ botToken, apiUrl }: SlackSettings, timeoutMs: number): Promise<Asked> {
  const response = await fetch(new URL('auth.test', apiUrl ?? SLACK), {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/x-www-form-urlencoded' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = (await response.text()).slice(0, 20_000);
  const told = response.ok ? Told.safeParse(json(text)) : undefined;
  if (!told?.success) throw new Error(`Slack answered ${response.status}`);
  const scopes = response.headers
    .get('x-oauth-scopes')
    ?.split(/[\s,]+/)
    .filter((one) => one !== '');
  return { told: told.data, scopes, at: response.headers.get('date') };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function whoseToken({ told }: Asked, { teamId, appId }: SlackSettings, tenants: string[]): Finding {
  if (!told.ok) {
    const { reason } = outcomeOf({ code: 'slack_webapi_platform_error', data: { error: told.error } }, 'edit');
    return { isGood: false, words: 'Slack does not let Convenor in.', next: reason };
  }
  const where = `${told.team ?? 'a workspace'} (${told.team_id ?? told.enterprise_id ?? 'unknown'})`;
  const isHeard = teamId === undefined || teamId === told.team_id || teamId === told.enterprise_id;
  if (!isHeard)
    return {
      isGood: false,
      words: `the token is for ${where}, but SLACK_TEAM_ID is ${teamId}: nobody there is heard.`,
      next: `Set SLACK_TEAM_ID to the workspace that the app is installed in, or unset it.`,
    };
  if (appId !== undefined && told.app_id !== undefined && appId !== told.app_id)
    return {
      isGood: false,
      words: `the token is of the app ${told.app_id}, but SLACK_APP_ID is ${appId}: nobody is heard.`,
      next: 'Copy token, signing secret and App ID from the same app.',
    };
  const elsewhere = told.team_id === undefined ? [] : tenants.filter((one) => one !== told.team_id);
  const also = elsewhere.length === 0 ? '' : `; people have joined from ${elsewhere.length} other workspace(s) too`;
  return { isGood: true, words: `Convenor is let into ${where}${also}` };
}

/** What the app asks for: the manifest that people install it from. */
function neededScopes(): string[] {
  const file = new URL('../../manifest/slack/manifest.template.json', import.meta.url);
  const Manifest = z.object({ oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }) });
  return Manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).oauth_config.scopes.bot;
}

function permissions({ told, scopes }: Asked): Finding {
  if (!told.ok || scopes === undefined) return { words: 'Slack did not say what the app may.' };
  const missing = neededScopes().filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return { isGood: true, words: `all ${neededScopes().length} that the manifest asks for` };
  return {
    isGood: false,
    words: `without ${missing.join(', ')}`,
    next: 'Update the app from the manifest (npm run manifest:slack) and install it to the workspace again.',
  };
}

async function channels(web: WebClient, all: CheckQuestion['channels']): Promise<Finding> {
  const looked = all.slice(0, MOST_CHANNELS);
  const wrong: string[] = [];
  for (const { board, to } of looked) {
    const reason = await troubleOf(web, to.externalId);
    if (reason !== undefined) wrong.push(`${board}: ${reason}`);
  }
  const more = all.length > looked.length ? ` ${all.length - looked.length} more were not looked at.` : '';
  if (wrong.length === 0) return { isGood: true, words: `${looked.length} of ${looked.length} can be reached.${more}` };
  return {
    isGood: false,
    words: `${looked.length - wrong.length} of ${looked.length} can be reached.${more}`,
    next: wrong.slice(0, 5).join(' '),
  };
}

async function troubleOf(web: WebClient, channel: string): Promise<string | undefined> {
  try {
    const found = await web.conversations.info({ channel });
    if (found.channel?.is_archived) return 'The channel is archived. Unarchive it, or choose another for the board.';
    if (found.channel?.is_member === false)
      return 'Convenor is not in this channel. Invite it there with /invite @Convenor.';
    return undefined;
  } catch (error) {
    return outcomeOf(error, 'edit').reason;
  }
}
