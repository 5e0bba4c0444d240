// R5. The database is away for a while, in three ways: the program stays up, says so, acknowledges nothing that it has not stored,
// and goes on by itself.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openOutside } from '../support/outside.ts';
import { endProgramsAfterAll, type Program, startProgram } from '../support/process.ts';
import { type Bystanders, bystanders, expectWhole } from './bystanders.ts';
import { found, times, within } from './extent.ts';
import { openProxy, type Trouble } from './proxy.ts';

endProgramsAfterAll();
const { prisma, connection } = await testDatabase();
const proxy = await openProxy(connection);
const { outside, environment, connect, close } = await openOutside(connection.database);
let program: Program;
let people: Bystanders;
let isOver = false;

beforeAll(async () => {
  program = await startProgram({ ...environment, DATABASE_URL: proxy.address, MODE: 'development' });
  void program.ended.then(() => {
    isOver = true;
  });
  connect(program.url);
  people = await bystanders(outside, prisma);
});

afterAll(async () => {
  await close();
  await proxy.close();
});

it('R5: a statement that takes its time is left alone', { timeout: 60_000 }, async () => {
  const [row] = await prisma.$queryRaw<{ done: boolean }[]>`select true as done from pg_sleep(10)`;
  expect(row).toEqual({ done: true });
});

const readiness = () => fetch(`${outside.url}/readyz`).then(({ status }) => status);

/** Whatever was in hand when the way broke comes to its end by its lease. */
async function quiet(): Promise<void> {
  const end = Date.now() + 60_000;
  while ((await people.underWay()) > 0) {
    expect(Date.now(), 'messages are still under way').toBeLessThan(end);
    await people.hurry();
    await sleep(100);
  }
}

const ways: [Trouble, number][] = [
  ['cut', 2000],
  ['swallowed', 2000],
  ['forgotten', 0],
  ['cut', 60_000],
  ['swallowed', 20_000],
].slice(0, times(3, 5)) as [Trouble, number][];

it.each(ways)(
  'R5: the database is %s for %i ms, and nothing is lost',
  { timeout: within(120_000, 300_000) },
  async (how, ms) => {
    await people.give(8);
    expect(people.unanswered()).toBe(0);
    const before = people.acknowledged();
    proxy.trouble(how);
    const asking = people.give(8);
    if (how !== 'forgotten') {
      const started = Date.now();
      await eventually('it is not ready', async () => (await readiness()) === 503);
      expect(Date.now() - started).toBeLessThan(times(10_000, 5000));
      await sleep(ms);
      // Nothing can have been stored meanwhile, so nobody may have been told that it was.
      expect(people.acknowledged()).toBe(before);
    }
    proxy.mend();
    const back = Date.now();
    await eventually('it is ready again', async () => (await readiness()) === 200);
    const readyAfter = Date.now() - back;
    await asking;
    expect(proxy.hurt()).toBeGreaterThan(0);
    // Who was told that something went wrong asks again, under the same key.
    for (let again = 0; again < 5 && people.unanswered() > 0; again += 1) await people.askAgain();
    expect(people.unanswered()).toBe(0);
    await quiet();
    expect(isOver).toBe(false);
    const reckoning = await people.reckon();
    found(
      'R5',
      `${how} for ${ms / 1000} s: ready again after ${readyAfter} ms, all at their end after ${Date.now() - back} ms; ${reckoning.sent} sent once, ${reckoning.uncertain} uncertain of ${reckoning.asked}, 0 lost`,
    );
    expectWhole(reckoning);
  },
);
