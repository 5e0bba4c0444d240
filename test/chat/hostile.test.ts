import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deed } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { aHouse } from '../support/house.ts';
import { notices, writeNotice } from '../support/notices.ts';

const house = await aHouse({ features: [...features, notices()] });
const school = await house.school('Marsh Lane School');
const clerk = await house.person(
  'Clara Clerk',
  { role: 'CLERK' },
  { role: 'PROGRAMME_DIRECTOR' },
  { role: 'HEADTEACHER', school },
);
const board = await house.board('Raising Attainment Board, Marsh Lane School', { school });
await house.seat(board.id, clerk, { role: 'CLERK', isClerk: true, isChair: true });
await writeNotice(house.prisma, 'form', { hasForm: true });
const card = (await house.says(clerk, 'notice count form')).card!;
const stranger = { id: 987_654, name: 'A stranger' };

// A fixed seed: what is found once is found again.
const settings = { numRuns: 120, seed: 20_261_123 };

// One of the test’s own commands is made to have a fault.
const commands = [...features, notices()]
  .flatMap((feature) => feature.commands)
  .filter((command) => command.name !== 'notice.break');
const NASTY = [
  '\u0000',
  '\ud800',
  '\u202e',
  '\'; drop table "Person"; --',
  '<!channel>',
  '<at>all</at>',
  '${name}',
  '__proto__',
  '[x](javascript:x)',
  '-1',
  '99999999999999999999',
  'NaN',
  '2026-02-30',
  'ACT-0',
  'MIN-2147483648',
  '%',
  '\\',
  '👩‍🏫',
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...NASTY),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
);
const words = fc.constantFrom(...commands.flatMap((command) => (command.typed ? [command.typed.words] : [])));
const typed = fc.oneof(
  text,
  fc.tuple(words, text).map(([start, rest]) => `${start} ${rest}`),
  fc
    .tuple(words, fc.constantFrom('ACT-', 'MIN-', 'MTG-', ''), fc.integer(), text)
    .map(([start, prefix, number, rest]) => `${start} ${prefix}${number} ${rest}`),
);

const key = fc.oneof(
  fc.constantFrom('title', 'name', 'id', '__proto__', 'constructor', 'toString'),
  fc.string({ maxLength: 10 }),
);
const value = fc.oneof(text, fc.jsonValue({ maxDepth: 6 }), fc.integer(), fc.double(), fc.constant(undefined));
const input = fc
  .array(fc.tuple(key, value), { maxLength: 5 })
  .map((pairs) => Object.fromEntries(pairs) as Record<string, unknown>);
const action = fc.oneof(fc.constantFrom('rename', 'count', '__proto__', 'constructor'), text);
const token = fc.oneof(fc.constant(card.token), text, fc.base64String({ minLength: 44, maxLength: 44 }));

const deed: fc.Arbitrary<Deed> = fc.oneof(
  typed.map((said) => ({ kind: 'typed' as const, text: said })),
  fc.record({ kind: fc.constant('press' as const), action, token, input }),
  fc.record({ kind: fc.constant('open' as const), action, token }),
  fc.record({
    kind: fc.constant('command' as const),
    name: fc.oneof(fc.constantFrom(...commands.map((one) => one.name)), text),
    input,
  }),
);

async function rowsOf(tables: string[]): Promise<Record<string, string>> {
  const rows: Record<string, string> = {};
  for (const table of tables) {
    const [row] = await house.prisma.$queryRawUnsafe<{ hash: string }[]>(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from "${table}" t`,
    );
    rows[table] = row!.hash;
  }
  return rows;
}

async function allTables(): Promise<string[]> {
  const rows = await house.prisma.$queryRaw<
    { name: string }[]
  >`select table_name::text as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`;
  return rows.map((row) => row.name);
}

describe('whatever is typed, pressed or forged', () => {
  it('by somebody with every role ends in an answer and never in a fault', async () => {
    await fc.assert(
      fc.asyncProperty(deed, async (done) => {
        const answer = await house.does(clerk, done);
        expect(answer.outcome, JSON.stringify(done)).not.toBe('fault');
        expect(answer.said ?? answer.card ?? answer.form).toBeDefined();
        expect(answer.said ?? '').not.toMatch(/undefined|\[object|expected string|Invalid input/);
      }),
      settings,
    );
    expect(({} as Record<string, unknown>)['title']).toBeUndefined();
  }, 60_000);

  it('by a stranger changes no row of any table, but that they tried to join', async () => {
    const tables = (await allTables()).filter((table) => !['Receipt', 'JoinAttempt'].includes(table));
    expect(tables).toContain('Person');
    await house.says(stranger, 'join BCD-234-FGH');
    const before = await rowsOf(tables);
    await fc.assert(
      fc.asyncProperty(deed, async (done) => {
        const answer = await house.does(stranger, done);
        expect(answer.outcome, JSON.stringify(done)).toBe('refused');
      }),
      settings,
    );
    expect(await rowsOf(tables)).toEqual(before);
  }, 60_000);
});
