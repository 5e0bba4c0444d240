import type { Connection } from '../connection.ts';
import { migrationsFolder, readMigrations } from '../migrations.ts';
import { writeWhole } from './file.ts';
import type { Header } from './format.ts';
import { whyNotBackedUp } from './refusals.ts';
import { openSnapshot } from './write.ts';

/**
 * Write all that a database holds to a file, as it is in one moment, while the bot goes on working. Throws one sentence
 * when the database is not Convenor's or holds no partnership, and when the file cannot be written; then there is none.
 */
export async function backUp(
  connection: Connection,
  file: string,
  options: { convenor: string; now: Date; migrations?: string },
): Promise<{ header: Header; rows: number; others: string[] }> {
  const migrations = await readMigrations(options.migrations ?? migrationsFolder);
  try {
    const { header, others, text, rows, close } = await openSnapshot(connection, { ...options, migrations });
    try {
      await writeWhole(file, text);
      return { header, rows: rows(), others };
    } finally {
      await close();
    }
  } catch (error) {
    throw whyNotBackedUp(error as Error);
  }
}
