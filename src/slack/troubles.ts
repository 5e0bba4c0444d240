// What is wrong where the settings say that the app should be, for whoever runs Convenor and for the directors.
import type { SlackInstalling } from '../config.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { WebClient } from './client.ts';
import { codeOf, DEAD_TOKEN, outcomeOf } from './failures.ts';
import { listInstallations } from './installations.records.ts';
import type { Installation, Installations } from './installations.ts';

/** Said of tokens that were encrypted under another key. */
export const OTHER_KEY =
  'SECRET_KEY has changed, so that Convenor cannot read its Slack tokens any more. Set the key of before again, or install the app again in each workspace.';

/** What was installed within this time is granted again, in case a message was given up at that very moment. */
const LATELY_MS = 10 * 60_000;

const WEEK_MS = 7 * 86_400_000;

export interface TroublesOptions {
  settings: SlackInstalling;
  prisma: PrismaClient;
  installations: Installations;
  isNamed(installation: Installation): boolean;
  examine(installation: Installation): Promise<void>;
  granted(installation: Installation): Promise<void>;
  clientOf(installation: Installation): Promise<WebClient>;
  now: () => Date;
}

/** Open the look at all installations. Rejects when the database or a token cannot be had. */
export function openTroubles(options: TroublesOptions): () => Promise<string | undefined> {
  const { settings, prisma, installations, isNamed, examine, granted, clientOf, now } = options;

  /** What is wrong where the settings say that the app should be. */
  function troubleOf(installation: Installation): string | undefined {
    const { name, tenant, removedAt, refusedAt } = installation;
    const again = `Install the app there again at ${settings.publicUrl}/slack/install`;
    if (removedAt !== null) {
      const isNamedItself = settings.workspaces.includes(tenant);
      // Named by its organisation alone, it cannot be taken out: after a week somebody meant it.
      if (!isNamedItself && now().getTime() - removedAt.getTime() > WEEK_MS) return undefined;
      const or = isNamedItself ? `, or take ${tenant} out of SLACK_WORKSPACES` : '';
      return `Convenor was removed from ${name} in Slack. ${again}${or}.`;
    }
    if (installations.tokensOf(installation) === undefined) return OTHER_KEY;
    if (refusedAt !== null) return `Slack gives Convenor no new token for ${name}. ${again}.`;
    return undefined;
  }

  /** Whether Slack can be reached at all, asked in one workspace for all. */
  async function reaching(installation: Installation): Promise<string | undefined> {
    try {
      await (await clientOf(installation)).auth.test();
      return undefined;
    } catch (error) {
      if (DEAD_TOKEN.includes(codeOf(error) ?? '')) {
        await examine(installation);
        const [current] = await installations.find([installation.tenant]);
        return current && troubleOf(current);
      }
      const outcome = outcomeOf(error, 'edit');
      return outcome.kind === 'later' && outcome.afterMs !== undefined ? undefined : outcome.reason;
    }
  }

  return async () => {
    const named = (await listInstallations(prisma)).filter(isNamed);
    const live = named.filter(({ removedAt }) => removedAt === null);
    for (const one of live) if (now().getTime() - one.installedAt.getTime() < LATELY_MS) await granted(one);
    if (named.length === 0)
      return `Convenor is not installed in any Slack workspace yet. Open ${settings.publicUrl}/slack/install.`;
    const isCovered = ({ removedAt, enterpriseId }: Installation) =>
      removedAt !== null && live.some((other) => other.isOrgWide && other.enterpriseId === enterpriseId);
    const troubles = named.filter((one) => !isCovered(one)).flatMap((one) => troubleOf(one) ?? []);
    if (troubles.length > 0) return [...new Set(troubles)].slice(0, 3).join(' ');
    return live[0] && reaching(live[0]);
  };
}
