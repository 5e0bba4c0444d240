// S2: what the Slack gate lets in, and that hearing it again changes nothing.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeJoinCode } from '../../src/people/index.ts';
import { aPartnership, type World } from '../contract/world.ts';
import { aRoom, SECRET } from '../slack/a-room.ts';
import { type Around, SIGNING_SECRET, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { type SlackResponse, sendSigned } from '../support/slack-signed.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSONS = 'application/json';
const TEAM = 'TLEWISHAM1';
const APP = 'ACONVENOR';

const slash = (changes: Record<string, string> = {}) =>
  new URLSearchParams({
    command: '/board',
    text: 'status',
    team_id: TEAM,
    api_app_id: APP,
    user_id: 'U1',
    channel_id: 'D1',
    channel_name: 'directmessage',
    trigger_id: 't.1',
    ...changes,
  }).toString();
const press = (changes: object = {}) =>
  `payload=${encodeURIComponent(
    JSON.stringify({
      type: 'block_actions',
      team: { id: TEAM },
      api_app_id: APP,
      user: { id: 'U1', team_id: TEAM },
      channel: { id: 'D1', name: 'directmessage' },
      container: { type: 'message', message_ts: '1.1' },
      actions: [{ type: 'button', action_ts: '2.2', value: JSON.stringify({ act: 'approve', t: 'tok' }) }],
      ...changes,
    }),
  )}`;
const words = (changes: object = {}) =>
  JSON.stringify({
    type: 'event_callback',
    event_id: 'Ev1',
    team_id: TEAM,
    api_app_id: APP,
    authorizations: [{ team_id: TEAM, enterprise_id: null, user_id: 'UBOT', is_bot: true }],
    event: { type: 'message', channel_type: 'im', channel: 'D1', user: 'U1', text: 'status', ts: '1.1' },
    ...changes,
  });
/** The three ways in which people speak to the bot, each with the same envelope changed. */
const ways = (flat: Record<string, string>, nested: object, event: object = flat): [string, string, string][] => [
  ['a command', slash(flat), FORM],
  ['a press', press(nested), FORM],
  ['typed words', words(event), JSONS],
];

describe('the time of a signature', () => {
  const NOW = Date.parse('2026-11-25T09:00:00Z');
  test.each([
    [-3600, 401],
    [-301, 401],
    [-300, 200],
    [-299, 200],
    [0, 200],
    [299, 200],
    [300, 200],
    [301, 401],
    [3600, 401],
  ])('%i seconds from now is answered with %i', async (offset, status) => {
    const { url, door } = await aRoom({ now: () => new Date(NOW) });
    const timestamp = NOW / 1000 + offset;
    expect(await sendSigned(`${url}/slack/events`, slash(), FORM, { secret: SECRET, timestamp })).toMatchObject({
      status,
    });
    expect(door.requests).toHaveLength(status === 200 ? 1 : 0);
  });

  test('is signed too: another time under the same signature is refused', async () => {
    const { url, door } = await aRoom({ now: () => new Date(NOW) });
    const hash = createHmac('sha256', SECRET)
      .update(`v0:${NOW / 1000 - 400}:${slash()}`)
      .digest('hex');
    const signing = { secret: SECRET, timestamp: NOW / 1000, signature: `v0=${hash}` };
    expect((await sendSigned(`${url}/slack/events`, slash(), FORM, signing)).status).toBe(401);
    expect(door.requests).toEqual([]);
  });
});

describe('a body that was changed after it was signed', () => {
  const changed: [string, (body: string) => string][] = [
    ['one letter', (body) => body.replace('U1', 'U2')],
    ['one field more', (body) => `${body}&user_id=U2`],
    ['a space at the end', (body) => `${body} `],
    ['nothing left of it', () => ''],
    ['the same fields in another order', (body) => body.split('&').reverse().join('&')],
    ['the same words written otherwise', (body) => body.replace('status', '%73tatus')],
  ];
  test.each(changed)('by %s is refused with no word', async (_what, change) => {
    const { url, door } = await aRoom();
    const timestamp = Math.floor(Date.now() / 1000);
    const hash = createHmac('sha256', SECRET).update(`v0:${timestamp}:${slash()}`).digest('hex');
    const signing = { secret: SECRET, timestamp, signature: `v0=${hash}` };
    expect(await sendSigned(`${url}/slack/events`, change(slash()), FORM, signing)).toMatchObject({
      status: 401,
      body: '',
    });
    expect(door.requests).toEqual([]);
  });
});

describe('whose it is', () => {
  const heard = async (room: Awaited<ReturnType<typeof aRoom>>, body: string, type: string): Promise<SlackResponse> =>
    sendSigned(`${room.url}/slack/events`, body, type, { secret: SECRET });

  test.each(ways({}, {}))('%s of this workspace is heard', async (_way, body, type) => {
    const room = await aRoom();
    expect((await heard(room, body, type)).status).toBe(200);
    expect(room.door.requests).toHaveLength(1);
  });

  const strange: [string, [string, string, string][]][] = [
    ['another workspace', ways({ team_id: 'TEVIL' }, { team: { id: 'TEVIL' } })],
    ['no workspace', ways({ team_id: '' }, { team: null })],
    ['another organisation', ways({ enterprise_id: 'EEVIL' }, { enterprise: { id: 'EEVIL' } })],
    ['another app', ways({ api_app_id: 'AEVIL' }, { api_app_id: 'AEVIL' })],
    ['no app', ways({ api_app_id: '' }, { api_app_id: undefined })],
  ];
  const cases = strange.flatMap(([from, each]) => each.map(([way, ...rest]) => [way, from, ...rest] as const));
  test.each(cases)('%s from %s is refused, and Slack need not try again', async (_way, _from, body, type) => {
    const room = await aRoom({ settings: { appId: APP } });
    expect(await heard(room, body, type)).toMatchObject({ status: 403, body: '' });
    expect(room.door.requests).toEqual([]);
    expect(room.logged.join()).toContain('refused at the gate');
  });

  test('Slack is asked once which workspace it is, and not at all if the setting says it', async () => {
    const asked = await aRoom();
    for (let count = 0; count < 3; count += 1) await heard(asked, slash({ trigger_id: `t.${count}` }), FORM);
    expect(asked.slack.callsOf('auth.test')).toHaveLength(1);
    const told = await aRoom({ settings: { teamId: TEAM } });
    expect((await heard(told, slash(), FORM)).status).toBe(200);
    expect((await heard(told, slash({ team_id: 'TEVIL' }), FORM)).status).toBe(403);
    expect(told.slack.callsOf('auth.test')).toHaveLength(0);
  });

  test('the app that Slack names with the token is the one that is heard', async () => {
    const room = await aRoom({ slack: (slack) => Object.assign(slack.told, { app_id: APP }) });
    expect((await heard(room, slash({ api_app_id: 'AEVIL' }), FORM)).status).toBe(403);
    expect((await heard(room, slash(), FORM)).status).toBe(200);
  });

  test('a workspace of an organisation is heard with it, and not with another', async () => {
    const room = await aRoom({ slack: (slack) => Object.assign(slack.told, { enterprise_id: 'ETRUST' }) });
    expect((await heard(room, slash({ enterprise_id: 'ETRUST' }), FORM)).status).toBe(200);
    expect((await heard(room, slash({ enterprise_id: 'EEVIL' }), FORM)).status).toBe(403);
  });

  test('an app that is installed for an organisation hears each of its workspaces and no other', async () => {
    const told = { enterprise_id: 'ETRUST', is_enterprise_install: true };
    const room = await aRoom({ slack: (slack) => Object.assign(slack.told, told) });
    expect((await heard(room, slash({ team_id: 'TSCHOOL', enterprise_id: 'ETRUST' }), FORM)).status).toBe(200);
    expect((await heard(room, press({ team: null, enterprise: { id: 'ETRUST' } }), FORM)).status).toBe(200);
    expect((await heard(room, slash({ team_id: 'TSCHOOL' }), FORM)).status).toBe(403);
    const byName = await aRoom({ settings: { teamId: 'ETRUST' } });
    expect((await heard(byName, slash({ team_id: 'TSCHOOL', enterprise_id: 'ETRUST' }), FORM)).status).toBe(200);
    expect((await heard(byName, slash(), FORM)).status).toBe(403);
  });

  test('what happened in a channel that others share is heard if it was told to us', async () => {
    const room = await aRoom();
    const shared = { team_id: 'TOTHERS', is_ext_shared_channel: true };
    expect((await heard(room, words(shared), JSONS)).status).toBe(200);
    const theirs = [{ team_id: 'TOTHERS', enterprise_id: null }];
    expect((await heard(room, words({ ...shared, event_id: 'Ev2', authorizations: theirs }), JSONS)).status).toBe(403);
  });

  test('while Slack cannot say whose the token is nobody is heard, and Slack sends again', async () => {
    const room = await aRoom();
    room.slack.fail('auth.test', { error: 'invalid_auth' }, 1);
    expect((await heard(room, slash(), FORM)).status).toBe(503);
    expect(room.door.requests).toEqual([]);
    expect((await heard(room, slash(), FORM)).status).toBe(200);
  });
});

describe('traps of the platform', () => {
  test('the unsigned check of the certificate is answered, and opens nothing', async () => {
    const { url, door } = await aRoom();
    const unsigned = { secret: SECRET, headers: { 'x-slack-signature': undefined } };
    expect((await sendSigned(`${url}/slack/events`, 'ssl_check=1&token=x', FORM, unsigned)).status).toBe(200);
    expect((await sendSigned(`${url}/slack/events`, `${slash()}&ssl_check=1`, FORM, unsigned)).status).toBe(200);
    expect((await sendSigned(`${url}/slack/events`, `${slash()}&ssl_check=0`, FORM, unsigned)).status).toBe(401);
    expect(door.requests).toEqual([]);
  });

  test('what nobody here knows is answered at once, not after three seconds with 404', async () => {
    const { url } = await aRoom();
    const unknown = [
      [press({ type: 'message_action', callback_id: 'x' }), FORM],
      [press({ type: 'block_suggestion' }), FORM],
      [words({ event: { type: 'reaction_added', user: 'U1' } }), JSONS],
      [slash({ command: '/another' }), FORM],
    ] as const;
    for (const [body, type] of unknown) {
      const started = performance.now();
      expect((await sendSigned(`${url}/slack/events`, body, type, { secret: SECRET })).status).toBe(200);
      expect(performance.now() - started).toBeLessThan(2500);
    }
  });

  test('a command that other listeners could take too is answered once', async () => {
    const { url, door, logged } = await aRoom();
    expect((await sendSigned(`${url}/slack/events`, slash(), FORM, { secret: SECRET })).status).toBe(200);
    expect(door.requests).toHaveLength(1);
    expect(logged.join()).not.toMatch(/ack_multiple|Slack library/);
  });

  test('a press with several actions is one deed', async () => {
    const { url, door } = await aRoom();
    const button = { type: 'button', value: JSON.stringify({ act: 'approve', t: 'tok' }) };
    const both = [button, button].map((one, at) => ({ ...one, action_ts: `2.${at}` }));
    expect((await sendSigned(`${url}/slack/events`, press({ actions: both }), FORM, { secret: SECRET })).status).toBe(
      200,
    );
    expect(door.requests).toHaveLength(1);
  });

  test.each([
    ['cut JSON', '{"type":', JSONS],
    ['JSON 40,000 deep', '{"a":['.repeat(20_000), JSONS],
    ['a number', '7', JSONS],
    ['two payloads', 'payload=%7B%7D&payload=%7B%7D', FORM],
    ['a payload that is a list', 'payload=%5B%5D', FORM],
    ['an empty form', '', FORM],
    ['bytes that are no text', '\u0000\ufffd\ufffe', JSONS],
  ])('%s is refused as malformed, though signed', async (_what, body, type) => {
    const { url, door } = await aRoom();
    expect(await sendSigned(`${url}/slack/events`, body, type, { secret: SECRET })).toMatchObject({
      status: 400,
      body: '',
    });
    expect(door.requests).toEqual([]);
  });
});

describe('the same request again', () => {
  let around: Around;
  let world: World;

  beforeAll(async () => {
    const database = await testDatabase();
    world = await aPartnership(database.prisma);
    around = await startAround({ database: database.connection.database, paceMs: 0 });
    const { code } = await database.prisma.$transaction((tx) => makeJoinCode(tx, world.clerk.id, new Date()));
    const joined = await send(slash({ text: `join ${code}`, trigger_id: 'join.1' }), FORM);
    expect(joined.body).toMatch(/Welcome/);
  });
  afterAll(async () => {
    await around.close();
  });

  const send = (body: string, type: string, timestamp?: number) =>
    sendSigned(`${around.url}/slack/events`, body, type, {
      secret: SIGNING_SECRET,
      ...(timestamp === undefined ? {} : { timestamp }),
    });
  const actions = (what: string) => world.prisma.action.count({ where: { what } });

  test('a command that is replayed to the letter, five times at once and five after, has one effect', async () => {
    const timestamp = Math.floor(Date.now() / 1000);
    const body = slash({ text: 'action add Replayed owner Miriam Stein by 1 July', trigger_id: 'replay.1' });
    const sent = await Promise.all(Array.from({ length: 5 }, () => send(body, FORM, timestamp)));
    for (let again = 0; again < 5; again += 1) sent.push(await send(body, FORM, timestamp));
    expect(sent.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await actions('Replayed')).toBe(1);
  });

  test('typed words that Slack sends again, and again with another signature, have one effect', async () => {
    const event = (text: string) => ({
      type: 'message',
      channel_type: 'im',
      channel: 'D1',
      user: 'U1',
      text,
      ts: '9.9',
    });
    const body = words({ event_id: 'EvTwice', event: event('action add Said once owner Miriam Stein by 1 July') });
    for (const back of [0, 60, 200])
      expect((await send(body, JSONS, Math.floor(Date.now() / 1000) - back)).status).toBe(200);
    expect(await actions('Said once')).toBe(1);
  });
});
