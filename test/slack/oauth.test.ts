// Installing the app: who may, how often, in which browser, and how it ends.
import { expect, test } from 'vitest';
import { SCOPES } from '../../src/slack/scopes.ts';
import { testDatabase } from '../support/database.ts';
import { FakeBrowser, queryOf } from '../support/fake-slack-oauth.ts';
import { aRoomOfMany } from './a-workspace.ts';

const { prisma } = await testDatabase();

test('an administrator is sent to Slack with what Convenor asks for, and comes back to a page that says it is installed', async () => {
  const { url, installs, row, oauth } = await aRoomOfMany(prisma);
  const { status, location, headers } = await new FakeBrowser().opens(`${url}/slack/install`);
  expect(status).toBe(302);
  expect(location).toMatch(/^https:\/\/slack\.com\/oauth\/v2\/authorize\?/);
  expect(queryOf(location)).toMatchObject({
    client_id: oauth.clientId,
    redirect_uri: 'http://convenor.test/slack/oauth_redirect',
    scope: 'app_mentions:read,channels:read,chat:write,commands,groups:read,im:history,im:write',
  });
  expect(headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax$/);

  const page = await installs({ team: 'TMARSH' });
  expect(page.status).toBe(200);
  expect(page.body).toContain('Convenor is installed in The workspace TMARSH');
  expect(await row('TMARSH')).toMatchObject({
    name: 'The workspace TMARSH',
    teamId: 'TMARSH',
    enterpriseId: null,
    isOrgWide: false,
    appId: 'ACONVENOR',
    botUserId: 'UCONVENOR1',
    expiresAt: null,
    removedAt: null,
  });
});

test('the cookie of an installation goes over https only, where the page does', async () => {
  const { another } = await aRoomOfMany(prisma);
  const { url } = await another({ publicUrl: 'https://convenor.test' });
  const { headers } = await new FakeBrowser().opens(`${url}/slack/install`);
  expect(headers.getSetCookie()[0]).toMatch(/Path=\/slack; .*HttpOnly; Secure; SameSite=Lax$/);
});

test('an installation asks for what is needed, and for more only where the setting says so', async () => {
  const asked = async (optionalScopes?: string[]) => {
    const { url } = await aRoomOfMany(prisma, optionalScopes ? { optionalScopes } : {});
    const { headers } = await new FakeBrowser().opens(`${url}/slack/install`);
    return new URL(headers.get('location')!).searchParams.get('scope')!.split(',');
  };
  expect(await asked()).toEqual(SCOPES);
  expect(await asked(['channels:history'])).toEqual([...SCOPES, 'channels:history']);
});

test('no page on the way keeps or passes on the addresses, which hold codes, or loads anything from outside', async () => {
  const { url, installs } = await aRoomOfMany(prisma);
  for (const page of [await new FakeBrowser().opens(`${url}/slack/install`), await installs({ team: 'TMARSH' })]) {
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.body).not.toMatch(/<script|src=|@import/);
  }
});

test('a workspace that the settings do not name is refused, its token given back, and the log says which it was', async () => {
  const { installs, row, oauth, logged } = await aRoomOfMany(prisma);
  const page = await installs({ team: 'TSTRANGE' });
  expect(page.status).toBe(403);
  expect(page.body).toContain('This workspace is not one of ours');
  expect(page.body).toContain('TSTRANGE');
  expect(await row('TSTRANGE')).toBeNull();
  expect(oauth.tokenOf('TSTRANGE')).toBeUndefined();
  expect(oauth.uses).toEqual([expect.objectContaining({ method: 'auth.revoke', tenant: 'TSTRANGE' })]);
  expect(logged.join('\n')).toMatch(/an installation was refused.*TSTRANGE/);
});

test('an organisation is not named by one of its workspaces, but a workspace is by its organisation', async () => {
  const { installs, row } = await aRoomOfMany(prisma, { workspaces: ['TMARSH', 'ECOUNCIL'] });
  expect((await installs({ team: 'TMARSH', enterprise: 'EOTHER', orgWide: true })).status).toBe(403);
  expect(await row('EOTHER')).toBeNull();
  expect((await installs({ team: 'TPARK', enterprise: 'ECOUNCIL' })).status).toBe(200);
  expect(await row('TPARK')).toMatchObject({ enterpriseId: 'ECOUNCIL', isOrgWide: false });
});

test('a refused token that Slack does not take back at once is given back again, and is never kept', async () => {
  const { slack, installs, oauth } = await aRoomOfMany(prisma);
  slack.fail('auth.revoke', { status: 500 });
  await installs({ team: 'TSTRANGE' });
  expect(oauth.tokenOf('TSTRANGE')).toBeUndefined();
  expect(await prisma.slackInstallation.count()).toBe(0);
});

