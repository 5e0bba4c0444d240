// What is written down around one send: before it, that nobody knows; after it, what became of it. One statement each, and only
// by whoever still holds the message.

import { runSql, type Sql, sql } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { Json } from './contract.ts';
import type { Doubt } from './doubt.ts';
import type { KeptToken } from './show.ts';
import type { Taken, TakenCopy } from './taking.records.ts';

/** How a try ended; `waiting` is tried again. */
export interface Ending {
  state: 'sent' | 'waiting' | 'skipped' | 'failed' | 'uncertain' | 'unreachable';
  reason: string | null;
  messageId?: string;
  /** It may have been sent, and will be looked for. */
  doubt?: Doubt;
}

/** What a send did to its conversation. */
export interface LaneAfter {
  /** Nothing more is sent there before this instant. */
  holdUntil?: Date;
  unreachableReason?: string;
  address?: Record<string, Json>;
}

export interface Sending {
  row: Pick<Taken, 'id' | 'copyId'>;
  hasInputs: boolean;
  kept: KeptToken;
}

/**
 * Keep what the cards' buttons mean, and say that the messages are being sent: from here on nobody knows, if the process ends,
 * whether the platform has them. False for one that was lost to another copy of the bot meanwhile.
 */
export async function markSending(prisma: PrismaClient, me: string, sendings: Sending[]): Promise<boolean[]> {
  const given = sendings.map(({ row, hasInputs, kept }) => ({ ...row, hasInputs, ...kept }));
  const rows = await runSql<{ id: string }>(
    prisma,
    sql`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id bigint, "copyId" int, "hasInputs" boolean,
        "tokenHash" text, revision int, actions jsonb, "expiresAt" timestamptz)
    ), held as materialized (
      select o.id from "Outbox" o join given g on g.id = o.id where o.state = 'taken' and o."takenBy" = ${me} order by o.id for update of o
    ), mine as (
      update "Outbox" o set state = 'sending' from held h where o.id = h.id returning o.id
    ), changed as materialized (
      select k.id, g."hasInputs" from mine m join given g on g.id = m.id join "CardCopy" k on k.id = g."copyId"
      where k."hasInputs" <> g."hasInputs" order by k.id for update of k
    ), copy as (
      update "CardCopy" k set "hasInputs" = c."hasInputs" from changed c where k.id = c.id
    ), token as (
      insert into "CardToken" ("tokenHash", "copyId", revision, actions, "expiresAt")
      select g."tokenHash", g."copyId", g.revision, g.actions, g."expiresAt" from mine m join given g on g.id = m.id order by 1
      ${KEEP_BOTH}
    )
    select id::text from mine`,
  );
  return among(rows, sendings);
}

function among(rows: { id: string }[], asked: { row: Pick<Taken, 'id'> }[]): boolean[] {
  const ids = new Set(rows.map(({ id }) => id));
  return asked.map(({ row }) => ids.has(row.id));
}

// Buttons that were shown before keep their meaning: somebody may still see them, and the rules tell them what has happened since.
const KEEP_BOTH = sql`
  on conflict ("tokenHash") do update set actions = "CardToken".actions || excluded.actions, "expiresAt" = excluded."expiresAt"`;

/** Keep what the buttons of a card that is to be edited mean. */
export async function keepMeaning(prisma: PrismaClient, copyId: number, kept: KeptToken): Promise<void> {
  const { tokenHash, revision, actions, expiresAt } = kept;
  await runSql(
    prisma,
    sql`
    insert into "CardToken" ("tokenHash", "copyId", revision, actions, "expiresAt")
    values (${tokenHash}, ${copyId}, ${revision}, ${JSON.stringify(actions)}::jsonb, ${expiresAt}) ${KEEP_BOTH}`,
  );
}

export interface Settling extends Ending, LaneAfter {
  row: Pick<Taken, 'id' | 'copyId' | 'conversationId'>;
  sentAt?: Date;
  /** What the copy shows now. */
  shown?: { wanted: number; revision: number };
  /** How many tries there were, if taking it was none. */
  attempts?: number;
}

