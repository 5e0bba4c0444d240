// Everything that is held on somebody, from every table (UK GDPR, Article 15).
import type { Json } from '../chat/contract.ts';
import type { Tx } from '../store/database.ts';
import { Prisma } from '../store/generated/client.ts';
import { belongsTo, heldIn } from './catalogue.records.ts';
import { listTables, listTextColumns, named, patternOf, type Someone } from './whose.records.ts';

type Row = Record<string, Json>;

export interface Holdings {
  /** What belongs to them, by table. */
  held: { what: string; table: string; rows: Row[] }[];
  /** Where else their name or address stands, in what others wrote: only the row's key and that text. */
  mentioned: { what: string; column: string; rows: Row[] }[];
}

/** Read all that is held on somebody. The transaction has to see one moment throughout (`repeatable read`). */
export async function collect(tx: Tx, someone: Someone): Promise<Holdings> {
  const tables = await listTables(tx);
  const held: Holdings['held'] = [];
  for (const { table, key } of tables) {
    const theirs = belongsTo(table, someone);
    if (!theirs) continue;
    const order = Prisma.join(key.map((column) => Prisma.sql`t.${named(column)}`));
    const rows = await tx.$queryRaw<{ row: Row }[]>`
      select to_jsonb(t) as row from ${named(table)} t where ${theirs} order by ${order}`;
    if (rows.length > 0) held.push({ what: heldIn(table).title, table, rows: rows.map(({ row }) => row) });
  }
  await addNames(tx, held);
  return { held, mentioned: await listMentions(tx, someone, new Map(tables.map(({ table, key }) => [table, key]))) };
}

async function listMentions(tx: Tx, someone: Someone, keys: Map<string, string[]>): Promise<Holdings['mentioned']> {
  const mentioned: Holdings['mentioned'] = [];
  for (const { table, column, isJson } of await listTextColumns(tx)) {
    const theirs = belongsTo(table, someone) ?? Prisma.sql`false`;
    const text = Prisma.sql`t.${named(column)}::text`;
    const finds = wordsFor(someone).map((words) => Prisma.sql`${text} ~* ${patternOf(words, isJson)}`);
    const shown = [...new Set([...keys.get(table)!, column])];
    const fields = Prisma.join(shown.map((name) => Prisma.sql`${name}::text, t.${named(name)}`));
    const rows = await tx.$queryRaw<{ row: Row }[]>`
      select jsonb_build_object(${fields}) as row from ${named(table)} t
      where (${Prisma.join(finds, ' or ')}) and (${theirs}) is not true`;
    if (rows.length > 0)
      mentioned.push({ what: heldIn(table).title, column: `${table}.${column}`, rows: rows.map(({ row }) => row) });
  }
  return mentioned;
}

/** The words by which somebody is found in what others wrote. */
export function wordsFor({ name, email }: Pick<Someone, 'name' | 'email'>): string[] {
  return email ? [name, email] : [name];
}

/** Beside the number of a board or school its name, so that people can read it. */
async function addNames(tx: Tx, held: Holdings['held']): Promise<void> {
  const rows = held.flatMap((one) => one.rows);
  const ids = (column: string) => [
    ...new Set(rows.flatMap((row) => (typeof row[column] === 'number' ? [row[column]] : []))),
  ];
  const select = { id: true, name: true };
  const boards = await tx.board.findMany({ where: { id: { in: ids('boardId') } }, select });
  const schools = await tx.school.findMany({ where: { id: { in: ids('schoolId') } }, select });
  const name = (row: Row, column: string, found: { id: number; name: string }[]) =>
    found.find(({ id }) => id === row[`${column}Id`])?.name;
  for (const row of rows)
    for (const [column, found] of [
      ['board', boards],
      ['school', schools],
    ] as const) {
      const said = name(row, column, found);
      if (said !== undefined) row[column] = said;
    }
}

/** Keep in the audit that somebody's data were handed out. */
export async function writeExported(tx: Tx, personId: number, { now, requestId }: { now: Date; requestId: string }) {
  await tx.auditEvent.create({
    data: {
      ...{ at: now, event: 'person.exported', subject: `person:${personId}`, platform: 'script' },
      ...{ place: 'npm run person', requestId },
    },
  });
}
