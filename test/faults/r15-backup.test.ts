// R15. The drill: a backup of a large partnership is made and brought back into an empty database, and every row is the same.
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { inUtc } from '../../src/store/connection.ts';
import { seed } from '../bench/seed.ts';
import { backUpNow, everything, restoreAsItWas } from '../support/backups.ts';
import { emptyDatabase, testDatabase } from '../support/database.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { found, times, within } from './extent.ts';

const { connection } = await testDatabase();
const drilled = await emptyDatabase();

/** How many rows there are, and a hash of each table. */
async function rowsAndHashes(of: pg.ClientConfig): Promise<{ rows: number; hashes: Record<string, string> }> {
  const held = Object.entries(await everything(of));
  const hash = (rows: string[]) => createHash('sha256').update(rows.join('\n')).digest('hex');
  return {
    rows: held.reduce((sum, [, rows]) => sum + rows.length, 0),
    hashes: Object.fromEntries(held.map(([table, rows]) => [table, hash(rows)])),
  };
}

it('R15: a backup brings back every row', { timeout: within(90_000, 600_000) }, async () => {
  const client = new pg.Client(inUtc(connection));
  await client.connect();
  await seed(client, { schools: times(100, 3200), actionsEach: 20 });
  await client.end();
  const before = await rowsAndHashes(connection);
  expect(before.rows).toBeGreaterThan(times(3000, 100_000));

  const folder = await openTemporaryFolder();
  const file = path.join(folder, 'drill.backup.gz');
  const began = performance.now();
  await backUpNow(connection, file);
  const backedUp = performance.now();
  await restoreAsItWas(drilled, file);
  const restored = performance.now();
  await rm(folder, { recursive: true });

  expect(await rowsAndHashes(drilled)).toEqual(before);
  const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
  found(
    'R15',
    `${before.rows} rows in ${Object.keys(before.hashes).length} tables and sequences: backed up in ${seconds(began, backedUp)} s, brought back in ${seconds(backedUp, restored)} s, all hashes equal`,
  );
  if (times(0, 1) === 1) expect(restored - began).toBeLessThan(60_000);
});
