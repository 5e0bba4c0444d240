// Whom or what somebody means who types a name as people do: with words missing, "Saint" for "St", or a letter wrong.
import { plain } from './names.ts';
import { listInWords } from './permission.ts';

/** How the names of one kind of thing are compared. */
export interface Manner {
  /** Other ways to write a word, and the one by which it is compared. */
  forms: ReadonlyMap<string, string>;
  /** The same for several words that stand for one. */
  phrases: [RegExp, string][];
  /** Words that say nothing about which one is meant. */
  light: ReadonlySet<string>;
  /** Words that many of the names share: alike in these alone, two names are not alike. */
  common: ReadonlySet<string>;
}

/** What typed words mean among several names: the one, the several that they fit, or those that they nearly fit. */
export type Meant<T> = { one: T } | { several: T[] } | { near: T[] };

/** The words of a name, each as it is compared. */
export function wordsOf(name: string, { forms, phrases }: Pick<Manner, 'forms' | 'phrases'>): string[] {
  const text = phrases.reduce((words, [phrase, word]) => words.replace(phrase, word), plain(name));
  return text.split(' ').flatMap((word) => (word === '' ? [] : (forms.get(word) ?? word)));
}

/** Those of a name's words that say which one is meant. */
export function tellingWords(name: string, manner: Manner): string[] {
  return wordsOf(name, manner).filter((word) => !manner.light.has(word));
}

interface Named<T> {
  one: T;
  words: string[];
}

/**
 * Find what typed words mean. The whole name comes before some of its words, those before the beginnings of its words,
 * and all of them before slips. What differs more is only worth a question; the nearest comes first.
 */
export function meantBy<T extends { name: string }>(typed: string, candidates: T[], manner: Manner): Meant<T> {
  const whole = wordsOf(typed, manner).join(' ');
  const telling = tellingWords(typed, manner);
  const together = telling.join('');
  const named = candidates.map((one) => ({ one, words: wordsOf(one.name, manner) }));
  const each = (fits: (typed: string, word: string) => boolean) => (it: Named<T>) =>
    telling.length > 0 && telling.every((typed) => it.words.some((word) => fits(typed, word)));

  const ways = [
    (it: Named<T>) => plain(it.one.name) === plain(typed),
    (it: Named<T>) => it.words.join(' ') === whole,
    each((typed, word) => word === typed),
    // "White field" for Whitefield, "Oakpark" for Oak Park.
    (it: Named<T>) => together.length >= 5 && runTogether(it.words, manner).startsWith(together),
    each(begins),
    each((typed, word) => begins(typed, word) || isSlip(typed, word)),
  ];
  for (const fits of ways) {
    const found = named.filter(fits);
    if (found.length === 1) return { one: found[0]!.one };
    if (found.length > 1) return { several: nearestFirst(found, telling) };
  }
  const rare = telling.filter((word) => word.length > 3 && !manner.common.has(word));
  const near = named.filter(({ words }) =>
    rare.some((typed) => words.some((word) => begins(typed, word) || isNear(typed, word))),
  );
  return { near: nearestFirst(near, telling) };
}

const runTogether = (words: string[], { light }: Manner) => words.filter((word) => !light.has(word)).join('');

const MOST_ASKED = 5;

/** "Did you mean Oak Lane School, Oak Park School or one of 7 others?", the likeliest first. */
export function didYouMean(names: string[]): string {
  const others = names.length - MOST_ASKED;
  const more = others > 0 ? [others === 1 ? 'another one' : `one of ${others} others`] : [];
  return `Did you mean ${listInWords([...names.slice(0, MOST_ASKED), ...more], 'or')}?`;
}

/** How many letters are wrong, missing, too many, or have changed places with the next. */
export function lettersApart(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (isSame ? 0 : 1));
      const isTurned = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isTurned) next[j] = Math.min(next[j]!, before[j - 2]! + 1);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}

const begins = (typed: string, word: string) => word.startsWith(typed);

/** A letter wrong in a word of five, two in one of nine: in shorter words it is mostly another name. */
function isSlip(typed: string, word: string): boolean {
  const length = Math.min(typed.length, word.length);
  return isWithin(length >= 9 ? 2 : length >= 5 ? 1 : 0, typed, word);
}

function isNear(typed: string, word: string): boolean {
  return isWithin(Math.min(typed.length, word.length) >= 5 ? 2 : 1, typed, word);
}

function isWithin(most: number, typed: string, word: string): boolean {
  return most > 0 && Math.abs(typed.length - word.length) <= most && lettersApart(typed, word) <= most;
}

/** The fewest letters wrong come first, of those the shortest name. */
function nearestFirst<T extends { name: string }>(found: Named<T>[], telling: string[]): T[] {
  const wrong = (words: string[]) =>
    telling.reduce((sum, typed) => {
      const apart = words.map((word) => (begins(typed, word) ? 0 : lettersApart(typed, word)));
      return sum + Math.min(typed.length, ...apart);
    }, 0);
  return found
    .map(({ one, words }) => ({ one, wrong: wrong(words) }))
    .sort((a, b) => a.wrong - b.wrong || a.one.name.length - b.one.name.length || a.one.name.localeCompare(b.one.name))
    .map(({ one }) => one);
}
