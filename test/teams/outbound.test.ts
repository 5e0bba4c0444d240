import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FailureRule, FakeConnector } from '../support/fake-connector.ts';
import { addressOf, aMessage, aShownCard, openTestRoom, TENANT, type TestRoom } from '../support/teams-room.ts';

const MRI = '29:ruth';
const CHAT = FakeConnector.chatWith(MRI);
const NOW = new Date('2026-11-24T09:00:00Z');

let t: TestRoom;
beforeEach(async () => {
  t = await openTestRoom({ timing: { callWithin: 1500 }, now: () => NOW });
  t.connector.know(CHAT);
});
afterEach(() => t.close());

const post = () => t.room.platform.post(addressOf(t.connector, { conversationId: CHAT }), aMessage());
const edit = (id = 'm-1') => t.room.platform.edit(addressOf(t.connector, { conversationId: CHAT }), id, aMessage());

describe('posting', () => {
  test('a card goes alone, typed as a message, with a summary for notifications (T9, T10)', async () => {
    expect(await post()).toEqual({ kind: 'sent', messageId: 'm-1' });
    const [sent] = t.connector.posts();
    expect(sent?.body).toMatchObject({ type: 'message', summary: 'Minutes to approve' });
    expect(sent?.body.text).toBeUndefined();
    expect(sent?.body.attachments).toHaveLength(1);
    expect(JSON.stringify(sent?.body)).toContain('"msteams":{"width":"Full"}');
    expect(t.connector.complaints).toEqual([]);
  });

  test('a confidential card says nothing in its summary', async () => {
    const card = aShownCard('Westbourne is at risk', { isConfidential: true });
    await t.room.platform.post(
      addressOf(t.connector, { conversationId: CHAT }),
      aMessage({ card, summary: 'Westbourne' }),
    );
    expect(t.connector.posts()[0]?.body.summary).toBe('Convenor has a confidential notice; open it.');
  });

  test('a one-to-one chat is made where there is none, and its address comes back', async () => {
    t.connector.people.set(MRI, TENANT);
    const outcome = await t.room.platform.post(addressOf(t.connector, { userMri: MRI, needsCreate: true }), aMessage());
    expect(outcome).toMatchObject({
      kind: 'sent',
      address: { conversationId: CHAT, userMri: MRI, botId: '28:convenor' },
    });
    expect(outcome.kind === 'sent' && outcome.address?.needsCreate).toBeUndefined();
    expect(t.connector.creates()[0]?.body).toMatchObject({ isGroup: false, tenantId: TENANT, members: [{ id: MRI }] });
  });

  test('a chat that Teams no longer knows is made again once', async () => {
    t.connector.people.set(MRI, TENANT);
    const outcome = await t.room.platform.post(
      addressOf(t.connector, { userMri: MRI, conversationId: 'a:old' }),
      aMessage(),
    );
    expect(outcome).toMatchObject({ kind: 'sent', address: { conversationId: CHAT } });
  });

  test('a person without the app is unreachable, in plain words', async () => {
    const outcome = await t.room.platform.post(
      addressOf(t.connector, { userMri: '29:nobody', needsCreate: true }),
      aMessage(),
    );
    expect(outcome).toEqual({
      kind: 'refused',
      unreachable: true,
      reason: expect.stringMatching(/^The Convenor app is not installed for this person. Ask them to add it/),
    });
  });

  test('making a chat that gets no answer is tried later, since nothing was said yet', async () => {
    t.connector.fail({ on: 'create', how: 'hang' });
    expect(
      await t.room.platform.post(addressOf(t.connector, { userMri: MRI, needsCreate: true }), aMessage()),
    ).toMatchObject({
      kind: 'later',
    });
  });

  test('an address that cannot be read is refused', async () => {
    expect(await t.room.platform.post({ ...addressOf(t.connector, {}), address: {} }, aMessage())).toMatchObject({
      kind: 'refused',
      unreachable: true,
    });
  });

  test('a card that is too long is refused by name and never sent', async () => {
    const card = aShownCard('x'.repeat(19_000));
    card.card.body.push({ type: 'TextBlock', text: 'y'.repeat(19_000), wrap: true });
    expect(
      await t.room.platform.post(addressOf(t.connector, { conversationId: CHAT }), aMessage({ card })),
    ).toMatchObject({
      kind: 'refused',
      reason: 'The card minutes-approval cannot be shown in Teams.',
    });
    expect(t.connector.calls).toEqual([]);
  });

  test.each([
    'https://evil.example/',
    'http://169.254.169.254/',
    'http://127.0.0.1@evil.example/',
    'ftp://127.0.0.1/',
    'nonsense',
  ])('nothing is sent to %s', async (serviceUrl) => {
    const outcome = await t.room.platform.post(
      addressOf(t.connector, { conversationId: CHAT, serviceUrl }),
      aMessage(),
    );
    expect(outcome).toMatchObject({ kind: 'refused' });
  });
});

describe('edits', () => {
  test('a posted card is changed by the id kept at send time', async () => {
    await post();
    expect(await edit()).toEqual({ kind: 'sent', messageId: 'm-1' });
    expect(t.connector.messagesIn(CHAT)).toMatchObject([{ id: 'm-1', edits: 1 }]);
    expect(t.connector.complaints).toEqual([]);
  });

  test('a message that is gone says so', async () => {
    expect(await edit('m-99')).toMatchObject({ kind: 'refused', gone: true });
  });
});

