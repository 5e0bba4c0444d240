import http from 'node:http';
import { createRequire } from 'node:module';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TeamsSettings } from '../../src/config.ts';
import { noLog } from '../../src/log.ts';
import { isLoopbackAddress, isServiceUrlAllowed } from '../../src/teams/hosts.ts';
import { openTeams } from '../../src/teams/index.ts';
import { FakeTeamsClient } from '../support/teams-client.ts';
import { LOCAL, openTestRoom, ScriptedDoor, TENANT, type TestRoom } from '../support/teams-room.ts';

const REAL: TeamsSettings = {
  appId: '99999999-0000-0000-0000-000000000009',
  appPassword: 'not-a-real-one',
  appType: 'SingleTenant',
  tenantId: TENANT,
  tenants: [TENANT],
  isLocal: false,
};

let t: TestRoom;
afterEach(() => t.close());

interface Got {
  status: number;
  body: string;
}

function send(body: string | Buffer, headers: Record<string, string> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${t.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    request.on('response', async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode!, body: Buffer.concat(chunks).toString('utf8') });
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('the endpoint tried locally', () => {
  beforeEach(async () => {
    t = await openTestRoom();
  });

  const good = () =>
    JSON.stringify(new FakeTeamsClient(t.teams, { name: 'Ruth', aadObjectId: 'a', tenant: TENANT }).message('status'));

  test('hears this machine', async () => {
    expect((await send(good())).status).toBe(200);
    expect(t.door.requests).toHaveLength(1);
  });

  test.each([
    ['a proxy', { 'x-forwarded-for': '127.0.0.1' }],
    ['a standard proxy', { forwarded: 'for=127.0.0.1' }],
    ['another name', { host: 'evil.example' }],
    ['a name made to look local', { host: 'localhost.evil.example' }],
    ['no readable name', { host: '[bad' }],
  ])('does not hear %s', async (_title, headers) => {
    expect((await send(good(), headers)).status).toBe(403);
    expect(t.door.requests).toEqual([]);
  });

  test.each(['localhost', '127.0.0.1:3978', '[::1]:3978'])('hears the name %s', async (host) => {
    expect((await send(good(), { host })).status).toBe(200);
  });

  test('knows this machine by its socket', () => {
    expect(['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'].every((address) => isLoopbackAddress(address))).toBe(
      true,
    );
    expect(
      ['10.0.0.1', '::ffff:10.0.0.1', '0.0.0.0', undefined, 'localhost'].some((address) => isLoopbackAddress(address)),
    ).toBe(false);
  });

  test.each([
    ['no type (T1)', '{"a":1}', {}, 400],
    ['a number as type', '{"type":7}', {}, 400],
    ['a list', '[]', {}, 400],
    ['not JSON', '{', {}, 400],
    ['a bare string', '"x"', {}, 400],
    ['nothing', '', {}, 400],
    ['another content type', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['text that is JSON', '{"type":"message"}', { 'content-type': 'text/plain' }, 415],
    ['an unknown encoding', '{}', { 'content-encoding': 'zstd-9' }, 415],
    ['more than 256 KB', `{"type":"${'x'.repeat(300_000)}"}`, {}, 413],
    ['5 MiB', Buffer.alloc(5 * 1024 * 1024, 32), {}, 413],
  ])('answers %s with a status and no stack', async (_title, body, headers, status) => {
    const got = await send(body, headers);
    expect(got.status).toBe(status);
    expect(got.body).not.toMatch(/\n| at |node_modules|Error/);
    expect((await send(good())).status).toBe(200);
  });

  test('refuses deep nesting before it is parsed, and takes prototype keys for what they are', async () => {
    const activity = JSON.parse(good());
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    const body = (depth: number) =>
      JSON.stringify({ ...activity, text: '' }).replace(/}$/, `,"value":${nested(depth)},"__proto__":{"isLocal":1}}`);
    for (const depth of [32, 50_000, 100_000]) expect((await send(body(depth))).status).toBe(400);
    expect((await send(body(31))).status).toBe(200);
    expect(({} as { isLocal?: number }).isLocal).toBeUndefined();
  });

  test.each([
    { text: 7 },
    { text: {} },
    { entities: 'x' },
    { entities: [null, 1, { type: 'mention' }, { type: 'mention', mentioned: {} }] },
    { from: [] },
    { channelData: 'x' },
    { recipient: null },
    { id: 9 },
    { value: 'x', text: null },
  ])('stands wrong types inside an activity: %j', async (part) => {
    expect((await send(JSON.stringify({ ...JSON.parse(good()), ...part }))).status).toBe(200);
  });

  test('stands a mention without a text (T8)', async () => {
    const { text: _, ...activity } = JSON.parse(good());
    const entities = [
      { type: 'mention', text: '<at>Convenor</at>', mentioned: { id: '28:convenor', name: 'Convenor' } },
    ];
    expect((await send(JSON.stringify({ ...activity, entities }))).status).toBe(200);
  });

  test('does not answer to another machine', async () => {
    const activity = { ...JSON.parse(good()), serviceUrl: 'https://smba.trafficmanager.net/uk/' };
    expect((await send(JSON.stringify(activity))).status).toBe(403);
  });
});

describe('the endpoint of a real app', () => {
  beforeEach(async () => {
    t = await openTestRoom({ settings: REAL, mode: 'production' });
  });

  test('says 401 without a word to whoever brings no token, before reading anything (T2)', async () => {
    expect(await send('{')).toEqual({ status: 401, body: '' });
    expect(t.door.requests).toEqual([]);
  });

  test('sends only to Microsoft, over HTTPS', () => {
    const allowed = [
      'https://smba.trafficmanager.net/uk/',
      'https://smba.trafficmanager.net/teams',
      'https://directline.botframework.com/',
    ];
    const refused = [
      'http://smba.trafficmanager.net/',
      'https://smba.trafficmanager.net.evil.example/',
      'https://smba.trafficmanager.net@evil.example/',
      'https://user:secret@smba.trafficmanager.net/',
      'https://smba.trafficmanager.net:8443/',
      'https://evilbotframework.com/',
      'https://other.trafficmanager.net/',
      'http://127.0.0.1/',
      'https://[::1]/',
      '',
    ];
    expect(allowed.filter((url) => !isServiceUrlAllowed(url, false))).toEqual([]);
    expect(refused.filter((url) => isServiceUrlAllowed(url, false))).toEqual([]);
  });
});

describe('opening the room', () => {
  beforeEach(async () => {
    t = await openTestRoom();
  });

  test('without authentication is refused in production, and without an app id anywhere but locally (T2)', async () => {
    const rest = { door: new ScriptedDoor(), log: noLog };
    await expect(openTeams({ ...rest, settings: LOCAL, mode: 'production' })).rejects.toThrow('not for production');
    await expect(openTeams({ ...rest, settings: { ...REAL, appId: '' }, mode: 'production' })).rejects.toThrow(
      'app id',
    );
  });

  test('the renderer that checks cards loads as plain Node loads it (T6)', () => {
    const { AdaptiveCard } = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as {
      AdaptiveCard: unknown;
    };
    expect(AdaptiveCard).toBeTypeOf('function');
  });
});
