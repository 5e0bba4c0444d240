// Whatever people type, wherever they may type it: it shows as it was typed, mentions nobody and breaks nothing.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Command } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { type Surface, slackSurface, teamsSurface, until } from '../contract/surfaces.ts';
import { aPartnership, saysOnPage, type World } from '../contract/world.ts';
import { type Around, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { join } from './partnership.ts';

const { prisma, connection } = await testDatabase();
const HOSTILE =
  'Mark: *all* _of_ <!channel> <@U1> **us** [link](https://example.org) <at>Board</at> ${name} {{x}} & co.';
const NASTY = [
  HOSTILE,
  '\u0000\ud800 \u202e evil \u200b',
  '\'; drop table "Person"; --',
  '__proto__ constructor toString',
  '999999999999999999999 -1 1e309 NaN',
  '<script>alert(1)</script>',
  'x'.repeat(19_000),
  '\n\n\n# Title\n---\n| a | b |',
  '🧑🏽‍🏫'.repeat(300),
];
let around: Around;
let world: World;
let grace: Surface;
let owen: Surface;
const faults: object[] = [];
const log = { debug() {}, info() {}, warn() {}, error: (fields: object) => void faults.push(fields) };

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, now: '2026-11-23T09:00:00Z', paceMs: 0, log });
  for (const name of ['Grace Adeyemi', 'Owen Clarke']) await world.governor(name);
  for (const role of ['PROGRAMME_DIRECTOR', 'HEAD_OF_STANDARDS', 'SIO'])
    await prisma.roleHeld.create({ data: { personId: world.clerk.id, role, fromOn: new Date('2026-09-01') } });
  grace = await join(around, world.clerk.id, teamsSurface(around, 'Grace'), 'Grace Adeyemi');
  owen = await join(around, world.clerk.id, slackSurface(around, 'owen'), 'Owen Clarke');
});

afterAll(async () => {
  await around.close();
  expect(around.slack.violations).toEqual([]);
  expect(around.teams.connector.complaints).toEqual([]);
  expect(faults).toEqual([]);
});

const clerkSays = (text: string) => saysOnPage(around, world.clerk.id, text);
const typed = features
  .flatMap((feature) => feature.commands)
  .filter((command): command is Command & { typed: object } => command.typed !== undefined);

it.each(typed.map((command) => [command.typed!.words, command] as const))(
  '“%s” and anything behind it is understood or refused',
  async (words) => {
    for (const said of await Promise.all(NASTY.map((nasty) => clerkSays(`${words} ${nasty}`))))
      expect(said).not.toMatch(/something went wrong|\n\s+at /i);
    for (const nasty of NASTY.slice(0, 2)) await Promise.all([grace, owen].map((one) => one.says(`${words} ${nasty}`)));
  },
);

it('what stands in an action, its evidence and its impact shows as it was typed, to everybody', async () => {
  await clerkSays(`action add ${HOSTILE} owner Grace Adeyemi by 11 December`);
  const seen = await until(grace, (one) => one.buttons.includes('Done'));
  expect(seen.words).toContain(HOSTILE);
  await grace.presses('Done', { evidence: HOSTILE });
  await until(grace, (one) => one.words.split(HOSTILE).length === 3);
  await owen.says('action list');
});

it('what stands on an agenda, as its place and as its items, shows as it was typed', async () => {
  const meeting = await prisma.meeting.create({
    data: { boardId: world.boardId, heldOn: new Date('2026-12-10'), place: HOSTILE },
  });
  await clerkSays(`agenda add ${HOSTILE}`);
  await clerkSays('agenda publish');
  for (const surface of [grace, owen]) {
    const agenda = await until(surface, (one) => one.buttons.includes('I will be there'));
    expect(agenda.words.split(HOSTILE).length).toBeGreaterThanOrEqual(3);
  }
  expect(await prisma.agendaItem.count({ where: { meetingId: meeting.id, title: HOSTILE } })).toBe(1);
});

it('what stands in a correction reaches the clerk as it was typed, and a name may be anything', async () => {
  await prisma.person.updateMany({ where: { name: 'Owen Clarke' }, data: { name: '<!here> *Owen* <at>Clarke</at>' } });
  const held = await prisma.meeting.create({
    data: { boardId: world.boardId, heldOn: new Date('2026-11-10'), state: 'held' },
  });
  const ref = /MIN-\d+/.exec(await clerkSays(`minutes write MTG-${held.id} Text: ${HOSTILE}`))![0];
  await clerkSays(`minutes circulate ${ref}`);
  const card = await until(owen, (one) => one.buttons.includes('Approve with a correction'));
  // Forms that typed words had opened.
  around.slack.views.clear();
  expect(card.words).toContain(HOSTILE);
  await owen.presses('Approve with a correction', { words: HOSTILE });
  const page = `${around.url}/api/local/messages?as=${world.clerk.id}&in=person-${world.clerk.id}`;
  await eventually('the correction on the page', async () => {
    const { messages } = (await (await fetch(page)).json()) as { messages: { card: { adaptive: object } | null }[] };
    const cards = messages.map((message) => JSON.stringify(message.card?.adaptive ?? {}));
    return cards.some((one) => one.includes(JSON.stringify(HOSTILE).slice(1, -1)) && one.includes('<!here> *Owen*'));
  });
});

