// Who could be meant by a name.
import { likeliest } from '../chat/naming.records.ts';
import type { Manner } from '../chat/naming.ts';
import { sql, type Tx } from '../store/database.ts';

export interface NameQuery {
  partnershipId: number;
  today: string;
  /** Only these people can be meant. */
  among?: number[];
  /** Those who have left and can be meant all the same, or that all of them come first. */
  left?: number[] | 'first';
}

export interface Likely {
  id: number;
  name: string;
  hasLeft: boolean;
}

/** The people whose names are like all of the words, or some of them; of a given few everybody, by name. */
export async function listLikely(
  tx: Tx,
  words: string,
  query: NameQuery,
  manner: Manner,
  which: 'all' | 'some' = 'all',
): Promise<Likely[]> {
  const { partnershipId, today, among, left } = query;
  const hasLeft = sql`coalesce("leftOn" <= ${today}::date, false)`;
  const whose = left === 'first' ? sql`true` : sql`(not ${hasLeft} or id = any (${left ?? []}::int[]))`;
  const people = sql`select id, name, ${hasLeft} as "hasLeft" from "Person" where "partnershipId" = ${partnershipId} and ${whose}`;
  if (among) return tx.$queryRaw<Likely[]>`${people} and id = any (${among}::int[]) order by name, id`;
  return tx.$queryRaw<Likely[]>`${likeliest(people, words, manner, which)}`;
}

export interface HeldPlace {
  /** The person's id and name, and the school where they hold a role; "no school" for who holds none at one. */
  id: number;
  person: string;
  name: string;
}

/** The schools at which people hold a role today. */
export async function listPlaces(tx: Tx, people: { id: number; name: string }[], today: string): Promise<HeldPlace[]> {
  const ids = people.map(({ id }) => id);
  return tx.$queryRaw<HeldPlace[]>`
    select distinct p.id, p.name as person, coalesce(s.name, 'no school') as name
    from "Person" p
      left join "RoleHeld" h on h."personId" = p.id and h."schoolId" is not null
        and h."fromOn" <= ${today}::date and (h."untilOn" is null or h."untilOn" >= ${today}::date)
      left join "School" s on s.id = h."schoolId"
    where p.id = any (${ids}::int[]) order by 2, 3, 1`;
}
