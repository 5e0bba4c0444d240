// Who is in a channel, read page by page for the command that wants to know.
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FailureRule } from '../support/fake-connector.ts';
import { FakeTeamsClient, type Room } from '../support/teams-client.ts';
import { openTestRoom, TENANT, type TestRoom } from '../support/teams-room.ts';

const RUTH = 'aaaaaaaa-0000-4000-8000-000000000001';
const ELSEWHERE = '22222222-2222-4222-8222-222222222222';

let t: TestRoom;
let ruth: FakeTeamsClient;
let channel: Room;
beforeEach(async () => {
  t = await openTestRoom({ timing: { callWithin: 400 } });
  ruth = new FakeTeamsClient(t.teams, { name: 'Ruth Okafor', aadObjectId: RUTH, tenant: TENANT });
  t.connector.people.set(ruth.mri, TENANT);
  channel = t.teams.channel({ name: 'Board', tenant: TENANT });
  t.door.answer = ({ deed }) =>
    deed.kind === 'command'
      ? { said: 'Everybody is here.', isPrivate: true }
      : { said: 'From now on.', members: { command: 'board.compareMembers', input: { boardId: 7 } } };
});
afterEach(async () => {
  await t.room.platform.stop();
  expect(t.connector.complaints).toEqual([]);
  await t.close();
});

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `29:${index}`,
    objectId: `person-${index}`,
    name: `Person ${index}`,
    email: `person.${index}@school.example`,
    tenantId: TENANT,
    userRole: 'user',
  }));
const asks = () => ruth.says('board channel here for Marsh Lane', { in: channel, thread: '111' });
const told = () => t.door.requests.at(-1)?.deed as { kind: string; name: string; input: Record<string, unknown> };

test.each([0, 1, 199, 200, 201, 450])('%i people are read whole, a page a call', async (count) => {
  t.connector.rosters.set(channel.id, people(count));
  const sent = await asks();
  const { kind, name, input } = told();
  expect([kind, name, input['boardId']]).toEqual(['command', 'board.compareMembers', 7]);
  expect((input['members'] as { userId: string }[]).map(({ userId }) => userId)).toEqual(
    people(count).map(({ objectId }) => objectId),
  );
  expect(t.connector.pages(channel.id)).toHaveLength(Math.max(1, Math.ceil(count / 200)));
  expect(t.connector.pages().every((call) => call.conversationId === channel.id)).toBe(true);
  // The same person in the same place, so that the command decides as for every other request; nothing but ids goes along.
  expect(t.door.requests.at(-1)).toMatchObject({ from: t.door.requests[0]?.from, place: t.door.requests[0]?.place });
  expect(t.door.requests.at(-1)?.key).toBe(`${channel.id};messageid=111:${sent.activity['id']}:members`);
  expect(JSON.stringify(input)).not.toMatch(/@school|Person/);
  expect(ruth.lastSaid()).toBe('Everybody is here.');
  expect(JSON.stringify(t.connector.messagesIn(channel.id))).not.toContain('Everybody is here');
});

test('guests, people from elsewhere and people without a directory are told apart', async () => {
  t.connector.rosters.set(channel.id, [
    { id: '29:1', objectId: 'a', tenantId: TENANT, userRole: 'user' },
    { id: '29:2', aadObjectId: 'b', tenantId: TENANT, userRole: 'guest' },
    { id: '29:3', objectId: 'c', tenantId: ELSEWHERE },
    { id: '29:4', userRole: 'anonymous' },
  ]);
  await asks();
  expect(told().input['members']).toEqual([
    { userId: 'a', tenants: [TENANT], isGuest: false },
    { userId: 'b', tenants: [TENANT], isGuest: true },
    { userId: 'c', tenants: [TENANT, ELSEWHERE], isGuest: true },
    { userId: 'mri:29:4', tenants: [TENANT], isGuest: true },
  ]);
});

const FAILURES: [string, FailureRule['how'], RegExp][] = [
  ['throttled', { status: 429, retryAfter: '1' }, /slow down/],
  ['refused', { status: 403, code: 'BotNotInConversationRoster' }, /not in this chat or team/],
  ['unknown', { status: 404 }, /no longer knows/],
  ['500', { status: 500 }, /fault/],
  ['502', { status: 502 }, /fault/],
  ['silent', 'hang', /did not answer/],
  ['cut', 'cut', /./],
];
test.each(FAILURES)(
  '%s on the second page: said so after one call, and nothing is made of the first',
  async (_what, how, why) => {
    t.connector.rosters.set(channel.id, people(450));
    t.connector.fail({ on: 'members', after: 1, times: 9, how });
    await asks();
    expect(told().input).toEqual({ boardId: 7, trouble: expect.stringMatching(why) });
    expect(t.connector.pages()).toHaveLength(2);
  },
);

test('what is no list, or never ends, is not taken for one', async () => {
  t.connector.rosters.set(channel.id, [{ name: 'nobody' }]);
  await asks();
  expect(told().input).toEqual({ boardId: 7, trouble: 'Teams did not tell everybody who is here.' });
  t.connector.rosters.set(channel.id, people(5000));
  await asks();
  expect(told().input).toMatchObject({ trouble: 'Teams did not tell everybody who is here.' });
  expect(t.connector.pages()).toHaveLength(1 + 20);
});

test('is not read twice for what was answered before, nor in a personal chat', async () => {
  const sent = await asks();
  await ruth.redelivers(sent);
  expect(t.connector.pages()).toHaveLength(1);
  await ruth.says('board channel here for Marsh Lane');
  expect(t.connector.pages()).toHaveLength(1);
});
