// What has to be so after the main job went on through all that trouble, whatever came when.
import { expect } from 'vitest';
import { sealEntries, verifyAudit } from '../../src/audit/index.ts';
import { hashOf } from '../../src/chat/tokens.ts';
import { metadataFor } from '../../src/slack/look-up.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import type { Outside } from '../support/outside.ts';

export interface Settled {
  sent: number;
  uncertain: number;
}

/** Each message was sent once, or nobody knows and it is listed; people see nothing twice. */
export async function expectMessagesOnce(prisma: PrismaClient, outside: Outside): Promise<Settled> {
  const rows = await prisma.outbox.findMany({ include: { conversation: { select: { platform: true } } } });
  const inSlack = countBy(
    outside.slack.messages.flatMap(({ metadata }) => String(metadata?.event_payload['id'] ?? [])),
  );
  const inTeams = countBy(await copiesSeen(prisma, outside));
  const wrong: string[] = [];
  for (const { key, state, cardCopyId, messageId, conversation } of rows) {
    const platform = conversation?.platform;
    if (platform !== 'slack' && platform !== 'teams') continue;
    const seen =
      platform === 'slack'
        ? (inSlack.get(metadataFor(key).event_payload.id) ?? 0)
        : (inTeams.get(String(cardCopyId)) ?? 0);
    // In Teams a card without buttons cannot be told from another one: there its message has to be where the books say.
    const isThere = platform === 'slack' ? seen === 1 : outside.teams.connector.message(messageId ?? '') !== undefined;
    if (seen > 1) wrong.push(`${key} was seen ${seen} times`);
    if (state === 'sent' && !isThere) wrong.push(`${key} is said to be sent, and nobody has it`);
    if (!['sent', 'uncertain', 'skipped', 'unreachable'].includes(state)) wrong.push(`${key} is ${state}`);
    if (['skipped', 'unreachable'].includes(state) && seen > 0) wrong.push(`${key} is ${state}, and was seen`);
  }
  expect(wrong).toEqual([]);
  const posted = rows
    .filter(({ state }) => state === 'sent')
    .flatMap(({ messageId, conversationId }) => `${conversationId} ${messageId}`);
  expect(new Set(posted).size).toBe(posted.length);
  const inState = (state: string) => rows.filter((row) => row.state === state).length;
  return { sent: inState('sent'), uncertain: inState('uncertain') };
}

/** Of which card copy each message in Teams is, by the token of its buttons when it was new. */
async function copiesSeen(prisma: PrismaClient, outside: Outside): Promise<string[]> {
  const calls = outside.teams.connector.posts();
  const chats = [...new Set(calls.map(({ conversationId }) => conversationId))];
  const hashes = chats
    .flatMap((chat) => outside.teams.connector.messagesIn(chat))
    .map(({ first }) => /"t":"([^"]+)"/.exec(JSON.stringify(first))?.[1])
    .filter((token) => token !== undefined)
    .map(hashOf);
  const tokens = await prisma.cardToken.findMany({ where: { tokenHash: { in: hashes } } });
  const copyOf = new Map(tokens.map(({ tokenHash, copyId }) => [tokenHash, String(copyId)]));
  return hashes.map((hash) => copyOf.get(hash) ?? `a token that nobody gave out: ${hash}`);
}

/** Everything that was decided was decided once. */
export async function expectDecisionsOnce(prisma: PrismaClient, cycles: number): Promise<void> {
  const schools = await prisma.school.findMany({ where: { name: { startsWith: 'Brook ' } } });
  expect(schools).toHaveLength(cycles);
  const ids = schools.map(({ id }) => id);
  const ofThese = { schoolId: { in: ids } };
  const boards = await prisma.board.findMany({ where: ofThese, include: { seats: true } });
  const atBoards = { boardId: { in: boards.map(({ id }) => id) } };
  expect(await prisma.categoryDecision.count({ where: { ...ofThese, state: 'confirmed' } })).toBe(cycles);
  expect(await prisma.categoryDecision.count({ where: ofThese })).toBe(cycles);
  // Not on the Challenge Board: nobody is alerted.
  expect(await prisma.alert.count({ where: ofThese })).toBe(0);
  expect(boards).toHaveLength(cycles);
  expect(boards.map(({ seats }) => seats.filter(({ isChair }) => isChair).length)).toEqual(boards.map(() => 1));
  // One was planned in words, and one had been held.
  expect(await prisma.meeting.count({ where: atBoards })).toBe(2 * cycles);
  expect(await prisma.attendance.count({ where: { meeting: atBoards, answer: { in: ['coming', 'apologies'] } } })).toBe(
    2 * cycles,
  );
  expect(await prisma.action.count({ where: { ...atBoards, state: 'done' } })).toBe(cycles);
  expect(await prisma.action.count({ where: atBoards })).toBe(cycles);
  const minutes = await prisma.minutes.findMany({ where: atBoards, include: { approvals: true, revisions: true } });
  expect(minutes.map(({ state, approvals, revisions }) => [state, approvals.length, revisions.length])).toEqual(
    minutes.map(() => ['agreed', 2, 1]),
  );
  expect(minutes).toHaveLength(cycles);
  // A school that came in an earlier round is asked again in a later one; its head answers only in its own.
  const submitted = await prisma.selfEvaluation.findMany({
    where: { ...ofThese, state: 'submitted' },
    include: { grades: true },
  });
  expect(submitted.map(({ grades }) => grades.length)).toEqual(schools.map(() => 5));

  // What happens once in the life of its subject is in the record once.
  const events = await prisma.$queryRaw<{ event: string; subject: string; n: number }[]>`
    select event, subject, count(*)::int as n from "AuditEvent"
    where event in ('action.add', 'action.done', 'category.recommend', 'category.confirm', 'board.create', 'minutes.circulate', 'evaluation.submit')
    group by 1, 2 having count(*) > 1`;
  expect(events).toEqual([]);
}

/** No posted card shows less than what is true, and the record of who did what is whole. */
export async function expectInOrder(prisma: PrismaClient): Promise<number> {
  while ((await prisma.$transaction((tx) => sealEntries(tx))) > 0);
  const verdict = await prisma.$transaction((tx) => verifyAudit(tx), { isolationLevel: 'RepeatableRead' });
  expect(verdict).toMatchObject({ problems: [] });
  return prisma.auditEvent.count();
}

/** Every fault has an id: in the log, and in the words of whoever met it. */
export function expectFaultsWithIds(outputs: string[], told: string[]): number {
  const lines = outputs.flatMap((output) => output.split('\n')).filter((line) => line.startsWith('{'));
  const faults = lines
    .map((line) => JSON.parse(line) as { msg: string; request?: string })
    .filter(({ msg }) => msg === 'fault' || msg === 'local page fault');
  expect(faults.filter(({ request }) => !request)).toEqual([]);
  const sorry = told.filter((words) => words.includes('Sorry, '));
  expect(sorry.filter((words) => !/reference [B-Z2-9]{4}-[B-Z2-9]{4}/.test(words))).toEqual([]);
  return faults.length;
}

function countBy(all: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1);
  return counts;
}
