// R12. The project's own migrations, killed with SIGKILL in the middle of them and begun by five copies at once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { migrationsFolder, readMigrations } from '../../src/store/migrations.ts';
import { ask, emptyDatabase, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { found, times, within } from './extent.ts';

const database = await emptyDatabase();
const { connection: whole } = await testDatabase();
const migrations = await readMigrations(migrationsFolder);
const names = migrations.map(({ name }) => name);

/** Where a statement ends, and another begins or nothing follows: a function's body is no statement. */
function ends(sql: string): number[] {
  const isInBody = (at: number) => sql.slice(0, at).split('$$').length % 2 === 0;
  return [...sql.matchAll(/;[ \t]*$/gm)].map(({ index }) => index + 1).filter((at) => !isInBody(at));
}

/** Everything that the migrations make, as the database lists it. */
async function shape(connection: typeof database): Promise<unknown[]> {
  return ask(
    connection,
    `select table_name as of, column_name || ' ' || data_type || ' ' || is_nullable as what from information_schema.columns where table_schema = 'public'
     union all select tablename, indexdef from pg_indexes where schemaname = 'public'
     union all select conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace
     union all select 'function', proname from pg_proc where pronamespace = 'public'::regnamespace order by 1, 2`,
  );
}

async function empty(): Promise<void> {
  await ask(database, 'drop schema public cascade');
  await ask(database, 'create schema public');
}

const SLEEPER = `from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;

/** Migrate in a process of its own, which is killed after so many characters of one migration. */
async function killAt(name: string, at: number): Promise<void> {
  const folder = await openTemporaryFolder();
  await cp(migrationsFolder, folder, { recursive: true });
  const file = path.join(folder, name, 'migration.sql');
  const sql = (await readFile(file, 'utf8')).replaceAll('\r\n', '\n');
  await writeFile(file, `${sql.slice(0, at)}\nselect pg_sleep(600);\n${sql.slice(at)}`);
  const program = `
    const { migrate } = await import(${JSON.stringify(new URL('../../src/store/migrate.ts', import.meta.url))});
    await migrate(${JSON.stringify(database)}, ${JSON.stringify(folder)});`;
  const copy = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' });
  await eventually('it is in the middle', async () => (await ask(database, `select 1 ${SLEEPER}`)).length === 1);
  copy.kill('SIGKILL');
  await once(copy, 'exit');
  // The server would notice the dead connection when the statement ends.
  await ask(database, `select pg_terminate_backend(pid) ${SLEEPER}`);
  await eventually('its end', async () => (await ask(database, `select 1 ${SLEEPER}`)).length === 0);
}

it('R12: killed in the middle of any migration, the next start goes on from before it', {
  timeout: within(60_000, 900_000),
}, async () => {
  const points = migrations.flatMap(({ name, sql }) => ends(sql).map((at) => ({ name, at })));
  expect(points.length).toBeGreaterThan(100);
  const step = Math.max(1, Math.floor(points.length / times(6, points.length)));
  const wanted = await shape(whole);
  let kills = 0;
  for (let index = Math.floor(step / 2); index < points.length; index += step) {
    const { name, at } = points[index]!;
    await empty();
    await killAt(name, at);
    kills += 1;
    const done = await ask(database, 'select migration_name from _prisma_migrations order by 1');
    expect(done.map((row) => row['migration_name'])).toEqual(names.slice(0, names.indexOf(name)));
    expect(await migrate(database)).toEqual(names.slice(names.indexOf(name)));
    expect(await shape(database)).toEqual(wanted);
  }
  found(
    'R12',
    `${kills} kills at ${kills} of ${points.length} statements: each start after one went on and led to the same tables`,
  );
});

it('R12: five copies that start at once on an empty database apply each migration once', async () => {
  const rounds = times(2, 20);
  for (let round = 0; round < rounds; round += 1) {
    await empty();
    const done = await Promise.all(Array.from({ length: 5 }, () => migrate(database)));
    expect(done.flat().sort()).toEqual(names);
    expect(await shape(database)).toEqual(await shape(whole));
  }
  found('R12', `${rounds} times five copies at once: each migration applied once`);
});
