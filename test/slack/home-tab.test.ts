// The Home tab between a fake Slack and a scripted door: what opening it asks, what stands in it, what a press brings.
import { expect, test } from 'vitest';
import { type Answer, HOME_TAB } from '../../src/chat/contract.ts';
import { buttonsIn, saidIn } from '../support/fake-slack.ts';
import type { FakeSlackUser } from '../support/slack-client.ts';
import { wordsOf } from '../support/slack-limits.ts';
import { aCard, line } from './a-card.ts';
import { aRoom, minutesCard, type SlackTest, shownForm } from './a-room.ts';

const open = (number: number) => ({
  type: 'Action.Execute',
  id: `open-${number}`,
  title: `Open ${number}`,
  verb: 'home.show',
});
const group = (title: string, number: number) => ({
  type: 'Container',
  separator: true,
  items: [line(title)],
  selectAction: open(number),
});

/** What waits: two things, each with its button; the card itself has the buttons again, as in a message. */
function waiting(first = '1. Your school’s grades, 2 of 5 answered') {
  const heading = { ...line('Waiting for you, Ada'), style: 'heading' };
  const body = [heading, group(first, 1), group('2. ACT-12: Write to parents', 2)];
  return aCard(body, { copyId: 3, token: 'token-3', isConfidential: true, actions: [open(1), open(2)] });
}

/** Delivery shows the card in somebody's Home tab. */
function shows({ room, slack }: SlackTest, { id }: FakeSlackUser, card = waiting()) {
  const address = { conversationId: 1, tenant: slack.team, externalId: id, kind: 'personal' as const, address: {} };
  return room.platform.edit(address, HOME_TAB, { summary: 'Home', card, key: 'card:3' });
}

const wordsIn = (user: FakeSlackUser) => wordsOf(user.home()?.view.blocks ?? []);

test('opening the Home tab asks the house to keep there what waits for the person', async () => {
  const test = await aRoom();
  const head = test.user('UHEAD');
  test.door.answers = {};
  expect((await head.opens()).status).toBe(200);
  const own = {
    platform: 'slack',
    tenant: test.slack.team,
    externalId: 'UHEAD',
    kind: 'personal',
    address: { channel: head.chat },
  };
  expect(test.door.requests).toEqual([
    {
      key: expect.stringMatching(/^Ev/),
      from: { platform: 'slack', tenant: test.slack.team, userId: 'UHEAD' },
      place: own,
      personal: own,
      deed: { kind: 'command', name: 'home.show', input: {} },
      tab: HOME_TAB,
    },
  ]);
  await test.room.platform.stop();
  expect(head.home()).toBeUndefined();
  expect(head.sees()).toEqual([]);
});

test('opening the Messages tab asks nothing', async () => {
  const test = await aRoom();
  expect((await test.user('UHEAD').opens('messages')).status).toBe(200);
  expect(test.door.requests).toEqual([]);
});

test('what waits stands there, each thing with its own button, and a line says how to do more', async () => {
  const test = await aRoom({ command: '/lewisham-board' });
  const head = test.user('UHEAD');
  expect(await shows(test, head)).toEqual({ kind: 'sent', messageId: HOME_TAB });
  const { view } = head.home()!;
  expect(view.blocks.map((block) => block.type)).toEqual([
    ...['header', 'divider', 'rich_text', 'actions', 'divider', 'rich_text', 'actions', 'divider', 'context'],
  ]);
  expect(buttonsIn(view).map((button) => button.text.text)).toEqual(['Open 1', 'Open 2']);
  expect(wordsIn(head)).toContain('To do more, write in the Messages tab, or type /lewisham-board help');
  expect(head.sees()).toEqual([]);
  expect(test.slack.violations).toEqual([]);
});

test('the most that can wait fits, and the line about doing more is still there', async () => {
  const test = await aRoom();
  const head = test.user('UHEAD');
  const many = Array.from({ length: 60 }, (_, index) =>
    group(`${index + 1}. ${'A long title. '.repeat(20)}`, index + 1),
  );
  await shows(test, head, aCard(many, { copyId: 3 }));
  expect(test.slack.violations).toEqual([]);
  expect(wordsIn(head)).toMatch(/more lines do not fit in Slack[\s\S]*To do more, write in the Messages tab/);
});

test('a stranger is told how to join, there and nowhere else', async () => {
  const test = await aRoom();
  const stranger = test.user('USTRANGER');
  test.door.answers = { outcome: 'refused', said: 'I do not know you yet. Type it here: join ABC-234-DEF.' };
  expect((await stranger.opens()).status).toBe(200);
  await stranger.sawHome((words) => words.includes('I do not know you yet.'));
  expect(wordsIn(stranger)).toContain('Write it in the Messages tab, or after /board in any conversation.');
  expect(stranger.sees()).toEqual([]);
  expect(test.slack.violations).toEqual([]);
});

