// What became of messages whose sender died or whose platform is switched off, and the report of all.

import { runSql, type Sql, sql } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';

/**
 * Rows whose sender died. One that was only taken is simply due again. Of one that was being sent nobody knows whether the
 * platform has it: where the platform can be asked (`asked`) it is looked for.
 */
export async function releaseLost(
  prisma: PrismaClient,
  { realNow, leaseMs, mostAttempts, asked }: { realNow: Date; leaseMs: number; mostAttempts: number; asked: string[] },
): Promise<void> {
  const canAsk = sql`(o.state = 'sending' and c.platform = any(${asked}))`;
  const began = sql`o."takenUntil" - make_interval(secs => ${leaseMs / 1000}::float8)`;
  await runSql(
    prisma,
    sql`
    update "Outbox" o set
      state = case when ${canAsk} then 'waiting'
                   when o.attempts < ${mostAttempts} and (o.state = 'taken' or o."onUncertain" = 'repeat') then 'waiting'
                   when o.state = 'taken' and o.doubt is null then 'failed' else 'uncertain' end,
      reason = case when o.state = 'taken' and o.doubt is null then 'Convenor stopped before it was sent' else ${DIED_SENDING} end,
      doubt = case when ${canAsk} then jsonb_build_object(
                     'from', coalesce(o.doubt->>'from', to_char(${began}, ${ISO})), 'to', to_char(${realNow}::timestamptz, ${ISO}),
                     'reason', ${`${DIED_SENDING}.`}::text, 'looks', 0, 'failed', 0, 'isAgain', o.doubt is not null)
                   when o.state = 'taken' and o.attempts < ${mostAttempts} then o.doubt end,
      "takenBy" = null
    from "Conversation" c
    where c.id = o."conversationId" and o.state in ('taken', 'sending') and o."takenUntil" < ${realNow}`,
  );
}

const DIED_SENDING = 'Convenor stopped while it was being sent';
// Sessions are in UTC.
const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/** Why a message for a platform that is switched off is set aside. */
export const SWITCHED_OFF = 'Convenor is not connected to the platform where this person or channel is';

/** Messages for a platform that is switched off cannot wait: what is to follow them would wait for ever too. */
export async function setAside(prisma: PrismaClient, platforms: string[]): Promise<void> {
  await runSql(
    prisma,
    sql`
    update "Outbox" o set state = 'unreachable', reason = ${SWITCHED_OFF} from "Conversation" c
    where c.id = o."conversationId" and o.state = 'waiting' and c.platform <> all(${platforms})`,
  );
}

/**
 * Messages for a place that cannot be reached are not tried: they go where their person can be, or wait until somebody is
 * heard there. One that may have arrived is looked for where it was sent, so that it waits for that place, unless it does no
 * harm twice. The place's row is held meanwhile, so that whoever is heard just now finds every message that waits.
 */
export async function turnAside(prisma: PrismaClient, platforms: string[]): Promise<void> {
  await runSql(
    prisma,
    sql`
    with places as materialized (
      select c.id, c."unreachableReason" as reason from "Conversation" c
      where c."unreachableReason" is not null
        and exists (select 1 from "Outbox" o where o."conversationId" = c.id and o.state = 'waiting')
      order by c.id for share of c
    ), stuck as materialized (
      select o.id, p.reason,
        case when o.doubt is null or o."onUncertain" = 'repeat' then ${elsewhere(platforms)} end as other
      from places p join "Outbox" o on o."conversationId" = p.id and o.state = 'waiting' order by o.id for update of o skip locked
    )
    update "Outbox" o set
      state = case when s.other is null then 'unreachable' else 'waiting' end,
      reason = case when s.other is null then s.reason end,
      "conversationId" = coalesce(s.other, o."conversationId"),
      "cardCopyId" = case when s.other is null then o."cardCopyId" end,
      doubt = case when s.other is null then o.doubt end
    from stuck s where o.id = s.id and o.state = 'waiting'`,
  );
}

/** Say whether the person whom a message is for can be reached in another chat than the one that it was meant for. */
export async function hasAnotherChat(prisma: PrismaClient, id: string, platforms: string[]): Promise<boolean> {
  const rows = await runSql<{ other: number | null }>(
    prisma,
    sql`select ${elsewhere(platforms)} as other from "Outbox" o where o.id = ${id}::bigint`,
  );
  return rows[0]?.other != null;
}

