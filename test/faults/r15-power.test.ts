// R15. A power cut, as far as a test can have one: the database server is killed (SIGKILL) in the middle of writing, with nothing
// kept but what it had put on the disk; and a server that would not put it there is told apart at the start.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { lostInPowerCut } from '../../src/store/power.ts';
import { addressOf, ask, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { openOutside } from '../support/outside.ts';
import { endProgramsAfterAll, startProgram } from '../support/process.ts';
import { bystanders, expectWhole } from './bystanders.ts';
import { found, times, within } from './extent.ts';

endProgramsAfterAll();
const elsewhere = await testDatabase();
const { outside, environment, connect, close } = await openOutside(elsewhere.connection.database);
afterAll(close);

it('R15: the server that Convenor brings writes through to the disk', async () => {
  const settings = await ask(
    elsewhere.connection,
    `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit') order by name`,
  );
  expect(settings.map(({ setting }) => setting)).toEqual(['on', 'on', 'on']);
  expect(await lostInPowerCut(elsewhere.prisma)).toEqual([]);
});

it('R15: a server elsewhere that acknowledges before it has written is said at the start', async () => {
  const { connection } = elsewhere;
  await ask(connection, `alter database ${connection.database} set synchronous_commit = off`);
  const program = await startProgram({ ...environment, DATABASE_URL: addressOf(connection), MODE: 'development' });
  await program.end('SIGTERM');
  expect(program.output()).toContain(
    'The database server has synchronous_commit switched off: a power cut takes what people were told is done in the moment before it.',
  );
});

it('R15: the server is killed in the middle of writing, and everything acknowledged is there', {
  timeout: within(120_000, 600_000),
}, async () => {
  const dataDir = await openTemporaryFolder();
  const settings: Record<string, string> = { ...environment, DATA_DIR: dataDir, MODE: 'development' };
  delete settings['DATABASE_URL'];
  const program = await startProgram(settings);
  connect(program.url);
  const read = (name: string) => readFileSync(path.join(dataDir, name), 'utf8').trim();
  const store = openDatabase({
    connection: {
      host: path.join(dataDir, 'postgres'),
      port: 5432,
      user: 'convenor',
      password: read('database-password'),
      database: 'convenor',
    },
  });
  const people = await bystanders(outside, store.prisma);
  const readiness = () => fetch(`${outside.url}/readyz`).then(({ status }) => status);
  const kills = times(2, 20);
  for (let kill = 0; kill < kills; kill += 1) {
    const asking = people.give(16);
    await new Promise((resolve) => setTimeout(resolve, (kill * 53) % 160));
    const server = Number.parseInt(read('postgres/postmaster.pid'), 10);
    process.kill(server, 'SIGKILL');
    await asking;
    await eventually('another server', () => {
      try {
        return Number.parseInt(read('postgres/postmaster.pid'), 10) !== server;
      } catch {
        return false;
      }
    });
    await eventually('it is ready again', async () => (await readiness()) === 200);
    for (let again = 0; again < 8 && people.unanswered() > 0; again += 1) await people.askAgain();
    expect(people.unanswered()).toBe(0);
  }
  const end = Date.now() + 60_000;
  while ((await people.underWay()) > 0) {
    expect(Date.now(), 'messages are still under way').toBeLessThan(end);
    await people.hurry();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const reckoning = await people.reckon();
  await store.close();
  expect(await program.end('SIGTERM')).toBe(0);
  found(
    'R15',
    `${kills} servers killed in the middle of writing: ${reckoning.asked} decisions, each there once; ${reckoning.sent} messages sent once, ${reckoning.uncertain} uncertain, 0 lost`,
  );
  expectWhole(reckoning);
});
