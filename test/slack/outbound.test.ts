import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { Address, Message } from '../../src/chat/contract.ts';
import { noLog } from '../../src/log.ts';
import { openSlack } from '../../src/slack/index.ts';
import { buttonsIn, saidIn } from '../support/fake-slack.ts';
import type { SlackFault } from '../support/slack-faults.ts';
import { aRoom, minutesCard, SECRET, scriptedDoor, toBoard } from './a-room.ts';

const message: Message = { summary: 'Minutes to approve', card: minutesCard(), key: 'minutes-ask:MIN-7:r2' };

async function aBoard(options: { timeoutMs?: number } = {}) {
  const test = await aRoom(options);
  test.slack.addChannel('CBOARD');
  return { ...test, platform: test.room.platform };
}

test('a card is posted with its key, its words for screen readers, and nothing that mentions anybody', async () => {
  const { slack, platform } = await aBoard();
  expect(platform).toMatchObject({ name: 'slack', paceMs: 1000 });
  const outcome = await platform.post(toBoard, message);
  const [seen] = slack.seenIn('CBOARD');
  expect(outcome).toEqual({ kind: 'sent', messageId: seen!.ts, address: { channel: 'CBOARD' } });
  expect(seen).toMatchObject({
    text: 'Minutes of the Marsh Lane board\nApproved: 1 of 3 governors',
    metadata: { event_type: 'convenor_post', event_payload: { id: expect.stringMatching(/^[\w-]{43}$/) } },
  });
  expect(buttonsIn(seen!)).toHaveLength(3);
  expect(slack.callsOf('chat.postMessage')[0]!.body).toMatchObject({
    link_names: 'false',
    parse: 'none',
    unfurl_links: 'false',
  });
  expect(slack.violations).toEqual([]);
});

test('a person is written to by user id, and edited where Slack put the message', async () => {
  const { slack, platform } = await aBoard();
  slack.addUser('UHEAD');
  const toHead: Address = { ...toBoard, externalId: 'UHEAD', kind: 'personal' };
  const sent = await platform.post(toHead, message);
  expect(sent).toMatchObject({ kind: 'sent', address: { channel: 'DHEAD' } });
  const { messageId, address } = sent as { messageId: string; address: Address['address'] };
  const later = { ...message, card: minutesCard(7, 'Approved by all') };
  expect(await platform.edit({ ...toHead, address }, messageId, later)).toEqual({ kind: 'sent', messageId });
  expect(slack.seenIn('DHEAD').map(saidIn)).toEqual([expect.stringContaining('Approved by all')]);
});

type Expected = { kind: string; unreachable?: boolean; gone?: boolean; afterMs?: number };
const refused = { kind: 'refused' };
const unreachable = { kind: 'refused', unreachable: true };
const later = { kind: 'later' };
const uncertain = { kind: 'uncertain' };

const faults: [string, SlackFault, Expected, Expected][] = [
  [
    'asks to slow down for 7 seconds',
    { status: 429, retryAfter: 7 },
    { ...later, afterMs: 7000 },
    { ...later, afterMs: 7000 },
  ],
  ['asks to slow down without saying how long', { status: 429 }, later, later],
  ['asks to slow down in its answer', { error: 'ratelimited' }, later, later],
  ['does not show the channel', { error: 'channel_not_found' }, unreachable, unreachable],
  ['says the bot is not there', { error: 'not_in_channel' }, unreachable, unreachable],
  ['says the channel is archived', { error: 'is_archived' }, unreachable, unreachable],
  ['does not know the person', { error: 'user_not_found' }, unreachable, unreachable],
  ['says the account is inactive', { error: 'account_inactive' }, unreachable, unreachable],
  ['has the messages tab off', { error: 'messages_tab_disabled' }, unreachable, unreachable],
  ['says the person is a bot', { error: 'cannot_dm_bot' }, unreachable, unreachable],
  ['has withdrawn the token', { error: 'token_revoked' }, unreachable, unreachable],
  ['does not accept the token', { error: 'invalid_auth' }, unreachable, unreachable],
  ['has lost the message', { error: 'message_not_found' }, { ...refused, gone: true }, { ...refused, gone: true }],
  ['finds the text too long', { error: 'msg_too_long' }, refused, refused],
  ['finds the blocks wrong', { error: 'invalid_blocks' }, refused, refused],
  ['gives a reason nobody knows', { error: 'new_reason' }, refused, refused],
  ['has a fault of its own', { error: 'internal_error' }, uncertain, later],
  ['answers 503', { status: 503 }, uncertain, later],
  ['answers 502 after taking it', { status: 502, accepted: true }, uncertain, later],
  ['answers with a web page', { status: 200, body: '<html>Gateway</html>' }, uncertain, later],
  ['answers with nothing', { status: 200, body: '' }, uncertain, later],
  ['answers 403', { status: 403 }, refused, refused],
  ['cuts the connection', { cut: true }, uncertain, later],
  ['cuts the connection after taking it', { cut: true, accepted: true }, uncertain, later],
  ['never answers', { hang: true }, uncertain, later],
];

