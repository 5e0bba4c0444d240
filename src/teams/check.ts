// What can be known of Teams without posting anything: whether Microsoft gives a token, whose people are heard, how late it is
// there, whether its requests arrive, and who cannot be reached.
import { type CheckQuestion, type Checkup, type Finding, sayKnocked, saySkew } from '../chat/checking.ts';
import type { TeamsSettings } from '../config.ts';
import { failureOf } from './failures.ts';
import { DESCRIPTION } from './keys.ts';

export interface TeamsCheckOptions {
  settings: Pick<TeamsSettings, 'tenants' | 'isLocal'>;
  /** The bot's own token; throws when there is none to be had. */
  token(): Promise<string | undefined>;
  /** Where Microsoft's keys are described; without it, at Microsoft. */
  keysAt: string | undefined;
  timeoutMs: number;
  /** Teams' endpoint, where requests without a token get an empty 401. */
  path: string;
}

/** Let Teams be looked at. */
export function openTeamsCheck({ settings, token, keysAt, timeoutMs, path }: TeamsCheckOptions) {
  return (question: CheckQuestion): Checkup[] => [
    { title: 'Teams: app and secret', look: () => signIn(token, settings.isLocal, question.now) },
    { title: 'Teams: tenants', look: async () => tenants(settings, question.tenants) },
    {
      title: 'Teams: the time',
      look: async () => {
        if (settings.isLocal && keysAt === undefined) return { words: 'without authentication nobody asks for it.' };
        return saySkew(await dateAt(keysAt ?? DESCRIPTION, timeoutMs), question.now(), 'Microsoft');
      },
    },
    {
      title: 'Teams: reaches me',
      look: async () =>
        settings.isLocal
          ? { words: 'only from this machine, while trying locally.' }
          : sayKnocked(question.knock, path, 'the messaging endpoint of your Azure Bot'),
    },
    { title: 'Teams: people', look: async () => people(question.people) },
    ...(question.channels.length > 0
      ? [{ title: 'Teams: boards’ channels', look: async () => channels(question.channels) }]
      : []),
  ];
}

async function signIn(token: TeamsCheckOptions['token'], isLocal: boolean, now: () => Date): Promise<Finding> {
  if (isLocal) return { words: 'TEAMS_LOCAL=1: without authentication, for trials on this machine.' };
  try {
    if ((await token()) !== undefined) return { isGood: true, words: 'Microsoft gives Convenor a token' };
  } catch (error) {
    const { reason } = failureOf(error, { now });
    return { isGood: false, words: 'Microsoft gives Convenor no token.', next: `${reason} ${HOW}` };
  }
  return { isGood: false, words: 'Microsoft gives Convenor no token.', next: HOW };
}

const HOW =
  'Compare MicrosoftAppId, MicrosoftAppPassword (the secret’s Value; it expires), MicrosoftAppType and MicrosoftAppTenantId with the app registration.';

function tenants({ tenants: heard, isLocal }: TeamsCheckOptions['settings'], joined: string[]): Finding {
  if (isLocal) return { words: 'any, while trying locally.' };
  const known = new Set(heard.map((one) => one.toLowerCase()));
  const deaf = joined.filter((one) => !known.has(one.toLowerCase()));
  if (deaf.length === 0)
    return {
      isGood: true,
      words: heard.length === 1 ? 'people of 1 tenant are heard' : `people of ${heard.length} tenants are heard`,
    };
  return {
    isGood: false,
    words: `people have joined from ${deaf.join(', ')}, who are not heard.`,
    next: 'Add the tenant to TEAMS_TENANTS and start Convenor again.',
  };
}

async function dateAt(url: string, timeoutMs: number): Promise<string | null> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  await response.body?.cancel();
  return response.headers.get('date');
}

function people({ joined, unreachable }: CheckQuestion['people']): Finding {
  if (joined === 0) return { words: 'nobody has joined in Teams yet.' };
  if (unreachable === 0) return { isGood: true, words: `all ${joined} who have joined can be reached` };
  return {
    isGood: false,
    words: `${unreachable} of ${joined} who have joined cannot be reached.`,
    next: 'Type “message list” to see who, and install the app for them in the Teams admin centre.',
  };
}

// To ask Teams itself would need a permission that Convenor does without: what the last message met with is known.
function channels(all: CheckQuestion['channels']): Finding {
  const wrong = all.flatMap(({ board, reason }) => (reason === null ? [] : [`${board}: ${reason}`]));
  const words = `${all.length - wrong.length} of ${all.length} could be reached by the last message.`;
  return wrong.length === 0 ? { isGood: true, words } : { isGood: false, words, next: wrong.slice(0, 5).join(' ') };
}
