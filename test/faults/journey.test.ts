// The main job goes on, school after school, while faults come at random: at the platforms, in the database's connections, and by
// SIGKILL to one of the two copies. `SEED=… npx vitest run test/faults/journey.test.ts` has the same faults again, as far as time
// lets it; `MINUTES=…` makes it longer.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { setClock } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { openOutside } from '../support/outside.ts';
import { endProgramsAfterAll } from '../support/process.ts';
import { openChance } from './chance.ts';
import { startCopies } from './copies.ts';
import { found, times, within } from './extent.ts';
import { expectDecisionsOnce, expectFaultsWithIds, expectInOrder, expectMessagesOnce } from './journey-reckoning.ts';
import { doMainJob, openOffice } from './main-job.ts';
import { openProxy } from './proxy.ts';
import { letTroubleCome } from './trouble.ts';
import { openPersistence } from './voices.ts';

endProgramsAfterAll();
const { prisma, connection } = await testDatabase();
const proxy = await openProxy(connection);
const { outside, environment, connect, close } = await openOutside(connection.database);
afterAll(async () => {
  await close();
  await proxy.close();
});

const NOW = '2026-11-23T09:00:00Z';
const FOR_MS = Number(process.env['MINUTES'] ?? times(0, 10)) * 60_000;
const chance = openChance(Number(process.env['SEED'] ?? times(20_261_125, Date.now() % 1_000_000_000)));

let isOver = false;
afterAll(() => {
  isOver = true;
});

it('the main job is done, once and for all to see, whatever breaks meanwhile', {
  timeout: within(180_000, 60_000) + 3 * FOR_MS + 300_000,
}, async () => {
  console.log(`SEED=${chance.seed}`);
  const movedOn = Date.parse(NOW) - Date.now();
  await setClock(connection.database, NOW);
  const copies = await startCopies(
    { ...environment, DATABASE_URL: proxy.address, MODE: 'development' },
    connect,
    chance,
  );
  await copies.turn();
  const office = await openOffice(outside, prisma, new Date(NOW));
  const people = openPersistence(copies, chance);
  const trouble = letTroubleCome({
    outside,
    copies,
    proxy,
    people,
    chance,
    pause: [times(200, 300), times(900, 3000)],
  });
  // No chat waits for its turn: what is tried here is not how fast it goes.
  const hurry = (async () => {
    while (!isOver) {
      await prisma.conversation.updateMany({ where: { nextSendAt: { not: null } }, data: { nextSendAt: null } });
      await sleep(250);
    }
  })();

  const end = Date.now() + FOR_MS;
  let cycles = 0;
  do {
    cycles += 1;
    await doMainJob(cycles, { outside, prisma, people, office });
  } while (Date.now() < end);
  await trouble.stop();
  await copies.whole();

  const underWay = () =>
    prisma.outbox.count({
      where: { state: { in: ['waiting', 'taken', 'sending'] }, notBefore: { lte: new Date(Date.now() + movedOn) } },
    });
  const behind = () => prisma.$queryRaw<{ n: number }[]>`
    select count(*)::int as n from "CardCopy" where wanted > shown and state <> 'gone' and "messageId" is not null`;
  const latest = Date.now() + 180_000;
  for (let quiet = 0; quiet < 3; ) {
    const [left, [late]] = await Promise.all([underWay(), behind()]);
    expect(Date.now(), `${left} messages under way, ${late!.n} cards behind`).toBeLessThan(latest);
    quiet = left + late!.n === 0 ? quiet + 1 : 0;
    await prisma.cardCopy.updateMany({ data: { notBefore: null } });
    await sleep(300);
  }
  isOver = true;
  await hurry;
  expect(await copies.stop()).toEqual([0, 0]);

  await expectDecisionsOnce(prisma, cycles);
  const { sent, uncertain } = await expectMessagesOnce(prisma, outside);
  const entries = await expectInOrder(prisma);
  const told = [
    ...people.answers,
    ...outside.slack.messages.map(({ text }) => text),
    ...outside.teams.connector.posts().map(({ body }) => String(body['text'] ?? '')),
  ];
  const faults = expectFaultsWithIds(copies.outputs(), told);
  expect(outside.slack.violations).toEqual([]);
  expect(outside.teams.connector.complaints).toEqual([]);
  expect([...trouble.counts.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(
    3 + (FOR_MS / 60_000) * 10,
  );
  const came = [...trouble.counts].map(([name, count]) => `${count} ${name}`).join(', ');
  found(
    'The main job',
    `seed ${chance.seed}: done at ${cycles} schools through ${came}; ${people.counts.deeds} deeds in ${people.counts.deliveries} deliveries and ${people.counts.presses} presses, each done once; ${sent} messages sent once, ${uncertain} uncertain and listed, 0 twice, 0 cards behind; ${faults} faults, each with its id; ${entries} entries of the record, the chain whole`,
  );
});
