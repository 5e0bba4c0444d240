// What Convenor finds out about Teams when it looks at itself: each line good once, and bad in each way with what to do.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { CheckQuestion, Finding } from '../../src/chat/contract.ts';
import { openTeamsCheck, type TeamsCheckOptions } from '../../src/teams/check.ts';
import { openTestRoom, TENANT } from '../support/teams-room.ts';

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Microsoft's page about its keys, as far as its time goes. */
async function keysAt(): Promise<string> {
  const server = http.createServer((_, response) => void response.end('{}')).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const GOOD = { tenants: [TENANT], isLocal: false };

async function look(
  options: Partial<TeamsCheckOptions> = {},
  question: Partial<CheckQuestion> = {},
): Promise<Record<string, Finding>> {
  const checkups = openTeamsCheck({
    ...{ settings: GOOD, token: async () => 'a token', timeoutMs: 2000, path: '/api/messages' },
    keysAt: await keysAt(),
    ...options,
  });
  const asked = {
    now: () => new Date(),
    knock: undefined,
    tenants: [],
    people: { joined: 0, unreachable: 0 },
    channels: [],
  };
  const all = checkups({ ...asked, ...question });
  const found = await Promise.all(
    all.map(async ({ title, look }) => [title.replace('Teams: ', ''), await look()] as const),
  );
  return Object.fromEntries(found);
}

const to = { conversationId: 1, tenant: TENANT, externalId: '19:x', kind: 'channel', address: {} } as const;

it('all is well: secret, tenants, time, endpoint, people and channels', async () => {
  const room = await openTestRoom({
    settings: {
      ...GOOD,
      appId: '7d3f3f0e-6c0b-4c5e-9a51-5d1c0e0a8f11',
      appPassword: 'p',
      appType: 'SingleTenant',
      tenantId: TENANT,
    },
  });
  const knock = async (path: string) => {
    const response = await fetch(`${room.url}${path}`, { method: 'POST', body: '{}' });
    return { status: response.status, body: await response.text() };
  };
  const channels = [{ board: 'Challenge Board', to, reason: null }];
  const found = await look(
    {},
    { knock, tenants: [TENANT.toUpperCase()], people: { joined: 12, unreachable: 0 }, channels },
  );
  await room.close();
  expect(Object.entries(found).map(([title, { isGood }]) => [title, isGood])).toEqual([
    ['app and secret', true],
    ['tenants', true],
    ['the time', true],
    ['reaches me', true],
    ['people', true],
    ['boards’ channels', true],
  ]);
  expect(found['reaches me']!.words).toBe('/api/messages turns away who is not known, as it should');
});

it('a secret that Microsoft does not take', async () => {
  const refused = Object.assign(new Error('AADSTS7000215: Invalid client secret provided.'), { name: 'ServerError' });
  const found = await look({ token: async () => Promise.reject(refused) });
  expect(found['app and secret']).toMatchObject({ isGood: false, words: 'Microsoft gives Convenor no token.' });
  expect(found['app and secret']!.next).toContain(
    'Compare MicrosoftAppId, MicrosoftAppPassword (the secret’s Value; it expires)',
  );
  expect(found['app and secret']!.next).not.toContain('AADSTS');
});

it('people of a tenant that is not heard any more', async () => {
  const found = await look({}, { tenants: [TENANT, '22222222-2222-3333-4444-555555555555'] });
  expect(found['tenants']).toEqual({
    isGood: false,
    words: 'people have joined from 22222222-2222-3333-4444-555555555555, who are not heard.',
    next: 'Add the tenant to TEAMS_TENANTS and start Convenor again.',
  });
});

it('a clock that is wrong', async () => {
  const found = await look({}, { now: () => new Date(Date.now() - 600_000) });
  expect(found['the time']).toMatchObject({ isGood: false, words: expect.stringContaining('behind Microsoft’s') });
});

it('an endpoint that lets strangers in, or is another program’s', async () => {
  const answered = async (status: number, body = '') =>
    (await look({}, { knock: async () => ({ status, body }) }))['reaches me']!;
  expect((await answered(202)).words).toBe('/api/messages answers 202, where an empty 401 is right.');
  expect((await answered(502, 'Bad gateway')).next).toContain('the messaging endpoint of your Azure Bot');
});

it('people who have not got the app, and channels from which it was removed', async () => {
  const channels = [
    { board: 'Challenge Board', to, reason: 'The Convenor app is not installed there.' },
    { board: 'Ash School', to, reason: null },
  ];
  const found = await look({}, { people: { joined: 12, unreachable: 3 }, channels });
  expect(found['people']).toMatchObject({ isGood: false, words: '3 of 12 who have joined cannot be reached.' });
  expect(found['boards’ channels']).toEqual({
    isGood: false,
    words: '1 of 2 could be reached by the last message.',
    next: 'Challenge Board: The Convenor app is not installed there.',
  });
});

it('trials on this machine need none of it', async () => {
  const found = await look({
    settings: { tenants: [], isLocal: true },
    keysAt: undefined,
    token: async () => undefined,
  });
  expect(Object.values(found).filter(({ isGood }) => isGood === false)).toEqual([]);
});