test('an installation that was not approved keeps nothing and says so', async () => {
  const { url } = await aRoomOfMany(prisma);
  const browser = new FakeBrowser();
  const { state } = queryOf((await browser.opens(`${url}/slack/install`)).location);
  const page = await browser.opens(`${url}/slack/oauth_redirect?error=access_denied&state=${state}`);
  expect(page.body).toContain('Nothing was installed');
  expect(await prisma.slackInstallation.count()).toBe(0);
});

test('a link counts in the browser in which it began, for ten minutes, and once; Slack is not asked otherwise', async () => {
  let now = new Date('2026-03-02T10:00:00Z');
  const { url, slack, oauth, another } = await aRoomOfMany(prisma, { now: () => now });
  const finish = (location: string) => oauth.agree(location, { team: 'TMARSH' }).replace('http://convenor.test', url);
  const begin = async (browser: FakeBrowser) => (await browser.opens(`${url}/slack/install`)).location;
  const expired = { status: 400, body: expect.stringContaining('This link has expired') };

  const victim = new FakeBrowser();
  const attacker = new FakeBrowser();
  const begun = finish(await begin(attacker));
  await begin(victim);
  expect(await victim.opens(begun)).toMatchObject(expired);

  const late = finish(await begin(victim));
  now = new Date('2026-03-02T10:10:01Z');
  expect(await victim.opens(late)).toMatchObject(expired);

  for (const address of [
    `${url}/slack/oauth_redirect`,
    `${url}/slack/oauth_redirect?code=x&state=${'a'.repeat(24)}.1772446200000.${'b'.repeat(43)}`,
    `${url}/slack/oauth_redirect?code=x&code=y&state=z`,
  ])
    expect(await victim.opens(address)).toMatchObject(expired);
  expect(slack.callsOf('oauth.v2.access')).toEqual([]);

  // A browser that keeps its cookie against our word, at another copy of the program.
  const stubborn = new FakeBrowser({ forgets: false });
  const once = finish(await begin(stubborn));
  expect(await stubborn.opens(once)).toMatchObject({ status: 200 });
  const copy = await another();
  expect(await stubborn.opens(once.replace(url, copy.url))).toMatchObject(expired);
  expect(slack.callsOf('oauth.v2.access')).toHaveLength(1);
});

test('what Slack refuses or does not answer is said, and nothing is kept', async () => {
  const { slack, installs, row } = await aRoomOfMany(prisma);
  slack.fail('oauth.v2.access', { error: 'invalid_code' });
  expect(await installs({ team: 'TMARSH' })).toMatchObject({
    status: 400,
    body: expect.stringContaining('This link has expired'),
  });
  for (const fault of [{ error: 'bad_client_secret' }, { status: 500 }, { cut: true as const }]) {
    slack.fail('oauth.v2.access', fault);
    expect(await installs({ team: 'TMARSH' })).toMatchObject({
      status: 502,
      body: expect.stringContaining('Slack did not finish the installation'),
    });
  }
  expect(await row('TMARSH')).toBeNull();
});

test('an installation without a permission, or of another app than the one that is set, is undone', async () => {
  const { installs, row, oauth, another } = await aRoomOfMany(prisma);
  const page = await installs({ team: 'TMARSH', scopes: 'commands,chat:write' });
  expect(page).toMatchObject({ status: 403, body: expect.stringContaining('im:history') });
  const other = await another({ settings: { appId: 'AOTHER' } });
  expect(await other.installs({ team: 'TMARSH' })).toMatchObject({
    status: 403,
    body: expect.stringContaining('This is another app'),
  });
  expect(await row('TMARSH')).toBeNull();
  expect(oauth.tokenOf('TMARSH')).toBeUndefined();
});

test('names from Slack are shown as they are written, and a token is in no page and in no line of the log', async () => {
  const { installs, logged, oauth } = await aRoomOfMany(prisma, { workspaces: ['T1', 'TMARSH'] });
  const page = await installs({ team: 'T<script>' });
  expect(page.body).toContain('T&lt;script&gt;');
  expect(page.body).not.toContain('<script>');
  const kept = await installs({ team: 'TMARSH' });
  for (const text of [page.body, kept.body, logged.join('\n')]) expect(text).not.toMatch(/xoxb-|xoxe-|client secret/);
  expect(oauth.tokenOf('TMARSH')).toMatch(/^xoxb-/);
});
