import { expect, test } from 'vitest';
import { buttonsIn, saidIn } from '../support/fake-slack.ts';
import { sendSigned } from '../support/slack-signed.ts';
import { aRoom, minutesCard, posted, SECRET } from './a-room.ts';

test('a press reaches the door with what the button carries, and the card is replaced', async () => {
  const test = await aRoom();
  const { slack, door } = test;
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  door.answers = { said: 'Thank you. You approved revision 2.', replaces: minutesCard(7, 'Approved by two') };
  expect((await governor.presses(message, 'Approve')).status).toBe(200);
  await governor.sawLast((seen) => saidIn(seen) === 'Thank you. You approved revision 2.');
  expect(saidIn(message)).toContain('Approved by two');
  expect(door.requests[0]).toMatchObject({
    key: expect.stringMatching(new RegExp(`^${message.ts}:.+:UGOVERNOR$`)),
    from: { tenant: slack.team, userId: 'UGOVERNOR' },
    place: { externalId: 'UGOVERNOR', kind: 'personal', address: { channel: governor.chat } },
    deed: { kind: 'press', action: 'approve', token: 'token-7', input: {}, messageId: message.ts },
  });
  expect(slack.violations).toEqual([]);
});

test('in a channel only the presser sees what is said', async () => {
  const test = await aRoom();
  test.slack.addChannel('CBOARD');
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, 'CBOARD');
  test.door.answers = { outcome: 'refused', said: 'Only governors in their seats may approve.' };
  await governor.presses(message, 'Approve');
  await governor.sawLast((seen) => saidIn(seen) === 'Only governors in their seats may approve.', 'CBOARD');
  expect(test.slack.seenIn('CBOARD')).toEqual([message]);
});

test('where the bot cannot write, the answer comes through the press’s own address', async () => {
  const test = await aRoom();
  test.slack.addChannel('CBOARD');
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, 'CBOARD');
  test.slack.addChannel('CBOARD', { isJoined: false });
  test.door.answers = { said: 'Thank you.' };
  await governor.presses(message, 'Approve');
  await governor.sawLast((seen) => saidIn(seen) === 'Thank you.', 'CBOARD');
});

test('every press gets an answer, also when there is nothing to say', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  test.door.answers = {};
  await governor.presses(message, 'Approve');
  await governor.sawLast((seen) => saidIn(seen) === 'Done.');
  test.door.answers = { outcome: 'fault', requestId: 'r-42' };
  await governor.presses(message, 'Approve');
  await governor.sawLast((seen) => saidIn(seen).includes('r-42'));
});

test('a press on a card that only one person sees replaces it there', async () => {
  const test = await aRoom();
  test.slack.addChannel('CBOARD');
  const governor = test.user('UGOVERNOR');
  test.door.answers = { card: minutesCard() };
  const { shown } = await governor.types('/board minutes', { in: 'CBOARD' });
  test.door.answers = { replaces: minutesCard(7, 'Approved by two') };
  await governor.presses(shown!, 'Approve');
  await test.slack.until(() => saidIn(shown!).includes('Approved by two'));
  expect(test.door.requests[1]!.deed).not.toHaveProperty('messageId');
});

test('two clicks are two requests, one click delivered twice is one', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  await governor.presses(message, 'Approve');
  await governor.repeatLast();
  await governor.presses(message, 'Approve');
  const [first, second, third] = test.door.requests.map((request) => request.key);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('a link opens by itself and is only acknowledged', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  expect((await governor.presses(message, 'Read all')).status).toBe(200);
  expect(test.door.requests).toEqual([]);
});

test('a button that this program did not make says so', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  buttonsIn(message)[0]!.value = '{"boardId":3}';
  await governor.presses(message, 'Approve');
  await governor.sawLast((seen) => saidIn(seen).startsWith('This button is from an older message'));
  expect(test.door.requests).toEqual([]);
});

test('a press that takes long is told so, and answered after', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  const work = Promise.withResolvers<void>();
  test.door.answers = async () => {
    await work.promise;
    return { said: 'Approved.' };
  };
  await governor.presses(message, 'Approve');
  await governor.sawLast((seen) => saidIn(seen) === 'Working on it…');
  work.resolve();
  await governor.sawLast((seen) => saidIn(seen) === 'Approved.');
});

test('a press that brings a new card shows it, and it can be edited', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  test.door.answers = { card: minutesCard(9, 'The agenda') };
  await governor.presses(message, 'Approve');
  const shown = await governor.sawLast((seen) => saidIn(seen).includes('The agenda'));
  await test.slack.until(() => test.door.shownAs.length === 1);
  expect(test.door.shownAs).toEqual([{ copyId: 9, messageId: shown.ts }]);
});

test('stopping waits for the answers in hand', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  test.door.answers = { said: 'Thank you.' };
  await governor.presses(message, 'Approve');
  await test.room.platform.stop();
  expect(governor.sees().map(saidIn)).toContain('Thank you.');
});

test('what is said of a confidential card stays out of the notification', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  const message = await posted(test, governor);
  test.door.answers = { said: 'Leadership: 4, saved.', replaces: { ...minutesCard(), isConfidential: true } };
  await governor.presses(message, 'Approve');
  const seen = await governor.sawLast((one) => saidIn(one) === 'Leadership: 4, saved.');
  expect([seen.text, message.text]).toEqual(Array(2).fill('Convenor has a confidential notice; open it.'));
});

test('an address that is not Slack’s is never written to', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  const payload = {
    type: 'block_actions',
    team: { id: test.slack.team },
    user: { id: governor.id },
    channel: { id: 'CNOWHERE', name: 'nowhere' },
    response_url: 'https://evil.example/hook',
    actions: [{ type: 'button', value: '{"act":"approve","t":"token-7"}' }],
  };
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
  const type = 'application/x-www-form-urlencoded';
  expect((await sendSigned(`${test.url}/slack/events`, body, type, { secret: SECRET })).status).toBe(200);
  await test.room.platform.stop();
  expect(test.door.requests).toHaveLength(1);
  expect(test.logged.join()).toContain('a response address that is not Slack’s was not used');
});

test('a card that a press in an ephemeral message brings can be edited: its chat is told to the house', async () => {
  const test = await aRoom();
  const governor = test.user('UGOVERNOR');
  test.door.answers = { card: minutesCard() };
  const { shown } = await governor.types('/board minutes');
  test.door.answers = { card: minutesCard(9, 'The agenda') };
  await governor.presses(shown!, 'Approve');
  await test.slack.until(() => test.door.shownAs.length === 1);
  expect(test.door.events).toMatchObject([
    { kind: 'reachable', place: { externalId: 'UGOVERNOR', address: { channel: governor.chat } } },
  ]);
});
