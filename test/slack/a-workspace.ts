// Slack workspaces that install the app themselves: a room with installations in a database, and browsers that install.
import { onTestFinished } from 'vitest';
import type { Address, Message, Outcome } from '../../src/chat/contract.ts';
import type { SlackSettings } from '../../src/config.ts';
import type { InstallationRow } from '../../src/slack/installations.records.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack.ts';
import { type Consent, FakeBrowser, FakeSlackOAuth } from '../support/fake-slack-oauth.ts';
import { aRoom, toBoard as boardOfOne, minutesCard, SECRET, type SlackTest } from './a-room.ts';

export const KEY = 'a key for tests only, thirty-two characters';

export interface ManyTest extends SlackTest {
  oauth: FakeSlackOAuth;
  prisma: PrismaClient;
  /** Install in a workspace or organisation from beginning to end. */
  installs(consent: Consent, browser?: FakeBrowser): ReturnType<FakeBrowser['opens']>;
  row(tenant: string): Promise<InstallationRow | null>;
  /** Another copy of the program over the same database. */
  another(options?: ManyOptions): Promise<ManyTest>;
  /** Post to a channel of a workspace. */
  posts(tenant: string): Promise<Outcome>;
}

export interface ManyOptions {
  workspaces?: string[];
  secretKey?: string;
  publicUrl?: string;
  optionalScopes?: string[];
  now?: () => Date;
  settings?: Partial<SlackSettings>;
  slack?: FakeSlack;
  oauth?: FakeSlackOAuth;
}

/** Open a room that workspaces install in, over a database that begins empty. */
export async function aRoomOfMany(prisma: PrismaClient, options: ManyOptions = {}): Promise<ManyTest> {
  const oauth = options.oauth ?? new FakeSlackOAuth();
  if (options.now !== undefined) oauth.now = () => options.now!().getTime();
  const slack = options.slack ?? (await startFakeSlack());
  if (options.slack === undefined) {
    await prisma.slackInstallation.deleteMany();
    onTestFinished(() => slack.close());
  }
  slack.oauth = oauth;
  if (!slack.channels.has('CBOARD')) slack.addChannel('CBOARD');
  const test = await aRoom({
    in: slack,
    store: { prisma, secretKey: options.secretKey ?? KEY },
    ...(options.now === undefined ? {} : { now: options.now }),
    settings: {
      botToken: undefined,
      installing: {
        clientId: oauth.clientId,
        clientSecret: oauth.clientSecret,
        workspaces: options.workspaces ?? ['TMARSH', 'TELM', 'ECOUNCIL'],
        optionalScopes: options.optionalScopes ?? [],
        publicUrl: options.publicUrl ?? 'http://convenor.test',
      },
      ...options.settings,
    },
  });
  const here = (url: string) => url.replace('http://convenor.test', test.url);
  return {
    ...test,
    oauth,
    prisma,
    async installs(consent, browser = new FakeBrowser()) {
      const { location } = await browser.opens(`${test.url}/slack/install`);
      return browser.opens(here(oauth.agree(location, consent)));
    },
    row: (tenant) => prisma.slackInstallation.findUnique({ where: { tenant } }),
    another: (others = {}) => aRoomOfMany(prisma, { ...options, ...others, slack, oauth }),
    posts: (tenant) => test.room.platform.post({ ...toBoard, tenant }, message),
  };
}

export const toBoard: Address = { ...boardOfOne, tenant: 'TMARSH' };
export const message: Message = { summary: 'Minutes to approve', card: minutesCard(), key: 'minutes-ask:MIN-7:r2' };

export { SECRET };