/** Another chat of the person whom message `o` is for: where they were heard last, of those that can be reached. */
function elsewhere(platforms: string[]): Sql {
  return sql`(
    select own.id from "Conversation" own
    where own."personId" = o."personId" and own.kind = 'personal' and own."unreachableReason" is null
      and own.id <> o."conversationId" and own.platform = any(${platforms})
    order by own."heardAt" desc nulls last, own.id desc limit 1)`;
}

/** The platform is connected again: what is still valid goes out after all. */
export async function takeBack(prisma: PrismaClient, platforms: string[]): Promise<void> {
  await runSql(
    prisma,
    sql`
    update "Outbox" o set state = 'waiting', reason = null from "Conversation" c
    where c.id = o."conversationId" and o.state = 'unreachable' and o.reason = ${SWITCHED_OFF}
      and c.platform = any(${platforms})`,
  );
}

export interface DeliveryReport {
  total: number;
  sent: number;
  waiting: number;
  failed: number;
  uncertain: number;
  unreachable: number;
  /** No longer true or needed when its turn came. */
  dropped: number;
}

export interface DeliveryFacts {
  /** What was to be said since the day given, by state. */
  states: Record<string, number> | null;
  /** What was to be said before that day and was not delivered. */
  older: number;
  /** The newest of what could not be delivered, by person (null for a channel) and reason. */
  unsaid: { name: string | null; isPerson: boolean; reason: string; count: number }[] | null;
}

const MOST_UNSAID = 100;

/** What became of what was to be said since an instant, and what could not be said whenever it was. */
export function deliveryFacts(since: Date): Sql {
  const from = sql`${since.toISOString()}::timestamptz`;
  return sql`select json_build_object(
    'states', (select json_object_agg(state, n) from (
      select state, count(*) as n from "Outbox" where "createdAt" >= ${from} group by state) s),
    'older', (select count(*) from "Outbox" where state in ('failed', 'uncertain', 'unreachable') and "createdAt" < ${from}),
    'unsaid', (select json_agg(json_build_object('name', u.name, 'isPerson', u.is_person, 'reason', u.reason, 'count', u.n) order by u.newest desc)
      from (
        select p.name, o."personId" is not null as is_person, coalesce(o.reason, o.state) as reason, count(*) as n, max(o.id) as newest
        from (select * from "Outbox" where state in ('failed', 'uncertain', 'unreachable') order by id desc limit ${MOST_UNSAID}) o
          left join "Person" p on p.id = o."personId"
        group by 1, 2, 3) u))`;
}

/** What was to be said since an instant and could not be: how much, and for whom most. */
export interface UndeliveredFacts {
  count: number;
  first: { name: string | null; isPerson: boolean; reason: string; count: number }[] | null;
}

/** What could not be delivered of what was to be said since an instant, by person (a channel has no name) and reason. */
export function undeliveredFacts(since: Date, most: number): Sql {
  return sql`(
    with undelivered as (
      select p.name, o."personId" is not null as is_person, coalesce(o.reason, o.state) as reason, count(*) as n
      from "Outbox" o left join "Person" p on p.id = o."personId"
      where o."createdAt" >= ${since.toISOString()}::timestamptz and o.state in ('failed', 'uncertain', 'unreachable')
      group by 1, 2, 3)
    select json_build_object('count', coalesce(sum(n), 0),
      'first', (select json_agg(json_build_object('name', f.name, 'isPerson', f.is_person, 'reason', f.reason, 'count', f.n)
          order by f.n desc, f.name, f.reason)
        from (select * from undelivered order by n desc, name, reason limit ${most}) f)) from undelivered)`;
}

/** The report in its own words: the parts add up to the total. */
export function reportOf(states: Record<string, number> | null): DeliveryReport {
  const of = (...names: string[]) => names.reduce((sum, name) => sum + (states?.[name] ?? 0), 0);
  return {
    total: of(...Object.keys(states ?? {})),
    sent: of('sent'),
    waiting: of('waiting', 'taken', 'sending'),
    failed: of('failed'),
    uncertain: of('uncertain'),
    unreachable: of('unreachable'),
    dropped: of('skipped'),
  };
}
