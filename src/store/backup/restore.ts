import type pg from 'pg';
import type { Connection } from '../connection.ts';
import { migrationLock } from '../migrate.ts';
import { type Migration, migrationsFolder, readMigrations } from '../migrations.ts';
import { connect } from '../reach.ts';
import { haveAlone } from '../using.ts';
import type { Contents } from './format.ts';
import { loadBackup } from './load.ts';
import { readBackup } from './read.ts';
import { applyAll, partHistory, takeAway } from './rebuild.ts';
import { whyNotRestored } from './refusals.ts';
import { settleSession } from './tables.ts';

/** A backup that is whole and that this version can restore. */
export interface Checked extends Contents {
  file: string;
  /** The migrations that its database had had, and those that have come since. */
  had: Migration[];
  later: Migration[];
}

/** Verify a backup without any database. Throws one sentence when it is damaged, or when this version cannot restore it. */
export async function checkBackup(file: string, dir: string = migrationsFolder): Promise<Checked> {
  const contents = await readBackup(file);
  return { file, ...contents, ...partHistory(contents.header, await readMigrations(dir)) };
}

/**
 * Make a database what it was when a backup was made, and bring it up to date. One transaction: whatever goes wrong, and
 * whenever it is killed, the database stays as it is. What was loaded is read back and compared with the file; only then may
 * `afterwards` change what has to be changed, and its result is returned. Throws one sentence while anybody uses the database,
 * and when it holds a partnership that is not to be replaced.
 */
export async function restore<T>(
  connection: Connection,
  backup: Checked,
  options: { replace: boolean; afterwards: (client: pg.ClientBase) => Promise<T> },
): Promise<T> {
  const client = await connect(connection);
  try {
    await settleSession(client);
    await haveAlone(client);
    // A copy that starts waits here, before it looks for what the database lacks.
    await client.query('select pg_advisory_lock($1, $2)', [...migrationLock]);
    await client.query('begin');
    // Other programs may read our tables too. They are not waited for longer than somebody would watch.
    await client.query(`set local lock_timeout = '10s'`);
    if (!options.replace) await refuseFilled(client);
    await takeAway(client, [...backup.had, ...backup.later]);
    await applyAll(client, backup.had);
    await loadBackup(client, backup);
    await applyAll(client, backup.later);
    const done = await options.afterwards(client);
    await client.query('commit');
    return done;
  } catch (error) {
    throw whyNotRestored(error as Error);
  } finally {
    // Without its `commit` the connection ends as if nothing had been.
    await client.end();
  }
}

async function refuseFilled(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query(`select to_regclass('"Partnership"') is not null as "isThere"`);
  if (!rows[0].isThere) return;
  const found = await client.query<{ name: string }>('select name from "Partnership" order by id limit 1');
  if (found.rows.length === 0) return;
  throw new Error(
    `The database holds a partnership already (${found.rows[0]!.name}). Restore into an empty one, or give --replace to put the ` +
      'backup in its place; what is there now is then lost.',
  );
}
