// S1: what the Teams gate lets in. Every case is a whole request over HTTP, with keys that only this test knows.
import http from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startApp } from '../../src/app.ts';
import { readSettings, SettingError, type TeamsSettings } from '../../src/config.ts';
import { noLog } from '../../src/log.ts';
import { openKeyRing } from '../../src/teams/keys.ts';
import { aKey, aToken, BotKeys, type PublishedKey } from '../support/bot-keys.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { openTestRoom, TENANT, type TestRoom } from '../support/teams-room.ts';

const APP_ID = '99999999-0000-4000-8000-000000000009';
const OTHER_APP = '88888888-0000-4000-8000-000000000008';
const SCHOOLS = '22222222-2222-4222-8222-222222222222';
const STRANGERS = '33333333-3333-4333-8333-333333333333';
const SERVICE = 'https://smba.trafficmanager.net/uk/';
const NOW = Date.parse('2026-11-25T09:00:00Z');
const SECONDS = NOW / 1000;

const SETTINGS: TeamsSettings = {
  appId: APP_ID,
  appPassword: 'not-a-real-one',
  appType: 'SingleTenant',
  tenantId: TENANT,
  tenants: [TENANT, SCHOOLS],
  isLocal: false,
};

const microsofts = aKey('microsoft-1');
const channelless = aKey('microsoft-other', ['webchat', 'slack']);
const unendorsed = aKey('microsoft-none', null);
const short = aKey('microsoft-short', ['msteams'], 1024);
const theirs = aKey('microsoft-1');
const unknown = aKey('nobody-knows');
const PUBLISHED = [microsofts, channelless, unendorsed, short];

let keys: BotKeys;
let t: TestRoom;
const logged: string[] = [];
const keep = (fields: object, message: string) => void logged.push(JSON.stringify([message, fields]));

beforeAll(async () => {
  keys = await BotKeys.open(PUBLISHED);
  t = await openTestRoom({
    settings: SETTINGS,
    mode: 'production',
    keysAt: keys.description,
    now: () => new Date(NOW),
    log: { debug: keep, info: keep, warn: keep, error: keep },
  });
});
afterAll(async () => {
  await t.close();
  await keys.close();
});
beforeEach(() => {
  t.door.requests.length = 0;
  logged.length = 0;
});

const CLAIMS = { iss: 'https://api.botframework.com', aud: APP_ID, serviceurl: SERVICE };
const claims = (changes: object = {}) => ({ ...CLAIMS, nbf: SECONDS - 60, exp: SECONDS + 3600, ...changes });
const good = (changes: object = {}, key: PublishedKey = microsofts, header = {}) =>
  `Bearer ${aToken(key, claims(changes), header)}`;

/** A press, which is answered in place: nothing has to be sent to Microsoft to see that it was heard. */
function activity(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: 'f:1',
    channelId: 'msteams',
    serviceUrl: SERVICE,
    conversation: { id: 'a:1', conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT } },
    from: { id: '29:ruth', aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000001' },
    recipient: { id: `28:${APP_ID}` },
    value: { action: { type: 'Action.Execute', verb: 'approve', data: { act: 'approve', t: 'tok-1' } } },
    ...changes,
  });
}

