// What an import of schools would change, decided before anything is written.
import { Refusal } from '../chat/refusal.ts';
import type { SchoolFacts, SchoolRow } from './school-rows.ts';

/** A school as it is stored, its days as text. */
export type StoredSchool = Required<{ [Key in keyof SchoolFacts]: Exclude<SchoolFacts[Key], undefined> }> & {
  id: number;
  version: number;
  partnershipId: number;
};

export interface Change {
  field: string;
  from: string | number | boolean | null;
  to: string | number | boolean | null;
}

export interface SchoolPlan {
  created: SchoolFacts[];
  /** `after` is what is stored with what the file says of it. */
  changed: { id: number; version: number; facts: SchoolFacts; after: SchoolFacts; changes: Change[] }[];
  unchanged: number;
}

/** Compare the file's schools with those stored. Facts whose column the file lacks are left as they are. */
export function planSchools(rows: SchoolRow[], stored: StoredSchool[]): SchoolPlan {
  const known = new Map(stored.map((school) => [school.urn, school]));
  const plan: SchoolPlan = { created: [], changed: [], unchanged: 0 };
  for (const { facts } of rows) {
    const before = known.get(facts.urn);
    const changes = before ? changesOf(before, facts) : [];
    if (!before) plan.created.push(facts);
    else if (changes.length > 0) plan.changed.push({ ...changedOf(before, changes), facts, changes });
    else plan.unchanged += 1;
  }
  return plan;
}

function changesOf(before: StoredSchool, facts: SchoolFacts): Change[] {
  return (Object.keys(facts) as (keyof SchoolFacts)[]).flatMap((field) => {
    const to = facts[field];
    return to === undefined || to === before[field] ? [] : [{ field, from: before[field], to }];
  });
}

function changedOf(before: StoredSchool, changes: Change[]) {
  const { id, version, partnershipId: _, ...facts } = before;
  const news = Object.fromEntries(changes.map(({ field, to }) => [field, to]));
  return { id, version, after: { ...facts, ...news } as SchoolFacts };
}

export interface KnownPartnership {
  id: number;
  name: string;
  laCode: string;
}

/** The authority that no real school has: the demonstration's. */
export const DEMONSTRATION_LA = '999';

/** The authority of a partnership that has no schools yet. */
export const NO_AUTHORITY = '000';

/**
 * The partnership that a file of schools is for: the named one, else the only one, else the one of the file's authority;
 * undefined when a new one is to be made. Refuses to mix real schools into the demonstration.
 */
export function choosePartnership<T extends KnownPartnership>(
  known: T[],
  asked: { name?: string | undefined; laCode: string },
): T | undefined {
  if (asked.name !== undefined) return known.find(({ name }) => name.toLowerCase() === asked.name!.toLowerCase());
  if (known.length === 0) return undefined;
  const same = known.filter(({ laCode }) => laCode === asked.laCode);
  if (same.length === 1) return same[0];
  if (known.length > 1) {
    const names = known.map(({ name }) => `--partnership "${name}"`).join(' or ');
    throw new Refusal(`There is more than one partnership here. Say which one the file is for: ${names}.`);
  }
  if (known[0]!.laCode === DEMONSTRATION_LA)
    throw new Refusal(
      'This database holds the demonstration, whose schools are invented. Set DATA_DIR to another folder (or DATABASE_URL to another database) and import there.',
    );
  return known[0];
}

/** The authority that most of the schools belong to, as code and name: it gives a new partnership its name. */
export function mainAuthority(rows: SchoolRow[]): { code: string; name: string | undefined } {
  const counts = new Map<string, number>();
  for (const { facts } of rows)
    if (facts.laCode !== '000') counts.set(facts.laCode, (counts.get(facts.laCode) ?? 0) + 1);
  const code = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best), ['000', 0] as [string, number])[0];
  return { code, name: rows.find(({ facts }) => facts.laCode === code)?.facts.laName ?? undefined };
}
