// The chat's own records: receipts, card copies and their tokens, open questions.

import type { LocalDate } from '../calendar/index.ts';
import { askJson, type Sql, sql, type Tx } from '../store/database.ts';
import type { Prisma } from '../store/generated/client.ts';
import type { About, Json, Reading } from './contract.ts';
import type { CopyRow } from './show.ts';
import { hashOf } from './tokens.ts';

export type JsonInput = Prisma.InputJsonValue;

/** JSON for a column: `undefined` stays out, everything else as it is. */
export function json(value: unknown): JsonInput {
  return value as JsonInput;
}

/**
 * Write a request's receipt, last of all that the request does but `before` it, if something is left to do. False when there
 * is one: another delivery of the same request was answered while this one was at work, so that nothing of this one may stay.
 */
export async function writeReceipt(
  tx: Tx,
  receipt: {
    key: string;
    command: string;
    personId: number | null;
    outcome: string;
    reply: unknown;
    requestId: string;
    at: Date;
  },
  before: Sql = sql`select`,
): Promise<boolean> {
  const { key, command, personId, outcome, reply, requestId, at } = receipt;
  // The count makes PostgreSQL do the one before the other: nobody waits for a receipt with anything left to take.
  const count = await tx.$executeRaw`
    with before as (${before})
    insert into "Receipt" (key, command, "personId", outcome, reply, "requestId", at)
    select ${key}, ${command}, ${personId}::int, ${outcome}, ${JSON.stringify(reply)}::jsonb, ${requestId}, ${at}::timestamptz
    from (select count(*) from before) b
    on conflict do nothing`;
  return count === 1;
}

/** Whether a board and a school, as far as they are named, are those of the reader's partnership. */
export async function isOfPartnership(
  { tx, partnership, snapshot }: Pick<Reading, 'tx' | 'partnership' | 'snapshot'>,
  about: About,
): Promise<boolean> {
  const [boardId, schoolId] = [about.boardId ?? null, about.schoolId ?? null];
  const found = await askJson<boolean>(
    tx,
    sql`to_json(not exists (select 1 from "Board" where id = ${boardId} and "partnershipId" <> ${partnership.id})
      and not exists (select 1 from "School" where id = ${schoolId} and "partnershipId" <> ${partnership.id}))`,
    snapshot,
  );
  return found === true;
}

/** What the buttons under a token mean, as JSON brings it. */
export interface StoredToken {
  actions: unknown;
  expiresAt: string;
  copy: CopyRow;
}

/** What a token's buttons mean, and the copy that they stand on; null for a token that was never given out. */
export function tokenJson(token: string): Sql {
  return sql`(
    select json_build_object('actions', t.actions, 'expiresAt', t."expiresAt", 'copy', json_build_object('id', k.id,
      'card', k.card, 'subject', k.subject, 'viewerId', k."viewerId", 'conversationId', k."conversationId",
      'messageId', k."messageId", 'nonce', k.nonce, 'hasInputs', k."hasInputs"))
    from "CardToken" t join "CardCopy" k on k.id = t."copyId" where t."tokenHash" = ${hashOf(token)})`;
}

/**
 * Keep what the buttons of a copy's revision mean. Buttons that were shown before keep their meaning: somebody may still
 * see them, and the rules tell them what has happened since.
 */
export async function keepToken(
  tx: Tx,
  token: { tokenHash: string; copyId: number; revision: number; actions: unknown; expiresAt: Date },
): Promise<void> {
  const { tokenHash, copyId, revision, actions, expiresAt } = token;
  await tx.$executeRaw`
    insert into "CardToken" ("tokenHash", "copyId", revision, actions, "expiresAt")
    values (${tokenHash}, ${copyId}, ${revision}, ${JSON.stringify(actions)}::jsonb, ${expiresAt})
    on conflict ("tokenHash") do update set actions = "CardToken".actions || excluded.actions, "expiresAt" = excluded."expiresAt"`;
}

