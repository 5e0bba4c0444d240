// Which actions people are reminded of, and of which the chair hears: read for a whole partnership in one statement each.
import { type Sql, sql, type Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';
import { LEFT } from './decided.records.ts';

export interface Owed {
  id: number;
  ownerId: number;
  what: string;
  board: string;
  dueOn: string;
  dueRevision: number;
  /** When the owner was told of this deadline. */
  toldAt: Date;
}

// The first deadline is told when the action is made; each new one with a message whose key names it, or with the answer to the
// owner who asked for it.
const TOLD = sql`left join "Outbox" o on a."dueRevision" > 1
  and o.key = 'action-given:ACT-' || a.id || ':r' || a."dueRevision" || ':' || a."ownerId"
  left join "ActionAsk" g on a."dueRevision" > 1 and g."actionId" = a.id and g.kind = 'date' and g.state = 'granted'
  and g."dueRevision" = a."dueRevision" - 1 and g."askedById" = a."ownerId"`;
const TOLD_AT = sql`coalesce(o."createdAt", g."decidedAt", a."createdAt") as "toldAt"`;

/** Open actions of open boards, but for those that were left as they are with this deadline: nobody hears of those. */
const isOwed = (
  partnershipId: number,
): Sql => sql`a.state = 'open' and b."partnershipId" = ${partnershipId} and b."closedOn" is null
  and not exists (select 1 from "AuditEvent" e where e.subject = 'action:ACT-' || a.id and e.event = ${LEFT}
    and (e.after ->> 'dueRevision')::int = a."dueRevision")`;

/** When the owner asked for another date or owner, whose answer is waited for; null when there is nothing to answer. */
const ASKED_AT = sql`(select max(k."askedAt") from "ActionAsk" k
  where k."actionId" = a.id and k.state = 'open' and k."dueRevision" = a."dueRevision")`;

/** What owners owe by a day at the latest, and have not asked about. */
export async function listOwed(tx: Tx, partnershipId: number, dueBy: string): Promise<Owed[]> {
  const rows = await tx.$queryRaw<(Omit<Owed, 'dueOn'> & { dueOn: Date })[]>`
    select a.id, a."ownerId", a.what, b.name as board, a."dueOn", a."dueRevision", ${TOLD_AT}
    from "Action" a join "Board" b on b.id = a."boardId" ${TOLD}
    where ${isOwed(partnershipId)} and a."dueOn" <= ${asDay(dueBy)} and ${ASKED_AT} is null
    order by a."dueOn", a.id`;
  return rows.map((row) => ({ ...row, dueOn: dayOf(row.dueOn) }));
}

/** Of these actions, those whose owner has asked for another date or owner and has no answer yet. */
export async function listAskedAbout(tx: Tx, ids: number[]): Promise<Set<number>> {
  const rows = await tx.actionAsk.findMany({
    where: { actionId: { in: ids }, state: 'open' },
    select: { actionId: true, dueRevision: true, action: { select: { dueRevision: true } } },
  });
  return new Set(rows.filter((row) => row.dueRevision === row.action.dueRevision).map((row) => row.actionId));
}

export interface Late {
  id: number;
  dueOn: string;
  dueRevision: number;
  toldAt: Date;
  /** The first day on which the owner was reminded that it is late. */
  warnedOn: string | null;
  hasOwnerLeft: boolean;
  /** When the owner asked for what waits for an answer; nobody warns them meanwhile. */
  askedAt: Date | null;
  /** Who is asked for a new owner or date: the chair; when the chair is its owner, the clerk. */
  asked: { personId: number; name: string; isChair: boolean };
  /** Somebody has been asked about this deadline. */
  isAsked: boolean;
}

/**
 * Overdue actions with whoever is asked about them; an action of a board without a chair and a clerk is left out. Of the
 * partnership those of which nobody has been asked yet, or these.
 */
export async function listLate(
  tx: Tx,
  { partnershipId, today, ids }: { partnershipId: number; today: string; ids?: number[] },
): Promise<Late[]> {
  const day = asDay(today);
  const which = ids === undefined ? sql`not x.is_asked` : sql`a.id = any(${ids})`;
  const rows = await tx.$queryRaw<LateRow[]>`
    select a.id, a."dueOn", a."dueRevision", ${TOLD_AT}, w."on" as "warnedOn",
           coalesce(p."leftOn" <= ${day}, false) as "hasOwnerLeft", ${ASKED_AT} as "askedAt", c.asked, x.is_asked as "isAsked"
    from "Action" a join "Board" b on b.id = a."boardId" join "Person" p on p.id = a."ownerId" ${TOLD}
      cross join lateral (
        select json_build_object('personId', q.id, 'name', q.name, 'isChair', s."isChair") as asked
        from "Seat" s join "Person" q on q.id = s."personId"
        where s."boardId" = a."boardId" and s."personId" <> a."ownerId" and (s."isChair" or s."isClerk")
          and s."fromOn" <= ${day} and (s."untilOn" is null or s."untilOn" >= ${day})
          and (q."leftOn" is null or q."leftOn" > ${day})
        order by s."isChair" desc, s.id limit 1) c
      cross join lateral (
        select min(r."on") as "on" from "Reminder" r where r.subject = 'action:ACT-' || a.id
          and r."personId" = a."ownerId" and r.revision = a."dueRevision" and r.rung >= 1) w
      cross join lateral (select exists (
        select 1 from "Reminder" r where r.subject = 'overdue:ACT-' || a.id and r.revision = a."dueRevision") as is_asked) x
    where ${isOwed(partnershipId)} and a."dueOn" < ${day} and ${which}
    order by a."dueOn", a.id`;
  return rows.map((row) => ({ ...row, dueOn: dayOf(row.dueOn), warnedOn: dayOf(row.warnedOn) }));
}

interface LateRow extends Omit<Late, 'dueOn' | 'warnedOn'> {
  dueOn: Date;
  warnedOn: Date | null;
}
