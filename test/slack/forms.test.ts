import { expect, test } from 'vitest';
import { saidIn } from '../support/fake-slack.ts';
import { sendSigned } from '../support/slack-signed.ts';
import { aRoom, minutesCard, posted, SECRET, type SlackTest, shownForm } from './a-room.ts';

async function withOpenForm(test: SlackTest) {
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  test.door.answers = { form: shownForm() };
  await governor.presses(message, 'Decline…');
  await governor.sawModal();
  test.door.requests.length = 0;
  return { governor, message };
}

test('a form is asked of the door, filled in and sent with its values', async () => {
  const test = await aRoom();
  const { governor, message } = await withOpenForm(test);
  test.door.answers = { said: 'Your reason is with the clerk.', replaces: minutesCard(7, 'Declined by one') };
  await governor.submits({
    reason: 'Attendance is *not* 94 % <!channel>',
    byDate: '2026-03-05',
    part: 'The attendance',
  });
  await governor.sawLast((seen) => saidIn(seen) === 'Your reason is with the clerk.');
  await test.slack.until(() => saidIn(message).includes('Declined by one'));
  expect(governor.modal()).toBeUndefined();
  expect(test.door.requests).toEqual([
    {
      key: expect.stringMatching(/^V\d+:[0-9a-f]{32}:UGOVERNOR$/),
      from: { platform: 'slack', tenant: 'TLEWISHAM1', userId: 'UGOVERNOR' },
      place: expect.objectContaining({ externalId: 'UGOVERNOR', kind: 'personal' }),
      personal: expect.objectContaining({ externalId: 'UGOVERNOR', kind: 'personal' }),
      deed: {
        kind: 'press',
        action: 'decline',
        token: 'token-7',
        input: { reason: 'Attendance is *not* 94 % <!channel>', byDate: '2026-03-05', part: 'attendance' },
        messageId: message.ts,
      },
    },
  ]);
  expect(test.slack.violations).toEqual([]);
});

test('Slack itself asks for what is required, and optional inputs may stay empty', async () => {
  const test = await aRoom();
  const { governor } = await withOpenForm(test);
  await expect(governor.submits({})).rejects.toThrow('Slack asks for reason');
  await governor.submits({ reason: 'Too soon' });
  expect(test.door.requests[0]!.deed).toMatchObject({ input: { reason: 'Too soon' } });
});

test('what is wrong stands under its field, and nothing typed is lost', async () => {
  const test = await aRoom();
  const { governor } = await withOpenForm(test);
  test.door.answers = {
    outcome: 'refused',
    fieldErrors: { byDate: 'Choose a school day.', elsewhere: 'And a reason.' },
  };
  await governor.submits({ reason: 'Too soon', byDate: '2026-03-07' });
  expect(governor.modal()?.errors).toEqual({ byDate: 'Choose a school day.', reason: 'And a reason.' });
  test.door.answers = { said: 'Noted.' };
  await governor.submits({ reason: 'Too soon', byDate: '2026-03-05' });
  await governor.sawLast((seen) => saidIn(seen) === 'Noted.');
  const [first, second] = test.door.requests.map((request) => request.key);
  expect(second).not.toBe(first);
  expect(test.slack.violations).toEqual([]);
});

test('a refused form stays open with the reason, and the card shows how things stand', async () => {
  const test = await aRoom();
  const { governor, message } = await withOpenForm(test);
  const said = 'These minutes have changed since this card was posted.';
  test.door.answers = { outcome: 'refused', said, replaces: minutesCard(7, 'Revision 3') };
  await governor.submits({ reason: 'Too soon' });
  expect(governor.modal()?.errors).toEqual({ reason: said });
  await test.slack.until(() => saidIn(message).includes('Revision 3'));
});

test('the same form sent twice is one deed', async () => {
  const test = await aRoom();
  const { governor } = await withOpenForm(test);
  await governor.submits({ reason: 'Too soon' });
  await governor.repeatLast();
  const [first, second] = test.door.requests.map((request) => request.key);
  expect(second).toBe(first);
});

test('a form goes on to the next in the same window', async () => {
  const test = await aRoom();
  const { governor } = await withOpenForm(test);
  test.door.answers = { form: shownForm({ ...shownForm().form, title: 'Behaviour' }, 'token-8') };
  await governor.submits({ reason: 'Good' });
  expect(governor.modal()?.view).toMatchObject({ title: { text: 'Behaviour' } });
  await governor.submits({ reason: 'Good' });
  expect(test.door.requests.map((request) => request.deed)).toMatchObject([{ token: 'token-7' }, { token: 'token-8' }]);
  expect(test.slack.violations).toEqual([]);
});

test('a form that takes long waits, then shows what was wrong with the words still in it', async () => {
  const test = await aRoom();
  const { governor } = await withOpenForm(test);
  const work = Promise.withResolvers<void>();
  test.door.answers = async () => {
    await work.promise;
    return { outcome: 'refused', fieldErrors: { byDate: 'Choose a school day.' } };
  };
  await governor.submits({ reason: 'Too soon', byDate: '2026-03-07', part: 'An action' });
  expect(JSON.stringify(governor.modal()?.view)).toContain('Working on it…');
  work.resolve();
  const { view } = await governor.sawModal((seen) => JSON.stringify(seen.view).includes('Choose a school day.'));
  expect(
    view.blocks.map((block) => (block.element as { initial_value?: string } | undefined)?.initial_value),
  ).toContain('Too soon');
  test.door.answers = { said: 'Noted.' };
  await governor.submits({ byDate: '2026-03-05' });
  expect(test.door.requests.at(-1)!.deed).toMatchObject({
    token: 'token-7',
    input: { reason: 'Too soon', byDate: '2026-03-05', part: 'action' },
  });
  await governor.sawLast((seen) => saidIn(seen) === 'Noted.');
  expect(test.slack.violations).toEqual([]);
});

test('a form that Slack did not open in time is offered again', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  test.door.answers = { form: shownForm() };
  await governor.presses(message, 'Decline…', { triggerMs: -1 });
  const offer = await governor.sawLast((seen) => saidIn(seen).includes('did not open in time'));
  await governor.presses(offer, 'Open the form');
  await governor.sawModal();
  expect(test.slack.violations).toEqual([]);
});

test('a form that this program did not make is told so', async () => {
  const test = await aRoom();
  const view = { id: 'V1', private_metadata: '{"boardId":3}', state: { values: {} } };
  const payload = { type: 'view_submission', team: { id: test.slack.team }, user: { id: 'U1' }, view };
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const response = await sendSigned(`${test.url}/slack/events`, body, 'application/x-www-form-urlencoded', {
    secret: SECRET,
  });
  expect(response.json).toMatchObject({ response_action: 'update' });
  expect(test.door.requests).toEqual([]);
});

test('a form that was closed while it waited is answered in the chat', async () => {
  const test = await aRoom();
  const { governor } = await withOpenForm(test);
  const work = Promise.withResolvers<void>();
  test.door.answers = async () => {
    await work.promise;
    return { outcome: 'refused', fieldErrors: { byDate: 'Choose a school day.' } };
  };
  await governor.submits({ reason: 'Too soon' });
  test.slack.views.clear();
  work.resolve();
  await governor.sawLast((seen) => saidIn(seen) === 'Choose a school day.');
});
