import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Migration } from '../migrations.ts';
import { type Contents, quoted } from './format.ts';
import { readBackup } from './read.ts';
import { putKeysAside, setSequences } from './rebuild.ts';
import { listTables, sumOf, type Table } from './tables.ts';

/**
 * Load a backup into the tables of its own migrations, and read back whether they hold what the file holds. Throws when they
 * do not. The foreign keys are put back before anybody can rely on them, and every row is checked against them.
 */
export async function loadBackup(
  client: pg.ClientBase,
  { file, header, ending, had }: Contents & { file: string; had: Migration[] },
): Promise<void> {
  const { tables } = await listTables(client, had);
  if (!isDeepStrictEqual(tables.map(nameAndColumns), header.tables))
    throw new Error(
      'The tables in the backup are not those that its migrations make. Restore it with the version of Convenor that made it.',
    );
  const keys = await putKeysAside(client, tables);
  // A migration may have put rows of its own there. In tables that are new, this is quicker than `truncate`.
  for (const { name } of tables) await client.query(`delete from ${quoted(name)}`);
  // A trigger only follows up what its row says: what it would write is in the backup too, and the comparison would tell.
  const loaded = await readBackup(file, (table, rows) => load(client, table, rows));
  if (!isDeepStrictEqual(loaded.ending, ending))
    throw new Error(`${file} was changed while it was being restored. Nothing was changed; restore it again.`);
  await setSequences(client, header.sequences);
  for (const key of keys) await client.query(key);
  await compare(client, tables, ending);
}

function nameAndColumns({ name, columns }: Table) {
  return { name, columns };
}

async function load(
  client: pg.ClientBase,
  { name, columns }: { name: string; columns: string[] },
  rows: AsyncIterable<Buffer>,
): Promise<void> {
  const copy = `copy ${quoted(name)} (${columns.map(quoted).join(', ')}) from stdin`;
  await pipeline(Readable.from(rows), client.query(copyFrom(copy)));
}

async function compare(client: pg.ClientBase, tables: Table[], { tables: sums }: Contents['ending']): Promise<void> {
  for (const [index, table] of tables.entries()) {
    if (isDeepStrictEqual({ name: table.name, ...(await sumOf(client, table)) }, sums[index])) continue;
    throw new Error(
      `The table ${table.name} does not hold what the backup holds after loading, so nothing was changed. Keep the file, and ` +
        'report this with the versions of Convenor and PostgreSQL.',
    );
  }
}
