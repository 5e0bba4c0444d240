import { beforeAll, describe, expect, it } from 'vitest';
import { getPersonNamed } from '../../src/people/index.ts';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person, type TestHouse } from '../support/house.ts';

let house: TestHouse;
let clerk: Person;
const query = { partnershipId: 0, today: '2026-11-23' };

beforeAll(async () => {
  house = await aHouse({ now: '2026-11-23T09:00:00Z' });
  query.partnershipId = house.partnershipId;
  const fernhill = await house.school('Fernhill Secondary School');
  const harbour = await house.school('Harbour Academy');
  clerk = await house.person('Cleo Clerk', { role: 'CLERK' });
  await house.person('Ada Okafor', { role: 'HEADTEACHER', school: fernhill });
  await house.person('Zoë O’Brien-Walsh', { role: 'HEADTEACHER', school: harbour });
  await house.person('Mary Hall');
  await house.person('Sam Brown', { role: 'GOVERNOR', school: fernhill }, { role: 'CLERK', school: fernhill });
  await house.person('Sam Brown', { role: 'GOVERNOR', school: harbour });
  await house.person('Sam Brown');
  for (let at = 1; at <= 7; at++) await house.person(`Kim Lee ${'ABCDEFG'[at - 1]}`);
});

const find = async (words: string, more: Partial<Parameters<typeof getPersonNamed>[2]> = {}) => {
  try {
    return (await getPersonNamed(house.prisma, words, { ...query, ...more })).name;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a person', () => {
  it.each([
    ['Okafor', 'Ada Okafor'],
    ['a okafor', 'Ada Okafor'],
    ['Okafor, Ada', 'Ada Okafor'],
    ['Mrs Okafor', 'Ada Okafor'],
    ['Ada Okafro', 'Ada Okafor'],
    ['zoe', 'Zoë O’Brien-Walsh'],
    ['Zoe OBrien Walsh', 'Zoë O’Brien-Walsh'],
  ])('is found although the name was typed as “%s”', async (typed, found) => {
    expect(await find(typed)).toBe(found);
  });

  it('whose short name differs by a letter is only asked about: it may be somebody else', async () => {
    expect(await find('Mark Hall')).toBe('I know nobody called “Mark Hall” here. Did you mean Mary Hall?');
  });

  it('who shares a name is told apart by the school', async () => {
    expect(await find('Sam Brown')).toBe(
      'Several people fit “Sam Brown”. Did you mean “Sam Brown, Fernhill Secondary School”, “Sam Brown, Harbour Academy” or “Sam Brown, no school”? Type the name, a comma and the school.',
    );
    const at = async (words: string) => (await getPersonNamed(house.prisma, words, query)).id;
    const ids = await Promise.all(['Sam Brown, Fernhill', 'sam brown, harbor', 'Sam Brown, no school'].map(at));
    expect(new Set(ids).size).toBe(3);
    expect((await house.says(clerk, 'invite Sam Brown, Fernhil')).said).toMatch(/^Give Sam Brown this code/);
    expect(await find('Sam Brown, Nowhere')).toMatch(/^I know nobody called “Sam Brown, Nowhere” here\./);
  });

  it('that many fit is asked about with five names', async () => {
    expect(await find('kim')).toMatch(
      /Did you mean Kim Lee A, .*Kim Lee E or one of 2 others\? Type the whole name\.$/,
    );
  });

  it('is looked for among those who can be meant, and they are named', async () => {
    const mary = await house.prisma.person.findFirstOrThrow({ where: { name: 'Mary Hall' } });
    expect(await find('Okafor', { among: [mary.id] })).toBe(
      'Nobody called “Okafor” can be chosen here. Choose from Mary Hall.',
    );
    expect(await find('mary', { among: [mary.id] })).toBe('Mary Hall');
    expect(await find('', { among: [mary.id] })).toMatch(/^Nobody called/);
  });

  it('who has left is nobody, and comes after who is here', async () => {
    const gone = await house.person('Ada Okafor');
    await house.prisma.person.update({ where: { id: gone.id }, data: { leftOn: asDay('2026-11-01') } });
    const found = (more: object) => getPersonNamed(house.prisma, 'Ada Okafor', { ...query, ...more });
    expect((await found({})).id).not.toBe(gone.id);
    expect((await found({ left: [gone.id] })).id).not.toBe(gone.id);
    expect((await found({ left: 'first' })).id).toBe(gone.id);
  });
});
