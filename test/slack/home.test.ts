// People of one school and their Home tabs in Slack, with the whole program behind it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { HOME_TAB } from '../../src/chat/contract.ts';
import { makeJoinCode } from '../../src/people/index.ts';
import { asDay } from '../../src/store/days.ts';
import { aPartnership, bindToPage, saysOnPage, type World } from '../contract/world.ts';
import { type Around, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { buttonsIn, saidIn } from '../support/fake-slack.ts';
import type { FakeSlackUser } from '../support/slack-client.ts';
import { wordsOf } from '../support/slack-limits.ts';

const { prisma, connection } = await testDatabase();
let around: Around;
let second: App;
let world: World;
let head: FakeSlackUser;
let governor: FakeSlackUser;

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, now: '2026-11-23T09:00:00Z', paceMs: 0 });
  second = await around.another();
  const held = { schoolId: world.schoolId, fromOn: asDay('2026-09-01') };
  const ada = await prisma.person.create({ data: { partnershipId: world.partnershipId, name: 'Ada Okafor' } });
  await prisma.roleHeld.create({ data: { personId: ada.id, role: 'HEADTEACHER', ...held } });
  await prisma.seat.create({
    data: { boardId: world.boardId, personId: ada.id, role: 'HEADTEACHER', fromOn: asDay('2026-09-01') },
  });
  head = await joined(around.slackPerson('ada'), ada.id);
  const gus = await world.governor('Gus Rowe');
  governor = await joined(around.slackPerson('gus'), gus.id);
  await openRound();
});

afterAll(async () => {
  await second.stop();
  await around.close();
  expect(around.slack.violations).toEqual([]);
});

async function joined(user: FakeSlackUser, personId: number): Promise<FakeSlackUser> {
  const { code } = await prisma.$transaction((tx) => makeJoinCode(tx, personId, new Date('2026-11-23T09:00:00Z')));
  await user.types(`/board join ${code}`);
  await user.sawLast((message) => saidIn(message).includes('Welcome'));
  return user;
}

async function openRound(): Promise<void> {
  const { id } = await prisma.person.create({ data: { partnershipId: world.partnershipId, name: 'Hope Standards' } });
  await prisma.roleHeld.create({
    data: { personId: id, role: 'HEAD_OF_STANDARDS', schoolId: null, fromOn: asDay('2026-09-01') },
  });
  await bindToPage(prisma, { id });
  await saysOnPage(around, id, 'round open Autumn 2026 due 11 December');
  await head.sawLast((message) => saidIn(message).includes('Aspect 1 of 5'));
}

const wordsIn = (user: FakeSlackUser) => wordsOf(user.home()?.view.blocks ?? []);
const gradesAnswered = (count: number) => (words: string) =>
  words.includes(`Marsh Lane School: your school’s grades, ${count} of 5 answered`);

/** Say something in the Messages tab and read the answer. */
async function saysAndReads(user: FakeSlackUser, text: string, answer: RegExp): Promise<void> {
  const before = user.sees().length;
  await user.says(text);
  await around.slack.until(() =>
    user
      .sees()
      .slice(before)
      .some((message) => answer.test(saidIn(message))),
  );
}

it('a head half-way through the grades sees how far they are, and carries on from the Home tab', async () => {
  await saysAndReads(head, 'good', /What shows it/);
  await saysAndReads(head, 'Governors visit each term.', /aspect 2 of 5/);
  await head.opens();
  await head.sawHome(gradesAnswered(1));
  expect(wordsIn(head).split('\n').slice(0, 5)).toEqual([
    'Waiting for you, Ada',
    '1 thing is waiting for you.',
    'Questions for you',
    '1. Marsh Lane School: your school’s grades, 1 of 5 answered',
    'Due Friday 11 December 2026. Open it to carry on where you stopped.',
  ]);
  const before = head.sees().length;
  await head.pressesInHome('Open 1');
  await head.sawModal(({ view }) => wordsOf(view.blocks).startsWith('It is in your Messages tab now.'));
  const card = head.sees().slice(before)[0]!;
  expect(saidIn(card)).toContain('Aspect 2 of 5');
  await head.presses(card, '2 Good');
  await saysAndReads(head, 'Two reviews this term.', /aspect 3 of 5/);
  await head.sawHome(gradesAnswered(2));
});