test('what a stranger is told does not take the place of what was put there since', async () => {
  const test = await aRoom();
  const head = test.user('UHEAD');
  test.door.answers = { outcome: 'refused', said: 'I do not know you yet.' };
  await head.opens();
  await head.sawHome();
  const release = test.slack.hold('views.publish');
  await head.opens();
  await test.slack.until(() => test.slack.callsOf('views.publish').length === 2);
  await shows(test, head);
  release();
  await test.room.platform.stop();
  expect(wordsIn(head)).toContain('Your school’s grades');
  expect(test.logged.join()).toContain('Something newer is shown there already.');
});

test('when what waits cannot be asked for, what stands there stays, and Slack is asked to tell it again', async () => {
  const test = await aRoom();
  const head = test.user('UHEAD');
  await shows(test, head);
  test.door.answers = { outcome: 'fault', said: 'Sorry, something went wrong at my end.' };
  expect((await head.opens()).status).toBe(500);
  test.door.answers = {};
  expect((await head.repeatLast()).status).toBe(200);
  expect(test.door.requests).toHaveLength(2);
  expect(wordsIn(head)).toContain('Your school’s grades');
});

const failures: [string, (test: SlackTest) => void, object][] = [
  [
    'Slack asks for more time',
    ({ slack }) => slack.fail('views.publish', { status: 429, retryAfter: 30 }),
    { kind: 'later', afterMs: 30_000 },
  ],
  [
    'the Home tab is switched off',
    ({ slack }) => {
      slack.hasHome = false;
    },
    { kind: 'refused', reason: expect.stringContaining('switch it on under App Home') },
  ],
  ['the connection breaks', ({ slack }) => slack.fail('views.publish', { cut: true }), { kind: 'later' }],
  ['Slack has a fault', ({ slack }) => slack.fail('views.publish', { status: 503 }), { kind: 'later' }],
];

test.each(failures)('when %s, it is tried once and delivery hears of it', async (_what, breaks, outcome) => {
  const test = await aRoom();
  const head = test.user('UHEAD');
  breaks(test);
  expect(await shows(test, head)).toMatchObject(outcome);
  expect(test.slack.callsOf('views.publish')).toHaveLength(1);
});

test('a stranger’s Home tab that Slack does not take is told in the log, and not tried again', async () => {
  const test = await aRoom();
  test.door.answers = { outcome: 'refused', said: 'I do not know you yet.' };
  test.slack.fail('views.publish', { status: 429, retryAfter: 1 });
  expect((await test.user('USTRANGER').opens()).status).toBe(200);
  await test.room.platform.stop();
  expect(test.slack.callsOf('views.publish')).toHaveLength(1);
  expect(test.logged.join()).toContain('a Home tab was not shown');
});

/** The head's Home tab, with what waits in it, and what a press in it is answered with. */
async function aHead(answers: Partial<Answer> | (() => Promise<Partial<Answer>>)) {
  const test = await aRoom();
  const head = test.user('UHEAD');
  await shows(test, head);
  test.door.answers = answers;
  return { ...test, test, head };
}

test('“Open 2” puts the card in the Messages tab, and a window says at once that it is there', async () => {
  const { head, door, slack } = await aHead({ card: minutesCard(9, 'Write to parents') });
  expect((await head.pressesInHome('Open 2')).status).toBe(200);
  const { view } = await head.sawModal();
  expect(wordsOf(view.blocks)).toBe('It is in your Messages tab now.\nOpen the Messages tab');
  expect(buttonsIn(view)[0]?.url).toBe(`slack://app?team=${slack.team}&id=ACONVENOR&tab=messages`);
  const message = await head.sawLast();
  expect(saidIn(message)).toContain('Write to parents');
  expect(door.shownAs).toEqual([{ copyId: 9, messageId: message.ts }]);
  expect(door.requests[0]).toMatchObject({
    key: expect.stringMatching(/^VHOME.+:UHEAD$/),
    place: { externalId: 'UHEAD', kind: 'personal' },
    deed: { kind: 'press', action: 'open-2', token: 'token-3', input: {} },
  });
  expect(slack.violations).toEqual([]);
});

test('what no longer waits is said in the window, and nothing in the chat', async () => {
  const { head, room } = await aHead({ outcome: 'refused', said: 'That is no longer waiting for you.' });
  await head.pressesInHome('Open 1');
  expect(wordsOf((await head.sawModal()).view.blocks)).toBe('That is no longer waiting for you.');
  await room.platform.stop();
  expect(head.sees()).toEqual([]);
});

