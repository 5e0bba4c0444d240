import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PostedMessage } from '../support/fake-connector.ts';
import { FakeTeamsClient, type Room } from '../support/teams-client.ts';
import { aSettledCard, aShownCard, aShownForm, openTestRoom, TENANT, type TestRoom } from '../support/teams-room.ts';

const RUTH = 'aaaaaaaa-0000-0000-0000-000000000001';

let t: TestRoom;
let ruth: FakeTeamsClient;
let channel: Room;
beforeEach(async () => {
  t = await openTestRoom();
  ruth = new FakeTeamsClient(t.teams, { name: 'Ruth Okafor', aadObjectId: RUTH, tenant: TENANT });
  channel = t.teams.channel({ tenant: TENANT });
});
afterEach(async () => {
  await t.room.platform.stop();
  expect(t.connector.complaints).toEqual([]);
  await t.close();
});

/** A card posted in a chat, as people have it before them. */
async function aPostedCard(room?: Room): Promise<PostedMessage> {
  t.door.answer = () => ({ card: aShownCard() });
  await ruth.says('minutes', room ? { in: room } : {});
  t.door.requests.length = 0;
  return ruth.lastCard(room)!;
}

describe('a press', () => {
  test('is a request with the button, the token and the message, and nothing else of the card', async () => {
    const card = await aPostedCard();
    const sent = await ruth.presses(card, 'Approve');
    expect(t.door.requests).toMatchObject([
      {
        key: `${ruth.chatId}:${sent.activity.id}`,
        deed: { kind: 'press', action: 'approve', token: 'tok-1', input: {}, messageId: card.id },
      },
    ]);
  });

  test('sends what its form holds', async () => {
    const card = await aPostedCard();
    await ruth.presses(card, 'Decline', { reason: 'Item 3 is wrong' });
    expect(t.door.requests[0]?.deed).toMatchObject({ action: 'decline', input: { reason: 'Item 3 is wrong' } });
  });

  test('is answered in place by the card’s newest state', async () => {
    const card = await aPostedCard();
    t.door.answer = () => ({ replaces: aSettledCard() });
    const { status, body } = await ruth.presses(card, 'Approve');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(ruth.reads(card)).toBe('Approved by Ruth Okafor.');
  });

  test('in a personal chat also says the sentence', async () => {
    const card = await aPostedCard();
    t.door.answer = () => ({ replaces: aSettledCard(), said: 'Thank you, Ruth.' });
    await ruth.presses(card, 'Approve');
    await t.connector.until(() => ruth.lastSaid() === 'Thank you, Ruth.', 'the thanks');
  });

  test('in a channel shows the sentence above the card, to the presser only', async () => {
    const card = await aPostedCard(channel);
    t.door.answer = () => ({ replaces: aSettledCard(), said: 'Only governors may approve.', isPrivate: true });
    await ruth.presses(card, 'Approve');
    expect(ruth.reads(card)).toBe('Only governors may approve.\nApproved by Ruth Okafor.');
    await t.room.platform.stop();
    expect(JSON.stringify(t.connector.calls)).not.toContain('Only governors');
  });

  test('without a card is answered by the sentence', async () => {
    const card = await aPostedCard(channel);
    t.door.answer = () => ({ said: 'Noted.' });
    expect((await ruth.presses(card, 'Approve')).said).toBe('Noted.');
    t.door.answer = () => ({});
    expect((await ruth.presses(card, 'Approve')).said).toBe('Done.');
  });

  test('that is refused still has status 200, outside and inside (T5)', async () => {
    const card = await aPostedCard();
    t.door.answer = () => ({ outcome: 'refused', said: 'These minutes have changed.' });
    const { status, body } = await ruth.presses(card, 'Approve');
    expect([status, JSON.parse(body).statusCode]).toEqual([200, 200]);
  });

  test('that meets a fault is answered with an apology and status 200', async () => {
    const card = await aPostedCard();
    t.door.answer = () => Promise.reject(new Error('database gone'));
    const pressed = await ruth.presses(card, 'Approve');
    expect(pressed.status).toBe(200);
    expect(pressed.said).toMatch(/something went wrong/);
    expect(pressed.body).not.toContain('database');
  });

  test('with wrong fields names each, and the card stays as it was typed in', async () => {
    const card = await aPostedCard();
    t.door.answer = () => ({
      outcome: 'refused',
      said: 'Please look again.',
      fieldErrors: { reason: 'Write a sentence.', dueOn: 'Choose a day in term.' },
      replaces: aShownCard(),
    });
    const pressed = await ruth.presses(card, 'Decline', { reason: 'x' });
    expect(pressed.said).toBe('Please look again.\nWhy?: Write a sentence.\nDue on: Choose a day in term.');
    expect(pressed.card).toBeUndefined();
  });

  test('that opens a form gets it in place in a personal chat', async () => {
    const card = await aPostedCard();
    t.door.answer = () => ({ form: aShownForm() });
    await ruth.presses(card, 'Approve');
    expect(ruth.buttons(card)).toEqual(['Save']);
    await ruth.presses(card, 'Save', { grade: '2' });
    expect(t.door.requests.at(-1)?.deed).toMatchObject({ action: 'answer', token: 'tok-2', input: { grade: '2' } });
  });

  test('that shows another card gets it as a message of its own', async () => {
    const card = await aPostedCard();
    t.door.shownCopies.length = 0;
    t.door.answer = () => ({ card: aShownCard('Action 12', { copyId: 8 }) });
    expect((await ruth.presses(card, 'Approve')).said).toBe('Here it is.');
    await t.room.platform.stop();
    expect(ruth.reads(ruth.lastCard()!)).toBe('Action 12');
    expect(ruth.reads(card)).toBe('Minutes of 5 March');
    expect(t.door.shownCopies).toEqual([{ copyId: 8, messageId: ruth.lastCard()!.id }]);
  });

  test('in a channel that shows something private gets it in the person’s own chat', async () => {
    const card = await aPostedCard(channel);
    t.connector.people.set(ruth.mri, TENANT);
    t.door.answer = () => ({ card: aShownCard('Westbourne: red'), isPrivate: true });
    expect((await ruth.presses(card, 'Approve')).said).toBe('I am sending it to you in our own chat.');
    await t.room.platform.stop();
    expect(ruth.reads(ruth.lastCard()!)).toBe('Westbourne: red');
    expect(JSON.stringify(t.connector.messagesIn(channel.id))).not.toContain('Westbourne');
  });

  test('that takes long is answered in time, and the card changes when it is done', async () => {
    const card = await aPostedCard();
    let finish = (): void => {};
    t.door.answer = () =>
      new Promise((resolve) => (finish = () => resolve({ replaces: aSettledCard(), said: 'Thank you.' })));
    expect((await ruth.presses(card, 'Approve')).said).toBe('Working on it…');
    finish();
    await t.connector.until(() => ruth.lastSaid() === 'Thank you.', 'the thanks');
    expect(ruth.reads(card)).toBe('Approved by Ruth Okafor.');
  });

  test('repeated under the same id or a new one says its sentence once', async () => {
    const card = await aPostedCard();
    let isRepeated = false;
    t.door.answer = () => ({ replaces: aSettledCard(), said: 'Thank you.', isRepeated });
    const sent = await ruth.presses(card, 'Approve');
    isRepeated = true;
    expect((await ruth.redelivers(sent)).body).toBe(sent.body);
    await ruth.redeliversAnew(sent);
    await t.room.platform.stop();
    expect(ruth.messages().filter((message) => message.activity.text)).toHaveLength(1);
  });

  test('that the client makes by itself changes nothing', async () => {
    const card = await aPostedCard();
    const sent = await ruth.presses(card, 'Approve');
    t.door.requests.length = 0;
    const value = { ...(sent.activity.value as object), trigger: 'automatic' };
    expect(await t.teams.send({ ...sent.activity, value })).toMatchObject({ status: 200, body: '' });
    expect(t.door.requests).toEqual([]);
  });

  test.each([
    undefined,
    null,
    'x',
    [],
    { action: null },
    { action: { verb: 'approve', data: 'x' } },
    { action: { verb: 'approve', data: { act: 1, t: [] } } },
    { action: { verb: 'approve', data: { act: 'a'.repeat(5000), t: 'x' } } },
  ])('with a payload nobody made is answered politely: %j', async (value) => {
    const card = await aPostedCard();
    const { activity } = await ruth.presses(card, 'Approve');
    t.door.requests.length = 0;
    const sent = await t.teams.send({ ...activity, value });
    expect(sent.status).toBe(200);
    expect(JSON.parse(sent.body)).toMatchObject({ statusCode: 200, value: expect.stringMatching(/newest card/) });
    expect(t.door.requests).toEqual([]);
  });
});

