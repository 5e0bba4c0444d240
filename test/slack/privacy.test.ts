// Nothing confidential goes to a channel that is not proven private at that moment.
import { expect, test } from 'vitest';
import type { Message } from '../../src/chat/contract.ts';
import { saidIn } from '../support/fake-slack.ts';
import { aRoom, minutesCard, type SlackTest, toBoard } from './a-room.ts';

const secret: Message = {
  summary: 'Convenor has a confidential notice; open it.',
  card: { ...minutesCard(7, 'Marsh Lane is red'), isConfidential: true },
  key: 'at-risk-alert:ALR-7:channel',
};
const isPrivate = { isPrivate: true, members: ['UHEAD', 'UCONVENOR1'] };

async function aChannel(facts: Parameters<SlackTest['slack']['addChannel']>[1] = {}) {
  const test = await aRoom();
  test.slack.addChannel('CBOARD', { ...isPrivate, ...facts });
  for (const id of ['UHEAD', 'UCONVENOR1']) test.slack.addUser(id);
  return { ...test, platform: test.room.platform };
}

test('a private channel that is shared with nobody gets it', async () => {
  const { platform, slack } = await aChannel();
  expect(await platform.post(toBoard, secret)).toMatchObject({ kind: 'sent' });
  expect(slack.seenIn('CBOARD')).toHaveLength(1);
});

const EXPOSED: [string, Parameters<SlackTest['slack']['addChannel']>[1], RegExp][] = [
  ['is public', { isPrivate: false }, /public/],
  ['does not say whether it is private', { told: { is_private: undefined } }, /public/],
  ['is shared with another organisation', { told: { is_ext_shared: true } }, /another organisation/],
  ['is about to be shared', { told: { is_pending_ext_shared: true } }, /about to be/],
  ['has an invitation open', { told: { pending_shared: ['TOTHER'] } }, /about to be/],
  ['waits for another workspace', { told: { pending_connected_team_ids: ['TOTHER'] } }, /about to be/],
  ['is shared within the organisation', { told: { is_org_shared: true } }, /another workspace/],
  ['is shared somehow', { told: { is_shared: true } }, /another workspace/],
  ['is in several workspaces', { told: { shared_team_ids: ['TLEWISHAM1', 'TOTHER'] } }, /another workspace/],
  ['is not shown to Convenor', { isJoined: false }, /does not say/],
];

test.each(EXPOSED)('a channel that %s gets nothing confidential, and the house is told', async (_what, facts, why) => {
  const { platform, slack, door } = await aChannel(facts);
  const outcome = await platform.post(toBoard, secret);
  expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(why) });
  expect(slack.callsOf('chat.postMessage')).toEqual([]);
  expect(door.events).toEqual([
    {
      kind: 'changed',
      place: { platform: 'slack', tenant: 'TLEWISHAM1', externalId: 'CBOARD', kind: 'channel', isPrivate: false },
    },
  ]);
  // An edit would bring what is new there; the house closes the card instead.
  expect(await platform.edit(toBoard, '1.1', secret)).toMatchObject({ kind: 'later' });
  expect(slack.callsOf('chat.update')).toEqual([]);
});

test('it is asked anew each time: a channel that was private a moment ago is not believed', async () => {
  const { platform, slack } = await aChannel();
  expect(await platform.post(toBoard, secret)).toMatchObject({ kind: 'sent' });
  slack.addChannel('CBOARD', { ...isPrivate, isShared: true });
  expect(await platform.post(toBoard, secret)).toMatchObject({ kind: 'refused' });
});

test.each([
  ['cannot be reached', { cut: true as const }],
  ['has a fault', { status: 503 }],
  ['asks to wait', { status: 429, retryAfter: 5 }],
])('while Slack %s it waits: nothing was sent, so nothing is uncertain', async (_what, fault) => {
  const { platform, slack, door } = await aChannel();
  slack.fail('conversations.info', fault);
  expect(await platform.post(toBoard, secret)).toMatchObject({ kind: 'later' });
  expect([slack.callsOf('chat.postMessage'), door.events]).toEqual([[], []]);
});

test.each(['is_restricted', 'is_ultra_restricted', 'is_stranger'])(
  'where the app may read who people are, a channel with a guest (%s) gets nothing confidential',
  async (flag) => {
    const { platform, slack } = await aChannel({ members: ['UHEAD', 'UGUEST'] });
    slack.mayReadUsers = true;
    slack.addUser('UGUEST');
    slack.users.get('UGUEST')!.told = { [flag]: true };
    const outcome = await platform.post(toBoard, secret);
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/guests/) });
  },
);

test('where it may not, guests are not looked for, and Slack is not asked about them each time', async () => {
  const { platform, slack } = await aChannel();
  for (const _time of [1, 2]) expect(await platform.post(toBoard, secret)).toMatchObject({ kind: 'sent' });
  expect(slack.callsOf('users.info')).toHaveLength(1);
  slack.mayReadUsers = true;
  const other = await aChannel();
  other.slack.mayReadUsers = true;
  for (const _time of [1, 2]) expect(await other.platform.post(toBoard, secret)).toMatchObject({ kind: 'sent' });
  expect(other.slack.callsOf('users.info')).toHaveLength(2);
});

test('what is not confidential, and what goes to a person alone, is sent without asking', async () => {
  const { platform, slack } = await aChannel({ isPrivate: false });
  await platform.post(toBoard, { ...secret, card: minutesCard() });
  await platform.post({ ...toBoard, externalId: 'UHEAD', kind: 'personal' }, secret);
  expect(slack.messages).toHaveLength(2);
  expect(slack.callsOf('conversations.info')).toEqual([]);
});

test('a confidential answer to words in a channel is shown to all only if the channel is private now', async () => {
  const { slack, door, user } = await aChannel();
  const head = user('UHEAD');
  door.answers = { card: secret.card, isPrivate: false };
  await head.mentions('atrisk', 'CBOARD');
  await head.sawLast((seen) => saidIn(seen).includes('Marsh Lane is red'), 'CBOARD');
  expect(slack.seenIn('CBOARD')).toHaveLength(1);
  // Known as private for ten minutes; shared since.
  slack.addChannel('CBOARD', { ...isPrivate, told: { is_ext_shared: true } });
  await head.mentions('atrisk', 'CBOARD');
  await slack.until(() => slack.messages.some((one) => one.onlyFor === 'UHEAD'));
  expect(slack.seenIn('CBOARD')).toHaveLength(1);
});
