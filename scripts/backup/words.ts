// What backup and restore say to whoever runs them.
import path from 'node:path';
import { sayDate, timeOfDay, today } from '../../src/calendar/index.ts';
import type { Settings } from '../../src/config.ts';
import { type Contents, countRows, type Header } from '../../src/store/backup/format.ts';

/** "1,204 rows in 36 tables" */
export function sayRows(rows: number, { tables }: Header): string {
  return `${rows.toLocaleString('en-GB')} rows in ${tables.length} tables`;
}

/** "Aldermarsh, as it was on Wednesday 25 November 2026 at 15:30 (Convenor 0.1.0)": in the machine's own time. */
export function sayOrigin({ partnerships, madeAt, convenor }: Header): string {
  const at = new Date(madeAt);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = `${sayDate(today(at, zone))} at ${timeOfDay(at, zone)}`;
  return `${partnerships.join(', ')}, as it was on ${when} (Convenor ${convenor})`;
}

/** What is in a backup, table by table. */
export function sayContents({ header, ending }: Contents): string[] {
  const filled = ending.tables.filter(({ rows }) => rows > 0);
  const width = Math.max(...filled.map(({ name }) => name.length));
  return [
    `${sayOrigin(header)}.`,
    ...filled.map(({ name, rows }) => `  ${name.padEnd(width)}  ${rows.toLocaleString('en-GB')}`),
    `It is whole: ${sayRows(countRows(ending.tables), header)}.`,
  ];
}

/** Where the key is that a backup does not hold. */
export function sayWhereKeyIs(settings: Settings): string {
  return `The key of the buttons on cards is not in the backup. Keep ${keyOf(settings)} too, in another place.`;
}

/** Where the key belongs after a restore. */
export function sayWhereKeyGoes(settings: Settings): string {
  return `The key of the buttons on cards was not in the backup: it has to be the same as before, in ${keyOf(settings)}. With another one the buttons on cards posted before do not work.`;
}

function keyOf({ secretKey, dataDir }: Settings): string {
  return secretKey === undefined ? `the file ${path.join(dataDir, 'secret-key')}` : 'SECRET_KEY';
}
