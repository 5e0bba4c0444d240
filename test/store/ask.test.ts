import { afterAll, describe, expect, it } from 'vitest';
import { askJson, openDatabase, SNAPSHOT, sql } from '../../src/store/database.ts';
import { statementNames } from '../../src/store/statements.ts';
import { testDatabase } from '../support/database.ts';

const { prisma, connection } = await testDatabase();
const other = openDatabase({ connection });
afterAll(() => other.close());

const snapshot = async () => (await askJson<string>(prisma, sql`to_json(${SNAPSHOT})`))!;
const count = sql`(select to_json(count(*)) from "Setting")`;
const put = (key: string) => other.prisma.setting.create({ data: { key, value: 1 } });
/** What was read cannot be told from what was kept by its value, so each reading has a number of its own. */
const read = sql`(select json_build_object('settings', count(*), 'reading', random()) from "Setting")`;

describe('one question', () => {
  it('has a JSON value, null when it has none, and the same inside a transaction', async () => {
    expect(await askJson(prisma, sql`(select to_json(1) where false)`)).toBeNull();
    expect(await askJson(prisma, count)).toBe(0);
    expect(await prisma.$transaction((tx) => askJson(tx, count))).toBe(0);
    expect(await askJson(prisma, sql`json_build_object('on', ${'2026-11-25'}::date, 'of', ${[1, 2]}::int[])`)).toEqual({
      on: '2026-11-25',
      of: [1, 2],
    });
  });

  it('is answered again as it was while nothing has been committed', async () => {
    const first = await askJson(prisma, read, await snapshot());
    expect(await askJson(prisma, read, await snapshot())).toEqual(first);
  });

  it('is read anew after a change by anybody, and on whatever snapshot it is asked for', async () => {
    const before = await snapshot();
    const first = await askJson<{ settings: number }>(prisma, read, before);
    await put('a change');
    const after = await askJson<{ settings: number }>(prisma, read, await snapshot());
    expect(after!.settings).toBe(first!.settings + 1);
    expect(await askJson(prisma, read, before)).not.toEqual(first);
  });

  it('does not hide a change that is committed while it is asked', async () => {
    const before = await snapshot();
    await put('meanwhile');
    // Asked with the snapshot of before, answered on the one of now: what is kept is known by the latter.
    const first = sql`(select json_build_object('count', count(*), 'reading', random()) from "Setting")`;
    const now = await askJson<{ count: number }>(prisma, first, before);
    expect(now!.count).toBe(await askJson(prisma, count));
    expect(await askJson(prisma, first, await snapshot())).toEqual(now);
  });

  it('is told apart from the same question with other values', async () => {
    const asked = (n: number) => sql`to_json(${n}::int)`;
    const seen = await snapshot();
    expect([await askJson(prisma, asked(1), seen), await askJson(prisma, asked(2), seen)]).toEqual([1, 2]);
  });
});

describe('names of statements', () => {
  it('are the same for the same text, and end before a connection keeps too many', () => {
    const nameOf = statementNames();
    expect(nameOf('select 1')).toBe(nameOf('select 1'));
    expect(nameOf('select 1')).not.toBe(nameOf('select 2'));
    for (let n = 0; n < 1000; n++) nameOf(`select ${n}`);
    expect(nameOf('select something else')).toBeUndefined();
    expect(nameOf('select 1')).toMatch(/^c[0-9a-f]{24}$/);
    expect(nameOf('x'.repeat(40_000))).toBeUndefined();
  });
});