function send(authorization: string | undefined, body: string | Buffer = activity(), headers: object = {}) {
  return new Promise<{ status: number; body: string }>((resolve, reject) => {
    const request = http.request(`${t.url}/api/messages`, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}), ...headers },
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

const ENTRA = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const STS = `https://sts.windows.net/${TENANT}/`;
const tenantOf = (tenantId: unknown, channelTenant: unknown) => ({
  conversation: { id: 'a:1', conversationType: 'personal', tenantId },
  channelData: channelTenant === undefined ? {} : { tenant: { id: channelTenant } },
});

describe('heard', () => {
  const heard: [string, string, string?][] = [
    ['Microsoft’s token for this bot', good()],
    ['the scheme in small letters', good().replace('Bearer', 'bearer')],
    ['one that ended 4 minutes 59 seconds ago', good({ exp: SECONDS - 299 })],
    ['one that begins in 4 minutes 59 seconds', good({ nbf: SECONDS + 299 })],
    ['a person of a tenant that was named', good(), activity(tenantOf(SCHOOLS, SCHOOLS))],
    ['a tenant in capital letters', good(), activity(tenantOf(TENANT.toUpperCase(), TENANT))],
    ['a tenant that only the channel data tells', good(), activity(tenantOf(undefined, TENANT))],
    ['a tenant that only the conversation tells', good(), activity(tenantOf(TENANT, undefined))],
    [
      'another of Microsoft’s addresses',
      good({ serviceurl: 'https://europe.botframework.com/' }),
      activity({ serviceUrl: 'https://europe.botframework.com/' }),
    ],
  ];

  test.each(heard)('%s', async (_what, authorization, body) => {
    expect(await send(authorization, body)).toMatchObject({ status: 200 });
    expect(t.door.requests).toHaveLength(1);
  });
});

describe('refused with 401 and no word', () => {
  const notForUs: [string, string | undefined, string?][] = [
    // No token, or none that can be read.
    ['no token', undefined],
    ['an empty token', 'Bearer '],
    ['another scheme', 'Basic YTpi'],
    ['nonsense', 'Bearer nonsense'],
    ['two parts', 'Bearer e30.e30'],
    ['a header that is no JSON', 'Bearer bm8.e30.c2ln'],
    ['claims that are a list', `Bearer ${aToken(microsofts, [1])}`],
    ['a token of 9,000 characters', good({ more: 'x'.repeat(9000) })],
    // Who signed it, and how.
    ['no signature', good({}, microsofts, { alg: 'none' })],
    ['no signature, in capital letters', good({}, microsofts, { alg: 'NONE' })],
    ['HS256 with the public key as secret', good({}, microsofts, { alg: 'HS256' })],
    ['PS256', good({}, microsofts, { alg: 'PS256' })],
    ['RS512', good({}, microsofts, { alg: 'RS512' })],
    ['somebody else’s key under Microsoft’s id', good({}, theirs)],
    ['a key that nobody published', good({}, unknown)],
    ['no key id', good({}, microsofts, { kid: undefined })],
    ['a key id that is a number', good({}, microsofts, { kid: 7 })],
    ['a key id that is a prototype’s word', good({}, microsofts, { kid: '__proto__' })],
    ['a key that it brings itself', good({}, unknown, { jwk: unknown.publicKey.export({ format: 'jwk' }) })],
    ['a key at an address that it names', good({}, unknown, { jku: 'http://127.0.0.1:9/keys' })],
    ['a key of 1,024 bits', good({}, short)],
    ['a header that must be understood and is not', good({}, microsofts, { crit: ['x'], x: 1 })],
    ['claims changed after signing', tampered()],
    // Who it is from and for, and when.
    ['no issuer', good({ iss: undefined })],
    ['an issuer with a slash too many', good({ iss: 'https://api.botframework.com/' })],
    ['the government’s channel', good({ iss: 'https://api.botframework.us' })],
    ['the emulator, with a token of this tenant', good({ iss: ENTRA, ver: '2.0', azp: APP_ID, tid: TENANT })],
    ['the emulator, first version', good({ iss: STS, ver: '1.0', appid: APP_ID, tid: STRANGERS })],
    ['a skill', good({ iss: ENTRA, ver: '2.0', azp: OTHER_APP, appid: OTHER_APP })],
    ['the App Service extension', good({ iss: STS, aud: 'https://api.botframework.com' })],
    ['another bot', good({ aud: OTHER_APP })],
    ['no audience', good({ aud: undefined })],
    ['two audiences, ours among them', good({ aud: [APP_ID, OTHER_APP] })],
    ['this app id in other letters', good({ aud: `${APP_ID} ` })],
    ['one that ended 5 minutes ago', good({ exp: SECONDS - 300 })],
    ['one that ended 6 minutes ago', good({ exp: SECONDS - 360 })],
    ['one that never ends', good({ exp: undefined })],
    ['an end that is a word', good({ exp: 'never' })],
    ['one that begins in 5 minutes 1 second', good({ nbf: SECONDS + 301 })],
    ['one without a beginning', good({ nbf: undefined })],
    // Whether the activity is what the token vouches for.
    ['no address in the token', good({ serviceurl: undefined })],
    ['an address that is a number', good({ serviceurl: 7 })],
    ['the address under another name', good({ serviceurl: undefined, serviceUrl: SERVICE })],
    ['another address than the token’s', good(), activity({ serviceUrl: 'https://smba.trafficmanager.net/de/' })],
    ...['https://evil.example/', 'http://smba.trafficmanager.net/uk/', 'https://127.0.0.1/', 'https://[::1]/'].map(
      (url): [string, string, string] => [
        `${url}, though the token says so too`,
        good({ serviceurl: url }),
        activity({ serviceUrl: url }),
      ],
    ),
    ['another channel', good(), activity({ channelId: 'emulator' })],
    ['the channel in capital letters', good(), activity({ channelId: 'MSTEAMS' })],
    ['another channel, which the key vouches for', good(), activity({ channelId: 'webchat' })],
    ['a key that vouches for other channels', good({}, channelless)],
    ['a key that vouches for none', good({}, unendorsed)],
    ['a tenant that nobody named', good(), activity(tenantOf(STRANGERS, STRANGERS))],
    ['a stranger’s tenant behind a known one', good(), activity(tenantOf(TENANT, STRANGERS))],
    ['a known tenant behind a stranger’s', good(), activity(tenantOf(STRANGERS, TENANT))],
    ['no tenant', good(), activity(tenantOf(undefined, undefined))],
    ['an empty tenant', good(), activity(tenantOf('', undefined))],
  ];

  test('there are at least forty of them', () => {
    expect(notForUs.length).toBeGreaterThanOrEqual(40);
  });

  test.each(notForUs)('%s', async (_what, authorization, body) => {
    expect(await send(authorization, body)).toEqual({ status: 401, body: '' });
    expect(t.door.requests).toEqual([]);
    // Why is in the log, the token is not.
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/refused at the gate/);
    if (authorization && authorization.length > 20) expect(logged[0]).not.toContain(authorization.slice(7, 60));
  });

  function tampered(): string {
    const [head, , signature] = good().split('.');
    const payload = Buffer.from(JSON.stringify(claims({ serviceurl: 'https://x.botframework.com/' })));
    return `${head}.${payload.toString('base64url')}.${signature}`;
  }
});

