// The whole program between workspaces that install it, hearing through sockets, with two copies over one database.
import { expect, onTestFinished, test } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readSettings } from '../../src/config.ts';
import { noLog } from '../../src/log.ts';
import { addressOf, testDatabase } from '../support/database.ts';
import { startFakeSlack } from '../support/fake-slack.ts';
import { FakeBrowser, FakeSlackOAuth } from '../support/fake-slack-oauth.ts';
import { FakeSlackSockets } from '../support/fake-slack-socket.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { KEY } from './a-workspace.ts';

const { connection, prisma } = await testDatabase();

test('Convenor is installed, heard and answered, removed and installed again, whichever copy has to do with it', async () => {
  const slack = await startFakeSlack();
  const oauth = new FakeSlackOAuth();
  const sockets = new FakeSlackSockets();
  await sockets.listen();
  oauth.rotates = true;
  Object.assign(slack, { oauth, sockets });
  slack.addUser('UHEAD');
  const settings = readSettings({
    MODE: 'development',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: await openTemporaryFolder(),
    DATABASE_URL: addressOf(connection),
    PUBLIC_URL: 'http://convenor.test',
    SECRET_KEY: KEY,
    SLACK_APP_TOKEN: sockets.appToken,
    SLACK_CLIENT_ID: oauth.clientId,
    SLACK_CLIENT_SECRET: oauth.clientSecret,
    SLACK_WORKSPACES: 'TMARSH',
    SLACK_API_URL: slack.apiUrl,
  });
  const apps: App[] = [await startApp(settings, noLog), await startApp(settings, noLog)];
  onTestFinished(async () => {
    for (const app of apps) await app.stop();
    await sockets.close();
    await slack.close();
  });
  const ready = async ({ address }: App) =>
    ((await (await fetch(`${address}/readyz`)).json()) as { troubles: string[] }).troubles;
  const installs = async ({ address }: App) => {
    const browser = new FakeBrowser();
    const { location } = await browser.opens(`${address}/slack/install`);
    const back = oauth.agree(location, { team: 'TMARSH' });
    return browser.opens(back.replace('http://convenor.test', address));
  };
  const asks = async (id: string, to: number) => {
    const typed = { command: '/board', text: 'help', user_id: 'UHEAD', channel_id: 'DHEAD', trigger_id: id };
    const sent = sockets.send('slash_commands', { team_id: 'TMARSH', api_app_id: oauth.appId, ...typed }, { to });
    return (await slack.until(() => sockets.acknowledged.get(sent))).payload;
  };

  await slack.until(() => sockets.connections === 2);
  expect(await ready(apps[0]!)).toEqual([expect.stringContaining('not installed in any Slack workspace yet')]);
  expect(await asks('before', 0)).toEqual({});
  expect((await installs(apps[0]!)).status).toBe(200);
  for (const to of [0, 1])
    expect(await asks(`installed ${to}`, to)).toMatchObject({ text: expect.stringContaining('no partnership yet') });
  const stored = await prisma.slackInstallation.findUniqueOrThrow({ where: { tenant: 'TMARSH' } });
  expect(Buffer.from(stored.refreshToken!).toString('latin1')).not.toContain('xoxe');

  oauth.uninstall('TMARSH');
  const event = { type: 'event_callback', event_id: 'Ev1', team_id: 'TMARSH', api_app_id: oauth.appId };
  const told = sockets.send('events_api', { ...event, event: { type: 'app_uninstalled' } }, { to: 1 });
  await slack.until(() => sockets.acknowledged.get(told));
  const gone = { removedAt: expect.any(Date), accessToken: null, refreshToken: null };
  expect(await prisma.slackInstallation.findUnique({ where: { tenant: 'TMARSH' } })).toMatchObject(gone);
  expect((await installs(apps[1]!)).status).toBe(200);
  expect(await asks('again', 1)).toMatchObject({ text: expect.stringContaining('no partnership yet') });
});
