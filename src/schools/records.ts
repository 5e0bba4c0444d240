import { likeliest } from '../chat/naming.records.ts';
import { didYouMean, meantBy } from '../chat/naming.ts';
import { Refusal } from '../chat/refusal.ts';
import { noSql, sql, type Tx } from '../store/database.ts';
import type { School } from '../store/generated/client.ts';
import { isClosed, SCHOOL_NAMES, urnIn, withNumber } from './naming.ts';

export { SCHOOL_NAMES } from './naming.ts';

export type { School };

export async function getSchool(tx: Tx, id: number): Promise<School> {
  return tx.school.findUniqueOrThrow({ where: { id } });
}

/** The open schools of a partnership, by name. */
export async function listSchools(tx: Tx, partnershipId: number) {
  return tx.school.findMany({ where: { partnershipId, status: { not: 'Closed' } }, orderBy: { name: 'asc' } });
}

/**
 * Find the one open school that the words mean: its URN, its name, or some words of it, with a slip or two. Refuses none
 * and several, and says which they could be. Reads few schools, however many there are.
 */
export async function getSchoolNamed(tx: Tx, words: string, partnershipId: number): Promise<School> {
  const urn = urnIn(words);
  if (urn !== undefined) return getSchoolNumbered(tx, urn, partnershipId);
  const likely = (which: 'open' | 'all') => listLikely(tx, words, partnershipId, which);
  const meant = meantBy(words, await likely('open'), SCHOOL_NAMES);
  if ('one' in meant) return getSchool(tx, meant.one.id);
  if ('several' in meant)
    throw new Refusal(
      `Several schools fit “${words}”. ${didYouMean(meant.several.map(withNumber))} Type more of the name, or the number in brackets.`,
    );
  const [open, closed] = splitBy(await likely('all'), (school) => school.status !== 'Closed');
  const gone = meantBy(words, closed, SCHOOL_NAMES);
  if ('one' in gone) throw isClosed(await getSchool(tx, gone.one.id));
  const some = meantBy(words, open, SCHOOL_NAMES);
  const near = 'near' in some ? some.near.slice(0, 3).map(withNumber) : [];
  const hint = near.length === 0 ? 'Type its name or its URN.' : didYouMean(near);
  throw new Refusal(`I know no school called “${words}” in this partnership. ${hint}`);
}

async function getSchoolNumbered(tx: Tx, urn: number, partnershipId: number): Promise<School> {
  const school = await tx.school.findFirst({ where: { urn, partnershipId } });
  if (!school) throw new Refusal(`I know no school with the URN ${urn} in this partnership. Look at its figures.`);
  if (school.status === 'Closed') throw isClosed(school);
  return school;
}

interface Likely {
  id: number;
  urn: number;
  name: string;
  status: string;
}

/** The open schools whose names are like all of the words; or all schools whose names are like some of them. */
async function listLikely(tx: Tx, words: string, partnershipId: number, which: 'open' | 'all'): Promise<Likely[]> {
  const isOpen = which === 'open' ? sql`and status <> 'Closed'` : noSql;
  const rows = sql`select id, urn, name, status from "School" where "partnershipId" = ${partnershipId} ${isOpen}`;
  return tx.$queryRaw<Likely[]>`${likeliest(rows, words, SCHOOL_NAMES, which === 'open' ? 'all' : 'some')}`;
}

function splitBy<T>(all: T[], isFirst: (one: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))];
}

/** A school in the Challenge Board's scope: a state-funded mainstream secondary or all-through school (DOMAIN 3.1). */
export function isMainstreamSecondary(school: { phase: string; governance: string }): boolean {
  return (
    (school.phase === 'SECONDARY' || school.phase === 'ALL_THROUGH') &&
    (school.governance === 'maintained' || school.governance === 'academy')
  );
}
