// What only its asker may see, asked among others: from the menu behind `/`, by the bot's name, and by a button.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '../../src/chat/contract.ts';
import { NOT_SENT_ALONE, SENT_ALONE } from '../../src/teams/replies.ts';
import type { FailureRule } from '../support/fake-connector.ts';
import { FakeTeamsClient, type Room } from '../support/teams-client.ts';
import { aSettledCard, aShownCard, aShownForm, openTestRoom, TENANT, type TestRoom } from '../support/teams-room.ts';

const CANARY = 'Westbourne is red';

let t: TestRoom;
let ruth: FakeTeamsClient;
let sam: FakeTeamsClient;
let channel: Room;
beforeEach(async () => {
  t = await openTestRoom({ timing: { callWithin: 400 } });
  ruth = person('Ruth Okafor', 1);
  sam = person('Sam Ali', 2);
  channel = t.teams.channel({ name: 'Board', tenant: TENANT });
});
afterEach(async () => {
  await t.room.platform.stop();
  expect(t.connector.complaints).toEqual([]);
  await t.close();
});

const person = (name: string, number: number) =>
  new FakeTeamsClient(t.teams, { name, aadObjectId: `aaaaaaaa-0000-4000-8000-00000000000${number}`, tenant: TENANT });
const hasApp = () => t.connector.people.set(ruth.mri, TENANT);
const said = (client: FakeTeamsClient, room?: Room) =>
  client
    .messages(room)
    .map((message) => message.activity.text ?? client.reads(message))
    .join('\n');
/** Every body that was sent to the channel for all of its members, refused ones too. */
const beforeAll = () =>
  JSON.stringify([...t.connector.posts(channel.id), ...t.connector.edits(channel.id)].map((call) => call.body));

/** Every way in which an answer is for one person alone. */
const KINDS: [string, () => Partial<Answer>][] = [
  ['words', () => ({ said: CANARY, isPrivate: true })],
  ['a card', () => ({ card: aShownCard(CANARY), isPrivate: true })],
  ['words and a card', () => ({ said: `${CANARY}:`, card: aShownCard(CANARY), isPrivate: true })],
  ['a card for the moment', () => ({ card: { ...aShownCard(CANARY), isFleeting: true }, isPrivate: true })],
  ['a confidential card', () => ({ card: aShownCard(CANARY, { isConfidential: true }), isPrivate: true })],
  ['a confidential card that forgot to be private', () => ({ card: aShownCard(CANARY, { isConfidential: true }) })],
  ['a refusal', () => ({ outcome: 'refused', said: CANARY, isPrivate: true })],
  ['a form with what is known', () => ({ form: withTitle(aShownForm(), CANARY), isPrivate: true })],
];
const withTitle = (shown: ReturnType<typeof aShownForm>, title: string) => ({
  ...shown,
  form: { ...shown.form, title },
});

