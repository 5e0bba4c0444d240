// R2. Fifty requests a second, signed commands and presses from Slack and Teams, while the director's weekly digest of a large
// partnership is made again and again: everybody is answered in time.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { DIRECTOR, MEMBERS } from '../bench/cast.ts';
import { type Made, message, once, slash } from '../bench/load.ts';
import { pressesOf } from '../bench/measures/teams.ts';
import { testDatabase } from '../support/database.ts';
import { endProgramsAfterAll } from '../support/process.ts';
import { found, times, within } from './extent.ts';
import { slackPressesOf } from './slack-press.ts';
import { openTown } from './town.ts';

endProgramsAfterAll();
const SCHOOLS = 200;
const database = await testDatabase();
const { prisma } = database;
const town = await openTown(database, { schools: SCHOOLS, actionsEach: 10 });
afterAll(() => town.close());

const A_SECOND = 50;
const SECONDS = times(4, 60);

it('R2: everybody is answered in time while the weekly digest of a large partnership is made', {
  timeout: within(90_000, 300_000),
}, async () => {
  const { url } = town.program;
  await town.quiet();
  const inTeams = await pressesOf(url, town);
  const inSlack = await slackPressesOf(url, town);
  const asked = (count: number): Made => {
    const member = MEMBERS[(count >> 2) % 16]!;
    switch (count % 4) {
      case 0:
        return slash(DIRECTOR, 'status');
      case 1:
        return message(member, town.serviceUrl, 'status');
      case 2:
        return inTeams(count >> 2);
      default:
        return inSlack(count >> 2);
    }
  };
  await once(url, message(DIRECTOR, town.serviceUrl, 'status'));
  const stallsBefore = await town.figure('convenor_event_loop_stalls_total');
  const took: number[] = [];
  const sent: Promise<void>[] = [];
  const began = performance.now();
  for (let count = 0; count < A_SECOND * SECONDS; count += 1) {
    await sleep(Math.max(0, began + (count * 1000) / A_SECOND - performance.now()));
    // As many as one conversation takes.
    if (count % A_SECOND === 0) await town.writeDigest();
    const at = performance.now();
    sent.push(once(url, asked(count)).then(() => void took.push(performance.now() - at)));
  }
  await Promise.all(sent);
  await town.quiet();
  expect(await prisma.outbox.count({ where: { requestId: 'digest', state: 'sent' } })).toBe(SECONDS);
  expect(took).toHaveLength(A_SECOND * SECONDS);
  expect(await town.figure('convenor_requests_total', 'outcome="fault"')).toBe(0);

  took.sort((a, b) => a - b);
  const at = (share: number) => Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))]!);
  const late = took.filter((ms) => ms > 3000).length;
  const stalls = (await town.figure('convenor_event_loop_stalls_total')) - stallsBefore;
  found(
    'R2',
    `${took.length} requests in ${SECONDS} s while ${SECONDS} digests of ${SCHOOLS} schools were made: half within ${at(0.5)} ms, 99 of 100 within ${at(0.99)} ms, the longest ${at(1)} ms, ${late} over 3 s; ${stalls} stalls of the event loop over 200 ms`,
  );
  if (times(0, 1) === 0) return;
  expect(at(0.99)).toBeLessThan(500);
  expect(late).toBe(0);
});
