// Boards that have to meet every half-term: a warning while there is time, and a flag when it has gone by (F-02, D-04).
import type { Context, Happening, Job, JobContext, Outbox } from '../chat/contract.ts';
import { idIn, refOf, subjectOf } from '../chat/refs.ts';
import type { Tx } from '../store/database.ts';
import { listInvitations } from './invitations.records.ts';
import { declinedSubject, invitationSubject } from './inviting.ts';
import { halfTermsAround, type Obliging } from './missed.ts';
import type { Board } from './records.ts';
import {
  findBoardOfMeeting,
  LISTED,
  listMeetingDays,
  listObliged,
  listSaid,
  MISSED,
  type Said,
  WARNED,
} from './watching.records.ts';
import { isUnmet, isWaitedFor, type Watch, watch } from './watching.ts';
import { listOffice, whoGoverns, whoRuns, whoWatches } from './whom.ts';

/** The card about a board's half-term. */
export function halfTermSubject(boardId: number, key: string): string {
  return `${subjectOf('BRD', boardId)}:half-term-${key}`;
}

/** The half-term in such a subject. */
export function halfTermIn(subject: string): string {
  const key = /:half-term-(\d{4}-\d{2}-\d)$/.exec(subject)?.[1];
  if (key === undefined) throw new Error(`${subject} is not about a half-term`);
  return key;
}

/** The card that tells an officer of all boards that let a half-term go by. */
export function missedListSubject(personId: number, key: string): string {
  return `half-terms:PER-${personId}:half-term-${key}`;
}

/** Whose such a list is. */
export function officerIn(subject: string): number {
  const id = /^half-terms:PER-(\d+):/.exec(subject)?.[1];
  if (id === undefined) throw new Error(`${subject} is not a list of boards`);
  return Number(id);
}

/** Warn chair and clerk, once, when ten school days are left and nothing was held or is planned. */
const warn: Job = {
  name: 'warnOfHalfTermEnd',
  title: 'Warnings before a half-term ends',
  at: '08:30',
  on: 'SCHOOL_DAYS',
  async run(context) {
    const { running } = halfTermsAround(context.partnership, context.today);
    if (!running || context.today < running.warnFrom) return;
    const isWarned = (watched: Watch) => isUnmet(watched) && !isWaitedFor(watched, running, context);
    const unmet = await listUnsaid(context, running, WARNED, isWarned);
    for (const { board } of unmet) {
      const people = await whoRuns(context, board);
      await note(context, WARNED, { boardId: board.id, halfTerm: running.key, people, officers: [] });
      for (const personId of people)
        await context.outbox.post({
          key: `half-term-warning:${refOf('BRD', board.id)}:${running.key}:${personId}`,
          card: 'half-term-warning',
          subject: halfTermSubject(board.id, running.key),
          to: { personId },
        });
    }
  },
};

/**
 * Flag a half-term in which a board did not meet, once, from the first school day after it on: to the school's chair of
 * governors a card a board, to officers one card for all boards. Who could record a forgotten meeting is asked too.
 */
const flag: Job = {
  name: 'flagMissedHalfTerms',
  title: 'Half-terms without a meeting',
  at: '08:30',
  on: 'SCHOOL_DAYS',
  async run(context) {
    const { last } = halfTermsAround(context.partnership, context.today);
    if (!last) return;
    const missed = await listUnsaid(context, last, MISSED, ({ held }) => held === undefined);
    const lists = new Map<number, number[]>();
    for (const { board, watched } of missed) {
      const { people, officers } = await whoHears(context, board, watched);
      await note(context, MISSED, { boardId: board.id, halfTerm: last.key, people, officers });
      // A warning that stands in somebody's chat says what has become of it.
      await context.outbox.refresh(halfTermSubject(board.id, last.key));
      for (const personId of people)
        await context.outbox.post({
          key: `half-term-missed:${refOf('BRD', board.id)}:${last.key}:${personId}`,
          card: 'half-term-missed',
          subject: halfTermSubject(board.id, last.key),
          to: { personId },
        });
      for (const personId of officers) lists.set(personId, [...(lists.get(personId) ?? []), board.id]);
    }
    for (const [personId, boardIds] of lists) await postList(context, last, personId, boardIds);
  },
};

