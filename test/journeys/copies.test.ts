// Two copies of the program over one database, as a council that wants no pause runs it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { App } from '../../src/app.ts';
import { features } from '../../src/features.ts';
import { type Surface, slackSurface, teamsSurface, until } from '../contract/surfaces.ts';
import { aPartnership, saysOnPage, type World } from '../contract/world.ts';
import { type Around, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { join } from './partnership.ts';

const { prisma, connection } = await testDatabase();
const NAMES = ['Grace Adeyemi', 'Owen Clarke', 'Hana Novak', 'Luca Ferri'];
let around: Around;
let second: App;
let world: World;
const governors: { id: number; surface: Surface }[] = [];

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, now: '2026-11-23T07:00:00Z', paceMs: 0 });
  second = await around.another();
  for (const name of NAMES) {
    const { id } = await world.governor(name);
    const surface = governors.length % 2 === 0 ? teamsSurface(around, name) : slackSurface(around, name);
    governors.push({ id, surface: await join(around, world.clerk.id, surface, name) });
  }
});

afterAll(async () => {
  await second.stop();
  await around.close();
  expect(around.slack.violations).toEqual([]);
  expect(around.teams.connector.complaints).toEqual([]);
});

const clerkSays = (text: string) => saysOnPage(around, world.clerk.id, text);
const seen = async ({ surface }: { surface: Surface }, words: RegExp) =>
  (await surface.sees()).filter((message) => words.test(message.words)).length;

it('both deliver side by side, and everybody gets each message once, in order', async () => {
  for (let round = 0; round < 6; round += 1)
    await Promise.all(
      governors.map((_, index) => clerkSays(`action add Task ${round}${index} owner ${NAMES[index]} by 11 December`)),
    );
  await eventually(
    'everything sent',
    async () => (await prisma.outbox.count({ where: { state: { not: 'sent' } } })) === 0,
  );
  for (const [index, governor] of governors.entries()) {
    const words = (await governor.surface.sees()).map((message) => message.words).join('\n');
    const tasks = [...words.matchAll(/Task \d\d/g)].map(([task]) => task);
    expect([...new Set(tasks)]).toEqual([0, 1, 2, 3, 4, 5].map((round) => `Task ${round}${index}`));
    expect(await seen(governor, /Task 0/)).toBe(1);
  }
});

it('a job whose minute comes to both at once is done by one of them', async () => {
  await prisma.action.updateMany({
    where: { what: { startsWith: 'Task 0' } },
    data: { dueOn: new Date('2026-11-24') },
  });
  const jobs = features.flatMap((feature) => feature.jobs ?? []);
  const moved = await fetch(`${around.url}/api/local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ to: '2026-11-24' }),
  });
  expect(moved.status).toBe(200);
  await Promise.all([around.app, second, around.app, second].map((app) => app.house.runDueJobs()));
  for (const governor of governors) {
    await until(governor.surface, /due today/i);
    expect(await seen(governor, /due today/i)).toBe(1);
  }
  const slots = await prisma.jobSlot.groupBy({ by: ['job', 'slot'], _count: true });
  expect(slots.every(({ _count }) => _count === 1)).toBe(true);
  expect(slots.map(({ job }) => job)).toEqual(expect.arrayContaining(jobs.map(({ name }) => name)));
});

it('what one copy heard, the other does not do again', async () => {
  const [grace] = governors;
  await grace!.surface.presses('Done', { evidence: 'Heard once' });
  const receipts = await prisma.receipt.count();
  around.teams.connect(second.address);
  await grace!.surface.redelivers();
  around.teams.connect(around.url);
  expect(await prisma.receipt.count()).toBe(receipts);
  expect(await prisma.auditEvent.count({ where: { event: 'action.done' } })).toBe(1);
});

it('a card given out by one copy is answered by the other', async () => {
  const [, owen] = governors;
  around.url = second.address;
  around.teams.connect(second.address);
  await owen!.surface.presses('Done', { evidence: 'Seen and done' });
  await eventually(
    'it is done',
    async () => (await prisma.action.count({ where: { state: 'done', ownerId: owen!.id } })) === 1,
  );
  around.url = around.app.address;
  around.teams.connect(around.url);
});
