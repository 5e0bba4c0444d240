// The project's migrations, as the files in prisma/migrations have them.

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the project's migrations are. */
export const migrationsFolder = path.join(import.meta.dirname, '../../prisma/migrations');

export interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the SQL, in hex, as Prisma's own table keeps it. */
  checksum: string;
}

/** Read the migrations of a folder in their order. */
export async function readMigrations(dir: string): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  return Promise.all(
    names.map(async (name) => {
      // Git may have given the file Windows line ends; it is the same migration.
      const sql = (await readFile(path.join(dir, name, 'migration.sql'), 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
