// Backups of the test files' databases, and what they hold.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { backUp } from '../../src/store/backup/backup.ts';
import { checkBackup, restore } from '../../src/store/backup/restore.ts';
import { ask } from './database.ts';

/** Back a database up as its own version of Convenor would. */
export function backUpNow(connection: pg.ClientConfig, file: string, migrations?: string) {
  return backUp(connection, file, { convenor: '0.1.0', now: new Date(), ...(migrations ? { migrations } : {}) });
}

/** Restore a file and change nothing afterwards. */
export async function restoreAsItWas(
  connection: pg.ClientConfig,
  file: string,
  options: { replace?: boolean; migrations?: string } = {},
): Promise<void> {
  const backup = await checkBackup(file, options.migrations);
  await restore(connection, backup, { replace: options.replace ?? false, afterwards: async () => undefined });
}

/** Every row of every table as text, and where each sequence stands. */
export async function everything(connection: pg.ClientConfig): Promise<Record<string, string[]>> {
  const client = new pg.Client(connection);
  await client.connect();
  const { rows } = await client.query<{ name: string; text: string }>(
    `select tablename as name, 't::text' as text from pg_tables
     where schemaname = current_schema() and tablename <> '_prisma_migrations'
     union all select sequencename, $$last_value || ' ' || is_called$$ from pg_sequences where schemaname = current_schema()
     order by 1`,
  );
  const held: Record<string, string[]> = {};
  for (const { name, text } of rows) {
    const found = await client.query<{ row: string }>(`select ${text} as row from "${name}" t order by 1`);
    held[name] = found.rows.map(({ row }) => row);
  }
  await client.end();
  return held;
}

/** Make a database as empty as a new one. */
export async function empty(connection: pg.ClientConfig): Promise<void> {
  await ask(connection, 'drop schema public cascade');
  await ask(connection, 'create schema public');
}

/** Change the text of a backup behind its back. */
export async function edit(file: string, change: (text: string) => string): Promise<string> {
  const edited = path.join(path.dirname(file), 'edited.backup.gz');
  await writeFile(edited, gzipSync(change(gunzipSync(await readFile(file)).toString())));
  return edited;
}
