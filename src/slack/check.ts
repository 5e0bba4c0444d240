// What Slack tells of this app, for whoever sets it up: whether the token is let in and where, what it may, how late it is there,
// and whether boards' channels can be reached. Nothing is posted.
import { z } from 'zod';
import { type CheckQuestion, type Checkup, type Finding, sayKnocked, saySkew } from '../chat/checking.ts';
import type { Address } from '../chat/contract.ts';
import type { SlackSettings } from '../config.ts';
import type { Clients } from './clients.ts';
import { outcomeOf } from './failures.ts';
import { SCOPES } from './scopes.ts';
import type { Socket } from './socket.ts';

const SLACK = 'https://slack.com/api/';
const MOST_CHANNELS = 40;
const MOST_WORKSPACES = 50;
const MOST_NAMED = 5;

const Told = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  team: z.string().optional(),
  team_id: z.string().optional(),
  enterprise_id: z.string().nullish(),
  app_id: z.string().optional(),
});

interface Asked {
  /** Where; empty text with the one token. */
  tenant: string;
  /** Why there is no token to ask with. */
  trouble?: string;
  told: z.infer<typeof Told>;
  scopes: string[] | undefined;
  at: string | null;
}

export interface SlackCheckOptions {
  settings: SlackSettings;
  clients: Clients;
  /** The workspaces and organisations in which the app is; empty text for that of the one token. */
  tenants(): Promise<string[]>;
  /** Where Slack is heard through Socket Mode. */
  socket: Pick<Socket, 'trouble'> | undefined;
  timeoutMs: number;
  /** Slack's route, where requests that are not signed get 401. */
  path: string;
}

/** Let Slack be looked at. */
export function openSlackCheck({ settings, clients, tenants, socket, timeoutMs, path }: SlackCheckOptions) {
  return (question: CheckQuestion): Checkup[] => {
    // Asked once for three lines; the SDK keeps the headers to itself.
    let asking: Promise<Asked[]> | undefined;
    const asked = () => {
      asking ??= tenants().then((all) =>
        Promise.all(all.slice(0, MOST_WORKSPACES).map((one) => ask(clients, one, settings.apiUrl, timeoutMs))),
      );
      return asking;
    };
    const eachOf = (look: (one: Asked) => Finding) => async () => together((await asked()).map(look));
    return [
      { title: 'Slack: token and workspace', look: eachOf((one) => whoseToken(one, settings, question.tenants)) },
      {
        title: 'Slack: permissions',
        look: eachOf((one) => permissions(one, settings.installing?.optionalScopes ?? [])),
      },
      {
        title: 'Slack: the time',
        look: async () => saySkew((await asked()).find(({ at }) => at !== null)?.at ?? null, question.now(), 'Slack'),
      },
      ...(socket === undefined ? [] : [{ title: 'Slack: Socket Mode', look: async () => connected(socket) }]),
      ...(settings.signingSecret === undefined
        ? []
        : [
            {
              title: 'Slack: reaches me',
              look: () =>
                sayKnocked(question.knock, path, 'Slack’s request address (Event Subscriptions, Interactivity)'),
            },
          ]),
      ...(question.channels.length > 0
        ? [{ title: 'Slack: boards’ channels', look: () => channels(clients, question.channels) }]
        : []),
    ];
  };
}

/** What was found in each workspace, as one: what is wrong in any comes first. */
function together(found: Finding[]): Finding {
  if (found.length === 0)
    return {
      isGood: false,
      words: 'the app is not installed in any workspace yet.',
      next: 'Open PUBLIC_URL/slack/install, and install it in each.',
    };
  const wrong = found.filter(({ isGood }) => isGood !== true);
  if (wrong.length === 0) {
    const words = found.slice(0, MOST_NAMED).map((one) => one.words);
    return { isGood: true, words: [...new Set(words)].join('; ') + more(found.length - words.length) };
  }
  const first = wrong.slice(0, MOST_NAMED);
  const next = [...new Set(first.flatMap((one) => one.next ?? []))].join(' ');
  return {
    ...(wrong.some(({ isGood }) => isGood === false) ? { isGood: false } : {}),
    words: first.map((one) => one.words).join(' ') + more(wrong.length - first.length),
    ...(next === '' ? {} : { next }),
  };
}

function more(count: number): string {
  return count > 0 ? `; and ${count} more` : '';
}

function connected(socket: Pick<Socket, 'trouble'>): Finding {
  const trouble = socket.trouble();
  return trouble === undefined
    ? { isGood: true, words: 'connected' }
    : { isGood: false, words: 'not connected.', next: trouble };
}

async function ask(clients: Clients, tenant: string, apiUrl: string | undefined, timeoutMs: number): Promise<Asked> {
  let token: string | undefined;
  try {
    token = (await clients.of(tenant)).token;
  } catch (error) {
    return { tenant, told: { ok: false }, trouble: outcomeOf(error, 'edit').reason, scopes: undefined, at: null };
  }
  const response = await fetch(new URL('auth.test', apiUrl ?? SLACK), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
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
  return { tenant, told: told.data, scopes, at: response.headers.get('date') };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function whoseToken({ tenant, told, trouble }: Asked, settings: SlackSettings, tenants: string[]): Finding {
  const { teamId, appId } = settings;
  if (!told.ok) {
    const refused = { code: 'slack_webapi_platform_error', data: { error: told.error } };
    const into = tenant === '' ? 'in' : `into ${tenant}`;
    const next = trouble ?? outcomeOf(refused, 'edit').reason;
    return { isGood: false, words: `Slack does not let Convenor ${into}.`, next };
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
  const elsewhere =
    told.team_id === undefined || settings.installing !== undefined
      ? []
      : tenants.filter((one) => one !== told.team_id);
  const also = elsewhere.length === 0 ? '' : `; people have joined from ${elsewhere.length} other workspace(s) too`;
  return { isGood: true, words: `Convenor is let into ${where}${also}` };
}

function permissions({ told, scopes }: Asked, optional: string[]): Finding {
  if (!told.ok || scopes === undefined) return { words: 'Slack did not say what the app may.' };
  const needed = [...SCOPES, ...optional];
  const missing = needed.filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return { isGood: true, words: `all ${needed.length} that the manifest asks for` };
  return {
    isGood: false,
    words: `without ${missing.join(', ')}`,
    next: 'Update the app from the manifest (npm run manifest:slack) and install it to the workspace again.',
  };
}

async function channels(clients: Clients, all: CheckQuestion['channels']): Promise<Finding> {
  const looked = all.slice(0, MOST_CHANNELS);
  const wrong: string[] = [];
  for (const { board, to } of looked) {
    const reason = await troubleOf(clients, to);
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

async function troubleOf(clients: Clients, to: Address): Promise<string | undefined> {
  try {
    const web = await clients.of(to.tenant);
    const found = await web.conversations.info({ channel: to.externalId });
    if (found.channel?.is_archived) return 'The channel is archived. Unarchive it, or choose another for the board.';
    if (found.channel?.is_member === false)
      return 'Convenor is not in this channel. Invite it there with /invite @Convenor.';
    return undefined;
  } catch (error) {
    return outcomeOf(error, 'edit').reason;
  }
}