describe('every failure is told as what it is (T3), after one call only (T4)', () => {
  const rows: [string, FailureRule['how'], object, object][] = [
    [
      '403',
      { status: 403, code: 'BotNotInConversationRoster' },
      {
        kind: 'refused',
        unreachable: true,
        reason: 'The Convenor app is not in this chat or team. Add it there again.',
      },
      { kind: 'refused' },
    ],
    ...(
      [
        ['ConversationBlockedByUser', /blocked Convenor. Ask them to unblock/],
        ['MessageWritesBlocked', /are blocked there. Ask whoever is there to unblock/],
        ['BotDisabledByAdmin', /administrator has switched .* off. Ask them to allow/],
        ['ForbiddenOperationException', /not installed for this person. Ask them to add/],
        ['InvalidBotApiHost', /another address now. It is known again when/],
        ['SomethingNew', /does not let Convenor write there. Ask/],
      ] as const
    ).map(([code, reason]): (typeof rows)[number] => [
      `403 ${code}`,
      { status: 403, code },
      { kind: 'refused', unreachable: true, reason: expect.stringMatching(reason) },
      { kind: 'refused' },
    ]),
    [
      '404',
      { status: 404, code: 'ConversationNotFound' },
      { kind: 'refused', gone: true, unreachable: true },
      { kind: 'refused', gone: true },
    ],
    ['400', { status: 400 }, { kind: 'refused' }, { kind: 'refused' }],
    ['413', { status: 413 }, { kind: 'refused', reason: 'The message is too long for Teams.' }, { kind: 'refused' }],
    ['412', { status: 412 }, { kind: 'later' }, { kind: 'later' }],
    ['429', { status: 429 }, { kind: 'later' }, { kind: 'later' }],
    [
      '429 with seconds',
      { status: 429, retryAfter: '7' },
      { kind: 'later', afterMs: 7000 },
      { kind: 'later', afterMs: 7000 },
    ],
    [
      '429 with a date',
      { status: 429, retryAfter: 'Tue, 24 Nov 2026 09:00:30 GMT' },
      { kind: 'later', afterMs: 30_000 },
      { kind: 'later' },
    ],
    ['401', { status: 401 }, { kind: 'later' }, { kind: 'later' }],
    ['500', { status: 500 }, { kind: 'uncertain' }, { kind: 'later' }],
    ['502 after taking it', { status: 502, afterTaking: true }, { kind: 'uncertain' }, { kind: 'later' }],
    ['503', { status: 503 }, { kind: 'uncertain' }, { kind: 'later' }],
    ['no answer', 'hang', { kind: 'uncertain' }, { kind: 'later' }],
    ['a cut line', 'cut', { kind: 'uncertain' }, { kind: 'later' }],
    ['a line cut after taking it', 'cut-after-taking', { kind: 'uncertain' }, { kind: 'later' }],
  ];

  test.each(rows)('a post that meets %s', async (_name, how, expected) => {
    t.connector.fail({ on: 'post', how });
    expect(await post()).toMatchObject(expected);
    expect(t.connector.posts()).toHaveLength(1);
    expect(t.connector.messagesIn(CHAT).length).toBeLessThanOrEqual(1);
  });

  test.each(rows)('an edit that meets %s', async (_name, how, _post, expected) => {
    await post();
    t.connector.fail({ on: 'edit', how });
    expect(await edit()).toMatchObject(expected);
    expect(t.connector.edits()).toHaveLength(1);
  });

  test.each<[string, FailureRule['how']]>([
    ['429', { status: 429, retryAfter: '1' }],
    ['500', { status: 500 }],
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['no answer', 'hang'],
    ['a cut line', 'cut'],
  ])('making a chat that meets %s is asked for once, and nothing is said', async (_name, how) => {
    t.connector.people.set(MRI, TENANT);
    t.connector.fail({ on: 'create', how });
    const to = addressOf(t.connector, { userMri: MRI, needsCreate: true });
    expect(await t.room.platform.post(to, aMessage())).toMatchObject({ kind: 'later' });
    expect([t.connector.creates().length, t.connector.posts().length]).toEqual([1, 0]);
    expect(await t.room.platform.post(to, aMessage())).toMatchObject({ kind: 'sent' });
    expect(t.connector.messagesIn(CHAT)).toHaveLength(1);
  });

  test('a service that cannot be reached is tried later', async () => {
    const address = addressOf(t.connector, { conversationId: CHAT, serviceUrl: 'http://127.0.0.1:1/' });
    expect(await t.room.platform.post(address, aMessage())).toMatchObject({
      kind: 'later',
      reason: 'Teams could not be reached.',
    });
  });

  test('refused credentials are the platform’s trouble until a call succeeds', async () => {
    t.connector.fail({ on: 'post', how: { status: 401 } });
    await post();
    expect(await t.room.platform.trouble()).toBe('Microsoft did not accept Convenor’s credentials.');
    await post();
    expect(await t.room.platform.trouble()).toBeUndefined();
  });
});
