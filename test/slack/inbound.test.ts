import { expect, test } from 'vitest';
import { RESERVED_SLACK_COMMANDS, readSettings } from '../../src/config.ts';
import { buttonsIn, saidIn } from '../support/fake-slack.ts';
import { aRoom, minutesCard, shownForm } from './a-room.ts';

test('a command typed in a channel is heard as words, in that place, from that person', async () => {
  const { slack, door, user } = await aRoom();
  slack.addChannel('CBOARD', { name: 'marsh-lane-board' });
  await user('UHEAD').types('/board status Marsh &amp; <Lane>', { in: 'CBOARD' });
  expect(door.requests).toEqual([
    {
      key: expect.stringMatching(/^trigger/),
      from: { platform: 'slack', tenant: 'TLEWISHAM1', userId: 'UHEAD' },
      place: {
        platform: 'slack',
        tenant: 'TLEWISHAM1',
        externalId: 'CBOARD',
        kind: 'channel',
        name: 'marsh-lane-board',
        isPrivate: false,
      },
      personal: { platform: 'slack', tenant: 'TLEWISHAM1', externalId: 'UHEAD', kind: 'personal' },
      deed: { kind: 'typed', text: 'status Marsh &amp; <Lane>', noun: 'board' },
    },
  ]);
});

const lines: [string, string][] = [
  ['/board', 'help'],
  ['/board add Marsh Lane', 'add Marsh Lane'],
  ['/board board add Marsh Lane', 'board add Marsh Lane'],
  ['/board-status', 'status'],
  ['/board-status Marsh Lane', 'status Marsh Lane'],
];

test.each(lines)('“%s” means “%s”', async (line, text) => {
  const { door, user } = await aRoom();
  await user('UHEAD').types(line);
  expect(door.requests[0]!.deed).toEqual({ kind: 'typed', text, noun: 'board' });
});

test('a command of another name says what to type', async () => {
  const { door, user } = await aRoom();
  const { shown } = await user('UHEAD').types('/boards status');
  expect(saidIn(shown!)).toBe('Convenor listens to /board. Try /board help.');
  expect(door.requests).toEqual([]);
});

test('a private channel is private only if Slack says that it is not shared', async () => {
  const { slack, door, user } = await aRoom();
  slack.addChannel('CPRIVATE', { isPrivate: true });
  slack.addChannel('CSHARED', { isPrivate: true, isShared: true });
  slack.addChannel('CUNKNOWN', { isPrivate: true, isJoined: false });
  const places = [];
  for (const channel of ['CPRIVATE', 'CSHARED', 'CUNKNOWN']) {
    // Asked twice: what Slack did not tell in time the first time is known the second.
    for (const _time of [1, 2]) await user('UHEAD').types('/board status', { in: channel });
    places.push(door.requests.at(-1)!.place);
  }
  expect(places.map((place) => [place.externalId, place.isPrivate])).toEqual([
    ['CPRIVATE', true],
    ['CSHARED', false],
    ['CUNKNOWN', false],
  ]);
});

test('a command in a chat of two people is answered to the asker alone', async () => {
  const { slack, door, user } = await aRoom();
  door.answers = { said: 'Category: amber', isPrivate: false };
  const head = user('UHEAD');
  const { json } = await head.types('/board status', { in: 'DOTHERS', name: 'directmessage' });
  expect(json).toMatchObject({ response_type: 'ephemeral' });
  expect(door.requests[0]!.place).toEqual({
    platform: 'slack',
    tenant: 'TLEWISHAM1',
    externalId: 'UHEAD',
    kind: 'personal',
  });
  expect(slack.violations).toEqual([]);
});

test('a card that answers a command comes in the response, and is not kept as one that can be edited', async () => {
  const { slack, door, user } = await aRoom();
  door.answers = { card: minutesCard(), said: 'Here they are.', isPrivate: false };
  const { shown } = await user('UHEAD').types('/board minutes');
  expect(saidIn(shown!)).toContain('Here they are.');
  expect(buttonsIn(shown!).map((button) => button.text.text)).toEqual(['Approve', 'Decline…', 'Read all']);
  expect(door.shownAs).toEqual([]);
  expect(slack.violations).toEqual([]);
});

test('a command that takes long is told so in time, and answered after', async () => {
  const { slack, door, user } = await aRoom();
  const work = Promise.withResolvers<void>();
  door.answers = async () => {
    await work.promise;
    return { said: 'Fourteen schools answered.' };
  };
  slack.addChannel('CBOARD');
  const head = user('UHEAD');
  const { shown } = await head.types('/board status', { in: 'CBOARD' });
  expect(saidIn(shown!)).toBe('Working on it…');
  work.resolve();
  await head.sawLast((message) => saidIn(message) === 'Fourteen schools answered.', 'CBOARD');
  expect(slack.seenIn('CBOARD')).toEqual([]);
});

test('a door that fails is answered with an apology', async () => {
  const { door, user, logged } = await aRoom();
  door.answers = () => Promise.reject(new Error('secret words of the head'));
  const { shown } = await user('UHEAD').types('/board status');
  expect(saidIn(shown!)).toMatch(/^Sorry, something went wrong/);
  expect(logged.join()).not.toContain('secret words');
});

test('a command can open a form, but not when it is heard again', async () => {
  const { slack, door, user } = await aRoom();
  const head = user('UHEAD');
  door.answers = { form: shownForm() };
  await head.types('/board action add');
  const { view } = await head.sawModal();
  expect(view).toMatchObject({ title: { text: 'Decline' } });
  door.answers = { form: shownForm(), isRepeated: true };
  await head.types('/board action add');
  expect(slack.callsOf('views.open')).toHaveLength(1);
});