describe('a command from the menu behind /', () => {
  test('is answered where it was typed, before its asker alone', async () => {
    t.door.answer = () => ({ said: 'Three schools.', card: aShownCard(CANARY), isPrivate: true });
    await ruth.says('/status', { in: channel, slash: true, thread: '111' });
    expect(t.door.requests[0]?.deed).toEqual({ kind: 'typed', text: 'status' });
    expect(said(ruth, channel)).toBe(`Three schools.\n${CANARY}`);
    expect(said(sam, channel)).toBe('');
    expect([t.connector.creates(), t.connector.posts()]).toEqual([[], []]);
    const [first] = t.connector.targets();
    expect(first?.conversationId).toBe(`${channel.id};messageid=111`);
    expect(first?.body['recipient']).toEqual({ id: ruth.mri, isTargeted: true });
    // It is gone after a day: nobody keeps it up to date.
    expect(t.door.shownCopies).toEqual([]);
  });

  test('may be answered for all, and still is not', async () => {
    await ruth.says('status', { in: channel, slash: true });
    expect(said(ruth, channel)).toBe('Understood.');
    expect(said(sam, channel)).toBe('');
  });

  test('in a group chat too', async () => {
    const group = t.teams.group({ tenant: TENANT });
    await ruth.says('/help', { in: group, slash: true });
    expect(said(ruth, group)).toBe('Understood.');
    expect(said(sam, group)).toBe('');
  });

  test.each(KINDS)('%s: seen by the asker alone', async (_what, answer) => {
    t.door.answer = answer;
    await ruth.says('/status', { in: channel, slash: true });
    expect(JSON.stringify(ruth.messages(channel))).toContain(CANARY);
    expect(said(sam, channel)).toBe('');
    expect([t.connector.creates(), t.connector.posts()]).toEqual([[], []]);
    if (answer().card?.isConfidential)
      expect(t.connector.targets()[0]?.body['summary']).toBe('Convenor has a confidential notice; open it.');
  });

  test('that takes long leaves no note before the others', async () => {
    t.door.answer = () => new Promise((resolve) => setTimeout(() => resolve({ said: 'Done.' }), 1700));
    await ruth.says('/status', { in: channel, slash: true });
    expect(said(ruth, channel)).toBe('Done.');
    expect(t.connector.posts()).toEqual([]);
  });

  test('that comes twice is answered once', async () => {
    const sent = await ruth.says('/status', { in: channel, slash: true });
    await ruth.redelivers(sent);
    expect(t.connector.targets()).toHaveLength(1);
  });
});

const REFUSALS: [string, FailureRule['how']][] = [
  ['400', { status: 400, code: 'BadArgument' }],
  ['403', { status: 403, code: 'BotNotInConversationRoster' }],
  ['404', { status: 404, code: 'ConversationNotFound' }],
  ['405', { status: 405 }],
  ['413', { status: 413, code: 'MessageSizeTooBig' }],
  ['500', { status: 500 }],
  ['502 after it was taken', { status: 502, afterTaking: true }],
  ['no answer', 'hang'],
  ['a cut line', 'cut'],
];

describe('where Teams does not show it to the asker alone', () => {
  test.each(REFUSALS)('(%s) the answer comes in their own chat, after one call', async (_what, how) => {
    hasApp();
    t.connector.fail({ on: 'target', times: 99, how });
    t.door.answer = () => ({ said: CANARY, isPrivate: true });
    await ruth.says('/status', { in: channel, slash: true });
    expect(said(ruth)).toBe(CANARY);
    expect(t.connector.targets().filter((call) => JSON.stringify(call.body).includes(CANARY))).toHaveLength(1);
    expect(beforeAll()).not.toContain(CANARY);
    expect(t.connector.posts(channel.id)).toEqual([]);
  });

  test.each(REFUSALS)('(%s) and there is no such chat, all read only what to do', async (_what, how) => {
    t.connector.fail({ on: 'target', times: 99, how });
    t.door.answer = () => ({ said: CANARY, isPrivate: true });
    await ruth.says('/status', { in: channel, slash: true });
    expect(said(sam, channel)).toBe(NOT_SENT_ALONE);
    expect(beforeAll()).not.toContain(CANARY);
  });

  test('asked to slow down, it is tried again and nowhere else', async () => {
    hasApp();
    t.connector.fail({ on: 'target', how: { status: 429, retryAfter: '0' } });
    t.door.answer = () => ({ said: CANARY, isPrivate: true });
    await ruth.says('/status', { in: channel, slash: true });
    expect(said(ruth, channel)).toBe(CANARY);
    expect(t.connector.targets()).toHaveLength(2);
    expect(t.connector.creates()).toEqual([]);
  });

  test('what came through is not told again with the rest', async () => {
    hasApp();
    t.connector.fail({ on: 'target', after: 1, how: { status: 403 } });
    t.door.answer = () => ({ said: 'Here is Westbourne:', card: aShownCard(CANARY), isPrivate: true });
    await ruth.says('/status', { in: channel, slash: true });
    expect([said(ruth, channel), said(ruth)]).toEqual([`Here is Westbourne:\n${SENT_ALONE}`, CANARY]);
  });
});