describe('the order in which a request is looked at', () => {
  test('its length comes before its token', async () => {
    expect(await send(undefined, Buffer.alloc(300_000, 32))).toEqual({ status: 413, body: '' });
  });

  test('what does not say its length is cut off while it is read', async () => {
    const headers = { 'transfer-encoding': 'chunked' };
    // The connection may be gone before the answer can be read.
    const cut = { status: 413, body: '' };
    expect(await send(good(), Buffer.alloc(300_000, 32), headers).catch(() => cut)).toEqual(cut);
    expect(t.door.requests).toEqual([]);
  });

  test('its token comes before its words', async () => {
    expect(await send(undefined, '{')).toEqual({ status: 401, body: '' });
    expect(await send(good(), '{')).toEqual({ status: 400, body: '' });
  });
});

describe('Microsoft’s keys', () => {
  let clock: number;
  let page: BotKeys;
  const ring = () => openKeyRing({ description: page.description, now: () => new Date(clock) });
  const MINUTE = 60_000;
  const HOUR = 60 * MINUTE;

  beforeEach(async () => {
    clock = NOW;
    page = await BotKeys.open([microsofts]);
    return () => page.close();
  });

  test('are asked for once in a day, however many requests come at once', async () => {
    const { find } = ring();
    await Promise.all(Array.from({ length: 50 }, () => find('microsoft-1')));
    clock += 24 * HOUR - 1;
    expect(await find('microsoft-1')).toMatchObject({ endorsements: ['msteams', 'webchat'] });
    expect(page.asked).toBe(1);
    clock += 1;
    await find('microsoft-1');
    expect(page.asked).toBe(2);
  });

  test('are asked for once an hour for key ids that somebody makes up', async () => {
    const { find } = ring();
    await find('microsoft-1');
    for (let minute = 0; minute < 180; minute += 1) {
      clock += MINUTE;
      expect(await find(`made-up-${minute}`)).toBeUndefined();
    }
    expect(page.asked).toBe(4);
  });

  test('are found when Microsoft changes them, within the hour', async () => {
    const { find } = ring();
    await find('microsoft-1');
    page.published = [unknown];
    clock += HOUR;
    expect(await find('nobody-knows')).toBeDefined();
    expect(await find('microsoft-1')).toBeUndefined();
  });

  test.each(['status', 'redirect', 'elsewhere', 'nonsense'] as const)(
    'that cannot be had (%s) let nobody in, and are asked for again after ten seconds',
    async (fails) => {
      page.fails = fails;
      const { find } = ring();
      await expect(find('microsoft-1')).rejects.toThrow();
      const asked = page.asked;
      await expect(find('microsoft-1')).rejects.toThrow();
      expect(page.asked).toBe(asked);
      page.fails = undefined;
      clock += 10_000;
      expect(await find('microsoft-1')).toBeDefined();
    },
  );

  test('of yesterday serve for five days while the page is away, and no longer', async () => {
    const { find } = ring();
    await find('microsoft-1');
    page.fails = 'status';
    clock += 119 * HOUR;
    expect(await find('microsoft-1')).toBeDefined();
    clock += HOUR;
    await expect(find('microsoft-1')).rejects.toThrow();
  });

  test('that cannot be had make the endpoint say 503, so that Microsoft sends again', async () => {
    page.fails = 'status';
    const room = await openTestRoom({ settings: SETTINGS, mode: 'production', keysAt: page.description });
    const before = t;
    t = room;
    expect(await send(good())).toEqual({ status: 503, body: '' });
    t = before;
    await room.close();
  });
});

