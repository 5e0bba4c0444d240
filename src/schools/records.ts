import { plain } from '../chat/names.ts';
import { listInWords } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';

export type School = Awaited<ReturnType<typeof getSchool>>;

export async function getSchool(tx: Tx, id: number) {
  return tx.school.findUniqueOrThrow({ where: { id } });
}

/** The open schools of a partnership, by name. */
export async function listSchools(tx: Tx, partnershipId: number) {
  return tx.school.findMany({ where: { partnershipId, status: { not: 'Closed' } }, orderBy: { name: 'asc' } });
}

/** Find the one school that the words mean: its URN, its name, or some words of it. Refuses none and several, and says which. */
export async function getSchoolNamed(tx: Tx, words: string, partnershipId: number) {
  const schools = await listSchools(tx, partnershipId);
  const wanted = plain(words);
  const exact = schools.filter((school) => String(school.urn) === wanted || plain(school.name) === wanted);
  const fits = exact.length > 0 ? exact : schools.filter((school) => fitsWords(plain(school.name), wanted));
  if (fits.length === 1) return fits[0]!;
  if (fits.length > 1)
    throw new Refusal(
      `“${words}” fits ${listInWords(fits.slice(0, 6).map((school) => school.name))}. Type more of the name.`,
    );
  throw new Refusal(`I know no school called “${words}” in this partnership. Type its name or its URN.`);
}

const COMMON = new Set(['the', 'school', 'academy', 'college', 'and', 'of']);

function fitsWords(name: string, wanted: string): boolean {
  const parts = wanted.split(' ').filter((part) => !COMMON.has(part));
  return parts.length > 0 && parts.every((part) => name.split(' ').some((word) => word.startsWith(part)));
}

/** A school in the Challenge Board's scope: a state-funded mainstream secondary or all-through school (DOMAIN 3.1). */
export function isMainstreamSecondary(school: { phase: string; governance: string }): boolean {
  return (
    (school.phase === 'SECONDARY' || school.phase === 'ALL_THROUGH') &&
    (school.governance === 'maintained' || school.governance === 'academy')
  );
}
