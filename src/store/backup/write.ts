// A backup's text, made while it is written: one transaction, one moment of the database, whatever happens meanwhile.

import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Connection } from '../connection.ts';
import { migrationLock, notYetApplied, readApplied } from '../migrate.ts';
import type { Migration } from '../migrations.ts';
import { connect } from '../reach.ts';
import { useDatabase } from '../using.ts';
import {
  asLine,
  countRows,
  END_OF_TABLE,
  type Ending,
  FORMAT,
  type Header,
  openSum,
  quoted,
  VERSION,
} from './format.ts';
import { copyOut, listTables, readSequences, settleSession, type Table } from './tables.ts';

export interface Snapshot {
  header: Header;
  /** Tables in the database that no migration made, and that are left out. */
  others: string[];
  /** The text from its first line to its last. */
  text: AsyncIterable<Buffer>;
  /** How many rows have been written so far. */
  rows(): number;
  close(): Promise<void>;
}

/**
 * Hold the database as it is now, to be written down. The bot may go on working. Throws when the database is none of
 * Convenor's, is newer than the code, or holds no partnership yet.
 */
export async function openSnapshot(
  connection: Connection,
  options: { migrations: Migration[]; convenor: string; now: Date },
): Promise<Snapshot> {
  const client = await connect(connection);
  try {
    await settleSession(client);
    await useDatabase(client);
    // What tables there are must not change between the moment that is held and the locks on them.
    await client.query('select pg_advisory_lock_shared($1, $2)', [...migrationLock]);
    await client.query('begin isolation level repeatable read, read only');
    const migrations = await readHistory(client, options.migrations);
    const { tables, others } = await listTables(client, migrations);
    await client.query(`lock table ${tables.map(({ name }) => quoted(name)).join(', ')} in access share mode`);
    await client.query('select pg_advisory_unlock_shared($1, $2)', [...migrationLock]);
    const header: Header = {
      format: FORMAT,
      version: VERSION,
      convenor: options.convenor,
      madeAt: options.now.toISOString(),
      partnerships: await namePartnerships(client),
      migrations: migrations.map(({ name, checksum }) => ({ name, checksum })),
      tables: tables.map(({ name, columns }) => ({ name, columns })),
      // Sequences know no transactions. Read after the moment was fixed, they are never behind the rows of that moment.
      sequences: await readSequences(client, tables),
    };
    const sums: Ending['tables'] = [];
    return {
      header,
      others,
      text: writeText(client, header, tables, sums),
      rows: () => countRows(sums),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function readHistory(client: pg.ClientBase, known: Migration[]): Promise<Migration[]> {
  const { rows } = await client.query(`select to_regclass('_prisma_migrations') is not null as "isOurs"`);
  const applied = rows[0].isOurs ? await readApplied(client) : [];
  if (applied.length === 0) {
    throw new Error('This is not a database of Convenor. Check DATABASE_URL, or DATA_DIR if that is not set.');
  }
  notYetApplied(known, applied);
  return applied.map(({ migration_name }) => known.find(({ name }) => name === migration_name)!);
}

async function namePartnerships(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from "Partnership" order by id');
  if (rows.length > 0) return rows.map(({ name }) => name);
  throw new Error(
    'There is nothing to back up: the database holds no partnership yet. Check DATABASE_URL, or DATA_DIR if that is not set.',
  );
}

async function* writeText(
  client: pg.ClientBase,
  header: Header,
  tables: Table[],
  sums: Ending['tables'],
): AsyncGenerator<Buffer> {
  const whole = createHash('sha256');
  const passing = (text: Buffer): Buffer => {
    whole.update(text);
    return text;
  };
  yield passing(asLine(header));
  for (const table of tables) {
    const sum = openSum();
    for await (const text of copyOut(client, table)) {
      sum.add(text);
      yield passing(text);
    }
    yield passing(Buffer.from(END_OF_TABLE));
    sums.push({ name: table.name, ...sum.sum() });
  }
  yield asLine({ tables: sums, sha256: whole.digest('hex') });
}
