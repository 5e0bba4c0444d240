import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Signing, sendSigned } from '../support/slack-signed.ts';
import { aRoom, SECRET } from './a-room.ts';

const FORM = 'application/x-www-form-urlencoded';
const BODY =
  'command=%2Fboard&text=status&team_id=TLEWISHAM1&user_id=U1&channel_id=C1&channel_name=general&trigger_id=t.1&response_url=http%3A%2F%2Flocalhost%2F';

function seconds(offset: number): number {
  return Math.floor(Date.now() / 1000) + offset;
}

const refused: [string, Partial<Signing> & { offset?: number }][] = [
  ['no signature', { headers: { 'x-slack-signature': undefined } }],
  ['no timestamp', { headers: { 'x-slack-request-timestamp': undefined } }],
  ['another secret', { secret: 'another secret' }],
  ['an empty signature', { signature: '' }],
  ['a version without a hash', { signature: 'v0=' }],
  ['another version', { signature: `v1=${'0'.repeat(64)}` }],
  ['a timestamp five minutes and a second old', { offset: -301 }],
  ['a timestamp five minutes and a second ahead', { offset: 301 }],
  ['a timestamp an hour ahead', { offset: 3600 }],
  ['a timestamp that is no number', { timestamp: 'now' }],
  ['a negative timestamp', { timestamp: '-1' }],
];

test.each(refused)('a request with %s is refused with nothing in the answer', async (_what, { offset, ...signing }) => {
  const now = new Date();
  const { url, door } = await aRoom({ now: () => now });
  const timestamp = offset === undefined ? {} : { timestamp: Math.floor(now.getTime() / 1000) + offset };
  const response = await sendSigned(`${url}/slack/events`, BODY, FORM, { secret: SECRET, ...timestamp, ...signing });
  expect(response).toMatchObject({ status: 401, body: '' });
  expect(door.requests).toEqual([]);
});

// Bolt looks at the real time too, for old requests: a slow machine must not make this one too old.
test.each([-240, 0, 300])('a request signed %i seconds from now is heard', async (offset) => {
  const now = new Date();
  const { url, door } = await aRoom({ now: () => now });
  const timestamp = Math.floor(now.getTime() / 1000) + offset;
  const response = await sendSigned(`${url}/slack/events`, BODY, FORM, { secret: SECRET, timestamp });
  expect(response.status).toBe(200);
  expect(door.requests).toHaveLength(1);
});

test('a body that was changed after signing is refused', async () => {
  const { url, door } = await aRoom();
  const timestamp = seconds(0);
  const hash = createHmac('sha256', SECRET).update(`v0:${timestamp}:${BODY}`).digest('hex');
  const signing = { secret: SECRET, timestamp, signature: `v0=${hash}` };
  expect((await sendSigned(`${url}/slack/events`, BODY.replace('U1', 'U2'), FORM, signing)).status).toBe(401);
  expect(door.requests).toEqual([]);
  expect((await sendSigned(`${url}/slack/events`, BODY, FORM, signing)).status).toBe(200);
});

test('a request that is sent again carries the same key, so that the door can tell', async () => {
  const { url, door } = await aRoom();
  await sendSigned(`${url}/slack/events`, BODY, FORM, { secret: SECRET });
  await sendSigned(`${url}/slack/events`, BODY, FORM, { secret: SECRET });
  expect(door.requests.map((request) => request.key)).toEqual(['t.1', 't.1']);
});

test.each([`${FORM}; charset=utf-8`, 'Application/X-WWW-Form-Urlencoded;charset=UTF-8'])(
  'a command sent as %s is heard',
  async (contentType) => {
    const { url, door } = await aRoom();
    expect((await sendSigned(`${url}/slack/events`, BODY, contentType, { secret: SECRET })).status).toBe(200);
    expect(door.requests).toHaveLength(1);
  },
);

