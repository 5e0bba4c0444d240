// Finding a school by what somebody typed, against the database: the same as if every name were looked at, and few are read.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { likeliest } from '../../src/chat/naming.records.ts';
import { meantBy } from '../../src/chat/naming.ts';
import { getSchoolNamed, SCHOOL_NAMES } from '../../src/schools/records.ts';
import { sql } from '../../src/store/database.ts';
import { asDay } from '../../src/store/days.ts';
import { testDatabase } from '../support/database.ts';

const { prisma } = await testDatabase();
let partnershipId: number;

const STEMS = 'Fern Oak Conis Hather Whit Ravens Thorn Beck Marl Kings Ash Elm Bram Holl Wood Stan'.split(' ');
const ENDS = 'hill borough field bourne leigh worth mere gate'.split(' ');
const KINDS = ['Primary School', 'Church of England Infant School', 'High School', 'Academy', 'College'];
const SAINTS = ["St Mary's", "St John's", "Saint Peter's", 'St. Zoë’s'];
const NAMES = [
  ...STEMS.flatMap((stem, at) => ENDS.map((end, also) => `${stem}${end} ${KINDS[(at + also) % KINDS.length]}`)),
  ...STEMS.flatMap((stem, at) => SAINTS.map((saint) => `${saint} ${KINDS[at % KINDS.length]}, ${stem} Lane`)),
];

beforeAll(async () => {
  const partnership = { laCode: '999', frameworkId: 'lewisham-2015' };
  partnershipId = (await prisma.partnership.create({ data: { ...partnership, name: 'Ours' } })).id;
  const other = await prisma.partnership.create({ data: { ...partnership, name: 'Theirs' } });
  const school = { laCode: '999', phase: 'PRIMARY' };
  await prisma.school.createMany({
    data: [
      ...NAMES.map((name, at) => ({ ...school, partnershipId, urn: 100_000 + at, name })),
      ...[1, 2, 3, 4, 5, 6, 7].map((at) => ({
        ...school,
        partnershipId,
        urn: 200_000 + at,
        name: `Quarry ${at} School`,
      })),
      {
        ...school,
        partnershipId,
        urn: 300_001,
        name: 'Lowther College',
        status: 'Closed',
        closedOn: asDay('2024-03-31'),
      },
      { ...school, partnershipId: other.id, urn: 300_002, name: 'Elsewhere Academy' },
    ],
  });
});

const find = async (words: string) => {
  try {
    return (await getSchoolNamed(prisma, words, partnershipId)).name;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a school', () => {
  it('is found by its URN, alone or as it stands in brackets after a name', async () => {
    for (const words of ['100001', 'URN 100001', 'urn: 100001', 'Fern (100001)'])
      expect(await find(words)).toBe(NAMES[1]);
    expect(await find('999999')).toBe('I know no school with the URN 999999 in this partnership. Look at its figures.');
  });

  it('is found with a slip, another spelling and words missing', async () => {
    expect(await find('conisbrough')).toBe('Conisborough Academy');
    expect(await find('Saint Mary, Fern Lane')).toContain("St Mary's");
    expect(await find('st zoes oak lane')).toBe('St. Zoë’s Church of England Infant School, Oak Lane');
  });

  it('that several fit is asked about: five of them, with numbers that can be typed', async () => {
    expect(await find('Quarry')).toBe(
      'Several schools fit “Quarry”. Did you mean Quarry 1 School (200001), Quarry 2 School (200002), Quarry 3 School (200003), Quarry 4 School (200004), Quarry 5 School (200005) or one of 2 others? Type more of the name, or the number in brackets.',
    );
    expect(await find('Quarry 3 School (200003)')).toBe('Quarry 3 School');
  });

  it('nearly named is asked about; another partnership’s is not known', async () => {
    expect(await find('Conisborough Primary')).toBe(
      'I know no school called “Conisborough Primary” in this partnership. Did you mean Conisborough Academy (100017)?',
    );
    for (const words of ['Elsewhere Academy', '300002', 'xyzzy', 'school', '!', 'صالح'])
      expect(await find(words)).toMatch(
        /^I know no school .* in this partnership\. (Type its name or its URN|Look at its figures)\.$/,
      );
  });

  it('that has closed is told to be closed, since when', async () => {
    for (const words of ['Lowther', 'Lowthre College', '300001'])
      expect(await find(words)).toBe(
        'Lowther College closed on Sunday 31 March 2024. Type the name of an open school.',
      );
  });
});

describe('the few names that the database hands over', () => {
  const likely = async (words: string) => {
    const rows = sql`select id, name from "School" where "partnershipId" = ${partnershipId} and status <> 'Closed'`;
    return prisma.$queryRaw<{ id: number; name: string }[]>`${likeliest(rows, words, SCHOOL_NAMES)}`;
  };

  it('have the one that is meant among them, whatever slip was made', async () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
    const slip = fc.record({
      // Who leaves an accent out as well has more than a slip.
      name: fc.constantFrom(...NAMES.filter((name) => !name.includes('ë'))),
      at: fc.nat(60),
      how: fc.constantFrom('turn', 'drop', 'add', 'change', 'none'),
      letter: fc.constantFrom(...letters),
      words: fc.integer({ min: 1, max: 6 }),
    });
    const all = NAMES.map((name) => ({ name }));
    await fc.assert(
      fc.asyncProperty(slip, async ({ name, at, how, letter, words }) => {
        const typed = slipped(name.split(' ').slice(0, words).join(' '), { at, how, letter });
        const wanted = meantBy(typed, all, SCHOOL_NAMES);
        const found = meantBy(typed, await likely(typed), SCHOOL_NAMES);
        if ('one' in wanted) expect(found, typed).toMatchObject({ one: wanted.one });
        else expect('several' in found, typed).toBe('several' in wanted);
      }),
      { numRuns: 400, seed: 20261125 },
    );
  });

  it('are 60 at most, and none for words that say nothing', async () => {
    expect((await likely('school')).length).toBe(0);
    expect((await likely('primary')).length).toBeLessThanOrEqual(60);
    expect((await likely('a')).length).toBeLessThanOrEqual(60);
    expect((await likely(`${'x'.repeat(200)} %_'"\\`)).length).toBe(0);
  });
});

/** A slip in one of the letters. */
function slipped(text: string, slip: { at: number; how: string; letter: string }): string {
  const letters = [...text.matchAll(/[a-z](?=[a-z])/gi)].map(({ index }) => index);
  const at = letters[slip.at % letters.length]!;
  const [head, letter, tail] = [text.slice(0, at), text[at]!, text.slice(at + 1)];
  switch (slip.how) {
    case 'turn':
      return `${head}${tail[0]}${letter}${tail.slice(1)}`;
    case 'drop':
      return head + tail;
    case 'add':
      return `${head}${slip.letter}${letter}${tail}`;
    case 'change':
      return head + slip.letter + tail;
    default:
      return text;
  }
}
