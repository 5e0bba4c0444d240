// R18. The program is asked to stop (SIGTERM) while much is under way, again and again.
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { openOutside } from '../support/outside.ts';
import { endProgramsAfterAll, type Program, startProgram } from '../support/process.ts';
import { bystanders, expectWhole } from './bystanders.ts';
import { found, times, within } from './extent.ts';

endProgramsAfterAll();
const { prisma, connection } = await testDatabase();
const { outside, environment, connect, close } = await openOutside(connection.database);
afterAll(close);
const STOPS = times(4, 50);

async function start(): Promise<Program> {
  const program = await startProgram({ ...environment, MODE: 'development' });
  connect(program.url);
  return program;
}

it('R18: a stop under load ends in good order: nothing lost, nothing twice, nothing in doubt', {
  timeout: within(60_000, 600_000),
}, async () => {
  let program = await start();
  const people = await bystanders(outside, prisma);
  let longest = 0;
  for (let stop = 0; stop < STOPS; stop += 1) {
    await people.hurry();
    // At another moment each time: while requests come in, while they are answered, while messages go out.
    const asking = people.give(20);
    await new Promise((resolve) => setTimeout(resolve, (stop * 37) % 150));
    const asked = Date.now();
    expect(await program.end('SIGTERM'), program.output()).toBe(0);
    longest = Math.max(longest, Date.now() - asked);
    await asking;
    expect(await prisma.outbox.count({ where: { state: { in: ['taken', 'sending'] } } })).toBe(0);
    program = await start();
    for (let again = 0; again < 3 && people.unanswered() > 0; again += 1) await people.askAgain();
    expect(people.unanswered()).toBe(0);
  }
  const end = Date.now() + within(30_000, 120_000);
  while ((await people.underWay()) > 0) {
    expect(Date.now(), 'messages are still under way').toBeLessThan(end);
    await people.hurry();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await program.end('SIGTERM')).toBe(0);
  const reckoning = await people.reckon();
  found(
    'R18',
    `${STOPS} stops under load, each in good order, the longest after ${longest} ms; ${reckoning.sent} of ${reckoning.asked} messages sent once, 0 uncertain, 0 lost, 0 twice`,
  );
  expectWhole(reckoning);
  expect(reckoning.uncertain).toBe(0);
});
