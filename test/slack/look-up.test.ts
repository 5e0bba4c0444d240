import { expect, test } from 'vitest';
import type { Address, Message } from '../../src/chat/contract.ts';
import { NOT_INSTALLED, NoToken } from '../../src/slack/failures.ts';
import { openLookUp } from '../../src/slack/look-up.ts';
import { aRoom, minutesCard, toBoard } from './a-room.ts';

const KEY = 'minutes-ask:MIN-7:r2';
const message: Message = { summary: 'Minutes to approve', card: minutesCard(), key: KEY };
const toHead: Address = { ...toBoard, externalId: 'UHEAD', kind: 'personal' };
const now = () => ({ from: new Date(Date.now() - 5000), to: new Date() });

async function aHead() {
  const test = await aRoom();
  test.slack.addUser('UHEAD');
  const { platform } = test.room;
  return { ...test, platform, lookUp: platform.lookUp! };
}

test('a post that Slack took without saying so is found by an id that tells nothing, and can be edited', async () => {
  const { slack, platform, lookUp } = await aHead();
  slack.fail('chat.postMessage', { status: 502, accepted: true });
  expect(await platform.post(toHead, message)).toMatchObject({ kind: 'uncertain' });
  const [seen] = slack.seenIn('DHEAD');
  expect(JSON.stringify(seen!.metadata)).not.toMatch(/MIN-7|minutes/);
  const found = await lookUp(toHead, KEY, now());
  expect(found).toEqual({ kind: 'there', messageId: seen!.ts, address: { channel: 'DHEAD' } });
  const to = { ...toHead, address: { channel: 'DHEAD' } };
  expect(await platform.edit(to, seen!.ts, message)).toMatchObject({ kind: 'sent' });
  // Only what was written around the time of the try is asked for.
  const { oldest, latest } = slack.callsOf('conversations.history')[0]!.body;
  expect(Number(latest) - Number(oldest)).toBeLessThan(7 * 60);
});

test('another message, another time and a person’s own words are not taken for it', async () => {
  const { slack, platform, lookUp } = await aHead();
  await platform.post(toHead, { ...message, key: 'another' });
  expect(await lookUp(toHead, KEY, now())).toEqual({ kind: 'not-there' });
  await platform.post(toHead, message);
  const yesterday = { from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() - 86_000_000) };
  expect(await lookUp(toHead, KEY, yesterday)).toEqual({ kind: 'not-there' });
  Object.assign(slack.messages.at(-1)!, { byPerson: 'UHEAD' });
  expect(await lookUp(toHead, KEY, now())).toEqual({ kind: 'not-there' });
});

test('it is found behind many other messages, and nothing is said where there are too many', async () => {
  const { slack, platform, lookUp } = await aHead();
  await platform.post(toHead, message);
  const [wanted] = slack.seenIn('DHEAD');
  const chatter = (count: number) => {
    for (let i = 0; i < count; i++) slack.add({ channel: 'DHEAD', text: 'hello', blocks: [], byPerson: 'UHEAD' });
  };
  chatter(450);
  expect(await lookUp(toHead, KEY, now())).toMatchObject({ kind: 'there', messageId: wanted!.ts });
  expect(slack.callsOf('conversations.history')).toHaveLength(3);
  chatter(900);
  expect(await lookUp(toHead, KEY, now())).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(/\.$/) });
  expect(slack.callsOf('conversations.history')).toHaveLength(8);
});

test('where the permission to read is missing nobody can say, and Slack is not asked again', async () => {
  const { slack, platform, lookUp } = await aHead();
  slack.addChannel('CBOARD');
  await platform.post(toBoard, message);
  expect(await lookUp(toBoard, KEY, now())).toMatchObject({ kind: 'unknown' });
  expect(await lookUp(toBoard, KEY, now())).toMatchObject({ kind: 'unknown' });
  expect(slack.callsOf('conversations.history')).toHaveLength(1);
  // Of other places it says nothing.
  await platform.post(toHead, message);
  expect(await lookUp(toHead, KEY, now())).toMatchObject({ kind: 'there' });
});

test('in a channel it is found where the permission was given', async () => {
  const { slack, platform, lookUp } = await aHead();
  slack.addChannel('CBOARD');
  slack.histories.add('channels');
  await platform.post(toBoard, message);
  expect(await lookUp(toBoard, KEY, now())).toMatchObject({ kind: 'there', address: { channel: 'CBOARD' } });
});

test.each([
  ['cannot be reached', { cut: true as const }, { kind: 'later' }],
  ['asks to wait', { status: 429, retryAfter: 30 }, { kind: 'later', afterMs: 30_000 }],
  ['has a fault', { status: 503 }, { kind: 'later' }],
  ['answers with a web page', { status: 200, body: '<html>' }, { kind: 'later' }],
  ['answers without messages', { status: 200, body: '{"ok":true}' }, { kind: 'later' }],
  ['does not know the place', { error: 'channel_not_found' }, { kind: 'unknown' }],
])('when Slack %s, that says nothing of the message', async (_what, fault, expected) => {
  const { slack, platform, lookUp } = await aHead();
  await platform.post(toHead, message);
  slack.fail('conversations.history', fault);
  expect(await lookUp(toHead, KEY, now())).toMatchObject(expected);
  expect(await lookUp(toHead, KEY, now())).toMatchObject({ kind: 'there' });
});

test('an app that was removed meanwhile says nothing of the message: it is looked for when it is installed again', async () => {
  const lookUp = openLookUp({
    of: () => Promise.reject(new NoToken({ kind: 'refused', reason: NOT_INSTALLED, unreachable: true })),
    trouble: async () => undefined,
  });
  expect(await lookUp(toHead, KEY, now())).toEqual({ kind: 'later', reason: NOT_INSTALLED });
});
