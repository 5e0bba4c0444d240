// Which person somebody means by a name.
import { didYouMean, type Manner, meantBy } from '../chat/naming.ts';
import { listInWords } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import { SCHOOL_NAMES } from '../schools/records.ts';
import type { Tx } from '../store/database.ts';
import { type Likely, listLikely, listPlaces, type NameQuery } from './naming.records.ts';

const TITLES = ['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'cllr', 'councillor', 'rev', 'revd', 'prof', 'sir', 'dame'];

const PERSON_NAMES: Manner = { forms: new Map(), phrases: [], light: new Set(TITLES), common: new Set() };

interface Found {
  id: number;
  name: string;
}

/**
 * Find the one person whose name fits the words: all of it, its first or last words ("Okafor", "Ada", "A Okafor"), with a
 * slip; of those who share a name, the one at a school ("Sam Brown, Fernhill"). Refuses when nobody or several fit, and
 * says who could be meant. Those who have left are nobody, except where `left` names some of them, who come after
 * everybody that is here, or asks for them first.
 */
export async function getPersonNamed(tx: Tx, words: string, query: NameQuery): Promise<Found> {
  const likely = await listLikely(tx, words, query, PERSON_NAMES);
  const meant = meantBy(words, likely, PERSON_NAMES);
  if ('one' in meant) return { id: meant.one.id, name: meant.one.name };
  if ('several' in meant) return chooseAmong(tx, words, meant.several, query);
  const there = await findAtSchool(tx, words, query);
  if (there) return there;
  const near = query.among ? meant.near : nearOf(words, await listLikely(tx, words, query, PERSON_NAMES, 'some'));
  const ask = near.length > 0 ? ` ${didYouMean(near.slice(0, 3).map(({ name }) => name))}` : '';
  const all = query.among ? ` Choose from ${listInWords(firstNames(likely), 'or')}.` : '';
  // Of those who cannot be chosen Convenor knows some: whoever types their name would not believe that it knows nobody.
  const nobody = query.among ? `Nobody called “${words}” can be chosen here.` : `I know nobody called “${words}” here.`;
  throw new Refusal(`${nobody}${ask || all}`);
}

function nearOf(words: string, people: Likely[]): Likely[] {
  const meant = meantBy(words, people, PERSON_NAMES);
  return 'near' in meant ? meant.near : [];
}

/** Of those who fit, the only one who is here, or who has left where those come first. */
async function chooseAmong(tx: Tx, words: string, fits: Likely[], query: NameQuery): Promise<Found> {
  const sooner = fits.filter((person) => person.hasLeft === (query.left === 'first'));
  if (sooner.length === 1) return { id: sooner[0]!.id, name: sooner[0]!.name };
  const names = [...new Set(fits.map(({ name }) => name))];
  if (names.length === fits.length)
    throw new Refusal(`Several people fit “${words}”. ${didYouMean(names)} Type the whole name.`);
  const places = await listPlaces(tx, fits, query.today);
  const ways = places.map(({ person, name }) => `“${person}, ${name}”`);
  throw new Refusal(
    `Several people fit “${words}”. ${didYouMean([...new Set(ways)])} Type the name, a comma and the school.`,
  );
}

/** "Sam Brown, Fernhill": the one of that name who holds a role at that school today. */
async function findAtSchool(tx: Tx, words: string, query: NameQuery): Promise<Found | undefined> {
  const [, name, place] = /^(.+?)\s*,\s*([^,]+)$/.exec(words.trim()) ?? [];
  if (!name || !place) return undefined;
  const meant = meantBy(name, await listLikely(tx, name, query, PERSON_NAMES), PERSON_NAMES);
  const fits = 'one' in meant ? [meant.one] : 'several' in meant ? meant.several : [];
  const there = meantBy(place, await listPlaces(tx, fits, query.today), SCHOOL_NAMES);
  const found = 'one' in there ? [there.one] : 'several' in there ? there.several : [];
  const [first, ...others] = found;
  return first && others.every(({ id }) => id === first.id) ? { id: first.id, name: first.person } : undefined;
}

const firstNames = (people: Likely[]) => people.slice(0, 12).map(({ name }) => name);
