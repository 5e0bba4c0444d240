// Which school a cell means. A list gives people their rights, so a name is taken only when it is the school's own;
// anything less comes back with the school that was probably meant.
import { didYouMean, meantBy, tellingWords, wordsOf } from '../chat/naming.ts';
import { SCHOOL_NAMES } from '../schools/records.ts';

export interface NamedSchool {
  id: number;
  urn: number;
  name: string;
}

export interface Schools {
  byUrn: Map<number, NamedSchool>;
  byName: Map<string, NamedSchool[]>;
  /** By the beginning of each word of their names: those that a slip can mean. */
  byBeginning: Map<string, NamedSchool[]>;
}

/** Put a partnership's schools in order, once for all rows. */
export function inOrder(schools: NamedSchool[]): Schools {
  const byBeginning = new Map<string, NamedSchool[]>();
  for (const school of schools)
    for (const beginning of beginningsOf(school.name)) {
      const others = byBeginning.get(beginning);
      if (others) others.push(school);
      else byBeginning.set(beginning, [school]);
    }
  return {
    byUrn: new Map(schools.map((school) => [school.urn, school])),
    byName: Map.groupBy(schools, ({ name }) => nameKey(name)),
    byBeginning,
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
  const likely = new Set(beginningsOf(words).flatMap((beginning) => schools.byBeginning.get(beginning) ?? []));
  const meant = meantBy(words, [...likely], SCHOOL_NAMES);
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

function beginningsOf(name: string): string[] {
  const telling = tellingWords(name, SCHOOL_NAMES).filter((word) => !SCHOOL_NAMES.common.has(word));
  return [...new Set(telling.map((word) => word.slice(0, 3)))];
}
