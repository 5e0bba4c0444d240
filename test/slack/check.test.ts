// What Slack tells of the app when Convenor looks at itself: each line good once, and bad in each way with what to do.
import { expect, it } from 'vitest';
import type { CheckQuestion, Finding } from '../../src/chat/contract.ts';
import { SCOPES } from '../support/scopes.ts';
import { aRoom, type SlackTest } from './a-room.ts';

async function look(test: SlackTest, question: Partial<CheckQuestion> = {}): Promise<Record<string, Finding>> {
  const knock = async (path: string) => {
    const response = await fetch(`${test.url}${path}`, { method: 'POST', body: '{}' });
    return { status: response.status, body: await response.text() };
  };
  const asked = { now: () => new Date(), knock, tenants: [], people: { joined: 0, unreachable: 0 }, channels: [] };
  const all = test.room.platform.checkups!({ ...asked, ...question });
  const found = await Promise.all(
    all.map(async ({ title, look }) => {
      const finding = await look().catch((error: Error) => ({ isGood: false, words: `threw: ${error.message}` }));
      return [title.replace('Slack: ', ''), finding] as const;
    }),
  );
  return Object.fromEntries(found);
}

const channel = (test: SlackTest, id: string, more: object) => {
  test.slack.channels.set(id, {
    id,
    name: id,
    isPrivate: true,
    isJoined: true,
    isShared: false,
    isArchived: false,
    ...more,
  } as never);
  const to = { conversationId: 1, tenant: 'T', externalId: id, kind: 'channel', address: {} } as const;
  return { board: `Board ${id}`, to, reason: null };
};

it('all is well: token, permissions, time, address and channels', async () => {
  const test = await aRoom();
  test.slack.headers = { 'x-oauth-scopes': SCOPES.join(',') };
  test.slack.told = { team: 'Lewisham' };
  const found = await look(test, { channels: [channel(test, 'C1', {})], tenants: ['TLEWISHAM1', 'TOTHER'] });
  expect(Object.values(found).map(({ isGood }) => isGood)).toEqual([true, true, true, true, true]);
  expect(found['token and workspace']!.words).toBe(
    'Convenor is let into Lewisham (TLEWISHAM1); people have joined from 1 other workspace(s) too',
  );
  expect(found['permissions']!.words).toBe(`all ${SCOPES.length} that the manifest asks for`);
  expect(found['reaches me']!.words).toBe('/slack/events turns away who is not known, as it should');
  expect(found['boards’ channels']!.words).toBe('1 of 1 can be reached.');
  // Asked once for three lines, and nothing posted.
  expect(test.slack.calls.map(({ method }) => method)).toEqual(['auth.test', 'conversations.info']);
});

it.each([
  ['invalid_auth', 'Slack does not accept SLACK_BOT_TOKEN. Copy it again from the app’s OAuth & Permissions page.'],
  ['token_revoked', 'Slack has withdrawn Convenor’s access. Install the app again and set SLACK_BOT_TOKEN.'],
  [
    'account_inactive',
    'This Slack account is deactivated. Reach the person another way, or ask a Slack administrator.',
  ],
])('a token that Slack answers with %s', async (error, next) => {
  const test = await aRoom();
  test.slack.told = { ok: false, error };
  const found = await look(test);
  expect(found['token and workspace']).toEqual({ isGood: false, words: 'Slack does not let Convenor in.', next });
  expect(found['permissions']).toEqual({ words: 'Slack did not say what the app may.' });
});

it('a token of another workspace or app than the settings say', async () => {
  const workspace = await aRoom({ settings: { teamId: 'TELSEWHERE' } });
  expect((await look(workspace))['token and workspace']!.words).toBe(
    'the token is for a workspace (TLEWISHAM1), but SLACK_TEAM_ID is TELSEWHERE: nobody there is heard.',
  );
  const app = await aRoom({ settings: { appId: 'A111' } });
  app.slack.told = { app_id: 'A222' };
  expect((await look(app))['token and workspace']!.words).toBe(
    'the token is of the app A222, but SLACK_APP_ID is A111: nobody is heard.',
  );
});

it('permissions that were never granted', async () => {
  const test = await aRoom();
  test.slack.headers = {
    'x-oauth-scopes': SCOPES.filter((scope) => !['channels:read', 'groups:read'].includes(scope)).join(','),
  };
  const found = await look(test);
  expect(found['permissions']).toEqual({
    isGood: false,
    words: 'without channels:read, groups:read',
    next: 'Update the app from the manifest (npm run manifest:slack) and install it to the workspace again.',
  });
});

it('a clock that is wrong', async () => {
  const test = await aRoom();
  const off = (seconds: number) => look(test, { now: () => new Date(Date.now() + seconds * 1000) });
  expect((await off(400))['the time']).toMatchObject({
    isGood: false,
    words: expect.stringMatching(/^this machine’s clock is (399|40\d) seconds ahead of Slack’s\.$/),
  });
  expect((await off(-90))['the time']).toMatchObject({ isGood: false, words: expect.stringContaining('behind') });
  expect((await off(20))['the time']).toMatchObject({ isGood: true });
});

it('an address that does not lead to Slack’s route, or lets everybody in', async () => {
  const test = await aRoom();
  const answered = async (status: number, body = '') =>
    (await look(test, { knock: async () => ({ status, body }) }))['reaches me']!;
  expect(await answered(404)).toMatchObject({
    isGood: false,
    words: '/slack/events answers 404, where an empty 401 is right.',
    next: 'Let the proxy pass /slack/events on to Convenor with POST, without a login of its own; it is Slack’s request address (Event Subscriptions, Interactivity).',
  });
  expect((await answered(302)).next).toMatch(/^The proxy sends it elsewhere\./);
  expect((await answered(401, '<h1>Log in</h1>')).words).toContain('a 401 with words of another program');
  expect((await answered(200)).isGood).toBe(false);
  expect((await look(test, { knock: undefined }))['reaches me']).toEqual({
    words: 'PUBLIC_URL is not set, so it cannot be tried.',
  });
});

it('channels of boards that are archived, left or unknown', async () => {
  const test = await aRoom();
  const channels = [
    channel(test, 'C1', {}),
    channel(test, 'C2', { isArchived: true }),
    channel(test, 'C3', { isJoined: false }),
  ];
  expect((await look(test, { channels }))['boards’ channels']).toEqual({
    isGood: false,
    words: '1 of 3 can be reached.',
    next: 'Board C2: The channel is archived. Unarchive it, or choose another for the board. Board C3: Slack does not show this channel or person to Convenor. Invite it there with /invite @Convenor.',
  });
});

it('a Slack that does not answer is left to whoever asked', async () => {
  const test = await aRoom({ timeoutMs: 200 });
  test.slack.fail('auth.test', { hang: true } as never);
  const found = await look(test);
  expect(found['token and workspace']!.isGood).toBe(false);
  expect(found['reaches me']!.isGood).toBe(true);
});