describe('settings', () => {
  const ID = { MicrosoftAppId: APP_ID };
  const half: [string, Record<string, string>][] = [
    ['an app id alone', ID],
    ['an app id and a secret', { ...ID, MicrosoftAppPassword: 'p' }],
    ['an app id and a tenant', { ...ID, MicrosoftAppTenantId: TENANT }],
    ['a secret alone', { MicrosoftAppPassword: 'p' }],
    ['a tenant alone', { MicrosoftAppTenantId: TENANT }],
    ['other tenants alone', { TEAMS_TENANTS: SCHOOLS }],
    ['a managed identity without its tenant', { ...ID, MicrosoftAppType: 'UserAssignedMSI' }],
    [
      'a managed identity with a secret',
      { ...ID, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppTenantId: TENANT, MicrosoftAppPassword: 'p' },
    ],
    ['many tenants, and none named', { ...ID, MicrosoftAppPassword: 'p', MicrosoftAppType: 'MultiTenant' }],
    ['local trials', { TEAMS_LOCAL: '1' }],
    ['local trials of a real app', { ...ID, MicrosoftAppPassword: 'p', TEAMS_LOCAL: '1' }],
  ];

  test.each(half)('with %s nothing starts in production', (_what, environment) => {
    expect(() => readSettings({ MODE: 'production', ...environment })).toThrow(SettingError);
  });

  test('without an app id there is no endpoint', async () => {
    const settings = readSettings({
      MODE: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: await openTemporaryFolder(),
    });
    const app = await startApp(settings, noLog);
    const post = (body: string, headers: object) =>
      fetch(`${app.address}/api/messages`, { method: 'POST', body, headers: { ...headers } });
    expect((await post(activity(), { 'content-type': 'application/json' })).status).toBe(404);
    expect((await post('{', { authorization: good() })).status).toBe(404);
    await app.stop();
  });
});
