// R4. One of two copies is killed with a message in its hands: the other sends it when the lease of the dead one is over.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openOutside } from '../support/outside.ts';
import { endProgramsAfterAll, startProgram } from '../support/process.ts';
import { bystanders, expectWhole } from './bystanders.ts';
import { found, times, within } from './extent.ts';

endProgramsAfterAll();
const { prisma, connection } = await testDatabase();
const { outside, environment, connect, close } = await openOutside(connection.database);
afterAll(close);

const LEASE_MS = 20_000;
const settings = { ...environment, MODE: 'development' };
const killing = { NODE_OPTIONS: `--import=${path.join(import.meta.dirname, 'killing.ts')}` };

it('R4: what a killed copy had in its hands goes out from the other when its lease is over', {
  timeout: within(90_000, 600_000),
}, async () => {
  const rounds = times(1, 10);
  const first = await startProgram(settings);
  connect(first.url);
  const people = await bystanders(outside, prisma);
  await first.end('SIGTERM');
  let longest = 0;
  for (let round = 0; round < rounds; round += 1) {
    const dies = await startProgram({ ...settings, ...killing, KILL_AT: 'after take@1' });
    connect(dies.url);
    await people.hurry();
    await people.give(4);
    expect(await dies.ended).toBeNull();
    const killedAt = Date.now();
    const inHands = await prisma.outbox.findMany({ where: { state: 'taken' } });
    expect(inHands.length).toBeGreaterThan(0);
    const end = Math.max(...inHands.map((row) => row.takenUntil!.getTime()));
    expect(end).toBeLessThanOrEqual(killedAt + LEASE_MS);
    // The other copy is there before the lease ends, and must not be quicker than it.
    const lives = await startProgram(settings);
    connect(lives.url);
    await people.askAgain();
    await sleep(Math.max(0, end - 500 - Date.now()));
    const held = await prisma.outbox.findMany({ where: { id: { in: inHands.map(({ id }) => id) } } });
    expect(new Set(held.map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(new Set(['taken 1']));
    await eventually('all of them sent', async () => (await people.underWay()) === 0);
    longest = Math.max(longest, Date.now() - killedAt);
    await lives.end('SIGTERM');
  }
  const reckoning = await people.reckon();
  found(
    'R4',
    `${rounds} copies killed with messages in hand: all ${reckoning.sent} sent once, the last at most ${(longest / 1000).toFixed(1)} s after the kill (lease ${LEASE_MS / 1000} s)`,
  );
  expectWhole(reckoning);
  expect(reckoning.uncertain).toBe(0);
});
