import { describe, expect, it } from 'vitest';
import { didYouMean, lettersApart, meantBy, wordsOf } from '../../src/chat/naming.ts';
import { SCHOOL_NAMES } from '../../src/schools/records.ts';

const SCHOOLS = [
  'Fernhill Secondary School',
  'Fern Bank Primary School',
  'St Mary’s Catholic Primary School',
  "Saint Mary's Church of England Infant School",
  'Whitefield Junior School',
  'Oak Park School',
  'Oak Lane School',
  'The Harbour Academy',
  'Hill Road Nursery School',
  'Conisborough College',
].map((name) => ({ name }));

function meaning(typed: string) {
  const meant = meantBy(typed, SCHOOLS, SCHOOL_NAMES);
  if ('one' in meant) return meant.one.name;
  return Object.fromEntries(Object.entries(meant).map(([how, them]) => [how, them.map(({ name }) => name)]));
}

describe('a name', () => {
  it.each([
    ['fernhill', 'Fernhill Secondary School'],
    ['FERNHILL sch', 'Fernhill Secondary School'],
    ['the fernhill school', 'Fernhill Secondary School'],
    ['St. Mary’s catholic', 'St Mary’s Catholic Primary School'],
    ['Saint Marys R.C. prim', 'St Mary’s Catholic Primary School'],
    ['St Marys C of E', "Saint Mary's Church of England Infant School"],
    ['st mary church of england', "Saint Mary's Church of England Infant School"],
    ['harb', 'The Harbour Academy'],
    ['Harbour School', 'The Harbour Academy'],
    ['white field', 'Whitefield Junior School'],
    ['OakPark', 'Oak Park School'],
  ])('is found although it was typed as “%s”', (typed, found) => {
    expect(meaning(typed)).toBe(found);
  });

  it.each([
    ['Fernhil', 'Fernhill Secondary School'],
    ['Fenrhill', 'Fernhill Secondary School'],
    ['Fernnhill secondry', 'Fernhill Secondary School'],
    ['Whitefeild', 'Whitefield Junior School'],
    ['Conisbrough Colege', 'Conisborough College'],
    ['Conisbrouhg', 'Conisborough College'],
  ])('is found although “%s” has a slip in it', (typed, found) => {
    expect(meaning(typed)).toBe(found);
  });

  it('that several fit is asked about', () => {
    expect(meaning('oak')).toEqual({ several: ['Oak Lane School', 'Oak Park School'] });
    expect(meaning('st marys')).toEqual({
      several: ['St Mary’s Catholic Primary School', "Saint Mary's Church of England Infant School"],
    });
  });

  it('of which only part is right is asked about, and a word that many names share is no part', () => {
    expect(meaning('Fernhill Primary')).toEqual({ near: ['Fernhill Secondary School'] });
    expect(meaning('Elm Grove Primary')).toEqual({ near: [] });
    expect(meaning('school')).toEqual({ near: [] });
  });

  it('a short word of which differs by a letter is mostly another name', () => {
    expect(meaning('Hull Road')).toEqual({ near: ['Hill Road Nursery School'] });
  });

  it('written out in full comes before those that it is the beginning of', () => {
    const two = [{ name: 'Oak Park School' }, { name: 'Oak Park School for Girls' }];
    expect(meantBy('oak park school', two, SCHOOL_NAMES)).toEqual({ one: two[0] });
    expect(meantBy('oak park', two, SCHOOL_NAMES)).toEqual({ several: two });
  });
});

describe('asking back', () => {
  it('names five at most, and how many others there are', () => {
    const names = 'ABCDEFG'.split('');
    expect(didYouMean(names.slice(0, 1))).toBe('Did you mean A?');
    expect(didYouMean(names.slice(0, 5))).toBe('Did you mean A, B, C, D or E?');
    expect(didYouMean(names.slice(0, 6))).toBe('Did you mean A, B, C, D, E or another one?');
    expect(didYouMean(names)).toBe('Did you mean A, B, C, D, E or one of 2 others?');
  });
});

it('letters that changed places are one slip', () => {
  expect(lettersApart('fenrhill', 'fernhill')).toBe(1);
  expect(lettersApart('fernhil', 'fernhill')).toBe(1);
  expect(lettersApart('', 'abc')).toBe(3);
});

it('several words that mean one are compared as one', () => {
  expect(wordsOf('St John’s Church of England & Roman Catholic School', SCHOOL_NAMES)).toEqual([
    'st',
    'johns',
    'cofe',
    'catholic',
    'school',
  ]);
});
