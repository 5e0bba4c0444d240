import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BOT, FakeTeamsClient, type Room } from '../support/teams-client.ts';
import { openTestRoom, TENANT, type TestRoom } from '../support/teams-room.ts';

const RUTH = 'aaaaaaaa-0000-0000-0000-000000000001';

let t: TestRoom;
let ruth: FakeTeamsClient;
let channel: Room;
beforeEach(async () => {
  t = await openTestRoom();
  ruth = new FakeTeamsClient(t.teams, { name: 'Ruth Okafor', aadObjectId: RUTH, tenant: TENANT });
  channel = t.teams.channel({ name: 'Challenge Board', tenant: TENANT });
});
afterEach(async () => {
  expect(t.connector.complaints).toEqual([]);
  await t.close();
});

describe('typed words', () => {
  test('in a personal chat are a request from the directory’s person, answered there', async () => {
    const sent = await ruth.says('status');
    expect(sent.status).toBe(200);
    expect(t.door.requests).toEqual([
      {
        key: `${ruth.chatId}:${sent.activity.id}`,
        from: { platform: 'teams', tenant: TENANT, userId: RUTH },
        place: expect.objectContaining({ externalId: `user:${RUTH}`, kind: 'personal', isPrivate: true }),
        personal: expect.objectContaining({ externalId: `user:${RUTH}` }),
        deed: { kind: 'typed', text: 'status' },
      },
    ]);
    expect(t.door.requests[0]?.place.address).toEqual({
      serviceUrl: t.connector.serviceUrl,
      channelId: 'msteams',
      tenantId: TENANT,
      botId: BOT.id,
      botName: BOT.name,
      conversationId: ruth.chatId,
      userMri: ruth.mri,
    });
    expect(ruth.lastSaid()).toBe('Understood.');
  });

  test.each([
    ['/status', 'status'],
    ['/ status', 'status'],
    ['  join ABC-123 ', 'join ABC-123'],
    ['', 'help'],
  ])('"%s" is heard as "%s"', async (said, heard) => {
    await ruth.says(said);
    expect(t.door.requests[0]?.deed).toEqual({ kind: 'typed', text: heard });
  });

  test('in a channel come from the channel and are answered in the thread, the bot’s name taken out', async () => {
    await ruth.says('agenda add Attendance', { in: channel, thread: '111' });
    const [request] = t.door.requests;
    expect(request?.deed).toEqual({ kind: 'typed', text: 'agenda add Attendance' });
    expect(request?.place).toMatchObject({ externalId: channel.id, kind: 'channel', name: 'Challenge Board' });
    expect(request?.place.isPrivate).toBeUndefined();
    expect(request?.place.address).toMatchObject({ conversationId: channel.id, teamId: channel.teamId });
    expect(request?.personal).toMatchObject({
      externalId: `user:${RUTH}`,
      kind: 'personal',
      address: { userMri: ruth.mri, needsCreate: true },
    });
    expect(t.connector.posts()[0]?.conversationId).toBe(`${channel.id};messageid=111`);
  });

  test('in a group chat come from the group', async () => {
    const group = t.teams.group({ tenant: TENANT });
    await ruth.says('status', { in: group });
    expect(t.door.requests[0]?.place).toMatchObject({ externalId: group.id, kind: 'group' });
    expect(ruth.lastSaid(group)).toBe('Understood.');
  });

  test('that people in a channel say to each other are not for the bot', async () => {
    await ruth.says('shall we ask the head?', { in: channel, mention: false });
    expect(t.door.requests).toEqual([]);
  });

  test('are answered with words and card as two messages, and the card’s id is told to the house (T9)', async () => {
    const { aShownCard } = await import('../support/teams-room.ts');
    t.door.answer = () => ({ said: 'Here are the minutes.', card: aShownCard() });
    await ruth.says('minutes');
    expect(ruth.messages().map((message) => message.activity.text ?? ruth.reads(message))).toEqual([
      'Here are the minutes.',
      'Minutes of 5 March',
    ]);
    expect(t.door.shownCopies).toEqual([{ copyId: 7, messageId: ruth.lastCard()?.id }]);
  });

  test('are shown as typed, not as markup', async () => {
    t.door.answer = () => ({ said: '**not bold**' });
    await ruth.says('status');
    expect(ruth.messages().at(-1)?.activity).toMatchObject({ text: '**not bold**', textFormat: 'plain' });
  });

  test('from the bot itself are not answered', async () => {
    await t.teams.send({ ...ruth.message('status'), from: BOT });
    expect(t.door.requests).toEqual([]);
  });

  test('delivered twice are answered once', async () => {
    const sent = await ruth.says('status');
    await ruth.redelivers(sent);
    expect(ruth.messages()).toHaveLength(1);
  });

  test('that take long get a note first, which becomes the answer', async () => {
    let finish = (): void => {};
    t.door.answer = () => new Promise((resolve) => (finish = () => resolve({ said: 'Twelve schools.' })));
    const saying = ruth.says('status');
    await t.connector.until(() => ruth.lastSaid() === 'Working on it…', 'the note');
    finish();
    await saying;
    await t.connector.until(() => ruth.lastSaid() === 'Twelve schools.', 'the answer');
    expect(ruth.messages()).toHaveLength(1);
  });

  test('survive a moment in which Teams asks to slow down', async () => {
    t.connector.fail({ on: 'post', how: { status: 429, retryAfter: '0' } });
    await ruth.says('status');
    expect(ruth.lastSaid()).toBe('Understood.');
  });
});

