// What the database holds, as one word: the same as long as nothing that people decided has changed.
import type { PrismaClient } from '../../src/store/generated/client.ts';

/** Tables of how something was said and heard, not of what was decided. */
const HEARING = [
  'Conversation',
  'Receipt',
  'WebMessage',
  'CardCopy',
  'CardToken',
  'JoinAttempt',
  'JobRun',
  'JobSlot',
  'Sight',
  'Setting',
];

/** A hash of every row of every table that holds decisions; without the seal, which entries of the audit get afterwards. */
export async function hashOfRows(prisma: PrismaClient): Promise<string> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> all(${HEARING})`;
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' || coalesce(md5(string_agg(r, ',' order by r)), '') as h
       from (select (to_jsonb(t) - '{position,hash}'::text[])::text as r from "${name}" t where '${name}' = 'AuditEvent'
             union all select t::text from "${name}" t where '${name}' <> 'AuditEvent') x`,
  );
  const [row] = await prisma.$queryRawUnsafe<{ hash: string }[]>(
    `select md5(string_agg(h, ',' order by h)) as hash from (${parts.join(' union all ')}) x`,
  );
  return row!.hash;
}

/** Every word that the database holds. */
export async function everyWord(prisma: PrismaClient): Promise<string> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public'`;
  const parts = tables.map(({ name }) => `select string_agg(t::text, ' ') as words from "${name}" t`);
  const rows = await prisma.$queryRawUnsafe<{ words: string | null }[]>(parts.join(' union all '));
  return rows.map(({ words }) => words ?? '').join(' ');
}

/** Every row that `hashOfRows` is made of, as text with the name of its table. */
export async function rowsThatCount(prisma: PrismaClient): Promise<string[]> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> all(${HEARING})`;
  const parts = tables.map(({ name }) => `select '${name} ' || to_jsonb(t)::text as row from "${name}" t`);
  const rows = await prisma.$queryRawUnsafe<{ row: string }[]>(parts.join(' union all '));
  return rows.map(({ row }) => row);
}

/** Count the rows that count and were written in the transaction, whatever became of them: as many as before means no change. */
export async function writesThatCount(prisma: PrismaClient): Promise<() => Promise<number>> {
  const [row] = await prisma.$queryRaw<{ tables: number[] }[]>`
    select array_agg(relid::bigint::int) as tables from pg_stat_user_tables
    where schemaname = 'public' and relname <> all(${HEARING})`;
  const { tables } = row!;
  return async () => {
    const [written] = await prisma.$queryRaw<{ writes: number }[]>`
      select sum(pg_stat_get_xact_tuples_inserted(t) + pg_stat_get_xact_tuples_updated(t)
        + pg_stat_get_xact_tuples_deleted(t))::int as writes from unnest(${tables}::int[]::oid[]) t`;
    return written!.writes;
  };
}
