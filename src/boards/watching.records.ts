// Boards that have to meet every half-term, and what was said of half-terms to whom. Meetings are read through the boards'
// own relation: the meetings room knows boards, not the other way.
import { idIn, subjectOf } from '../chat/refs.ts';
import type { Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';
import type { Obliging } from './missed.ts';
import type { Board } from './records.ts';
import type { MeetingDay } from './watching.ts';

/** The open boards that have to meet in a half-term, by name. */
export async function listObliged(tx: Tx, partnershipId: number, halfTerm: Obliging): Promise<Board[]> {
  return tx.board.findMany({
    where: {
      partnershipId,
      closedOn: null,
      template: { in: halfTerm.templates },
      openedOn: { lt: asDay(halfTerm.openedBefore) },
    },
    include: { school: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

/** The open boards of some kinds that somebody runs, or whose school's governors they chair, by name. */
export async function listOwn(
  tx: Tx,
  { boardIds, schoolIds, templates }: { boardIds: number[]; schoolIds: number[]; templates: string[] },
): Promise<Board[]> {
  return tx.board.findMany({
    where: {
      closedOn: null,
      template: { in: templates },
      OR: [{ id: { in: boardIds } }, { schoolId: { in: schoolIds } }],
    },
    include: { school: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

/** The meetings of boards that were not called off, by board, in the order of their days. */
export async function listMeetingDays(tx: Tx, boardIds: number[]): Promise<Map<number, MeetingDay[]>> {
  const rows = await tx.board.findMany({
    where: { id: { in: boardIds } },
    select: {
      id: true,
      meetings: {
        where: { state: { in: ['planned', 'held'] } },
        orderBy: [{ heldOn: 'asc' }, { startsAt: 'asc' }, { id: 'asc' }],
        select: { id: true, heldOn: true, startsAt: true, place: true, state: true },
      },
    },
  });
  return new Map(
    rows.map(({ id, meetings }) => [
      id,
      meetings.map(({ heldOn, startsAt, state, ...meeting }) => ({
        ...meeting,
        on: dayOf(heldOn),
        at: startsAt,
        state: state as MeetingDay['state'],
      })),
    ]),
  );
}

/** The board of a meeting. */
export async function findBoardOfMeeting(tx: Tx, meetingId: number): Promise<number | undefined> {
  const board = await tx.board.findFirst({ where: { meetings: { some: { id: meetingId } } }, select: { id: true } });
  return board?.id;
}

export const WARNED = 'board.halfTermWarned';
export const MISSED = 'board.halfTermMissed';
export const LISTED = 'halfTerm.listed';

/** What was said of a board's half-term, and to whom. */
export interface Said {
  boardId: number;
  halfTerm: string;
  /** Those at the board and its school. */
  people: number[];
  /** Officers, who are told of all such boards in one message. */
  officers: number[];
}

/** What was said of half-terms in which boards had to meet, read where it was written down: in the audit. */
export async function listSaid(tx: Tx, event: typeof WARNED | typeof MISSED, boardIds: number[]): Promise<Said[]> {
  const rows = await tx.auditEvent.findMany({
    where: { event, subject: { in: boardIds.map((id) => subjectOf('BRD', id)) } },
    orderBy: { id: 'asc' },
    select: { subject: true, after: true },
  });
  return rows.map(({ subject, after }) => ({ ...(after as unknown as Omit<Said, 'boardId'>), boardId: idIn(subject) }));
}

/** The boards that an officer's list of missed half-terms is about, by its subject; by name. */
export async function listOnList(tx: Tx, subject: string): Promise<Board[]> {
  const rows = await tx.auditEvent.findMany({ where: { subject, event: LISTED }, select: { after: true } });
  const ids = rows.flatMap((row) => (row.after as unknown as { boardIds: number[] }).boardIds);
  return tx.board.findMany({
    where: { id: { in: ids } },
    include: { school: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

/** Whether a school is a member of an open board of one of these kinds. */
export async function isMemberSchool(tx: Tx, schoolId: number, templates: string[], today: string): Promise<boolean> {
  const day = asDay(today);
  const held = { fromOn: { lte: day }, OR: [{ untilOn: null }, { untilOn: { gte: day } }] };
  const board = { template: { in: templates }, closedOn: null };
  return (await tx.boardMember.count({ where: { schoolId, ...held, board } })) > 0;
}

/** Who chairs the open boards of one of these kinds. */
export async function listChairsOf(
  tx: Tx,
  partnershipId: number,
  templates: string[],
  today: string,
): Promise<number[]> {
  const day = asDay(today);
  const seats = await tx.seat.findMany({
    where: {
      isChair: true,
      personId: { not: null },
      person: { OR: [{ leftOn: null }, { leftOn: { gt: day } }] },
      fromOn: { lte: day },
      OR: [{ untilOn: null }, { untilOn: { gte: day } }],
      board: { partnershipId, template: { in: templates }, closedOn: null },
    },
    select: { personId: true },
  });
  return seats.flatMap((seat) => seat.personId ?? []);
}
