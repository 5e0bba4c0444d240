// Which school a cell means. A list gives people their rights, so a name is taken only when it is the school's own;
// anything less comes back with the school that was probably meant.
import { didYouMean, meantBy, wordsOf } from '../chat/naming.ts';
import { SCHOOL_NAMES } from '../schools/records.ts';

export interface NamedSchool {
  id: number;
  urn: number;
  name: string;
}

export interface Schools {
  byUrn: Map<number, NamedSchool>;
  byName: Map<string, NamedSchool[]>;
  all: NamedSchool[];
}

/** Put a partnership's schools in order, once for all rows. */
export function inOrder(schools: NamedSchool[]): Schools {
  return {
    byUrn: new Map(schools.map((school) => [school.urn, school])),
    byName: Map.groupBy(schools, ({ name }) => nameKey(name)),
    all: schools,
  };
}

/** The school that a cell names by its URN or its name, or what is wrong with it. */
export function schoolIn(words: string, schools: Schools): NamedSchool | { problem: string; remedy: string } {
  const named = schools.byUrn.get(Number(words.replace(/\.0+$/, ''))) ?? schools.byName.get(nameKey(words)) ?? [];
  const found = [named].flat();
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    return {
      problem: 'more than one school has this name.',
      remedy: `Write the URN: ${found.map(({ urn }) => urn).join(' or ')}.`,
    };
  const meant = meantBy(words, schools.all, SCHOOL_NAMES);
  const near = 'one' in meant ? [meant.one] : 'several' in meant ? meant.several : meant.near;
  return {
    problem: 'no open school of the partnership is called that.',
    remedy:
      near.length > 0
        ? didYouMean(near.slice(0, 3).map(({ name, urn }) => `“${name}” (${urn})`))
        : 'Write its URN, or its name as it was imported.',
  };
}

/** The same for "Saint Mary's" and "St Marys", but not for names with a word more or less. */
const nameKey = (name: string) => wordsOf(name, SCHOOL_NAMES).join(' ');