describe('private answers in a channel', () => {
  test('go to the person’s own chat, which the house gets to know; the thread only hears that', async () => {
    t.connector.people.set(ruth.mri, TENANT);
    t.door.answer = () => ({ said: 'Westbourne is red.', isPrivate: true });
    await ruth.says('status', { in: channel });
    expect(ruth.lastSaid()).toBe('Westbourne is red.');
    expect(ruth.messages(channel).map((message) => message.activity.text)).toEqual([
      'I have sent you the answer in our own chat.',
    ]);
    expect(t.door.events).toMatchObject([
      { kind: 'reachable', place: { externalId: `user:${RUTH}`, address: { conversationId: ruth.chatId } } },
    ]);
  });

  test('that cannot be sent are not said in the channel either', async () => {
    t.door.answer = () => ({ said: 'Westbourne is red.', isPrivate: true });
    await ruth.says('status', { in: channel });
    expect(JSON.stringify(t.connector.posts())).not.toContain('Westbourne');
    expect(ruth.lastSaid(channel)).toMatch(/could not send you the answer privately.*open a personal chat/);
    expect(t.door.events).toMatchObject([{ kind: 'unreachable', place: { externalId: `user:${RUTH}` } }]);
  });
});

describe('installing and removing', () => {
  test('in a personal chat makes the person reachable and welcomes them once', async () => {
    const sent = await ruth.installs();
    await ruth.redelivers(sent);
    expect(t.door.events[0]).toMatchObject({
      kind: 'reachable',
      place: { externalId: `user:${RUTH}`, kind: 'personal' },
      from: { userId: RUTH, tenant: TENANT },
    });
    expect(ruth.messages()).toHaveLength(1);
    expect(ruth.lastSaid()).toMatch(/join ABC-234-DEF.*help/);
  });

  test('in a channel makes the channel reachable without a word', async () => {
    await ruth.installs(channel);
    expect(t.door.events).toMatchObject([{ kind: 'reachable', place: { externalId: channel.id, kind: 'channel' } }]);
    expect(ruth.messages(channel)).toEqual([]);
  });

  test('removing makes the place unreachable', async () => {
    await ruth.uninstalls();
    expect(t.door.events).toMatchObject([
      {
        kind: 'unreachable',
        place: { externalId: `user:${RUTH}` },
        reason: expect.stringMatching(/removed there. Add it again/),
      },
    ]);
  });

  test.each([
    ['the bot is added', { membersAdded: [BOT] }, ['reachable']],
    ['a person is added', { membersAdded: [{ id: '29:sam', aadObjectId: 'x' }] }, ['reachable']],
    ['a person leaves', { membersRemoved: [{ id: '29:sam' }] }, ['reachable']],
    ['the bot is taken out', { membersRemoved: [BOT] }, ['unreachable']],
    ['nothing that matters', { topicName: 'x' }, []],
    ['members of the wrong shape', { membersAdded: [7, null, { id: 3 }] }, ['reachable']],
  ])('when %s', async (_title, fields, kinds) => {
    const activity = { ...ruth.message('', { in: channel }), type: 'conversationUpdate', text: undefined, ...fields };
    expect((await t.teams.send(activity)).status).toBe(200);
    expect(t.door.events.map((event) => event.kind)).toEqual(kinds);
  });

  test.each([
    ['add-upgrade', ['reachable']],
    ['remove-upgrade', []],
  ])('a new version of the app: %s', async (action, kinds) => {
    await t.teams.send({ ...ruth.message(''), type: 'installationUpdate', action });
    expect(t.door.events.map((event) => event.kind)).toEqual(kinds);
    expect(ruth.messages()).toEqual([]);
  });

  test('a deleted channel is unreachable', async () => {
    const channelData = {
      tenant: { id: TENANT },
      eventType: 'channelDeleted',
      channel: { id: '19:gone@thread.tacv2' },
    };
    await t.teams.send({ ...ruth.message('', { in: channel }), type: 'conversationUpdate', channelData });
    expect(t.door.events).toMatchObject([{ kind: 'unreachable', place: { externalId: '19:gone@thread.tacv2' } }]);
  });
});

describe('envelopes with something missing', () => {
  test('a message that does not say who speaks is answered politely', async () => {
    const { from: _, ...activity } = ruth.message('status');
    expect((await t.teams.send(activity)).status).toBe(200);
    expect(t.door.requests).toEqual([]);
    expect(ruth.lastSaid()).toMatch(/could not tell who you are/);
  });

  test('a person whom the directory does not know keeps the chat’s own id', async () => {
    const guest = new FakeTeamsClient(t.teams, { name: 'Local User', tenant: TENANT });
    await guest.says('status');
    expect(t.door.requests[0]?.from.userId).toBe(`mri:${guest.mri}`);
  });

  test('a local client without a tenant belongs to the tenant "local"', async () => {
    const { channelData: _, ...activity } = ruth.message('status');
    await t.teams.send({ ...activity, conversation: { id: ruth.chatId } });
    expect(t.door.requests[0]?.from.tenant).toBe('local');
  });

  test('the tenant may stand in the channel data only', async () => {
    await t.teams.send({ ...ruth.message('status'), conversation: { id: ruth.chatId, conversationType: 'personal' } });
    expect(t.door.requests[0]?.from.tenant).toBe(TENANT);
  });

  test('an unknown invoke is said to be unknown, and other activities are passed over', async () => {
    expect((await t.teams.send({ ...ruth.message(''), type: 'invoke', name: 'task/fetch' })).status).toBe(501);
    expect((await t.teams.send({ ...ruth.message(''), type: 'typing' })).status).toBe(200);
    expect(t.door.requests).toEqual([]);
  });
});