test('Slack’s own unsigned check is answered, and nothing in it is heard', async () => {
  const { url, door } = await aRoom();
  const unsigned = { secret: SECRET, headers: { 'x-slack-signature': undefined } };
  expect((await sendSigned(`${url}/slack/events`, 'ssl_check=1&token=x', FORM, unsigned)).status).toBe(200);
  expect((await sendSigned(`${url}/slack/events`, `${BODY}&ssl_check=1`, FORM, unsigned)).status).toBe(200);
  expect(door.requests).toEqual([]);
});

test('Slack’s check of the address gets its challenge back', async () => {
  const { url } = await aRoom();
  const body = JSON.stringify({ type: 'url_verification', challenge: 'c-1' });
  const response = await sendSigned(`${url}/slack/events`, body, 'application/json', { secret: SECRET });
  expect(response).toMatchObject({ status: 200, json: { challenge: 'c-1' } });
});

const malformed: [string, string, string][] = [
  ['cut JSON', '{"type":', 'application/json'],
  ['a list', '[]', 'application/json'],
  ['null', 'null', 'application/json'],
  ['no body', '', 'application/json'],
  ['a form that is cut JSON', 'payload=%7B', FORM],
  ['two payloads', 'payload=%7B%7D&payload=%7B%7D', FORM],
  ['nesting 40,000 deep', `${'{"a":['.repeat(20_000)}`, 'application/json'],
];

test.each(malformed)('%s is refused as malformed, though signed', async (_what, body, contentType) => {
  const { url, door, logged } = await aRoom();
  expect(await sendSigned(`${url}/slack/events`, body, contentType, { secret: SECRET })).toMatchObject({
    status: 400,
    body: '',
  });
  expect(door.requests).toEqual([]);
  expect(logged.join()).not.toContain('payload');
});

const strange: [string, object][] = [
  ['an empty object', {}],
  ['a type nobody knows', { type: 'surprise' }],
  ['a press without anything', { type: 'block_actions' }],
  ['a press with odd types', { type: 'block_actions', actions: 'many', user: 7 }],
  ['a form without a view', { type: 'view_submission' }],
  ['a closed form', { type: 'view_closed', view: { id: 'V1' }, user: { id: 'U1' } }],
  ['a shortcut', { type: 'shortcut', callback_id: 'x', user: { id: 'U1' } }],
  ['a request for options', { type: 'block_suggestion', name: 'x', user: { id: 'U1' } }],
  ['an event without an event', { type: 'event_callback', event_id: 'Ev1' }],
  ['prototype keys', JSON.parse('{"__proto__":{"type":"block_actions"},"constructor":{"prototype":{}}}')],
];

test.each(strange)('%s is answered at once and reaches nobody', async (_what, odd) => {
  const { url, door, slack } = await aRoom();
  const payload = { ...odd, team: { id: slack.team } };
  const send = (body: string, type: string) => sendSigned(`${url}/slack/events`, body, type, { secret: SECRET });
  expect((await send(JSON.stringify(payload), 'application/json')).status).toBe(200);
  expect((await send(`payload=${encodeURIComponent(JSON.stringify(payload))}`, FORM)).status).toBe(200);
  expect(door.requests).toEqual([]);
});

test('a body over 256 KB is refused unread', async () => {
  const { url, door } = await aRoom();
  const large = `text=${'x'.repeat(300_000)}`;
  expect((await sendSigned(`${url}/slack/events`, large, FORM, { secret: SECRET })).status).toBe(413);
  expect(door.requests).toEqual([]);
});

test('anything but POST is told so', async () => {
  const { url } = await aRoom();
  expect((await fetch(`${url}/slack/events`)).status).toBe(405);
});

test('the other routes of the house read their own bodies', async () => {
  const { url } = await aRoom();
  const options = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
  expect((await fetch(`${url}/api/messages`, options)).status).toBe(202);
  expect((await fetch(`${url}/local`, options)).status).toBe(204);
});