test('words in the own chat are heard once, and the card that answers can be edited', async () => {
  const { slack, door, user } = await aRoom();
  door.answers = { card: minutesCard(7) };
  const head = user('UHEAD');
  expect((await head.says('minutes <b> & co')).status).toBe(200);
  const message = await head.sawLast();
  await slack.until(() => door.shownAs.length === 1);
  expect(door.shownAs).toEqual([{ copyId: 7, messageId: message.ts }]);
  expect(door.requests[0]).toMatchObject({
    key: expect.stringMatching(/^Ev/),
    place: { externalId: 'UHEAD', kind: 'personal', address: { channel: head.chat } },
    deed: { kind: 'typed', text: 'minutes <b> & co' },
  });
  expect(slack.violations).toEqual([]);
});

test('an event is acknowledged only after the door has kept it', async () => {
  const { slack, door, user } = await aRoom();
  door.answers = () => Promise.reject(new Error('no database'));
  const head = user('UHEAD');
  expect((await head.says('done')).status).toBe(500);
  door.answers = { said: 'Noted.' };
  expect((await head.repeatLast()).status).toBe(200);
  await head.sawLast((message) => saidIn(message) === 'Noted.');
  const keys = door.requests.map((request) => request.key);
  expect(keys).toEqual([keys[0], keys[0]]);
  expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
});

test('an event that comes twice is answered once', async () => {
  const { slack, door, room, user } = await aRoom();
  door.answers = { said: 'Noted.' };
  const head = user('UHEAD');
  await head.says('done');
  expect((await head.repeatLast()).status).toBe(200);
  await room.platform.stop();
  expect(slack.callsOf('chat.postMessage')).toHaveLength(1);
});

const unheard: [string, object][] = [
  ['a bot', { bot_id: 'B1' }],
  ['an edit', { subtype: 'message_changed' }],
  ['somebody joining', { subtype: 'channel_join' }],
  ['a message in a channel', { channel_type: 'channel', channel: 'CBOARD' }],
  ['an edited message', { edited: { user: 'UHEAD', ts: '1' } }],
];

test.each(unheard)('%s is not heard as words', async (_what, extra) => {
  const { door, user } = await aRoom();
  expect((await user('UHEAD').says('done', { ...extra })).status).toBe(200);
  expect(door.requests).toEqual([]);
});

test('a mention in a channel is heard without the bot’s name, and answered there or privately', async () => {
  const { slack, door, user } = await aRoom();
  slack.addChannel('CBOARD');
  const head = user('UHEAD');
  door.answers = { said: 'The next meeting is on 5 March.', isPrivate: false };
  await head.mentions('agenda', 'CBOARD');
  await slack.until(() => slack.seenIn('CBOARD').length === 1);
  door.answers = { said: 'Only you may know.', isPrivate: true };
  await head.mentions('status', 'CBOARD');
  await head.sawLast((message) => saidIn(message) === 'Only you may know.', 'CBOARD');
  expect(slack.seenIn('CBOARD').map(saidIn)).toEqual(['The next meeting is on 5 March.']);
  expect(door.requests.map((request) => request.deed)).toEqual([
    { kind: 'typed', text: 'agenda' },
    { kind: 'typed', text: 'status' },
  ]);
});

test('words that need a form are answered with a button that opens it', async () => {
  const { slack, door, user } = await aRoom();
  const head = user('UHEAD');
  door.answers = { form: shownForm() };
  await head.says('action add');
  await head.presses(await head.sawLast((message) => buttonsIn(message).length > 0), 'Open the form');
  await head.sawModal();
  expect(door.requests[1]!.deed).toEqual({ kind: 'open', action: 'decline', token: 'token-7' });
  expect(slack.violations).toEqual([]);
});

test('what happens to a channel is told to the house', async () => {
  const { slack, door, user } = await aRoom();
  const head = user('UHEAD');
  slack.addChannel('CBOARD', { isPrivate: true });
  await head.happens({ type: 'channel_archive', channel: 'CBOARD', user: 'UHEAD' });
  await head.happens({ type: 'channel_unarchive', channel: 'CBOARD', user: 'UHEAD' });
  await head.happens({ type: 'member_left_channel', channel: 'CBOARD', user: slack.botUser });
  await head.happens({ type: 'member_joined_channel', channel: 'CBOARD', user: slack.botUser, inviter: 'UHEAD' });
  await head.happens({ type: 'member_left_channel', channel: 'CBOARD', user: 'USOMEONE' });
  await head.happens({ type: 'app_uninstalled' });
  expect(door.events.map((event) => [event.kind, 'place' in event && event.place.externalId])).toEqual([
    ['unreachable', 'CBOARD'],
    ['reachable', 'CBOARD'],
    ['unreachable', 'CBOARD'],
    ['reachable', 'CBOARD'],
  ]);
  expect(door.events[3]).toMatchObject({ place: { isPrivate: true }, from: { userId: 'UHEAD' } });
  expect(door.requests).toEqual([]);
});

test.each(RESERVED_SLACK_COMMANDS)('%s, which Slack keeps for itself, cannot be the command', (command) => {
  const environment = { SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1', SLACK_COMMAND: command };
  expect(() => readSettings(environment)).toThrow('Slack keeps that word for itself');
});

test('neither the command nor its alias is a word that Slack keeps for itself', () => {
  expect(RESERVED_SLACK_COMMANDS).not.toContain('/board');
  expect(RESERVED_SLACK_COMMANDS).not.toContain('/board-status');
  expect(RESERVED_SLACK_COMMANDS).toEqual(expect.arrayContaining(['/status', '/help', '/me', '/remind']));
});
