// Shortcuts between a fake Slack and a scripted door: what they ask, and what the person sees of it.
import { expect, test } from 'vitest';
import { Form } from '../../src/chat/card.ts';
import { NEW_ACTION, WHAT_WAITS } from '../../src/chat/contract.ts';
import { SHORTCUTS } from '../../src/slack/shortcuts.ts';
import { saidIn } from '../support/fake-slack.ts';
import { wordsOf } from '../support/slack-limits.ts';
import type { SeenView } from '../support/slack-workspace.ts';
import { aRoom, minutesCard, shownForm } from './a-room.ts';

const actionForm = Form.parse({
  title: 'A new action',
  inputs: [
    {
      type: 'Input.Text',
      id: 'what',
      label: 'What has to be done?',
      isMultiline: true,
      isRequired: true,
      maxLength: 1000,
    },
    { type: 'Input.Date', id: 'due', label: 'By when?' },
  ],
  submit: { type: 'Action.Execute', id: 'add', title: 'Add the action', verb: 'action.add' },
});
const boardForm = Form.parse({
  title: 'A new action',
  inputs: [
    {
      type: 'Input.ChoiceSet',
      id: 'boardId',
      label: 'For which board?',
      style: 'compact',
      choices: [
        { title: 'Marsh Lane board', value: '1' },
        { title: 'Hill Top board', value: '2' },
      ],
    },
  ],
  submit: { type: 'Action.Execute', id: 'choose', title: 'Go on', verb: 'action.add' },
});
const WORDS = 'Could somebody ask &lt;the council&gt; for\nthe new fire plan?';

function typedIn({ view }: SeenView): unknown {
  const block = view.blocks.find((one) => one.block_id === 'what');
  return (block?.element as { initial_value?: string } | undefined)?.initial_value;
}
const says = (seen: SeenView) => wordsOf(seen.view.blocks);

test('“What waits for me” asks what waits, brings it to the Messages tab and says so in a window', async () => {
  const test = await aRoom();
  const head = test.user('UHEAD');
  test.door.answers = { card: minutesCard() };
  expect((await head.chooses(SHORTCUTS.whatWaits)).status).toBe(200);
  const window = await head.sawModal();
  expect(says(window)).toContain('It is in your Messages tab now.');
  expect(saidIn(await head.sawLast())).toContain('Minutes of the Marsh Lane board');
  expect(test.door.requests).toMatchObject([
    { deed: WHAT_WAITS, place: { externalId: 'UHEAD', kind: 'personal' }, from: { userId: 'UHEAD' } },
  ]);
  expect(test.slack.violations).toEqual([]);
});

test('“Add an action” opens the form', async () => {
  const test = await aRoom();
  const clerk = test.user('UCLERK');
  test.door.answers = { form: shownForm(actionForm) };
  await clerk.chooses(SHORTCUTS.newAction);
  expect(typedIn(await clerk.sawModal())).toBeUndefined();
  expect(test.door.requests).toMatchObject([{ deed: NEW_ACTION, place: { kind: 'personal' } }]);
  test.door.answers = { said: 'Added ACT-12 for Ada Okafor, due 4 December.' };
  await clerk.submits({ what: 'Ask for the plan', due: '2026-12-04' });
  await clerk.sawLast((seen) => saidIn(seen).startsWith('Added ACT-12'));
  expect(test.slack.violations).toEqual([]);
});

test('“Make this an action” opens the form with the words of the message; the house is not given them', async () => {
  const test = await aRoom();
  test.slack.addChannel('CBOARD', { name: 'marsh-lane' });
  const clerk = test.user('UCLERK');
  test.door.answers = { form: shownForm(actionForm) };
  await clerk.chooses(SHORTCUTS.fromMessage, { on: { channel: 'CBOARD', text: WORDS } });
  const words = 'Could somebody ask <the council> for\nthe new fire plan?';
  expect(typedIn(await clerk.sawModal())).toBe(words);
  expect(test.door.requests).toMatchObject([{ deed: NEW_ACTION, place: { externalId: 'CBOARD', kind: 'channel' } }]);
  expect(JSON.stringify(test.door.requests)).not.toContain('fire plan');
  expect(test.logged.join()).not.toContain('fire plan');

  test.door.answers = { said: 'Added ACT-12 for Ada Okafor, due 4 December.', isPrivate: false };
  await clerk.submits({ due: '2026-12-04' });
  expect(test.door.requests.at(-1)).toMatchObject({
    deed: { action: 'add', input: { what: words, due: '2026-12-04' } },
  });
  const seen = await clerk.sawLast((one) => saidIn(one).startsWith('Added ACT-12'), 'CBOARD');
  expect(seen.onlyFor).toBe('UCLERK');
  expect(test.slack.violations).toEqual([]);
});

test('the words wait at Slack while the board is chosen', async () => {
  const test = await aRoom();
  test.slack.addChannel('CBOARD');
  const clerk = test.user('UCLERK');
  test.door.answers = { form: shownForm(boardForm) };
  await clerk.chooses(SHORTCUTS.fromMessage, { on: { channel: 'CBOARD', text: 'Ask for the fire plan' } });
  await clerk.sawModal();
  test.door.answers = { form: shownForm(actionForm, 'token-8') };
  await clerk.submits({ boardId: 'Hill Top board' });
  expect(typedIn(await clerk.sawModal((seen) => says(seen).includes('What has to be done')))).toBe(
    'Ask for the fire plan',
  );
  expect(JSON.stringify(test.door.requests)).not.toContain('fire plan');
  expect(test.slack.violations).toEqual([]);
});

