// What the database holds, as one word: the same as long as nothing that people decided has changed.
import type pg from 'pg';
import { ask } from './database.ts';

/** Tables of how something was said and heard, not of what was decided. */
export const HEARING = [
  'Conversation',
  'Receipt',
  'WebMessage',
  'CardCopy',
  'CardToken',
  'JoinAttempt',
  'JobRun',
  'JobSlot',
  'Setting',
];

/** A hash of every row of every table, without the tables named. */
export async function hashOfRows(connection: pg.ClientConfig, without: string[] = HEARING): Promise<string> {
  const tables = await ask(
    connection,
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const parts = tables
    .map(({ name }) => String(name))
    .filter((name) => !without.includes(name))
    .map(
      (name) =>
        `select '${name}' || coalesce(md5(string_agg(t::text, ',' order by t::text)), '') as h from "${name}" t`,
    );
  const [row] = await ask(
    connection,
    `select md5(string_agg(h, ',' order by h)) as hash from (${parts.join(' union all ')}) x`,
  );
  return String(row!.hash);
}