describe('by the bot’s name, which all can read', () => {
  // A service that does not know of such messages would show one to everybody: only a question that came as one is a proof.
  test.each(KINDS)('%s never come to the channel, nor as a message for one alone', async (_what, answer) => {
    hasApp();
    t.door.answer = answer;
    await ruth.says('status', { in: channel });
    expect(said(ruth)).toContain(CANARY);
    expect(said(sam, channel)).toBe(SENT_ALONE);
    expect(beforeAll()).not.toContain(CANARY);
    expect(t.connector.targets()).toEqual([]);
  });

  test.each(KINDS)('%s that cannot be sent alone are said nowhere', async (_what, answer) => {
    t.door.answer = answer;
    await ruth.says('status', { in: channel });
    expect(said(sam, channel)).toBe(NOT_SENT_ALONE);
    expect(beforeAll()).not.toContain(CANARY);
  });

  test.each(KINDS)('%s that come late take no note’s place', async (_what, answer) => {
    hasApp();
    t.door.answer = () => new Promise((resolve) => setTimeout(() => resolve(answer()), 1700));
    await ruth.says('status', { in: channel });
    expect(said(ruth)).toContain(CANARY);
    expect(beforeAll()).not.toContain(CANARY);
    expect(said(sam, channel)).toBe(SENT_ALONE);
  });
});

describe('a card that its asker alone sees in a channel', () => {
  const own = async () => {
    t.door.answer = () => ({ card: aShownCard(CANARY), isPrivate: true });
    await ruth.says('/home', { in: channel, slash: true });
    return ruth.lastCard(channel)!;
  };

  test('shows its newest state to the presser', async () => {
    const card = await own();
    t.door.answer = () => ({ replaces: aSettledCard(), said: 'Thank you.', onOwnCard: true });
    await ruth.presses(card, 'Approve');
    expect(ruth.reads(card)).toBe('Thank you.\nApproved by Ruth Okafor.');
  });

  test('opens a form in its place', async () => {
    const card = await own();
    t.door.answer = () => ({ form: aShownForm(), onOwnCard: true });
    await ruth.presses(card, 'Approve');
    expect(ruth.buttons(card)).toEqual(['Save']);
    expect(t.connector.posts()).toEqual([]);
  });

  test('leads to another card beside it, for the same eyes', async () => {
    const card = await own();
    t.door.answer = () => ({ card: aShownCard('Action 12'), onOwnCard: true });
    expect((await ruth.presses(card, 'Approve')).said).toBe('Here it is.');
    await t.room.platform.stop();
    expect(ruth.reads(ruth.lastCard(channel)!)).toBe('Action 12');
    expect(said(sam, channel)).toBe('');
  });

  test('stays theirs when a client without Execute presses, and when the answer is late', async () => {
    const card = await own();
    t.door.answer = () => ({ replaces: aSettledCard(), onOwnCard: true });
    await ruth.submits(card, 'Approve');
    expect(ruth.reads(card)).toBe('Approved by Ruth Okafor.');
    expect(t.connector.edits(channel.id)).toMatchObject([{ isTargeted: true, status: 200 }]);
    expect(said(sam, channel)).toBe('');
    const late = await own();
    t.door.answer = () =>
      new Promise((resolve) =>
        setTimeout(() => resolve({ replaces: aSettledCard(), said: 'Thank you.', onOwnCard: true }), 1700),
      );
    expect((await ruth.presses(late, 'Approve')).said).toBe('Working on it…');
    await t.room.platform.stop();
    expect(ruth.reads(late)).toBe('Approved by Ruth Okafor.');
    expect(ruth.lastSaid(channel)).toBe('Thank you.');
    expect(said(sam, channel)).toBe('');
  });
});
