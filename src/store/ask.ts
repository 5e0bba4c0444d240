// One question, one statement, one JSON value: what is asked most is answered without a detour. Outside of a transaction it
// goes straight to the connection pool, which costs a third of what Prisma's own way does; inside, it must use the transaction.
import type pg from 'pg';
import { Prisma, type PrismaClient } from './generated/client.ts';
import { type Kept, keepAnswers } from './kept.ts';
import type { NameOf } from './statements.ts';

/** A piece of SQL with its values; pieces are put together with `sql`. */
export type Sql = Prisma.Sql;
export const { sql, join: joinSql, empty: noSql } = Prisma;

type Client = Prisma.TransactionClient | PrismaClient;

interface Direct {
  /** A name lets PostgreSQL keep the statement's plan. */
  run<T>(statement: Sql, name: string | undefined): Promise<T[]>;
  nameOf: NameOf;
  /** What was answered lately, by statement and values. */
  kept: Kept<unknown>;
}

const directs = new WeakMap<object, Direct>();

/** Let questions outside of transactions go straight to the pool. */
export function askDirectly(prisma: PrismaClient, pool: pg.Pool, nameOf: NameOf): void {
  const run = async <T>({ text, values }: Sql, name: string | undefined): Promise<T[]> => {
    const { rows } = await pool.query({ ...(name === undefined ? {} : { name }), text, values });
    return rows as T[];
  };
  directs.set(prisma, { run, nameOf, kept: keepAnswers() });
}

/** PostgreSQL's own name for all that a statement sees: the same name twice means that nothing was committed in between. */
export const SNAPSHOT = sql`pg_current_snapshot()::text`;

/**
 * Evaluate one SQL expression of type json and return its value, null when it has none. Days and instants come as text, as
 * PostgreSQL writes them in JSON. With `snapshot`, an answer that was given on that very snapshot is given again: it cannot
 * have changed. Only for expressions whose value follows from the data and the values put in.
 */
export async function askJson<T>(tx: Client, expression: Sql, snapshot?: string): Promise<T | null> {
  const direct = directs.get(tx);
  if (!direct) {
    const [row] = await tx.$queryRaw<{ json: T | null }[]>`select ${expression} as json`;
    return row?.json ?? null;
  }
  if (snapshot === undefined) {
    const plain = sql`select ${expression} as json`;
    const [row] = await direct.run<{ json: T | null }>(plain, direct.nameOf(plain.text));
    return row!.json;
  }

  const question = sql`select ${expression} as json, ${SNAPSHOT} as snapshot`;
  const key = `${JSON.stringify(question.values)} ${question.text}`;
  const known = direct.kept.find(key);
  if (known?.snapshot === snapshot) return known.answer as T | null;
  const [row] = await direct.run<{ json: T | null; snapshot: string }>(question, direct.nameOf(question.text));
  direct.kept.keep(key, { snapshot: row!.snapshot, answer: row!.json });
  return row!.json;
}

/**
 * Run one statement, which is a transaction of its own outside of one. It is planned anew each time, for the tables as they are
 * now: a plan that was kept since they were empty reads them from end to end when they are not. Numbers larger than
 * JavaScript's have to be cast to text in the statement; JSON and arrays come and go as they are.
 */
export async function runSql<T>(tx: Client, statement: Sql): Promise<T[]> {
  return directs.get(tx)?.run<T>(statement, undefined) ?? tx.$queryRaw<T[]>(statement);
}
