// People and channels that Teams keeps from Convenor: uninstalled, blocked, switched off. The whole program, between a fake
// Teams and the clerk's page: what is said of it, that nothing is sent meanwhile, and that it goes out once afterwards.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aPartnership, codeFor, saysOnPage, type World } from '../contract/world.ts';
import { type Around, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { FakeConnector } from '../support/fake-connector.ts';
import type { FakeTeamsClient } from '../support/teams-client.ts';

const { prisma, connection } = await testDatabase();
let around: Around;
let world: World;
let count = 0;

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, now: '2026-11-23T10:00:00Z', paceMs: 0 });
});
afterAll(async () => {
  await around.close();
  expect(around.teams.connector.complaints).toEqual([]);
});

const clerkSays = (text: string) => saysOnPage(around, world.clerk.id, text);
const connector = () => around.teams.connector;

/** A governor who has joined in Teams. */
async function joined(name: string, tenant?: string): Promise<FakeTeamsClient> {
  const { id } = await world.governor(name);
  const client = around.teamsPerson(name, tenant);
  await joinAs(client, name);
  // The page, on which everybody is known in development, is no second way here.
  await prisma.conversation.updateMany({
    where: { platform: 'web', externalId: `person-${id}` },
    data: { unreachableReason: 'not in this test' },
  });
  return client;
}

async function joinAs(client: FakeTeamsClient, name: string): Promise<void> {
  await client.says(`join ${await codeFor(around, world.clerk.id, name)}`);
  await eventually('the welcome', async () => /Welcome/.test(said(client)));
}

const said = (client: FakeTeamsClient) =>
  client
    .messages()
    .map((message) => message.activity.text ?? client.reads(message))
    .join('\n');

async function giveTask(name: string): Promise<string> {
  const task = `Task ${++count}`;
  await clerkSays(`action add ${task} owner ${name} by 11 December`);
  return task;
}

const fateOf = async (name: string) => {
  const { id } = await prisma.person.findFirstOrThrow({ where: { name } });
  return prisma.outbox.findMany({ where: { personId: id }, orderBy: { id: 'asc' } });
};
const stateOf = async (name: string) => (await fateOf(name)).map(({ state }) => state);
const times = (text: string, task: string) => text.split(task).length - 1;

/** The clerk's list as the page shows it: the newest card in their chat. */
async function list(): Promise<string> {
  await clerkSays('message list');
  const response = await fetch(`${around.url}/api/local/messages?as=${world.clerk.id}&in=person-${world.clerk.id}`);
  return response.text();
}

test.each([
  ['ConversationBlockedByUser', 'The person has blocked Convenor.', 'unblock it in Teams'],
  ['BotDisabledByAdmin', 'A Teams administrator has switched the Convenor app off.', 'Ask them to allow it'],
  ['MessageWritesBlocked', 'Messages from Convenor are blocked there.', 'unblock it'],
  ['BotNotInConversationRoster', 'The Convenor app is not in this chat or team.', 'Add it there again'],
  ['InvalidBotApiHost', 'Teams keeps this chat at another address now.', 'types anything'],
])('%s: said with what to do, not tried again, and over when they write', async (code, why, todo) => {
  const name = `Gail ${code.slice(0, 6)}`;
  const gail = await joined(name);
  const chat = FakeConnector.chatWith(gail.mri);
  connector().fail({ on: 'post', conversationId: chat, times: 1, how: { status: 403, code } });
  const first = await giveTask(name);
  await eventually('the refusal', async () => (await stateOf(name)).includes('unreachable'));
  const calls = connector().posts(chat).length;
  const second = await giveTask(name);
  await eventually(
    'the second set aside',
    async () => (await stateOf(name)).filter((s) => s === 'unreachable').length === 2,
  );
  expect(connector().posts(chat)).toHaveLength(calls);
  const [row] = (await fateOf(name)).filter(({ state }) => state === 'unreachable');
  expect(row?.reason).toContain(why);
  expect(row?.reason).toContain(todo);
  const shown = await list();
  expect(shown).toContain(name);
  expect(shown).toContain(why);
  await gail.says('who am i');
  await eventually('what waited', async () => !(await stateOf(name)).some((state) => state !== 'sent'));
  for (const task of [first, second]) {
    const cards = gail
      .messages()
      .filter((message) => message.activity.attachments?.length && gail.reads(message).includes(task));
    expect(cards).toHaveLength(1);
  }
});

