import pg from 'pg';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { inUtc } from '../../src/store/connection.ts';
import { openDatabase } from '../../src/store/database.ts';
import { haveAlone, useDatabase } from '../../src/store/using.ts';
import { ask, emptyDatabase } from '../support/database.ts';

const database = await emptyDatabase();
const clients: pg.Client[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
});

test('copies and commands use a database side by side, and nobody has it alone, even while they are idle', async () => {
  const copy = await start();
  await copy.$queryRaw`select 1`;
  await useDatabase(await client());

  await expect(haveAlone(await client())).rejects.toThrow(/Convenor, or one of its commands, is using this database/);
});

test('a copy that has just ended is not waited for', async () => {
  const { prisma, close } = openDatabase({ connection: database });
  await prisma.$queryRaw`select 1`;
  await close();

  await haveAlone(await client());
});

test('a copy that lost its connections comes back only when nobody has the database alone', async () => {
  const copy = await start();
  await copy.$queryRaw`select 1`;
  await endOthers();
  const alone = await client();
  await haveAlone(alone);

  const asked = vi.fn();
  const answer = copy.$queryRaw`select 1 as one`.then(asked);
  await vi.waitFor(async () => expect(await waiting()).toBe(1));
  expect(asked).not.toHaveBeenCalled();

  await clients.pop()!.end();
  await answer;
  expect(asked).toHaveBeenCalledWith([{ one: 1 }]);
});

async function start() {
  const { prisma, close } = openDatabase({ connection: database });
  onTestFinished(close);
  return prisma;
}

async function client(): Promise<pg.Client> {
  const client = new pg.Client(inUtc(database));
  await client.connect();
  clients.push(client);
  return client;
}

async function waiting(): Promise<number> {
  const rows = await ask(
    database,
    `select 1 from pg_locks where locktype = 'advisory' and not granted
     and database = (select oid from pg_database where datname = current_database())`,
  );
  return rows.length;
}

function endOthers() {
  return ask(
    database,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
}
