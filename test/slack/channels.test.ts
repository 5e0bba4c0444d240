// What Slack tells of channels, and that nothing it tells is acknowledged before it is kept.
import { expect, test } from 'vitest';
import { saidIn } from '../support/fake-slack.ts';
import { aRoom } from './a-room.ts';

const place = { platform: 'slack', tenant: 'TLEWISHAM1', externalId: 'CBOARD', kind: 'channel' };

test.each([
  [
    'channel_archive',
    { channel: 'CBOARD', user: 'UADMIN' },
    { kind: 'unreachable', reason: expect.stringContaining('archived') },
  ],
  ['group_archive', { channel: 'CBOARD' }, { kind: 'unreachable', reason: expect.stringContaining('archived') }],
  ['channel_deleted', { channel: 'CBOARD' }, { kind: 'unreachable', reason: expect.stringContaining('deleted') }],
  ['group_deleted', { channel: 'CBOARD' }, { kind: 'unreachable', reason: expect.stringContaining('deleted') }],
  [
    'channel_left',
    { channel: 'CBOARD' },
    { kind: 'unreachable', reason: expect.stringContaining('/invite @Convenor') },
  ],
  ['group_left', { channel: 'CBOARD' }, { kind: 'unreachable', reason: expect.stringContaining('/invite @Convenor') }],
  [
    'member_left_channel',
    { channel: 'CBOARD', user: 'UCONVENOR1' },
    { kind: 'unreachable', reason: expect.stringContaining('/invite @Convenor') },
  ],
  ['channel_unarchive', { channel: 'CBOARD' }, { kind: 'reachable' }],
  ['group_unarchive', { channel: 'CBOARD' }, { kind: 'reachable' }],
])('%s is told to the house', async (type, event, told) => {
  const { door, user } = await aRoom();
  expect((await user('UADMIN').happens({ type, ...event })).status).toBe(200);
  expect(door.events).toEqual([{ place, ...told }]);
});

test.each(['channel_rename', 'group_rename'])(
  'after %s the house knows the new name, and nothing else changes',
  async (type) => {
    const { door, user } = await aRoom();
    await user('UADMIN').happens({ type, channel: { id: 'CBOARD', name: 'hill-top', created: 1 } });
    expect(door.events).toEqual([{ kind: 'changed', place: { ...place, name: 'hill-top' } }]);
  },
);

test('a channel that gets shared is not private from then on; unshared, it is if Slack says so', async () => {
  const { door, user, slack } = await aRoom();
  slack.addChannel('CBOARD', { isPrivate: true });
  const admin = user('UADMIN');
  await admin.happens({ type: 'channel_shared', channel: 'CBOARD', connected_team_id: 'TOTHER' });
  expect(slack.callsOf('conversations.info')).toEqual([]);
  await admin.happens({ type: 'channel_unshared', channel: 'CBOARD', previously_connected_team_id: 'TOTHER' });
  slack.addChannel('CBOARD', { isPrivate: true, isShared: true });
  await admin.happens({ type: 'channel_unshared', channel: 'CBOARD', is_ext_shared: true });
  slack.fail('conversations.info', { status: 503 });
  await admin.happens({ type: 'channel_unshared', channel: 'CBOARD' });
  expect(door.events.map((event) => [event.kind, 'place' in event && event.place.isPrivate])).toEqual([
    ['changed', false],
    ['changed', true],
    ['changed', false],
    ['changed', false],
  ]);
});

test('what is told of other people and in other words is nothing to the house', async () => {
  const { door, user } = await aRoom();
  const admin = user('UADMIN');
  await admin.happens({ type: 'member_left_channel', channel: 'CBOARD', user: 'UADMIN' });
  await admin.happens({ type: 'channel_rename', channel: 'CBOARD' });
  await admin.happens({ type: 'channel_shared' });
  await admin.happens({ type: 'channel_created', channel: { id: 'CNEW', name: 'new' } });
  expect(door.events).toEqual([]);
});

const TOLD: [string, object][] = [
  ['words', { type: 'message', channel: 'DHEAD', channel_type: 'im', user: 'UHEAD', text: 'status', ts: '1.1' }],
  ['a Home tab that was opened', { type: 'app_home_opened', user: 'UHEAD', channel: 'DHEAD', tab: 'home' }],
  ['an archived channel', { type: 'channel_archive', channel: 'CBOARD' }],
  ['a renamed channel', { type: 'channel_rename', channel: { id: 'CBOARD', name: 'x' } }],
  ['a shared channel', { type: 'channel_shared', channel: 'CBOARD' }],
];

test.each(TOLD)(
  '%s, while nothing can be stored, is not acknowledged: Slack sends it again, and then it is heard',
  async (_what, event) => {
    const { door, user } = await aRoom();
    const head = user('UHEAD');
    const { handle, placeChanged } = door;
    const cannot = async () => {
      throw new Error('the database is away');
    };
    Object.assign(door, { handle: cannot, placeChanged: cannot });
    expect((await head.happens({ ...event })).status).toBe(500);
    Object.assign(door, { handle, placeChanged });
    // A repetition, by its header; it is the first that arrives.
    expect((await head.repeatLast(1)).status).toBe(200);
    expect(door.requests.length + door.events.length).toBe(1);
    expect((await head.repeatLast(2)).status).toBe(200);
    expect(door.requests.length + door.events.length).toBe(1);
  },
);

test('words that the house could not store are sent again by Slack, and only the last time apologised for', async () => {
  const { door, user, slack, room } = await aRoom();
  const head = user('UHEAD');
  door.answers = { outcome: 'fault', requestId: 'r-42', said: 'Sorry, something went wrong.' };
  expect((await head.says('action done ACT-12')).status).toBe(500);
  for (const [repetition, status] of [
    [1, 500],
    [2, 500],
    [3, 200],
  ] as const)
    expect((await head.repeatLast(repetition)).status).toBe(status);
  await head.sawLast((seen) => saidIn(seen).includes('Sorry'));
  // The house is back in time for the next: said once, with no apology.
  expect((await head.says('action done ACT-13')).status).toBe(500);
  door.answers = { said: 'ACT-13 is done.' };
  expect((await head.repeatLast(1)).status).toBe(200);
  await head.sawLast((seen) => saidIn(seen) === 'ACT-13 is done.');
  await room.platform.stop();
  expect(slack.callsOf('chat.postMessage')).toHaveLength(2);
});

test('a repetition that comes while the first is still being stored waits for it, and fails with it', async () => {
  const { door, user } = await aRoom();
  const head = user('UHEAD');
  const stored = Promise.withResolvers<void>();
  const isAtWork = Promise.withResolvers<void>();
  door.handle = async () => {
    isAtWork.resolve();
    await stored.promise;
    throw new Error('the database is away');
  };
  const first = head.says('status');
  await isAtWork.promise;
  const second = head.repeatLast(1);
  stored.resolve();
  expect([(await first).status, (await second).status]).toEqual([500, 500]);
});
