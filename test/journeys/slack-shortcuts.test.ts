// Slack's shortcuts through the whole program: who gets what, and what is kept of a message before somebody sends it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NEW_ACTION, WHAT_TO_DO } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { SHORTCUTS } from '../../src/slack/shortcuts.ts';
import { slackSurface } from '../contract/surfaces.ts';
import { aPartnership, type World } from '../contract/world.ts';
import { type Around, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { saidIn } from '../support/fake-slack.ts';
import { everyWord } from '../support/rows.ts';
import type { FakeSlackUser } from '../support/slack-client.ts';
import { wordsOf } from '../support/slack-limits.ts';
import { join } from './partnership.ts';

const { prisma, connection } = await testDatabase();
const MESSAGE = 'Somebody should write to the council about the fire doors';
let around: Around;
let world: World;
let grace: FakeSlackUser;
let outsider: FakeSlackUser;
let stranger: FakeSlackUser;

beforeAll(async () => {
  around = await startAround({ database: connection.database, now: '2026-11-23T09:00:00Z', paceMs: 0 });
  world = await aPartnership(prisma);
  const joins = async (name: string) => {
    const user = around.slackPerson(name);
    await join(around, world.clerk.id, slackSurface(around, name, user), name);
    return user;
  };
  await world.governor('Grace Adeyemi');
  const { partnershipId } = world;
  await prisma.person.create({ data: { partnershipId, name: 'Olive Outside' } });
  [grace, outsider] = [await joins('Grace Adeyemi'), await joins('Olive Outside')];
  stranger = around.slackPerson('Sam Stranger');
  around.slack.addChannel('CBOARD', { name: 'marsh-lane' });
});
afterAll(async () => {
  expect(around.slack.violations).toEqual([]);
  await around.close();
});

const window = async (user: FakeSlackUser) => wordsOf((await user.sawModal()).view.blocks);
const onMessage = { on: { channel: 'CBOARD', text: MESSAGE } };

it('the form of a new action has the input that shortcuts fill', () => {
  const command = features.flatMap(({ commands }) => commands).find(({ name }) => name === NEW_ACTION.name);
  expect(command?.input.safeParse({ [WHAT_TO_DO]: MESSAGE }).data).toMatchObject({ what: MESSAGE });
});

it('a member makes a message an action; until it is sent nothing of the message is kept', async () => {
  await grace.chooses(SHORTCUTS.fromMessage, onMessage);
  const modal = await grace.sawModal();
  expect(JSON.stringify(modal.view.blocks)).toContain(MESSAGE);
  expect(await everyWord(prisma)).not.toContain('fire doors');
  await grace.submits({ owner: 'Grace Adeyemi', due: '2026-12-04' });
  const said = await grace.sawLast((one) => /^Added ACT-\d+ for Grace Adeyemi/.test(saidIn(one)), 'CBOARD');
  expect(said.onlyFor).toBe(grace.id);
  expect(await prisma.action.findMany()).toMatchObject([{ what: MESSAGE, boardId: world.boardId }]);
  await grace.repeatLast();
  expect(await prisma.action.count()).toBe(1);
});

it('whoever may not add actions is told so in a window, and their form has nothing of the message', async () => {
  await outsider.chooses(SHORTCUTS.fromMessage, onMessage);
  expect(await window(outsider)).toMatch(/^You do not sit on a board/);
  expect(JSON.stringify(outsider.modal())).not.toContain('fire doors');
  await outsider.chooses(SHORTCUTS.newAction);
  expect((await outsider.sawModal()).view.callback_id).toBe('notice');
  expect(await prisma.action.count()).toBe(1);
});

it('a stranger is told how to join, and nothing is kept of them', async () => {
  const before = await prisma.conversation.count();
  for (const name of [SHORTCUTS.whatWaits, SHORTCUTS.newAction]) await stranger.chooses(name);
  await stranger.chooses(SHORTCUTS.fromMessage, onMessage);
  expect(await window(stranger)).toContain('I do not know you yet.');
  expect(await prisma.conversation.count()).toBe(before);
  expect(stranger.sees()).toEqual([]);
});

it('what waits comes to the person’s own chat', async () => {
  await grace.chooses(SHORTCUTS.whatWaits);
  await grace.sawLast((one) => saidIn(one).includes('Waiting for you, Grace'));
  await grace.sawModal(({ view }) => wordsOf(view.blocks).includes('It is in your Messages tab now.'));
});
