// Delivery's own queries: take what is due, once, whichever copy of the bot asks first; and write down what became of it.

import { type Sql, sql, type Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';

export interface Taken {
  id: bigint;
  key: string;
  conversationId: number;
  personId: number | null;
  card: string;
  subject: string;
  attempts: number;
  onUncertain: string;
  validUntil: Date | null;
  cardCopyId: number | null;
  requestId: string;
}

export interface TakenCopy {
  id: number;
  card: string;
  subject: string;
  viewerId: number | null;
  conversationId: number;
  nonce: string;
  messageId: string;
  wanted: number;
  shownRevision: number;
  hasInputs: boolean;
  attempts: number;
}

interface Taking {
  me: string;
  /** The house's time: what is due. */
  now: Date;
  /** The machine's time: leases and pacing, which the demonstration's clock must not move. */
  realNow: Date;
  leaseUntil: Date;
  platforms: string[];
  most: number;
}

/**
 * Take the head of each conversation's lane: nothing overtakes. The attempt is counted here, before anything is sent, so
 * that a message which ends the process is found.
 */
export async function takePosts(prisma: PrismaClient, taking: Taking): Promise<Taken[]> {
  const { me, now, realNow, leaseUntil, platforms, most } = taking;
  return prisma.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<Taken[]>`
      select o.id, o.key, o."conversationId", o."personId", o.card, o.subject, o.attempts, o."onUncertain",
             o."validUntil", o."cardCopyId", o."requestId"
      from "Outbox" o join "Conversation" c on c.id = o."conversationId"
      where o.state = 'waiting' and o."notBefore" <= ${now} and c.platform = any(${platforms})
        and (c."nextSendAt" is null or c."nextSendAt" <= ${realNow})
        and not exists (select 1 from "Outbox" p where p."conversationId" = o."conversationId" and p.id < o.id
                        and (p.state in ('taken', 'sending') or (p.state = 'waiting' and p."notBefore" <= ${now}
                             and not exists (select 1 from "Outbox" q where q.key = any(p."afterKeys")
                                             and q.state in ('waiting', 'taken', 'sending')))))
        and not exists (select 1 from "Outbox" p where p.key = any(o."afterKeys")
                        and p.state in ('waiting', 'taken', 'sending'))
      order by o.id limit ${most} for update of o skip locked`;
    if (rows.length === 0) return [];
    await tx.outbox.updateMany({
      where: { id: { in: rows.map((row) => row.id) } },
      data: { state: 'taken', takenBy: me, takenUntil: leaseUntil, attempts: { increment: 1 } },
    });
    return rows.map((row) => ({ ...row, attempts: row.attempts + 1 }));
  });
}

/** From here on nobody knows, if the process ends, whether the platform has it. False when the row was lost meanwhile. */
export async function markSending(tx: Tx, row: Taken, me: string): Promise<boolean> {
  const marked = await tx.outbox.updateMany({
    where: { id: row.id, state: 'taken', takenBy: me },
    data: { state: 'sending' },
  });
  return marked.count === 1;
}

/** Take card copies that show less than what is wanted, one a conversation. */
export async function takeCopies(prisma: PrismaClient, taking: Taking): Promise<TakenCopy[]> {
  const { realNow, leaseUntil, platforms, most } = taking;
  return prisma.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<TakenCopy[]>`
      select k.id, k.card, k.subject, k."viewerId", k."conversationId", k.nonce, k."messageId", k.wanted,
             k."shownRevision", k."hasInputs", k.attempts
      from "CardCopy" k join "Conversation" c on c.id = k."conversationId"
      where k.wanted > k.shown and k."messageId" is not null and k.state <> 'gone' and c.platform = any(${platforms})
        and (k."notBefore" is null or k."notBefore" <= ${realNow})
        and (k."takenUntil" is null or k."takenUntil" <= ${realNow})
        and (c."nextSendAt" is null or c."nextSendAt" <= ${realNow}) and c."unreachableReason" is null
        and not exists (select 1 from "CardCopy" b where b."conversationId" = c.id and b."takenUntil" > ${realNow})
        and not exists (select 1 from "Outbox" o where o."conversationId" = c.id and o.state in ('taken', 'sending'))
      order by k.id limit ${most} for update of k skip locked`;
    const lanes = new Set<number>();
    const first = rows.filter((row) => !lanes.has(row.conversationId) && lanes.add(row.conversationId));
    if (first.length > 0)
      await tx.cardCopy.updateMany({
        where: { id: { in: first.map((row) => row.id) } },
        data: { takenUntil: leaseUntil, attempts: { increment: 1 } },
      });
    return first.map((row) => ({ ...row, attempts: row.attempts + 1 }));
  });
}

/**
 * Rows whose sender died. One that was only taken is simply due again; of one that was being sent nobody knows whether
 * the platform has it.
 */
export async function releaseLost(tx: Tx, realNow: Date, mostAttempts: number): Promise<number> {
  return tx.$executeRaw`
    update "Outbox" set
      state = case when attempts < ${mostAttempts} and (state = 'taken' or "onUncertain" = 'repeat') then 'waiting'
                   when state = 'taken' then 'failed' else 'uncertain' end,
      reason = case state when 'taken' then 'Convenor stopped before it was sent'
                          else 'Convenor stopped while it was being sent' end,
      "takenBy" = null
    where state in ('taken', 'sending') and "takenUntil" < ${realNow}`;
}

/** Why a message for a platform that is switched off is set aside. */
export const SWITCHED_OFF = 'Convenor is not connected to the platform where this person or channel is';

/** Messages for a platform that is switched off cannot wait: what is to follow them would wait for ever too. */
export async function setAside(tx: Tx, platforms: string[]): Promise<void> {
  await tx.$executeRaw`
    update "Outbox" o set state = 'unreachable', reason = ${SWITCHED_OFF} from "Conversation" c
    where c.id = o."conversationId" and o.state = 'waiting' and c.platform <> all(${platforms})`;
}

/** The platform is connected again: what is still valid goes out after all. */
export async function takeBack(tx: Tx, platforms: string[]): Promise<void> {
  await tx.$executeRaw`
    update "Outbox" o set state = 'waiting', reason = null from "Conversation" c
    where c.id = o."conversationId" and o.state = 'unreachable' and o.reason = ${SWITCHED_OFF}
      and c.platform = any(${platforms})`;
}

/** Keep the pace of a conversation: nothing more to it before this instant. */
export async function holdConversation(tx: Tx, conversationId: number, until: Date): Promise<void> {
  await tx.conversation.update({ where: { id: conversationId }, data: { nextSendAt: until } });
}

/** How a try ended; `waiting` is tried again. */
export interface Ending {
  state: 'sent' | 'waiting' | 'skipped' | 'failed' | 'uncertain' | 'unreachable';
  reason: string | null;
  messageId?: string;
}

/** The end of a row, written only by whoever still holds it. */
export async function settlePost(tx: Tx, row: Taken, me: string, data: Ending & { sentAt?: Date }): Promise<boolean> {
  const settled = await tx.outbox.updateMany({
    where: { id: row.id, state: { in: ['taken', 'sending'] }, takenBy: me },
    data: { ...data, takenBy: null, takenUntil: null },
  });
  return settled.count === 1;
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