test('who removed the app is not written to, and gets what waited once it is back', async () => {
  const hal = await joined('Hal Under');
  await hal.uninstalls();
  const task = await giveTask('Hal Under');
  await eventually('set aside', async () => (await stateOf('Hal Under')).includes('unreachable'));
  expect(
    connector()
      .posts(hal.chatId)
      .filter((call) => JSON.stringify(call.body).includes(task)),
  ).toEqual([]);
  expect(await list()).toContain('The Convenor app was removed there. Add it again');
  await hal.installs();
  await eventually('what waited', async () => times(said(hal), task) > 0);
  await hal.says('who am i');
  await eventually('all sent', async () => !(await stateOf('Hal Under')).some((state) => state !== 'sent'));
  expect(hal.messages().filter((m) => m.activity.attachments?.length && hal.reads(m).includes(task))).toHaveLength(1);
});

test('a chat that moved to another region is written to there from the next message on', async () => {
  const ivy = await joined('Ivy Moor');
  const moved = await FakeConnector.open();
  moved.know(ivy.chatId);
  await around.teams.send({ ...ivy.message('who am i'), serviceUrl: moved.serviceUrl });
  const task = await giveTask('Ivy Moor');
  await eventually('the task', async () => JSON.stringify(moved.posts()).includes(task));
  expect(JSON.stringify(connector().posts(ivy.chatId))).not.toContain(task);
  await moved.close();
});

test('who only ever installed the app is told things in that chat, wherever they say who they are', async () => {
  await world.governor('Kit Vale');
  const kit = around.teamsPerson('Kit Vale');
  await kit.installs();
  const group = around.teams.group({ name: 'Corridor', tenant: kit.person.tenant });
  await kit.says(`join ${await codeFor(around, world.clerk.id, 'Kit Vale')}`, { in: group });
  await prisma.conversation.updateMany({
    where: { platform: 'web', person: { name: 'Kit Vale' } },
    data: { unreachableReason: 'not in this test' },
  });
  const task = await giveTask('Kit Vale');
  await eventually('the task', async () => times(said(kit), task) > 0);
  expect(JSON.stringify(connector().messagesIn(group.id))).not.toContain(task);
  expect(await prisma.conversation.count({ where: { platform: 'teams', person: { name: 'Kit Vale' } } })).toBe(1);
});

test('a chat that comes under another id is the same chat', async () => {
  const lou = await joined('Lou Ash');
  const message = lou.message('who am i') as { conversation: object };
  connector().know('a:another');
  await around.teams.send({ ...message, conversation: { ...message.conversation, id: 'a:another' } });
  const task = await giveTask('Lou Ash');
  await eventually('the task', async () => JSON.stringify(connector().posts('a:another')).includes(task));
  expect(said(lou)).not.toContain(task);
  expect(await prisma.conversation.count({ where: { platform: 'teams', person: { name: 'Lou Ash' } } })).toBe(1);
});

test('somebody who is a guest elsewhere is one person: told once, in the chat where they wrote last', async () => {
  const home = await joined('Jo Quill', 'aaaaaaaa-1111-4111-8111-111111111111');
  const guest = around.teamsPerson('Jo Quill (Guest)', 'bbbbbbbb-2222-4222-8222-222222222222');
  await joinAs(guest, 'Jo Quill');
  expect(await prisma.identity.count({ where: { platform: 'teams', person: { name: 'Jo Quill' } } })).toBe(2);
  // Where somebody was heard is kept by the minute.
  await prisma.conversation.updateMany({ data: { heardAt: new Date('2026-11-23T09:00:00Z') } });
  await guest.says('who am i');
  const first = await giveTask('Jo Quill');
  await eventually('as a guest', async () => times(said(guest), first) > 0);
  expect(said(home)).not.toContain(first);
  await prisma.conversation.updateMany({ data: { heardAt: new Date('2026-11-23T09:00:00Z') } });
  await home.says('who am i');
  const second = await giveTask('Jo Quill');
  await eventually('at home', async () => times(said(home), second) > 0);
  expect(said(guest)).not.toContain(second);
  // Once the guest's tenant takes the app away, home still hears everything.
  await guest.uninstalls();
  const third = await giveTask('Jo Quill');
  await eventually('at home again', async () => times(said(home), third) > 0);
});
