import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inUtc } from '../../src/store/connection.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { ServerConnection } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { ask, emptyDatabase, testDatabase } from '../support/database.ts';
import { openTemporaryFolder } from '../support/folder.ts';

const database: ServerConnection = await emptyDatabase();
const { connection } = await testDatabase();
let migrations: string;

beforeEach(async () => {
  migrations = await openTemporaryFolder();
  await ask(database, 'drop schema public cascade');
  await ask(database, 'create schema public');
  await write('20260101090000_schools', 'create table school (name text);');
  await write('20260102090000_urns', 'alter table school add column urn int; create index on school (urn);');
});

afterEach(() => rm(migrations, { recursive: true }));

test('migrations are applied in order, and once', async () => {
  expect(await migrate(database, migrations)).toEqual(['20260101090000_schools', '20260102090000_urns']);
  expect(await migrate(database, migrations)).toEqual([]);

  await write('20260103090000_phases', 'alter table school add column phase text');
  expect(await migrate(database, migrations)).toEqual(['20260103090000_phases']);
  expect(await applied()).toEqual(['20260101090000_schools', '20260102090000_urns', '20260103090000_phases']);
});

test('five copies that start at once apply each migration once', async () => {
  const done = await Promise.all(Array.from({ length: 5 }, () => migrate(database, migrations)));

  expect(done.flat().sort()).toEqual(['20260101090000_schools', '20260102090000_urns']);
  expect(await applied()).toEqual(['20260101090000_schools', '20260102090000_urns']);
});

test('a migration that fails leaves nothing of itself, and what went before it stays', async () => {
  await write('20260103090000_wrong', 'create table half (id int); select 1 / 0;');

  await expect(migrate(database, migrations)).rejects.toThrow('20260103090000_wrong');

  expect(await applied()).toEqual(['20260101090000_schools', '20260102090000_urns']);
  expect(await tables()).not.toContain('half');
});

test('a copy killed half-way leaves nothing half applied, and the next one goes on', async () => {
  await migrate(database, migrations);
  await write('20260103090000_slow', 'create table half (id int); select pg_sleep(600);');
  const program = `
    const { migrate } = await import(${JSON.stringify(new URL('../../src/store/migrate.ts', import.meta.url))});
    await migrate(${JSON.stringify(database)}, ${JSON.stringify(migrations)});`;
  const copy = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
  const sleeper = `from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
  await vi.waitFor(async () => expect(await ask(database, `select 1 ${sleeper}`)).toHaveLength(1), { timeout: 20_000 });
  copy.kill('SIGKILL');
  await once(copy, 'exit');
  // The server would notice the dead connection when the statement ends.
  await ask(database, `select pg_terminate_backend(pid) ${sleeper}`);

  await vi.waitFor(async () => expect(await ask(database, `select 1 ${sleeper}`)).toHaveLength(0), { timeout: 20_000 });
  expect(await tables()).not.toContain('half');
  await write('20260103090000_slow', 'create table half (id int);');
  expect(await migrate(database, migrations)).toEqual(['20260103090000_slow']);
});

test('a database newer than the code is refused', async () => {
  await migrate(database, migrations);
  await rm(path.join(migrations, '20260102090000_urns'), { recursive: true });

  await expect(migrate(database, migrations)).rejects.toThrow(
    /newer than this version of Convenor.*20260102090000_urns/,
  );
});

test('a migration changed after it was applied is refused', async () => {
  await migrate(database, migrations);
  await write('20260101090000_schools', 'create table school (name varchar(80));');

  await expect(migrate(database, migrations)).rejects.toThrow(/20260101090000_schools.*has been changed/);
});

test('a checkout with Windows line ends has the same migrations', async () => {
  await write('20260103090000_lines', 'create table line (\n  id int\n);\n');
  await migrate(database, migrations);
  await write('20260103090000_lines', 'create table line (\r\n  id int\r\n);\r\n');

  expect(await migrate(database, migrations)).toEqual([]);
});

test('a summer instant comes back as it was from a database whose time zone is London', async () => {
  await ask(connection, `alter database ${connection.database} set timezone to 'Europe/London'`);
  const { prisma, close } = openDatabase({ connection });
  const summer = new Date('2026-07-01T09:00:00.000Z');

  await prisma.$executeRaw`create table meeting (at timestamptz)`;
  await prisma.$executeRaw`insert into meeting values (${summer})`;
  const rows = await prisma.$queryRaw`select at, at = '2026-07-01T09:00:00Z' as same from meeting`;
  await close();

  expect(rows).toEqual([{ at: summer, same: true }]);
});

test('the database of a test file has had every migration', async () => {
  expect(await migrate(connection)).toEqual([]);
});

test.each([
  ['postgresql://h/db', undefined],
  ['postgresql://h/db?options=-c%20statement_timeout%3D5s&sslmode=require', '-c statement_timeout=5s'],
])('the address %s gets a session in UTC and keeps what it asked for', (address, asked) => {
  const { connectionString, options } = inUtc(address);

  expect(options).toBe([asked, '-c timezone=UTC'].filter(Boolean).join(' '));
  expect(connectionString).not.toContain('options=');
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(path.join(migrations, name), { recursive: true });
  await writeFile(path.join(migrations, name, 'migration.sql'), sql);
}

async function applied(): Promise<string[]> {
  const rows = await ask(
    database,
    'select migration_name from _prisma_migrations where finished_at is not null order by 1',
  );
  return rows.map(({ migration_name }) => migration_name);
}

async function tables(): Promise<string[]> {
  const rows = await ask(database, `select tablename from pg_tables where schemaname = 'public'`);
  return rows.map(({ tablename }) => tablename);
}
