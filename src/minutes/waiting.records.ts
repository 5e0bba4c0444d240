// Who was asked to approve circulated minutes and has not answered, in one statement however many there are.
import { type Sql, sql, type Tx } from '../store/database.ts';
import { dayOf } from '../store/days.ts';

export interface Unanswered {
  id: number;
  revision: number;
  personId: number;
  board: string;
  /** The kind of board, by which the framework says how long there is to answer. */
  template: string;
  heldOn: string;
  /** When this person was asked about the standing revision; later than the others for who came in for somebody. */
  askedAt: Date;
}

/** In a partnership, without boards that are closed: their members can no longer answer. */
export function listUnanswered(tx: Tx, partnershipId: number): Promise<Unanswered[]> {
  return list(tx, sql`b."partnershipId" = ${partnershipId} and b."closedOn" is null`);
}

/** By one person. */
export function listUnansweredBy(tx: Tx, personId: number): Promise<Unanswered[]> {
  return list(tx, sql`r."personId" = ${personId}`);
}

/** Of one set of minutes. */
export function listUnansweredOf(tx: Tx, minutesId: number): Promise<Unanswered[]> {
  return list(tx, sql`m.id = ${minutesId}`);
}

async function list(tx: Tx, which: Sql): Promise<Unanswered[]> {
  const rows = await tx.$queryRaw<(Omit<Unanswered, 'heldOn'> & { heldOn: Date })[]>`
    select m.id, m.revision, r."personId", b.name as board, b.template, t."heldOn",
           greatest(m."circulatedAt", v."madeAt", o."createdAt") as "askedAt"
    from "Minutes" m join "MinutesApprover" r on r."minutesId" = m.id
      join "Board" b on b.id = m."boardId" join "Meeting" t on t.id = m."meetingId"
      join "MinutesRevision" v on v."minutesId" = m.id and v.revision = m.revision
      left join "Outbox" o on o.key = 'minutes-approval:MIN-' || m.id || ':r' || m.revision || ':' || r."personId"
    where m.state = 'circulated' and ${which} and not exists (select 1 from "MinutesApproval" a
      where a."minutesId" = m.id and a.revision = m.revision and a."personId" = r."personId")
    order by m.id, r."personId"`;
  return rows.map((row) => ({ ...row, heldOn: dayOf(row.heldOn) }));
}
