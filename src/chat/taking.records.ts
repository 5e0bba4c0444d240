// What delivery takes in hand next: once, whichever copy of the bot asks first, and never out of its turn.
// Each is one statement whose steps are kept apart (`materialized`), so that the plan does not depend on what the statistics say
// of tables that are empty most of the time: with a few thousand messages waiting, a plan for an empty table takes minutes.

import { runSql, type Sql, sql } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { Json, Place, PlatformName } from './contract.ts';
import { HOME_TAB } from './contract.ts';
import type { Doubt } from './doubt.ts';
import { subjectLock } from './records.ts';

/** The conversation that something taken goes to. */
export interface TakenLane {
  conversationId: number;
  platform: PlatformName;
  tenant: string;
  externalId: string;
  kind: Place['kind'];
  isPrivate: boolean;
  /** Whose own chat it is. */
  ownerId: number | null;
  address: Record<string, Json>;
}

/** A card copy, as far as it is shown. */
export interface TakenCard {
  copyId: number;
  card: string;
  subject: string;
  viewerId: number | null;
  nonce: string;
  wanted: number;
}

export interface Taken extends TakenLane, TakenCard {
  id: string;
  key: string;
  personId: number | null;
  attempts: number;
  onUncertain: string;
  validUntil: Date | null;
  requestId: string;
  /** The person keeps a tab that may have to be shown anew. */
  hasTab: boolean;
  /** It may have been sent already, and is looked for first. */
  doubt: Doubt | null;
}

export interface TakenCopy extends TakenLane, TakenCard {
  messageId: string;
  shownRevision: number;
  hasInputs: boolean;
  /** It was shown with something to press. */
  hasButtons: boolean;
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

const LANE = sql`c.id as "conversationId", c.platform, c.tenant, c."externalId", c.kind, c."isPrivate", c."personId" as "ownerId", c.address`;

/** States that are not the end, in the words of the partial indexes. */
const pending = (row: Sql) => sql`(${row}.state = 'waiting' or ${row}.state = 'taken' or ${row}.state = 'sending')`;

// The same where a row is found by its key. There (`state || ''`) the partial indexes are kept out of it: together with the key's
// own they look like a bargain, and are read as a whole for each row.
const WAITED_FOR = ['waiting', 'taken', 'sending'];

/**
 * Take the head of each conversation's lane: nothing overtakes. The attempt is counted here, before anything is sent, so
 * that a message which ends the process is found. A message gets its card's copy here too, while no decision about the card's
 * subject is under way: every copy is either seen by a refresh or made from what that refresh decided. A message whose subject
 * is just being decided about waits for the next time.
 */
export function takePosts(prisma: PrismaClient, taking: Taking): Promise<Taken[]> {
  const { me, now, realNow, leaseUntil, platforms, most } = taking;
  return runSql<Taken>(
    prisma,
    sql`
    with pending as materialized (
      select o.id, o."conversationId", o.state from "Outbox" o
      where ${pending(sql`o`)} and (o.state <> 'waiting' or (o."notBefore" <= ${now} and (
        cardinality(coalesce(o."afterKeys", '{}')) = 0 or (
          select true from "Outbox" p where p.key = any(o."afterKeys") and p.state || '' = any(${WAITED_FOR}) limit 1) is null)))
    ), heads as materialized (
      select distinct on ("conversationId") id, "conversationId", state from pending order by "conversationId", id
    ), chosen as materialized (
      select o.id, o."conversationId", o.card, o.subject, o."personId", o."cardCopyId"
      from heads h join "Conversation" c on c.id = h."conversationId" join "Outbox" o on o.id = h.id
      where h.state = 'waiting' and o.state = 'waiting' and c.platform = any(${platforms})
        and c."unreachableReason" is null and (c."nextSendAt" is null or c."nextSendAt" <= ${realNow})
      order by o.id limit ${most} for update of o skip locked
    ), mine as materialized (
      select * from chosen where "cardCopyId" is not null or pg_try_advisory_xact_lock(${subjectLock(sql`subject`)})
    ), made as (
      insert into "CardCopy" (card, subject, "viewerId", "conversationId", nonce, "createdAt")
      select m.card, m.subject, coalesce(m."personId", c."personId"), m."conversationId", gen_random_uuid()::text, ${now}
      from mine m join "Conversation" c on c.id = m."conversationId" where m."cardCopyId" is null
      returning id, "conversationId", "viewerId", nonce, wanted
    ), taken as (
      update "Outbox" o set state = 'taken', "takenBy" = ${me}, "takenUntil" = ${leaseUntil}, attempts = o.attempts + 1,
        "cardCopyId" = coalesce(m."cardCopyId", n.id)
      from mine m left join made n on n."conversationId" = m."conversationId" where o.id = m.id
      returning o.*
    )
    select t.id::text, t.key, t."personId", t.card, t.subject, t.attempts, t."onUncertain", t."validUntil", t."requestId", t.doubt,
      t."cardCopyId" as "copyId", coalesce(n.nonce, k.nonce) as nonce, coalesce(n.wanted, k.wanted) as wanted,
      case when n.id is null then k."viewerId" else n."viewerId" end as "viewerId",
      exists (select 1 from "Conversation" s join "CardCopy" b on b."conversationId" = s.id
              where s."personId" = t."personId" and b."messageId" = ${HOME_TAB}) as "hasTab", ${LANE}
    from taken t join "Conversation" c on c.id = t."conversationId"
      left join made n on n.id = t."cardCopyId" left join "CardCopy" k on k.id = t."cardCopyId"
    order by t.id`,
  );
}

/** Take card copies that show less than what is wanted, one a conversation that nothing else is on its way to. */
export function takeCopies(prisma: PrismaClient, taking: Omit<Taking, 'me' | 'now'>): Promise<TakenCopy[]> {
  const { realNow, leaseUntil, platforms, most } = taking;
  return runSql<TakenCopy>(
    prisma,
    sql`
    with behind as materialized (
      select id, "conversationId" from "CardCopy"
      where wanted > shown and "messageId" is not null and state <> 'gone'
        and ("notBefore" is null or "notBefore" <= ${realNow}) and ("takenUntil" is null or "takenUntil" <= ${realNow})
    ), heads as materialized (
      select distinct on ("conversationId") id, "conversationId" from behind order by "conversationId", id
    ), chosen as materialized (
      select k.id from heads h join "Conversation" c on c.id = h."conversationId" join "CardCopy" k on k.id = h.id
      where c.platform = any(${platforms}) and c."unreachableReason" is null
        and (c."nextSendAt" is null or c."nextSendAt" <= ${realNow})
        and k.wanted > k.shown and (k."takenUntil" is null or k."takenUntil" <= ${realNow})
        and (select true from "CardCopy" b where b."conversationId" = c.id and b."takenUntil" > ${realNow} limit 1) is null
        and (select true from "Outbox" o where o."conversationId" = c.id and ${pending(sql`o`)} and o.state <> 'waiting' limit 1) is null
      order by k.id limit ${most} for update of k skip locked
    ), taken as (
      update "CardCopy" k set "takenUntil" = ${leaseUntil}, attempts = k.attempts + 1 from chosen where k.id = chosen.id
      returning k.*
    )
    select t.id as "copyId", t.card, t.subject, t."viewerId", t.nonce, t."messageId", t.wanted, t."shownRevision", t."hasInputs",
      exists (select 1 from "CardToken" b where b."copyId" = t.id and b.actions <> '{}'::jsonb) as "hasButtons", t.attempts, ${LANE}
    from taken t join "Conversation" c on c.id = t."conversationId" order by t.id`,
  );
}
