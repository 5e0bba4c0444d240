// An empty database as it was when a backup was made: what is there now is taken away, and the migrations that the backup's own
// database had had are applied. All in one open transaction.

import type pg from 'pg';
import { appliedTable, applyHere, failed, notYetApplied, readApplied } from '../migrate.ts';
import type { Migration } from '../migrations.ts';
import { type Header, quoted } from './format.ts';
import { madeBy } from './made.ts';
import type { Table } from './tables.ts';

/**
 * Part what the code knows into the migrations that a backup has had, in its order, and those that come after it. Throws when
 * the backup has had others.
 */
export function partHistory(header: Header, known: Migration[]): { had: Migration[]; later: Migration[] } {
  const had = header.migrations.map(({ name, checksum }) => {
    const migration = known.find((one) => one.name === name);
    if (!migration)
      throw new Error(
        `This backup was made by a newer version of Convenor (${header.convenor}): it has had the migration "${name}", which ` +
          'this version does not know. Restore it with that version, or a newer one.',
      );
    if (migration.checksum !== checksum)
      throw new Error(
        `The migration "${name}" has been changed since this backup was made. Put its file back as it was, and make the ` +
          'change in a new migration.',
      );
    return migration;
  });
  return { had, later: known.filter((migration) => !had.includes(migration)) };
}

/** Take away everything that Convenor's migrations have made. Throws for a database that is newer than the code. */
export async function takeAway(client: pg.ClientBase, known: Migration[]): Promise<void> {
  await client.query(appliedTable);
  // A migration that another tool has not finished is taken away like the others.
  const applied = (await readApplied(client)).map((one) => ({ ...one, finished_at: one.finished_at ?? new Date() }));
  const pending = notYetApplied(known, applied);
  const { rows } = await client.query('select quote_ident(current_schema()) as schema');
  for (const [kind, names] of madeBy(known.filter((one) => !pending.includes(one)))) {
    const all = [...names].map((name) => `${rows[0].schema}.${quoted(name)}`);
    // In one statement, since tables refer to each other. What others have built on them is not taken away unasked.
    if (all.length > 0) await client.query(`drop ${kind} if exists ${all.join(', ')}`);
  }
  await client.query('delete from _prisma_migrations');
}

/** Apply migrations in their order. */
export async function applyAll(client: pg.ClientBase, migrations: Migration[]): Promise<void> {
  for (const migration of migrations) {
    await applyHere(client, migration).catch((cause) => {
      throw failed(migration, cause);
    });
  }
}

/** Put foreign keys aside, since tables refer to each other in circles, and return the statements that put them back. */
export async function putKeysAside(client: pg.ClientBase, tables: Table[]): Promise<string[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select t.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class t on t.oid = k.conrelid
     where k.contype = 'f' and t.relnamespace = current_schema()::regnamespace and t.relname = any($1)`,
    [tables.map(({ name }) => name)],
  );
  for (const { table, name } of rows)
    await client.query(`alter table ${quoted(table)} drop constraint ${quoted(name)}`);
  return rows.map(
    ({ table, name, definition }) => `alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`,
  );
}

/** Let the numbers of new rows go on where they were. */
export async function setSequences(client: pg.ClientBase, sequences: Header['sequences']): Promise<void> {
  for (const { name, last, isCalled } of sequences)
    await client.query('select setval($1::regclass, $2, $3)', [quoted(name), last, isCalled]);
}