test.each(faults)('when Slack %s, delivery is told what it means', async (_what, fault, onPost, onEdit) => {
  const { slack, platform } = await aBoard('hang' in fault ? { timeoutMs: 300 } : {});
  slack.fail('chat.postMessage', fault);
  slack.fail('chat.update', fault);
  const post = await platform.post(toBoard, message);
  const edit = await platform.edit(toBoard, '1772700000.000001', message);
  expect(post).toMatchObject(onPost);
  expect(edit).toMatchObject(onEdit);
  for (const outcome of [post, edit]) expect('reason' in outcome && outcome.reason).toMatch(/^\S.*\.$/);
  // One try each: only delivery repeats.
  expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
  expect(slack.callsOf('chat.update')).toHaveLength(1);
});

test('one channel that must slow down does not stop the others', async () => {
  const { slack, platform } = await aBoard();
  slack.addChannel('COTHER');
  slack.fail('chat.postMessage', { status: 429, retryAfter: 60 });
  const outcomes = await Promise.all([
    platform.post(toBoard, message),
    platform.post({ ...toBoard, externalId: 'COTHER' }, message),
  ]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['later', 'sent']);
});

test('when Slack cannot be reached, the message waits', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const settings = {
    signingSecret: SECRET,
    botToken: 'xoxb-1',
    apiUrl: `http://127.0.0.1:${port}/api/`,
    installing: undefined,
    appToken: undefined,
    teamId: undefined,
    appId: undefined,
    command: '/board',
  };
  const { platform } = await openSlack({ settings, door: scriptedDoor(), log: noLog });
  expect(await platform.post(toBoard, message)).toMatchObject({ kind: 'later' });
  expect(await platform.trouble()).toBe('Slack could not be reached.');
});

test('a wrong token is told in words that say where to find the right one', async () => {
  const { slack } = await aBoard();
  const settings = {
    signingSecret: SECRET,
    botToken: 'xoxb-wrong',
    apiUrl: slack.apiUrl,
    installing: undefined,
    appToken: undefined,
    teamId: undefined,
    appId: undefined,
    command: '/board',
  };
  const { platform } = await openSlack({ settings, door: scriptedDoor(), log: noLog });
  expect(await platform.trouble()).toMatch(/SLACK_BOT_TOKEN/);
});

test('a connection that works has no trouble', async () => {
  const { slack, platform } = await aBoard();
  expect(await platform.trouble()).toBeUndefined();
  expect(await platform.trouble()).toBeUndefined();
  expect(slack.callsOf('auth.test')).toHaveLength(1);
});

test('nothing that is sent or fails puts people’s words in the log', async () => {
  const { slack, platform, logged } = await aBoard();
  slack.fail('chat.postMessage', { error: 'invalid_blocks' });
  await platform.post(toBoard, { ...message, card: minutesCard(7, 'canary-words') });
  await platform.post(toBoard, { ...message, card: minutesCard(7, 'canary-words') });
  expect(logged.join()).not.toContain('canary-words');
});