async function postList(context: JobContext, { key }: Obliging, personId: number, boardIds: number[]): Promise<void> {
  const { today, outbox, happened } = context;
  const subject = missedListSubject(personId, key);
  await happened({ event: LISTED, subject, after: { boardIds } });
  await outbox.refresh(subject);
  await outbox.post({
    key: `half-terms-missed:PER-${personId}:${key}:${today}`,
    card: 'half-terms-missed',
    subject,
    to: { personId },
  });
}

/** Those at the school, and officers; somebody is told one way only, and when nobody is known the office hears. */
async function whoHears(context: JobContext, board: Board, { unrecorded }: Watch) {
  const leaders = await whoGoverns(context, board);
  const atBoard = unrecorded || leaders.length === 0 ? await whoRuns(context, board) : [];
  const people = [...new Set([...leaders, ...atBoard])];
  const officers = (await whoWatches(context, board)).filter((id) => !people.includes(id));
  return people.length + officers.length > 0
    ? { people, officers }
    : { people: [], officers: await listOffice(context) };
}

/** The boards of a half-term of which something is true, and of which it has not been said yet. */
async function listUnsaid(
  { tx, today, partnership }: JobContext,
  halfTerm: Obliging,
  event: typeof WARNED | typeof MISSED,
  isSo: (watched: Watch) => boolean,
): Promise<{ board: Board; watched: Watch }[]> {
  const boards = await listObliged(tx, partnership.id, halfTerm);
  const ids = boards.map((board) => board.id);
  const said = new Set(
    (await listSaid(tx, event, ids)).filter((one) => one.halfTerm === halfTerm.key).map((one) => one.boardId),
  );
  const meetings = await listMeetingDays(tx, ids);
  return boards
    .filter((board) => !said.has(board.id))
    .map((board) => ({ board, watched: watch(meetings.get(board.id) ?? [], halfTerm, today) }))
    .filter(({ watched }) => isSo(watched));
}

async function note({ happened }: JobContext, event: string, { boardId, ...after }: Said): Promise<void> {
  await happened({ event, subject: subjectOf('BRD', boardId), after });
}

/** A meeting was planned, moved, called off or held: the cards about half-terms say what is true now. */
export async function onMeeting({ subject }: Happening, context: Pick<Context, 'tx' | 'outbox'>): Promise<void> {
  const boardId = await findBoardOfMeeting(context.tx, idIn(subject));
  if (boardId === undefined) return;
  await context.outbox.refresh(subjectOf('BRD', boardId));
  await refreshHalfTerms(context.tx, context.outbox, boardId);
}

/** Once a board has met, invitations to it are not answered any more; until somebody takes back that it has. */
export async function onHeld(happening: Happening, context: Pick<Context, 'tx' | 'today' | 'outbox'>): Promise<void> {
  const { tx, today, outbox } = context;
  await onMeeting(happening, context);
  const boardId = await findBoardOfMeeting(tx, idIn(happening.subject));
  if (boardId === undefined) return;
  for (const { seatId } of await listInvitations(tx, boardId, today)) {
    await outbox.refresh(invitationSubject(boardId, seatId));
    await outbox.refresh(declinedSubject(boardId, seatId));
  }
}

async function refreshHalfTerms(tx: Tx, outbox: Outbox, boardId: number): Promise<void> {
  const said = [...(await listSaid(tx, WARNED, [boardId])), ...(await listSaid(tx, MISSED, [boardId]))];
  for (const { halfTerm, officers } of said) {
    await outbox.refresh(halfTermSubject(boardId, halfTerm));
    for (const personId of officers) await outbox.refresh(missedListSubject(personId, halfTerm));
  }
}

export const halfTermJobs: Job[] = [warn, flag];
