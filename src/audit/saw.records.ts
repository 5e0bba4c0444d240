// Who saw what of a board or a school: who looked at it, who was sent it, and who did something about it.
import { runSql, sql, type Tx } from '../store/database.ts';

export interface Saw {
  at: Date;
  personId: number | null;
  /** The person, or the channel that it went to. */
  name: string;
  how: 'looked' | 'sent' | 'perhaps' | 'did';
  /** The card, or what was done. */
  what: string;
  subject: string;
  platform: string;
}

export interface About {
  boardIds: number[];
  schoolIds: number[];
  from: Date;
  /** Not including this instant. */
  until: Date;
  most: number;
}

/**
 * List who saw something of these boards and schools in this time, the oldest first. Looks are kept by the hour, so that one
 * counts whose hour has begun before the end and was not over at the beginning. What may have arrived stands under the instant
 * from which it was to be said. Cards about all schools count for each.
 */
export async function listSaw(tx: Tx, { boardIds, schoolIds, from, until, most }: About): Promise<Saw[]> {
  const hour = new Date(Math.floor(from.getTime() / 3_600_000) * 3_600_000);
  const rows = await runSql<Omit<Saw, 'at'> & { at: string }>(
    tx,
    sql`
    with boards as (select unnest(${boardIds}::int[]) as id),
    schools as (select unnest(${schoolIds}::int[]) as id),
    refs as materialized (
      select 'BRD-' || id as ref from boards
      union all select 'MTG-' || m.id from "Meeting" m join boards b on b.id = m."boardId"
      union all select 'MIN-' || m.id from "Minutes" m join boards b on b.id = m."boardId"
      union all select 'ACT-' || a.id from "Action" a join boards b on b.id = a."boardId"
      union all select 'ALR-' || a.id from "Alert" a
        where a."boardId" in (select id from boards) or a."schoolId" in (select id from schools)
      union all select 'CAT-' || c.id from "CategoryDecision" c join schools s on s.id = c."schoolId"
      union all select 'EVA-' || e.id from "SelfEvaluation" e join schools s on s.id = e."schoolId"
      union all select p || s.id from schools s cross join unnest(array['SCH-', 'school-', 'school:']) p
    ), seen as (
      select s.hour as at, s."personId", p.name, 'looked' as how, s.card as what, s.subject, s.platform
      from "Sight" s join "Person" p on p.id = s."personId" where s.hour >= ${hour} and s.hour < ${until}
      union all
      select o."sentAt", o."personId", coalesce(p.name, c.name, 'a channel'), 'sent', o.card, o.subject, coalesce(c.platform, '')
      from "Outbox" o left join "Person" p on p.id = o."personId" left join "Conversation" c on c.id = o."conversationId"
      where o."sentAt" >= ${from} and o."sentAt" < ${until} and o.state = 'sent'
      union all
      select o."notBefore", o."personId", coalesce(p.name, c.name, 'a channel'), 'perhaps', o.card, o.subject, coalesce(c.platform, '')
      from "Outbox" o left join "Person" p on p.id = o."personId" left join "Conversation" c on c.id = o."conversationId"
      where o."notBefore" >= ${from} and o."notBefore" < ${until} and o."sentAt" is null
        and (o.state in ('sending', 'uncertain') or o.doubt is not null)
      union all
      select a.at, a."actorId", p.name, 'did', a.event, a.subject, a.platform
      from "AuditEvent" a join "Person" p on p.id = a."actorId" where a.at >= ${from} and a.at < ${until}
    )
    select to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, "personId", name, how, what, subject, platform
    from seen
    where substring(subject from '[A-Z]{3}-[0-9]+|school[-:][0-9]+') in (select ref from refs)
      or (how <> 'did' and (subject like '%:all' or subject like 'digest:%' or subject like 'round:%') and subject <> 'setup:all')
    order by seen.at, name, what limit ${most}`,
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
