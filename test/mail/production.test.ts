// With a mail server and nothing else a partnership is reached by e-mail alone; without one there is no page for it.
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readSettings } from '../../src/config.ts';
import { noLog } from '../../src/log.ts';
import { aPartnership, type World } from '../contract/world.ts';
import { addressOf, testDatabase } from '../support/database.ts';
import { FakeSmtp } from '../support/fake-smtp.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { invited, mailAt } from '../support/mail-person.ts';

const PUBLIC_URL = 'https://convenor.council.example';

const { prisma, connection } = await testDatabase();
let world: World;
let smtp: FakeSmtp;
let app: App | undefined;
beforeAll(async () => {
  world = await aPartnership(prisma);
  smtp = await FakeSmtp.open();
});
afterAll(async () => {
  await app?.stop();
  await smtp.close();
});

async function inProduction(more: Record<string, string>): Promise<App> {
  await app?.stop();
  app = undefined;
  const settings = readSettings({
    MODE: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: await openTemporaryFolder(),
    DATABASE_URL: addressOf({ ...inject('server'), database: connection.database }),
    SECRET_KEY: 'a key for this test only, thirty-two characters',
    ...more,
  });
  app = await startApp(settings, noLog);
  return app;
}

const statusOf = async ({ address }: App, path: string, init?: RequestInit) =>
  (await fetch(`${address}${path}`, init)).status;

describe('in production', () => {
  test('with a mail server alone, somebody is invited by e-mail and opens a page of their own, which is the only one', async () => {
    const program = await inProduction({ SMTP_URL: smtp.url, MAIL_FROM: 'convenor@council.example', PUBLIC_URL });
    expect(program.house.platforms.map(({ name }) => name)).toEqual(['mail']);
    for (const path of ['/', '/local/js/app.js', '/api/local/home', '/slack/events', '/api/messages'])
      expect(await statusOf(program, path), path).toBe(404);

    const ada = await world.governor('Ada Okafor');
    await invited(prisma, ada, 'ada@governors.example');
    program.house.delivery.wake();
    const { link } = await mailAt(smtp, 'ada@governors.example');
    expect(link).toMatch(/^https:\/\/convenor\.council\.example\/m\/[\w-]+$/);
    expect(await statusOf(program, new URL(link).pathname)).toBe(200);
    const entered = await fetch(`${program.address}/m/api/enter`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: PUBLIC_URL },
      body: JSON.stringify({ token: link.split('/').pop() }),
    });
    expect(entered.status).toBe(200);
    // The cookie is a key: it goes over https only.
    expect(entered.headers.get('set-cookie')).toMatch(/; Secure/);
  });

  test('without a mail server, no e-mail is written anywhere and nothing of its page is there', async () => {
    const program = await inProduction({});
    expect(program.house.platforms).toEqual([]);
    for (const path of ['/m', '/m/', '/m/a-link', '/m/page/css/mail.css', '/m/api/messages'])
      expect(await statusOf(program, path), path).toBe(404);
    const deed = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"token":"a-link"}' };
    expect(await statusOf(program, '/m/api/enter', deed)).toBe(404);
  });
});