it('typed inputs of every kind in a form are refused or kept, never trusted', async () => {
  await clerkSays('action add Plain owner Grace Adeyemi by 11 December');
  const action = await prisma.action.findFirstOrThrow({ where: { what: 'Plain' } });
  await clerkSays(`action done ACT-${action.id}`);
  const page = `${around.url}/api/local/messages?as=${world.clerk.id}&in=person-${world.clerk.id}`;
  const { messages } = (await (await fetch(page)).json()) as { messages: { card: { token: string } | null }[] };
  const token = messages.findLast((message) => message.card)!.card!.token;
  for (const evidence of [null, 7, true, '', ' ', 'x'.repeat(2001), '\u0000']) {
    const response = await fetch(`${around.url}/api/local/press`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        as: world.clerk.id,
        in: `person-${world.clerk.id}`,
        key: randomUUID(),
        action: 'done',
        token,
        input: { evidence, actionId: 1, __proto__x: 1 },
      }),
    });
    expect([200, 400]).toContain(response.status);
    expect(await response.text()).not.toMatch(/something went wrong/i);
  }
  expect(await prisma.action.findUniqueOrThrow({ where: { id: action.id } })).toMatchObject({
    state: 'open',
    evidence: null,
  });
});

it('what stands in a wish, in the answer to it and in a reason for calling off shows as it was typed, on both', async () => {
  // Grace chairs the board in Teams; Owen owns the action in Slack.
  const seatOf = (name: string) =>
    prisma.seat.findFirstOrThrow({ where: { boardId: world.boardId, person: { name } } });
  const { id } = await seatOf('Grace Adeyemi');
  await prisma.seat.update({ where: { id }, data: { isChair: true } });
  const owner = await prisma.person.findFirstOrThrow({ where: { name: { contains: '*Owen*' } } });
  const action = await prisma.action.create({
    data: {
      boardId: world.boardId,
      what: HOSTILE,
      ownerId: owner.id,
      dueOn: new Date('2026-12-11'),
      createdAt: new Date('2026-11-23'),
    },
  });
  const ref = `ACT-${action.id}`;
  await owen.says(`action later ${ref} to 18 December because ${HOSTILE}`);
  const asked = await until(grace, (one) => one.buttons.includes('Refuse') && one.words.includes(ref));
  expect(asked.words.split(HOSTILE)).toHaveLength(3);
  await grace.presses('Refuse', { words: HOSTILE });
  await until(owen, (one) => one.words.includes('did not agree') && one.words.split(HOSTILE).length === 3);

  await owen.says(`action decline ${ref} because ${HOSTILE}`);
  await until(grace, (one) => one.words.includes('not mine') && one.words.split(HOSTILE).length === 3);
  await clerkSays(`action cancel ${ref} because ${HOSTILE}`);
  await until(owen, (one) => one.words.includes('Called off') && one.words.split(HOSTILE).length === 3);
});

it('what stands in the answer to an invitation and in why a meeting is off shows as it was typed', async () => {
  const guest = await world.governor('Nia Guest');
  await prisma.seat.deleteMany({ where: { personId: guest.id } });
  const nia = await join(around, world.clerk.id, slackSurface(around, 'nia'), 'Nia Guest');
  await clerkSays('board seat Nia Guest as governor on Marsh Lane');
  await until(nia, (one) => one.buttons.includes('I cannot'));
  await nia.says(`board decline because ${HOSTILE}`);
  const page = `${around.url}/api/local/messages?as=${world.clerk.id}&in=person-${world.clerk.id}`;
  await eventually('the reason on the page', async () => {
    const { messages } = (await (await fetch(page)).json()) as { messages: { card: { adaptive: object } | null }[] };
    const cards = messages.map((message) => JSON.stringify(message.card?.adaptive ?? {}));
    return cards.some((one) => one.includes(JSON.stringify(HOSTILE).slice(1, -1)) && one.includes('Nia Guest'));
  });

  await clerkSays(`meeting add Marsh Lane on 17 December at 18:00 in ${HOSTILE}`);
  const meeting = await prisma.meeting.findFirstOrThrow({ where: { heldOn: new Date('2026-12-17') } });
  await clerkSays(`agenda publish MTG-${meeting.id}`);
  for (const surface of [grace, owen]) await until(surface, (one) => one.words.includes(`MTG-${meeting.id}`));
  await clerkSays(`meeting cancel MTG-${meeting.id} because ${HOSTILE}`);
  for (const surface of [grace, owen])
    await until(surface, (one) => /called off/i.test(one.words) && one.words.includes(HOSTILE));
});