test('a long message is cut to what the form takes, and one without words opens an empty form', async () => {
  const test = await aRoom();
  test.slack.addChannel('CBOARD');
  const clerk = test.user('UCLERK');
  test.door.answers = { form: shownForm(actionForm) };
  await clerk.chooses(SHORTCUTS.fromMessage, { on: { channel: 'CBOARD', text: '😀'.repeat(3000) } });
  const long = String(typedIn(await clerk.sawModal()));
  expect([long.length <= 1000, long.endsWith('😀…'), long.isWellFormed()]).toEqual([true, true, true]);
  test.slack.views.clear();
  await clerk.chooses(SHORTCUTS.fromMessage, { on: { channel: 'CBOARD', text: '' } });
  expect(typedIn(await clerk.sawModal())).toBeUndefined();
  expect(test.slack.violations).toEqual([]);
});

test.each(Object.values(SHORTCUTS))(
  'a stranger who chooses %s is told in a window how to join, and nobody else sees it',
  async (name) => {
    const test = await aRoom();
    test.slack.addChannel('CBOARD');
    const stranger = test.user('USTRANGER');
    test.door.answers = { outcome: 'refused', said: 'I do not know you yet. Type join and your code.' };
    const on = name === SHORTCUTS.fromMessage ? { on: { channel: 'CBOARD', text: WORDS } } : {};
    await stranger.chooses(name, on);
    expect(says(await stranger.sawModal())).toContain('I do not know you yet.');
    expect(test.slack.messages).toEqual([]);
    expect(JSON.stringify([...test.slack.views.values()])).not.toContain('fire plan');
  },
);

test('when the window does not open in time, it is said what to do', async () => {
  const test = await aRoom();
  test.slack.addChannel('CBOARD');
  const clerk = test.user('UCLERK');
  test.door.answers = { form: shownForm(actionForm) };
  await clerk.chooses(SHORTCUTS.fromMessage, { on: { channel: 'CBOARD', text: WORDS }, triggerMs: -1 });
  const told = await clerk.sawLast((seen) => saidIn(seen).includes('Choose the shortcut again.'), 'CBOARD');
  expect(told.onlyFor).toBe('UCLERK');
  await clerk.chooses(SHORTCUTS.newAction, { triggerMs: -1 });
  await clerk.sawLast((seen) => saidIn(seen).includes('Choose the shortcut again.'));
  test.door.answers = { outcome: 'refused', said: 'Only members of a board can do that.' };
  await clerk.chooses(SHORTCUTS.newAction, { triggerMs: -1 });
  await clerk.sawLast((seen) => saidIn(seen) === 'Only members of a board can do that.');
  test.door.answers = { card: minutesCard() };
  await clerk.chooses(SHORTCUTS.whatWaits, { triggerMs: -1 });
  await clerk.sawLast((seen) => saidIn(seen).includes('Marsh Lane board'));
});

test('a slow house has its form in the window that said to wait', async () => {
  const test = await aRoom();
  const clerk = test.user('UCLERK');
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  test.door.answers = () => answered.then(() => ({ form: shownForm(actionForm) }));
  await clerk.chooses(SHORTCUTS.newAction);
  await clerk.sawModal((seen) => says(seen).includes('Working on it'));
  answer();
  await clerk.sawModal((seen) => says(seen).includes('What has to be done'));
  expect(test.slack.callsOf('views.open')).toHaveLength(1);
});

test('a choice that is heard twice opens one form, and sending it twice is one deed', async () => {
  const test = await aRoom();
  const clerk = test.user('UCLERK');
  test.door.answers = ({ key }) =>
    test.door.requests.filter((one) => one.key === key).length > 1
      ? { isRepeated: true }
      : { form: shownForm(actionForm) };
  await clerk.chooses(SHORTCUTS.newAction, { actionTs: '1772700000.000009' });
  await clerk.sawModal();
  await clerk.repeatLast();
  await test.room.platform.stop();
  expect(test.slack.callsOf('views.open')).toHaveLength(1);
  const keys = test.door.requests.map(({ key }) => key);
  expect(new Set(keys).size).toBe(1);
});

test('a shortcut of an older app, or of a kind that it is not, says what to do', async () => {
  const test = await aRoom();
  test.slack.addChannel('CBOARD');
  const clerk = test.user('UCLERK');
  await clerk.chooses('something_old');
  expect(says(await clerk.sawModal())).toContain('older version');
  await clerk.chooses(SHORTCUTS.whatWaits, { on: { channel: 'CBOARD', text: WORDS } });
  await clerk.chooses(SHORTCUTS.fromMessage);
  await test.room.platform.stop();
  expect(test.door.requests).toEqual([]);
});

test('a shortcut is heard though Slack does not say whose app it is for, from our workspace only', async () => {
  const test = await aRoom({ settings: { appId: 'ACONVENOR', teamId: 'TLEWISHAM1' } });
  test.door.answers = { form: shownForm(actionForm) };
  expect((await test.user('UCLERK').chooses(SHORTCUTS.newAction)).status).toBe(200);
  const elsewhere = await aRoom({ settings: { appId: 'ACONVENOR', teamId: 'TANOTHER' } });
  expect((await elsewhere.user('UCLERK').chooses(SHORTCUTS.newAction)).status).toBe(403);
  expect(elsewhere.door.requests).toEqual([]);
});

test('in somebody else’s chat only the person who chose it is told', async () => {
  const test = await aRoom();
  const clerk = test.user('UCLERK');
  test.door.answers = { form: shownForm(actionForm) };
  await clerk.chooses(SHORTCUTS.fromMessage, { on: { channel: 'DBETWEEN', text: WORDS } });
  await clerk.sawModal();
  expect(test.door.requests[0]!.place).toEqual({
    platform: 'slack',
    tenant: test.slack.team,
    externalId: 'UCLERK',
    kind: 'personal',
  });
});