test('an answer that takes long is told in a window that opens in time, and then says where it is', async () => {
  const work = Promise.withResolvers<void>();
  const { head } = await aHead(() => work.promise.then(() => ({ card: minutesCard(9) })));
  await head.pressesInHome('Open 1');
  await head.sawModal(({ view }) => wordsOf(view.blocks) === 'Working on it…');
  work.resolve();
  await head.sawModal(({ view }) => wordsOf(view.blocks).startsWith('It is in your Messages tab now.'));
  expect(head.sees()).toHaveLength(1);
});

test('a window that does not open is told in the log; what would have stood in it is said in the chat', async () => {
  const { head, test } = await aHead({ outcome: 'refused', said: 'That is no longer waiting for you.' });
  await head.pressesInHome('Open 1', { triggerMs: -1 });
  await head.sawLast((message) => saidIn(message) === 'That is no longer waiting for you.');
  expect(test.logged.join()).toContain('a window did not open');
});

test('when Slack does not take the card, the window says so', async () => {
  const { head, slack } = await aHead({ card: minutesCard(9) });
  slack.fail('chat.postMessage', { error: 'restricted_action' }, 2);
  await head.pressesInHome('Open 1');
  expect(wordsOf((await head.sawModal()).view.blocks)).toMatch(/^Slack did not take it/);
});

test('a form that a press asks for is offered in the chat, and the window says so', async () => {
  const { head } = await aHead({ form: shownForm() });
  await head.pressesInHome('Open 1');
  expect(wordsOf((await head.sawModal()).view.blocks)).toContain('It is in your Messages tab now.');
  expect(buttonsIn(await head.sawLast()).map((button) => button.text.text)).toEqual(['Open the form']);
});

test('below what waits stand the deeds that the person may do, each a press away', async () => {
  const test = await aRoom();
  const head = test.user('UHEAD');
  await shows(test, head, { ...waiting(), deeds: ['action.add', 'status.show', 'help.show'] });
  const titles = buttonsIn(head.home()!.view).map((button) => button.text.text);
  expect(titles).toEqual(['Open 1', 'Open 2', 'Add an action', 'Status', 'Help']);
  test.door.answers = { card: minutesCard() };
  await head.pressesInHome('Status');
  await head.sawLast((seen) => saidIn(seen).includes('Marsh Lane board'));
  test.door.answers = { form: shownForm() };
  await head.pressesInHome('Add an action');
  await head.sawModal(({ view }) => wordsOf(view.blocks).includes('Why?'));
  test.door.answers = { outcome: 'refused', said: 'Only the programme director can do that.' };
  await head.pressesInHome('Help');
  await head.sawModal(({ view }) => wordsOf(view.blocks).includes('Only the programme director'));
  expect(test.door.requests.map(({ deed, place }) => [deed, place.kind])).toEqual(
    ['status.show', 'action.add', 'help.show'].map((name) => [{ kind: 'command', name, input: {} }, 'personal']),
  );
  // Nothing else can be asked for by its name, nor from a message.
  buttonsIn(head.home()!.view)[2]!.value = '{"deed":"person.left"}';
  await head.pressesInHome('Add an action');
  await head.sawModal(({ view }) => wordsOf(view.blocks).includes('This button is from an older message'));
  expect(test.door.requests).toHaveLength(3);
  expect(test.slack.violations).toEqual([]);
});

test('a Home tab that is full keeps its deeds within a hundred blocks', async () => {
  const test = await aRoom();
  const head = test.user('UHEAD');
  const body = Array.from({ length: 78 }, (_, index) => group(`${index + 1}. ACT-${index + 1}`, index + 1));
  const card = aCard(body, { copyId: 3, token: 'token-3', isConfidential: true, actions: [open(1)] });
  await shows(test, head, { ...card, deeds: ['action.add', 'status.show', 'setup.show', 'help.show'] });
  const { view } = head.home()!;
  expect(view.blocks.length).toBeLessThanOrEqual(100);
  const titles = buttonsIn(view).map((button) => button.text.text);
  expect(titles.slice(-4)).toEqual(['Add an action', 'Status', 'Set up', 'Help']);
  expect(test.slack.violations).toEqual([]);
});

test('a button that this program did not make says so in a window', async () => {
  const { head, door } = await aHead({});
  buttonsIn(head.home()!.view)[0]!.value = '{"boardId":3}';
  await head.pressesInHome('Open 1');
  expect(wordsOf((await head.sawModal()).view.blocks)).toMatch(/^This button is from an older message/);
  expect(door.requests).toEqual([]);
});