describe('a press from a client without Execute', () => {
  test('is the same request, answered by messages and an edit', async () => {
    const card = await aPostedCard();
    t.door.answer = () => ({ replaces: aSettledCard(), said: 'Thank you.' });
    await ruth.submits(card, 'Decline', { reason: 'late' });
    expect(t.door.requests[0]?.deed).toEqual({
      kind: 'press',
      action: 'decline',
      token: 'tok-1',
      input: { reason: 'late' },
      messageId: card.id,
    });
    expect(ruth.reads(card)).toBe('Approved by Ruth Okafor.');
    expect(ruth.lastSaid()).toBe('Thank you.');
  });

  test('in a channel needs no mention', async () => {
    const card = await aPostedCard(channel);
    t.door.answer = () => ({ said: 'Noted.' });
    await ruth.submits(card, 'Approve');
    expect(ruth.lastSaid(channel)).toBe('Noted.');
  });

  test('repeated under a new id is not thanked twice', async () => {
    const card = await aPostedCard();
    let isRepeated = false;
    t.door.answer = () => ({ said: 'Thank you.', isRepeated });
    const sent = await ruth.submits(card, 'Approve');
    isRepeated = true;
    await ruth.redelivers(sent);
    await ruth.redeliversAnew(sent);
    expect(ruth.messages().filter((message) => message.activity.text)).toHaveLength(1);
  });

  test('with a value nobody made is answered politely', async () => {
    await ruth.says('hello');
    await t.teams.send({ ...ruth.message(''), text: undefined, value: { hello: 1 } });
    expect(ruth.lastSaid()).toMatch(/could not read that button/);
  });
});
