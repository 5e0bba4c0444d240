// Which headteachers still owe grades, in one statement however many schools there are.
import { type Sql, sql, type Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';

export interface Owed {
  evaluationId: number;
  roundId: number;
  personId: number;
  round: string;
  school: string;
  dueOn: string;
  /** The day on which the school was asked, or from which the person is its headteacher if that is later. */
  since: string;
}

const HEADS = sql`('HEADTEACHER', 'EXEC_HEADTEACHER')`;

/** Who holds a school's grades in hand on a day, as `listHeads` says it: `head`, with those of whom `is_head or not has_head`. */
const headsOn = (day: Date, partnershipId: number): Sql => sql`held as (
      select h."schoolId", h."personId", min(h."fromOn") as "fromOn", bool_or(h.role = 'HEADTEACHER') as is_head
      from "RoleHeld" h join "Person" p on p.id = h."personId"
      where h.role in ${HEADS} and h."fromOn" <= ${day} and (h."untilOn" is null or h."untilOn" >= ${day})
        and (p."leftOn" is null or p."leftOn" > ${day}) and p."partnershipId" = ${partnershipId}
      group by 1, 2
    ), head as (
      select *, bool_or(is_head) over (partition by "schoolId") as has_head from held
    )`;

/** The grades of open rounds that are due by a day and not submitted, for each headteacher of the school (as `listHeads` says). */
export async function listOwed(
  tx: Tx,
  partnershipId: number,
  { today, dueBy }: { today: string; dueBy: string },
): Promise<Owed[]> {
  const day = asDay(today);
  const rows = await tx.$queryRaw<(Omit<Owed, 'dueOn' | 'since'> & { dueOn: Date; since: Date })[]>`
    with ${headsOn(day, partnershipId)}
    select e.id as "evaluationId", r.id as "roundId", h."personId", r.name as round, s.name as school, r."dueOn",
           greatest(r."openedOn", h."fromOn") as since
    from "Round" r join "SelfEvaluation" e on e."roundId" = r.id and e.state <> 'submitted'
      join "School" s on s.id = e."schoolId" and s.status <> 'Closed'
      join head h on h."schoolId" = s.id and (h.is_head or not h.has_head)
    where r."partnershipId" = ${partnershipId} and r."closedAt" is null and r."dueOn" <= ${asDay(dueBy)}
    order by e.id, h."personId"`;
  return rows.map((row) => ({ ...row, dueOn: dayOf(row.dueOn), since: dayOf(row.since) }));
}

/** The headteachers whom an open round has not asked, since they came after it was opened, and their schools' grades. */
export async function listUnasked(
  tx: Tx,
  partnershipId: number,
  today: string,
): Promise<{ evaluationId: number; personId: number }[]> {
  return tx.$queryRaw`
    with ${headsOn(asDay(today), partnershipId)}
    select e.id as "evaluationId", h."personId"
    from "Round" r join "SelfEvaluation" e on e."roundId" = r.id and e.state <> 'submitted'
      join "School" s on s.id = e."schoolId" and s.status <> 'Closed'
      join head h on h."schoolId" = s.id and (h.is_head or not h.has_head)
    where r."partnershipId" = ${partnershipId} and r."closedAt" is null
      and not exists (select 1 from "Outbox" o where o.key = 'evaluation:EVA-' || e.id || ':' || h."personId")
    order by e.id, h."personId"`;
}

export interface OverdueRound {
  id: number;
  dueOn: string;
  openedById: number | null;
}

/** The open rounds whose day is over, in which a school has not submitted, and of which no officer has been told. */
export async function listOverdueRounds(tx: Tx, partnershipId: number, today: string): Promise<OverdueRound[]> {
  const rows = await tx.$queryRaw<(Omit<OverdueRound, 'dueOn'> & { dueOn: Date })[]>`
    select r.id, r."dueOn", r."openedById" from "Round" r
    where r."partnershipId" = ${partnershipId} and r."closedAt" is null and r."dueOn" < ${asDay(today)}
      and exists (select 1 from "SelfEvaluation" e where e."roundId" = r.id and e.state <> 'submitted')
      and not exists (select 1 from "Reminder" m where m.subject = 'round:RND-' || r.id
        and m.revision = to_char(r."dueOn", 'YYYYMMDD')::int)
    order by r.id`;
  return rows.map((row) => ({ ...row, dueOn: dayOf(row.dueOn) }));
}
