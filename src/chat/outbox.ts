// What others must see, written in the transaction of the decision and sent after it.
import type { Tx } from '../store/database.ts';
import type { Prisma } from '../store/generated/client.ts';
import type { AskOptions, Outbox, PostOptions } from './contract.ts';
import { conversationOf, conversationsOf } from './conversations.records.ts';
import { json, shareSubjects } from './records.ts';

export interface WritableOutbox extends Outbox {
  /** Write what was put in. Called once, last in the transaction. */
  flush(): Promise<void>;
}

/** Open the outbox of one transaction. */
export function openOutbox(tx: Tx, now: Date, requestId: string): WritableOutbox {
  const posts: PostOptions[] = [];
  const subjects = new Set<string>();
  return {
    async post(options) {
      posts.push(options);
    },
    async refresh(subject) {
      subjects.add(subject);
    },
    async ask(options) {
      await writeQuestions(tx, now, [options].flat());
    },
    async canReach(personId) {
      const own = await conversationOf(tx, personId);
      return own !== undefined && own.reason === null;
    },
    closeQuestions: (subject, personId) => closeQuestions(tx, now, subject, personId),
    async flush() {
      if (subjects.size > 0) await raiseCopies(tx, [...subjects].sort());
      await writePosts(tx, now, requestId, posts);
    },
  };
}

/** Let copies of cards about the subjects be shown anew. Always in the order of ids, so that two writers cannot block each other. */
async function raiseCopies(tx: Tx, subjects: string[]): Promise<void> {
  await shareSubjects(tx, subjects);
  await tx.$executeRaw`
    update "CardCopy" set wanted = wanted + 1
    where id in (select id from "CardCopy" where subject = any(${subjects}) and state <> 'gone' order by id for update)`;
}

/** The same for the cards of some kinds in one conversation. */
export async function raiseCopiesIn(tx: Tx, conversationId: number, cards: string[]): Promise<void> {
  await tx.$executeRaw`
    update "CardCopy" set wanted = wanted + 1
    where id in (
      select id from "CardCopy" where "conversationId" = ${conversationId} and card = any(${cards}) and state <> 'gone'
      order by id for update)`;
}

async function writePosts(tx: Tx, now: Date, requestId: string, posts: PostOptions[]): Promise<void> {
  if (posts.length === 0) return;
  const own = await conversationsOf(
    tx,
    posts.flatMap(({ to }) => ('personId' in to ? [to.personId] : [])),
  );
  const unknown = posts.flatMap(({ to }) => ('personId' in to && !own.has(to.personId) ? [to.personId] : []));
  const left = await whoHasLeft(tx, unknown, now);
  const rows = posts.map((post) => ({ post, ...addressOf(post, own, left) }));
  const lanes = [...new Set(rows.flatMap((row) => row.conversationId ?? []))].sort((a, b) => a - b);
  // A lane's row is locked before its messages are numbered: otherwise ids commit out of order and messages overtake.
  if (lanes.length > 0)
    await tx.$queryRaw`select id from "Conversation" where id = any(${lanes}) order by id for no key update`;
  await tx.outbox.createMany({
    skipDuplicates: true,
    data: rows.map(({ post, conversationId, personId, reason, hasLeft }) => ({
      key: post.key,
      conversationId,
      personId,
      card: post.card,
      subject: post.subject,
      state: hasLeft ? 'skipped' : reason === null ? 'waiting' : 'unreachable',
      reason,
      onUncertain: post.onUncertain ?? 'skip',
      notBefore: post.notBefore ?? now,
      validUntil: post.validUntil ?? null,
      afterKeys: post.after ?? [],
      requestId,
      createdAt: now,
    })),
  });
}

export const NOT_JOINED = 'has not joined yet';
const HAS_LEFT = 'has left';

function addressOf(
  post: PostOptions,
  conversations: Map<number, { id: number; reason: string | null }>,
  left: Set<number>,
) {
  if ('conversationId' in post.to)
    return { conversationId: post.to.conversationId, personId: null, reason: null, hasLeft: false };
  const { personId } = post.to;
  const own = conversations.get(personId);
  // Nobody waits for somebody who has left, nor reads that they could not be reached.
  if (left.has(personId)) return { conversationId: null, personId, reason: HAS_LEFT, hasLeft: true };
  return {
    conversationId: own?.id ?? null,
    personId,
    reason: own === undefined ? NOT_JOINED : own.reason,
    hasLeft: false,
  };
}

/** Those of some people without a chat who have left by the day that it is in their partnership. */
async function whoHasLeft(tx: Tx, personIds: number[], now: Date): Promise<Set<number>> {
  if (personIds.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: number }[]>`
    select p.id from "Person" p join "Partnership" q on q.id = p."partnershipId"
    where p.id = any(${personIds}) and p."leftOn" <= (${now.toISOString()}::timestamptz at time zone q."timeZone")::date`;
  return new Set(rows.map(({ id }) => id));
}

// A round asks hundreds of people at once: two statements, however many there are.
async function writeQuestions(tx: Tx, now: Date, asked: AskOptions[]): Promise<void> {
  const people = asked.map((one) => one.personId);
  const subjects = asked.map((one) => one.subject);
  await tx.$executeRaw`
    update "Question" q set "closedAt" = ${now}
    from unnest(${people}::int[], ${subjects}::text[]) as again (person, subject)
    where q."personId" = again.person and q.subject = again.subject and q."closedAt" is null`;
  await tx.question.createMany({
    data: asked.map(({ personId, subject, command, input, answerField, asked: words }) => ({
      personId,
      subject,
      command,
      input: json(input),
      answerField,
      asked: words,
      askedAt: now,
    })),
  });
}

async function closeQuestions(tx: Tx, now: Date, subject: string | string[], personId?: number): Promise<void> {
  await tx.question.updateMany({
    where: { subject: { in: [subject].flat() }, closedAt: null, ...(personId === undefined ? {} : { personId }) },
    data: { closedAt: now },
  });
}

/**
 * A person can be reached again: what waited for them and is still valid goes out, as new cards of that conversation. What may
 * have arrived in another one goes on waiting for that, where it can be looked for, unless it does no harm twice.
 */
export async function requeueFor(tx: Tx, now: Date, personId: number, conversationId: number): Promise<void> {
  await tx.$executeRaw`
    update "Outbox" set state = 'waiting', reason = null, "conversationId" = ${conversationId}, "cardCopyId" = null,
      doubt = case when "conversationId" = ${conversationId} then doubt end
    where "personId" = ${personId} and state = 'unreachable' and ("validUntil" is null or "validUntil" > ${now})
      and (doubt is null or "conversationId" = ${conversationId} or "onUncertain" = 'repeat')`;
}

/** The same for a channel or group. */
export async function requeueIn(tx: Tx, now: Date, conversationId: number): Promise<void> {
  await tx.outbox.updateMany({
    where: { conversationId, personId: null, ...stillUnreachable(now) },
    data: { state: 'waiting', reason: null, cardCopyId: null },
  });
}

/** The same for many conversations, as far as it is for one of these reasons that messages waited. */
export async function requeueAll(
  tx: Tx,
  now: Date,
  { conversation, reasons }: { conversation: Prisma.ConversationWhereInput; reasons: string[] },
): Promise<void> {
  await tx.outbox.updateMany({
    where: { conversation, reason: { in: reasons }, ...stillUnreachable(now) },
    data: { state: 'waiting', reason: null, cardCopyId: null },
  });
}

function stillUnreachable(now: Date) {
  return { state: 'unreachable', OR: [{ validUntil: null }, { validUntil: { gt: now } }] };
}
