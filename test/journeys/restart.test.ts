// The program as a process: killed and started again over the same database. Nothing is lost and nothing is said twice.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Surface, teamsSurface, until } from '../contract/surfaces.ts';
import { aPartnership, saysOnPage, type World } from '../contract/world.ts';
import { cardText } from '../support/check-activity.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { openOutside } from '../support/outside.ts';
import { endProgramsAfterAll, type Program, startProgram } from '../support/process.ts';
import type { FakeTeamsClient } from '../support/teams-client.ts';
import { join } from './partnership.ts';

endProgramsAfterAll();
const { prisma, connection } = await testDatabase();
const { outside, environment, connect, close } = await openOutside(connection.database);
let world: World;
let program: Program;
let owner: FakeTeamsClient;
let surface: Surface;

beforeAll(async () => {
  world = await aPartnership(prisma);
  await world.governor('Grace Adeyemi');
  await start();
  owner = outside.teamsPerson('Grace Adeyemi');
  surface = await join(outside, world.clerk.id, teamsSurface(outside, 'Grace', owner), 'Grace Adeyemi');
});

beforeEach(async () => {
  await prisma.conversation.updateMany({ data: { nextSendAt: null } });
});

afterAll(async () => {
  await program.end('SIGTERM');
  await close();
});

async function start(): Promise<void> {
  program = await startProgram({ ...environment, MODE: 'development' });
  connect(program.url);
}

const clerkSays = (text: string) => saysOnPage(outside, world.clerk.id, text);
const give = (what: string) => clerkSays(`action add ${what} owner Grace Adeyemi by 11 December 2027`);
const cardsAbout = (what: string) =>
  owner.messages().filter((message) => cardText(message.activity.attachments?.[0]?.content).includes(what));
const stateOf = async (what: string) => {
  const action = await prisma.action.findFirstOrThrow({ where: { what } });
  return prisma.outbox.findFirstOrThrow({ where: { subject: `action:ACT-${action.id}`, card: 'action' } });
};

it('what was decided before a crash is said once after it', async () => {
  // The chat’s turn has not come when the program dies.
  await prisma.conversation.updateMany({ data: { nextSendAt: new Date(Date.now() + 3_600_000) } });
  expect(await give('Store first')).toMatch(/Added ACT-\d+ for Grace/);
  expect(await program.end('SIGKILL')).toBeNull();
  expect(cardsAbout('Store first')).toEqual([]);
  await prisma.conversation.updateMany({ data: { nextSendAt: null } });
  await start();
  await until(surface, /Store first/);
  await give('Then another');
  await until(surface, /Then another/);
  expect(cardsAbout('Store first')).toHaveLength(1);
});

it('what may have been said when it died is not said again, and is reported as uncertain', async () => {
  outside.teams.connector.fail({ on: 'post', how: 'hang' });
  await give('Half way');
  await eventually('the message on its way', async () => (await stateOf('Half way')).state === 'sending');
  await program.end('SIGKILL');
  // Its lease runs out.
  await prisma.outbox.updateMany({ where: { state: 'sending' }, data: { takenUntil: new Date(0) } });
  await start();
  await eventually('a verdict', async () => (await stateOf('Half way')).state === 'uncertain');
  await give('After it');
  await until(surface, /After it/);
  expect(cardsAbout('Half way')).toEqual([]);
  expect(await stateOf('Half way')).toMatchObject({ attempts: 1 });
});

it('a stop under load ends in order, and what platforms deliver again afterwards is not done twice', async () => {
  const asked = Array.from({ length: 20 }, (_, index) => ({
    as: world.clerk.id,
    in: `person-${world.clerk.id}`,
    key: randomUUID(),
    text: `action add Load ${String(index).padStart(2, '0')} owner Grace Adeyemi by 11 December 2027`,
  }));
  const send = (body: object) =>
    fetch(`${outside.url}/api/local/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).then(
      (response) => response.status,
      () => 'no answer',
    );
  const first = asked.map(send);
  await Promise.race(first);
  expect(await program.end('SIGTERM')).toBe(0);
  expect((await Promise.all(first)).filter((status) => status !== 200 && status !== 'no answer')).toEqual([]);

  await start();
  expect(new Set(await Promise.all(asked.map(send)))).toEqual(new Set([200]));

  const made = await prisma.action.findMany({ where: { what: { startsWith: 'Load' } }, orderBy: { what: 'asc' } });
  expect(made.map((action) => action.what)).toEqual(asked.map((_, n) => `Load ${String(n).padStart(2, '0')}`));
  await eventually('the first of the cards', () => cardsAbout('Load').length > 0);
  const posts = await prisma.outbox.findMany({ where: { subject: { in: made.map(({ id }) => `action:ACT-${id}`) } } });
  expect(new Set(posts.map((post) => post.key)).size).toBe(20);
  expect(posts).toHaveLength(20);
});

it('on its own database, killed and started again, it joins the server that lives on and keeps what was said', async () => {
  const own = { MODE: 'demo', HOST: '127.0.0.1', PORT: '0', DATA_DIR: await openTemporaryFolder() };
  const before = await startProgram(own);
  const people = async (url: string) =>
    ((await (await fetch(`${url}/api/local/people`)).json()) as { people: { personId: number; name: string }[] })
      .people;
  const [ada] = await people(before.url);
  const as = { ...outside, url: before.url };
  expect(await saysOnPage(as, ada!.personId, 'who am i')).toContain(ada!.name);
  await before.end('SIGKILL');

  const after = await startProgram(own);
  expect(await people(after.url)).toContainEqual(ada);
  expect(await saysOnPage({ ...outside, url: after.url }, ada!.personId, 'who am i')).toContain(ada!.name);
  const chat = await fetch(`${after.url}/api/local/messages?as=${ada!.personId}&in=person-${ada!.personId}`);
  expect(JSON.stringify(await chat.json()).match(/You are /g)?.length).toBeGreaterThanOrEqual(2);
  expect(await after.end('SIGTERM')).toBe(0);
});
