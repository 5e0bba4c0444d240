// Finding names like the one that was typed without reading all of them: PostgreSQL looks at each name for pieces of the
// typed words, and hands over the few that have them.
import { joinSql, type Sql, sql } from '../store/database.ts';
import { type Manner, tellingWords } from './naming.ts';

/** How many of the likeliest are handed over: enough to see that several fit. */
const MOST_LIKELY = 60;

// Nobody needs more words to say which one is meant.
const MOST_WORDS = 6;

/**
 * The rows of a query, which have a column `name`, that typed words can mean, the likeliest first. Whatever `meantBy` would
 * take for the words is among them; with `some`, also those that have only some of the words, to be asked about.
 */
export function likeliest(rows: Sql, typed: string, manner: Manner, which: 'all' | 'some' = 'all'): Sql {
  const telling = [...new Set(tellingWords(typed, manner))].slice(0, MOST_WORDS);
  const rare = telling.filter((word) => !manner.common.has(word));
  const asked = rare.length > 0 ? rare : telling;
  // The longest first: it is in the fewest names, and the others are looked for in those only.
  const has = [...asked].sort((a, b) => b.length - a.length).map(hasNearly);
  const pieces = telling.flatMap((word) =>
    manner.common.has(word) || word.length < 6 ? word : [word, ...threesOf(word)],
  );
  const likeness = pieces.map((piece) => sql`(n.plain like ${`%${piece}%`})::int`);
  return sql`
    select n.* from (select r.*, ' ' || replace(lower(r.name collate "C"), '''', '') as plain from (${rows}) r offset 0) n
    where ${asked.length === 0 ? sql`false` : joinSql(has, which === 'all' ? ' and ' : ' or ')}
    order by ${asked.length === 0 ? sql`1` : joinSql(likeness, ' + ')} desc, length(n.name) limit ${MOST_LIKELY}`;
}

/** The word, or one that is a slip, an accent or an apostrophe away from it. */
function hasNearly(word: string): Sql {
  const { length } = word;
  if (length === 1) return isLike([` ${word}`]);
  if (length < 5) return isLike(writingsOf(word));
  // Two slips leave one of three parts as it is.
  if (length > 8) return isLike([` ${word.slice(0, 3)}`, word.slice(3, -3), word.slice(-3)]);
  // One slip leaves one of two, but for letters that changed places in the middle.
  const half = Math.floor(length / 2);
  const turned = `${word.slice(0, half - 1)}${word[half]}${word[half - 1]}${word.slice(half + 1)}`;
  const [quick, exact] = [
    isLike([` ${word.slice(0, half)}`, word.slice(half), ` ${turned}`]),
    isLike([word, ...slipsOf(word)]),
  ];
  return sql`(${quick} and ${exact})`;
}

function isLike(pieces: string[]): Sql {
  const each = [...new Set(pieces)].map((piece) => sql`n.plain like ${`%${piece}%`}`);
  return sql`(${joinSql(each, ' or ')})`;
}

/** A word with any one letter wrong, too many, missing or in the place of the next, as patterns for `like`. */
function slipsOf(word: string): string[] {
  return [...word].flatMap((letter, at) => {
    const [head, tail] = [word.slice(0, at), word.slice(at + 1)];
    const turned = tail === '' ? [] : [`${head}${tail[0]}${letter}${tail.slice(1)}`];
    return [`${head}_${tail}`, `${head}${tail}`, `${head}_${letter}${tail}`, ...turned].map((slip) => ` ${slip}`);
  });
}

/** A short word, with an accent on one of its letters or an apostrophe before its s. */
function writingsOf(word: string): string[] {
  const accented = [...word].flatMap((letter, at) =>
    /[aceinouy]/.test(letter) ? ` ${word.slice(0, at)}_${word.slice(at + 1)}` : [],
  );
  const all = [word, ...accented];
  return word.endsWith('s') ? [...all, ...all.map((one) => `${one.slice(0, -1)}_s`)] : all;
}

function threesOf(word: string): string[] {
  return Array.from({ length: word.length - 2 }, (_, at) => word.slice(at, at + 3));
}