/**
 * The end of tries. False for one that somebody else has taken since: then nothing is written. Copies before conversations and
 * each in the order of ids, as decisions do it too: two that want the same rows in another order would stop each other.
 */
export async function settlePosts(prisma: PrismaClient, me: string, settlings: Settling[]): Promise<boolean[]> {
  const given = settlings.map(({ row, shown, ...rest }) => ({ ...row, ...shown, ...rest }));
  const rows = await runSql<{ id: string }>(
    prisma,
    sql`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (id bigint, "copyId" int, "conversationId" int,
        state text, reason text, "messageId" text, "sentAt" timestamptz, wanted int, revision int, doubt jsonb, attempts int,
        "holdUntil" timestamptz, "unreachableReason" text, address jsonb)
    ), held as materialized (
      select o.id from "Outbox" o join given g on g.id = o.id
      where o.state in ('taken', 'sending') and o."takenBy" = ${me} order by o.id for update of o
    ), mine as (
      update "Outbox" o set state = g.state, reason = g.reason, "messageId" = coalesce(g."messageId", o."messageId"),
        "sentAt" = coalesce(g."sentAt", o."sentAt"), doubt = g.doubt, attempts = coalesce(g.attempts, o.attempts),
        "takenBy" = null, "takenUntil" = null
      from held h join given g on g.id = h.id where o.id = h.id returning o.id
    ), showing as materialized (
      select k.id, g."messageId", g.wanted, g.revision from mine m join given g on g.id = m.id join "CardCopy" k on k.id = g."copyId"
      where g."messageId" is not null and g.wanted is not null order by k.id for update of k
    ), copy as (
      update "CardCopy" k set "messageId" = s."messageId", shown = s.wanted, "shownRevision" = s.revision
      from showing s where k.id = s.id returning k.id
    ), places as materialized (
      select c.id, g."holdUntil", g."unreachableReason", g.address
      from mine m join given g on g.id = m.id join "Conversation" c on c.id = g."conversationId"
      where (g."holdUntil" is not null or g."unreachableReason" is not null or g.address is not null)
        and (select count(*) from copy) >= 0
      order by c.id for no key update of c
    ), lane as (
      update "Conversation" c set "nextSendAt" = coalesce(u."holdUntil", c."nextSendAt"),
        "unreachableReason" = coalesce(u."unreachableReason", c."unreachableReason"), address = coalesce(u.address, c.address)
      from places u where c.id = u.id
    )
    select id::text from mine`,
  );
  return among(rows, settlings);
}

/** The end of an edit. */
export async function settleCopy(
  prisma: PrismaClient,
  { copyId, conversationId }: TakenCopy,
  after: {
    shown?: { wanted: number; revision: number; hasInputs: boolean };
    isGone?: boolean;
    notBefore?: Date;
    lastError?: string;
  },
  lane: LaneAfter,
): Promise<void> {
  const { shown, isGone = false, notBefore = null, lastError = null } = after;
  const news = shown
    ? sql`, shown = ${shown.wanted}, "shownRevision" = ${shown.revision}, "hasInputs" = ${shown.hasInputs}, attempts = 0`
    : sql``;
  const state = isGone ? sql`, state = 'gone'` : sql``;
  const wait = notBefore === null ? sql`` : sql`, "notBefore" = ${notBefore}`;
  await runSql(
    prisma,
    sql`
    with copy as (
      update "CardCopy" set "takenUntil" = null, "lastError" = ${lastError}${news}${state}${wait} where id = ${copyId} returning id
    ), lane as (${updateLane(conversationId, lane)})
    select id from copy`,
  );
}

// After the copy, as decisions do it too.
function updateLane(conversationId: number, { holdUntil, unreachableReason, address }: LaneAfter): Sql {
  if (holdUntil === undefined && unreachableReason === undefined && address === undefined)
    return sql`select id from copy`;
  return sql`
    update "Conversation" c set
      "nextSendAt" = coalesce(${holdUntil ?? null}, c."nextSendAt"),
      "unreachableReason" = coalesce(${unreachableReason ?? null}, c."unreachableReason"),
      address = coalesce(${address === undefined ? null : JSON.stringify(address)}::jsonb, c.address)
    from copy where c.id = ${conversationId}`;
}