it('a governor of the same school sees nothing of the head’s there', async () => {
  await governor.opens();
  await governor.sawHome();
  await saysAndReads(head, 'good', /What shows it/);
  await saysAndReads(head, 'Pupils say so.', /aspect 4 of 5/);
  await head.sawHome(gradesAnswered(3));
  expect(wordsIn(governor)).toMatch(/^Waiting for you, Gus\nNothing is waiting for you\. Thank you\./);
  const shown = around.slack.callsOf('views.publish').filter(({ body }) => body.user_id === governor.id);
  expect(JSON.stringify(shown)).not.toMatch(/grades|Ada/);
});

it('a stranger is told how to join, and sees what waits for them when they have', async () => {
  const stranger = around.slackPerson('somebody');
  await stranger.opens();
  await stranger.sawHome((words) => words.includes('I do not know you yet.'));
  expect(buttonsIn(stranger.home()!.view)).toEqual([]);
  await joined(stranger, (await world.governor('Nia New')).id);
  await stranger.opens();
  await stranger.sawHome((words) => words.startsWith('Waiting for you, Nia'));
});

it('an action that the clerk gives somebody stands in their Home tab without their asking', async () => {
  await world.clerkSays(around, 'action add Ask parents owner Gus Rowe by 11 December');
  await governor.sawHome((words) => /Your actions\n1\. ACT-\d+: Ask parents/.test(words));
  await world.clerkSays(around, 'action add Read the plan owner Gus Rowe by 4 December');
  await governor.sawHome((words) => /Your actions\n1\. ACT-\d+: Read the plan[\s\S]*\n2\. ACT-\d+: Ask/.test(words));
});

it('what is done elsewhere is gone from there, and an old button says so', async () => {
  const old = governor.home()!;
  const [ref] = /ACT-\d+/.exec(wordsIn(governor))!;
  await governor.types(`/board action done ${ref} The plan was read.`);
  await governor.sawHome((words) => !words.includes('Read the plan'));
  await governor.pressesInHome('Open 1', { home: old });
  const { view } = await governor.sawModal();
  expect(wordsOf(view.blocks)).toBe('That is no longer waiting for you. Type home for what is.');
});

it('a slow Slack never leaves an older state, whichever copy of the program shows it', async () => {
  await eventually('every Home tab is up to date', async () => (await behind()).length === 0);
  const release = around.slack.hold('views.publish');
  const before = around.slack.callsOf('views.publish').length;
  const calls = () => around.slack.callsOf('views.publish').length - before;
  await head.opens();
  await around.slack.until(() => calls() === 1);
  await saysAndReads(head, 'good', /What shows it/);
  await saysAndReads(head, 'Results rose.', /aspect 5 of 5/);
  await second.house.delivery.drain();
  expect(await behind()).toEqual([head.id]);
  expect(calls()).toBe(1);
  release();
  await eventually('every Home tab is up to date', async () => (await behind()).length === 0);
  expect(gradesAnswered(4)(wordsIn(head))).toBe(true);
});

/** Whose Home tab shows less than what is wanted. */
async function behind(): Promise<string[]> {
  const tabs = await prisma.cardCopy.findMany({ where: { messageId: HOME_TAB }, include: { conversation: true } });
  return tabs.filter((tab) => tab.wanted > tab.shown).map((tab) => tab.conversation.externalId);
}

it('an opening that Slack tells again, to a program that has started anew, shows the same', async () => {
  await head.opens();
  const before = wordsIn(head);
  await around.restart();
  const { times } = head.home()!;
  expect((await head.repeatLast()).status).toBe(200);
  await around.slack.until(() => head.home()!.times > times);
  expect(wordsIn(head)).toBe(before);
});
