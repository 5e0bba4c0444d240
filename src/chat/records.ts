// The chat's own records: places, receipts, card copies and their tokens, open questions.
import { isDeepStrictEqual } from 'node:util';

import type { LocalDate } from '../calendar/index.ts';
import { askJson, type Sql, sql, type Tx } from '../store/database.ts';
import type { Prisma } from '../store/generated/client.ts';
import type { Json, Place, Reading } from './contract.ts';
import type { CopyRow } from './show.ts';
import { hashOf } from './tokens.ts';

export type JsonInput = Prisma.InputJsonValue;

/** JSON for a column: `undefined` stays out, everything else as it is. */
export function json(value: unknown): JsonInput {
  return value as JsonInput;
}

export interface ConversationRow {
  id: number;
  platform: string;
  tenant: string;
  externalId: string;
  kind: string;
  isPrivate: boolean;
  personId: number | null;
  address: Json;
  unreachableReason: string | null;
  /** It could not be reached until now. */
  isBack: boolean;
}

/** A conversation as JSON brings it. */
export interface StoredConversation extends Omit<ConversationRow, 'isBack'> {
  name: string | null;
  heardAt: string | null;
}

/** The row of a place as JSON, null for a place where nobody was ever heard. */
export function conversationJson({ platform, tenant, externalId }: Place): Sql {
  return sql`(
    select json_build_object('id', c.id, 'platform', c.platform, 'tenant', c.tenant, 'externalId', c."externalId", 'kind', c.kind,
      'isPrivate', c."isPrivate", 'name', c.name, 'personId', c."personId", 'address', c.address,
      'unreachableReason', c."unreachableReason", 'heardAt', c."heardAt")
    from "Conversation" c where c.platform = ${platform} and c.tenant = ${tenant} and c."externalId" = ${externalId})`;
}

/** Whether being heard there tells something that is not written down yet. */
export function hasNews(stored: StoredConversation, place: Place, heardAt: Date): boolean {
  const before = { ...stored, heardAt: stored.heardAt === null ? null : new Date(stored.heardAt) };
  return differs(before, toldOf(place, heardAt), heardAt);
}

function toldOf(place: Place, heardAt: Date | undefined) {
  return {
    kind: place.kind,
    ...(place.isPrivate === undefined ? {} : { isPrivate: place.isPrivate }),
    ...(place.name === undefined ? {} : { name: place.name }),
    ...(place.address === undefined ? {} : { address: json(place.address) }),
    ...(heardAt ? { heardAt, unreachableReason: null } : {}),
  };
}

/** Find or make the row of a place, and keep what the platform tells about it up to date. */
export async function keepConversation(tx: Tx, place: Place, heardAt: Date | undefined): Promise<ConversationRow> {
  const where = {
    platform_tenant_externalId: { platform: place.platform, tenant: place.tenant, externalId: place.externalId },
  };
  const found = await tx.conversation.findUnique({ where });
  // Where somebody could be reached is only a hint when they are heard elsewhere: what their own chat told is better.
  if (found && heardAt === undefined) return { ...found, isBack: false } as ConversationRow;
  const told = toldOf(place, heardAt);
  if (found && !differs(found, told, heardAt)) return { ...found, isBack: false } as ConversationRow;
  const row = await tx.conversation.upsert({
    where,
    create: { platform: place.platform, tenant: place.tenant, externalId: place.externalId, ...told },
    update: told,
  });
  return { ...row, isBack: found?.unreachableReason != null && heardAt !== undefined } as ConversationRow;
}

// Being heard again within a minute is no news: most requests then only read.
function differs(
  found: { heardAt: Date | null; unreachableReason: string | null } & Record<string, unknown>,
  told: Record<string, unknown>,
  heardAt: Date | undefined,
): boolean {
  const stale = heardAt !== undefined && Math.abs(heardAt.getTime() - (found.heardAt?.getTime() ?? 0)) > 60_000;
  return (
    stale ||
    (heardAt !== undefined && found.unreachableReason !== null) ||
    Object.entries(told).some(([key, value]) => key !== 'heardAt' && !isDeepStrictEqual(found[key], value))
  );
}

/** Whose own chat a personal conversation is. */
export async function ownConversation(tx: Tx, conversation: ConversationRow, personId: number): Promise<void> {
  if (conversation.kind === 'personal' && conversation.personId !== personId)
    await tx.conversation.update({ where: { id: conversation.id }, data: { personId } });
}

/** Where a person is told things: the personal chat where they were heard last. */
export async function conversationOf(
  tx: Tx,
  personId: number,
): Promise<{ id: number; reason: string | null } | undefined> {
  return (await conversationsOf(tx, [personId])).get(personId);
}

/** The same for many people, in one query. */
export async function conversationsOf(
  tx: Tx,
  personIds: number[],
): Promise<Map<number, { id: number; reason: string | null }>> {
  const all = await tx.conversation.findMany({
    where: { personId: { in: [...new Set(personIds)] }, kind: 'personal' },
    orderBy: [{ heardAt: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    select: { id: true, personId: true, unreachableReason: true },
  });
  const best = new Map<number, { id: number; reason: string | null }>();
  for (const { id, personId, unreachableReason: reason } of all) {
    const before = best.get(personId!);
    if (!before || (before.reason !== null && reason === null)) best.set(personId!, { id, reason });
  }
  return best;
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
