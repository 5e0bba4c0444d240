import { askJson, sql, type Tx } from '../store/database.ts';

export interface Waiting {
  id: number;
  name: string;
  /** One of the roles held today, with its school; none for somebody who only has a seat. */
  role: string | null;
  school: string | null;
}

/**
 * Who has a role or a seat today and has not joined: those without a code that works or a link in an e-mail, or with `again` all of
 * them, the ones whose code or link is the oldest first; and how many have one.
 */
export async function listWaiting(
  tx: Tx,
  { partnershipId, today, now, again }: { partnershipId: number; today: string; now: Date; again: boolean },
): Promise<{ people: Waiting[]; invited: number }> {
  const held = sql`h."fromOn" <= ${today}::date and (h."untilOn" is null or h."untilOn" >= ${today}::date)`;
  const found = await askJson<{ people: Waiting[] | null; invited: number }>(
    tx,
    sql`(
      with waiting as (
        select p.id, p.name, greatest((
            select max(j."createdAt") from "JoinCode" j
            where j."personId" = p.id and j."usedAt" is null and j."expiresAt" > ${now.toISOString()}::timestamptz), (
            select max(m."invitedAt") from "MailInvitation" m
            where m."personId" = p.id and m."acceptedAt" is null and m."expiresAt" > ${now.toISOString()}::timestamptz)) as code
        from "Person" p
        where p."partnershipId" = ${partnershipId} and (p."leftOn" is null or p."leftOn" > ${today}::date)
          and not exists (select 1 from "Identity" i where i."personId" = p.id and i."unboundAt" is null)
          and (exists (select 1 from "RoleHeld" h where h."personId" = p.id and ${held})
            or exists (select 1 from "Seat" h where h."personId" = p.id and ${held}))
      )
      select json_build_object(
        'invited', (select count(*) from waiting where code is not null),
        'people', (select json_agg(json_build_object('id', w.id, 'name', w.name, 'role', r.role, 'school', r.school)
            order by w.code nulls first, w.name, w.id)
          from waiting w left join lateral (
            select h.role, s.name as school from "RoleHeld" h left join "School" s on s.id = h."schoolId"
            where h."personId" = w.id and ${held} order by h.id limit 1) r on true
          where ${again} or w.code is null)))`,
  );
  return { people: found!.people ?? [], invited: found!.invited };
}