/** Keep a copy that is shown already, with what its buttons mean, in one statement; returns its id. */
export async function keepShownCopy(
  tx: Tx,
  copy: {
    card: string;
    subject: string;
    viewerId: number | null;
    conversationId: number;
    nonce: string;
    shownRevision: number;
    hasInputs: boolean;
    createdAt: Date;
    token: { tokenHash: string; revision: number; actions: unknown; expiresAt: Date };
  },
): Promise<number> {
  const { card, subject, viewerId, conversationId, nonce, shownRevision, hasInputs, createdAt, token } = copy;
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    with made as (
      insert into "CardCopy" (card, subject, "viewerId", "conversationId", nonce, shown, "shownRevision", "hasInputs", "createdAt")
      values (${card}, ${subject}, ${viewerId}, ${conversationId}, ${nonce}, 1, ${shownRevision}, ${hasInputs}, ${createdAt})
      returning id
    ), told as (
      insert into "CardToken" ("tokenHash", "copyId", revision, actions, "expiresAt")
      select ${token.tokenHash}, id, ${token.revision}, ${JSON.stringify(token.actions)}::jsonb, ${token.expiresAt} from made
    )
    select id from made`;
  return row!.id;
}

/** The newest copy that was made of a card for somebody in a conversation, whose buttons work beyond the day `until`. */
export async function findShownCopy(
  { tx, snapshot }: Pick<Reading, 'tx' | 'snapshot'>,
  copy: {
    card: string;
    subject: string;
    viewerId: number | null;
    conversationId: number;
    revision: number;
    until: LocalDate;
  },
): Promise<{ id: number; nonce: string; actions: unknown } | null> {
  const { card, subject, viewerId, conversationId, revision, until } = copy;
  return askJson(
    tx,
    sql`(
      select json_build_object('id', k.id, 'nonce', k.nonce, 'actions', t.actions)
      from "CardCopy" k join "CardToken" t on t."copyId" = k.id and t.revision = ${revision}
      where k.subject = ${subject} and k.card = ${card} and k."viewerId" is not distinct from ${viewerId}::int
        and k."conversationId" = ${conversationId} and k.state = 'open' and t."expiresAt" > ${until}::date
      order by k.id desc limit 1)`,
    snapshot,
  );
}

/** What a person is asked now, in the order of what it is about: a number stays the same while its question goes on. */
export async function listOpenQuestions(tx: Tx, personId: number) {
  const questions = await tx.question.findMany({ where: { personId, closedAt: null }, orderBy: { id: 'asc' } });
  return questions.sort((a, b) => a.subject.localeCompare(b.subject, 'en', { numeric: true }));
}

/** The number with which typed words answer the question about a subject; none while it is the only one that is open. */
export async function numberOfQuestion(tx: Tx, personId: number, subject: string): Promise<number | undefined> {
  const questions = await listOpenQuestions(tx, personId);
  const index = questions.findIndex((question) => question.subject === subject);
  return questions.length > 1 && index >= 0 ? index + 1 : undefined;
}

/** Write into the audit what happened, by whom and where, with the values before and after. */
export async function writeAudit(
  tx: Tx,
  event: {
    at: Date;
    actorId: number | null;
    event: string;
    subject: string;
    before: Json | undefined;
    after: Json | undefined;
    platform: string;
    place: string;
    requestId: string;
  },
): Promise<void> {
  const { before, after, ...rest } = event;
  await tx.auditEvent.create({
    data: {
      ...rest,
      ...(before === undefined ? {} : { before: json(before) }),
      ...(after === undefined ? {} : { after: json(after) }),
    },
  });
}

// A round of three thousand schools refreshes as many cards at once, and a database holds some thousands of locks in all:
// subjects share these, which only makes two that have nothing to do with each other wait a moment.
const SUBJECT_LOCKS = 1024;

/**
 * Hold the cards of subjects still until the transaction ends. Decisions share the locks among themselves; delivery takes one
 * alone while it adds a copy, so that every copy is either seen by a refresh or made from what that refresh decided.
 */
export async function shareSubjects(tx: Tx, subjects: string[]): Promise<void> {
  const keys = sql`(select distinct ${subjectLock(sql`s`)} as key from unnest(${subjects}::text[]) s order by key) k`;
  await tx.$executeRaw`select pg_advisory_xact_lock_shared(k.key) from ${keys}`;
}

/** The lock of a subject, as SQL. */
export function subjectLock(subject: Sql): Sql {
  return sql`hashtextextended(${subject}, 7) & ${SUBJECT_LOCKS - 1}::bigint`;
}

/** Hold one person's tab still until the transaction ends. */
export async function lockTab(tx: Tx, tab: string, conversationId: number): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${tab}:${conversationId}`}, 7))`;
}

/** Whether a card about the subject was posted: then it is settled in place, and before that it need not be said. */
export async function isPosted(
  tx: Tx,
  subject: string,
  of: { card?: string; viewerId?: number | undefined } = {},
): Promise<boolean> {
  return (await tx.cardCopy.count({ where: { subject, messageId: { not: null }, ...of } })) > 0;
}
