// What a database holds, as its own catalog says it, and how to copy it. The same order of rows everywhere, whatever the
// server's language: text is compared byte by byte.

import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Migration } from '../migrations.ts';
import { type Header, openSum, quoted, type Sum } from './format.ts';
import { madeBy } from './made.ts';

export interface Table {
  name: string;
  columns: string[];
  /** The statement that copies its rows out, always in the same order. */
  copyOut: string;
}

/** List the tables that migrations have made, and the names of any others, which are somebody else's. */
export async function listTables(
  client: pg.ClientBase,
  migrations: Migration[],
): Promise<{ tables: Table[]; others: string[] }> {
  const { rows } = await client.query<{ name: string; columns: string[]; key: string[] | null }>(
    `select c.relname as name,
            array(select a.attname::text from pg_attribute a
                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                  order by a.attnum) as columns,
            (select array_agg(format('%I', a.attname) || case when a.attcollation = 0 then '' else ' collate "C"' end order by k.n)
             from pg_index i cross join unnest(i.indkey) with ordinality k (attnum, n)
             join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
             where i.indrelid = c.oid and i.indisprimary) as key
     from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
       and c.relname <> '_prisma_migrations' order by c.relname collate "C"`,
  );
  const ours = madeBy(migrations).get('table')!;
  return {
    tables: rows
      .filter(({ name }) => ours.has(name))
      .map(({ name, columns, key }) => {
        const order = key?.join(', ') ?? 't::text collate "C"';
        const copyOut = `copy (select ${columns.map(quoted).join(', ')} from ${quoted(name)} t order by ${order}) to stdout`;
        return { name, columns, copyOut };
      }),
    others: rows.flatMap(({ name }) => (ours.has(name) ? [] : [name])),
  };
}

/** Read the sequences that number the rows of tables. */
export async function readSequences(client: pg.ClientBase, tables: Table[]): Promise<Header['sequences']> {
  const { rows } = await client.query<{ name: string }>(
    `select s.relname as name from pg_class s
     join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = s.oid and d.deptype in ('a', 'i')
     join pg_class t on d.refclassid = 'pg_class'::regclass and t.oid = d.refobjid
     where s.relkind = 'S' and s.relnamespace = current_schema()::regnamespace and t.relname = any($1)
     order by s.relname collate "C"`,
    [tables.map(({ name }) => name)],
  );
  const sequences = [];
  for (const { name } of rows) {
    const found = await client.query(`select last_value::text as last, is_called from ${quoted(name)}`);
    sequences.push({ name, last: found.rows[0].last, isCalled: found.rows[0].is_called });
  }
  return sequences;
}

/** Copy a table's rows out as text, in pieces that need not end with a row. */
export function copyOut(client: pg.ClientBase, table: Table): AsyncIterable<Buffer> {
  return client.query(copyTo(table.copyOut));
}

/** Count and hash the rows that a table holds. */
export async function sumOf(client: pg.ClientBase, table: Table): Promise<Sum> {
  const sum = openSum();
  for await (const text of copyOut(client, table)) sum.add(text);
  return sum.sum();
}

/** Let the text of values be the same on every server, and nothing end the work because it takes long. */
export async function settleSession(client: pg.ClientBase): Promise<void> {
  const settings = {
    client_encoding: 'UTF8',
    DateStyle: 'ISO, YMD',
    IntervalStyle: 'postgres',
    TimeZone: 'UTC',
    bytea_output: 'hex',
    extra_float_digits: '1',
    statement_timeout: '0',
    idle_in_transaction_session_timeout: '0',
    // A setting that older servers do not have.
    transaction_timeout: '0',
  };
  await client.query(
    `select set_config(wanted.key, wanted.value, false) from json_each_text($1) wanted
     join pg_settings on pg_settings.name = wanted.key`,
    [JSON.stringify(settings)],
  );
}
