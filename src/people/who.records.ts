// Who a platform's sender is today and whose partnership it is, as one expression: nothing is asked more often.
import type { Actor, Sender } from '../chat/contract.ts';
import { type Sql, sql } from '../store/database.ts';
import type { PartnershipRow } from './partnership.ts';

/** What `whoIs` evaluates to. */
export interface Who {
  person: (Actor & { partnershipId: number }) | null;
  /** The person's partnership, or for somebody nobody knows the only or first one. */
  partnership: PartnershipRow | null;
}

/**
 * Find the person whom a sender is known as, with the roles and seats held on the partnership's own today; nobody whose
 * identity was unbound or who has left.
 */
export function whoIs(sender: Sender, now: Date): Sql {
  return sql`(
    with known as (
      select p.id, p.name, p."partnershipId", d.day
      from "Identity" i join "Person" p on p.id = i."personId" join "Partnership" q on q.id = p."partnershipId"
        cross join lateral (select (${now.toISOString()}::timestamptz at time zone q."timeZone")::date as day) d
      where i.platform = ${sender.platform} and i.tenant = ${sender.tenant} and i."userId" = ${sender.userId}
        and i."unboundAt" is null and (p."leftOn" is null or p."leftOn" > d.day)
    )
    select json_build_object(
      'person', (select json_build_object('personId', k.id, 'name', k.name, 'partnershipId', k."partnershipId",
        'roles', coalesce((
          select json_agg(json_build_object('role', h.role, 'schoolId', h."schoolId") order by h.id) from "RoleHeld" h
          where h."personId" = k.id and h."fromOn" <= k.day and (h."untilOn" is null or h."untilOn" >= k.day)), '[]'),
        'seats', coalesce((
          select json_agg(json_build_object('seatId', s.id, 'boardId', s."boardId", 'role', s.role, 'schoolId', s."schoolId",
                          'isChair', s."isChair", 'isClerk', s."isClerk") order by s.id)
          from "Seat" s join "Board" b on b.id = s."boardId"
          where s."personId" = k.id and s."fromOn" <= k.day and (s."untilOn" is null or s."untilOn" >= k.day)
            and (b."closedOn" is null or b."closedOn" > k.day)), '[]'))
        from known k),
      'partnership', ${partnershipJson(sql`coalesce((select "partnershipId" from known), (select min(id) from "Partnership"))`)})
  )`;
}

/** A partnership with the term dates of its own, as JSON. */
export function partnershipJson(id: Sql): Sql {
  return sql`(
    select json_build_object('id', q.id, 'name', q.name, 'frameworkId', q."frameworkId", 'timeZone', q."timeZone",
      'termCalendarId', q."termCalendarId",
      'terms', (select json_agg(t.dates order by t."schoolYear") from "TermYear" t where t."partnershipId" = q.id))
    from "Partnership" q where q.id = ${id})`;
}
