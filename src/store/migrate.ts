import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Connection, inUtc } from './connection.ts';
import { type Migration, migrationsFolder, readMigrations } from './migrations.ts';
import { watchSilence } from './silence.ts';

/** The advisory lock of whoever changes what tables there are. */
export const migrationLock = [0x636f6e76, 2] as const;

/**
 * Bring a database up to date and return the names of the migrations applied. Each migration and its row in Prisma's own
 * table are one transaction. Safe with several copies of the bot at once. Throws, before it changes anything, when the
 * database is newer than the code or was made by migrations that have been changed since.
 */
export async function migrate(connection: Connection, dir: string = migrationsFolder): Promise<string[]> {
  const migrations = await readMigrations(dir);
  const client = new pg.Client({ ...inUtc(connection), connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  // A start whose connection dies without a word would neither go on nor end.
  watchSilence(client, connection);
  try {
    // Held by the session: another copy waits here, and a killed copy lets go of it by dying.
    await client.query('select pg_advisory_lock($1, $2)', [...migrationLock]);
    await client.query(appliedTable);
    const pending = notYetApplied(migrations, await readApplied(client));
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

export interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/** As `prisma migrate` makes it, so that Prisma's own commands understand the database. */
export const appliedTable = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

/** Read which migrations a database has had, in the order in which it had them. */
export async function readApplied(client: pg.ClientBase): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null
     order by finished_at, migration_name`,
  );
  return rows;
}

/** The migrations that a database still needs. Throws when it is newer than the code, or was made by other migrations. */
export function notYetApplied(migrations: Migration[], applied: Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const migration = known.get(name);
    if (!migration) {
      throw new Error(
        `The database is newer than this version of Convenor: it has had the migration "${name}", which this version does not ` +
          'know. Start the newer version, or restore the backup made before the upgrade into a new database.',
      );
    }
    if (!finished_at) {
      throw new Error(
        `The migration "${name}" was started by another tool and not finished. Restore the backup made before it, or put ` +
          'it right with "npx prisma migrate resolve".',
      );
    }
    if (checksum !== migration.checksum) {
      throw new Error(
        `The migration "${name}" has been changed since this database had it. Put its file back as it was, and make ` +
          'the change in a new migration.',
      );
    }
  }
  const done = new Set(applied.map(({ migration_name }) => migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await applyHere(client, migration);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    throw failed(migration, cause);
  }
}

/** Do what a migration does and write down that it was done, in the transaction that is open. */
export async function applyHere(client: pg.ClientBase, { name, sql, checksum }: Migration): Promise<void> {
  await client.query(sql);
  await client.query(
    `insert into _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
     values ($1, $2, clock_timestamp(), $3, now(), 1)`,
    [randomUUID(), checksum, name],
  );
}

/** What is said of a migration that failed. */
export function failed({ name }: Migration, cause: unknown): Error {
  return new Error(`The migration "${name}" failed, and nothing of it was kept: ${(cause as Error).message}`, {
    cause,
  });
}
