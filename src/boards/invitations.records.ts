// What people answered to the seats that they were given. A declined row has ended, and says so for as long as the seat is empty.
import { refOf } from '../chat/refs.ts';
import { Conflict } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';
import type { Answer, Invitation } from './answers.ts';

const WITH = { board: { include: { school: true } }, person: { select: { name: true } } } as const;

/** A seat as the person who was given it knows it; undefined when it never was anybody's. */
export async function findInvitation(tx: Tx, seatId: number, today: string): Promise<Invitation | undefined> {
  const row = await tx.seat.findUnique({ where: { id: seatId }, include: WITH });
  return row === null ? undefined : (await asInvitations(tx, [row], today))[0];
}

/** The seats that a person holds at open boards, and those that they declined; the newest first. */
export async function listInvitationsOf(tx: Tx, personId: number, today: string): Promise<Invitation[]> {
  const rows = await tx.seat.findMany({
    where: { personId, board: { closedOn: null }, ...heldOrDeclined(today) },
    include: WITH,
    orderBy: { id: 'desc' },
  });
  return asInvitations(tx, rows, today);
}

/** Everybody at a board who holds a seat or declined one, in the order of the seats. */
export async function listInvitations(tx: Tx, boardId: number, today: string): Promise<Invitation[]> {
  const rows = await tx.seat.findMany({
    where: { boardId, personId: { not: null }, ...heldOrDeclined(today) },
    include: WITH,
    orderBy: { id: 'asc' },
  });
  return asInvitations(tx, rows, today);
}

/** The subjects of the invitations that were written for a person: nobody answers what they were not asked. */
export async function listAsked(tx: Tx, personId: number): Promise<Set<string>> {
  const rows = await tx.outbox.findMany({ where: { personId, card: 'board-invitation' }, select: { subject: true } });
  return new Set(rows.map((row) => row.subject));
}

/** Keep an answer, and with a declined seat its last day. Throws a Conflict when the seat was changed at the same moment. */
export async function saveAnswer(
  tx: Tx,
  seat: { seatId: number; version: number },
  answer: Answer,
  { at, untilOn }: { at: Date; untilOn: string | null },
): Promise<void> {
  const saved = await tx.seat.updateMany({
    where: { id: seat.seatId, version: seat.version },
    data: {
      answer,
      answeredAt: at,
      untilOn: untilOn === null ? null : asDay(untilOn),
      version: { increment: 1 },
    },
  });
  if (saved.count === 0) throw new Conflict('The seat');
}

/** Whoever gives a seat to themselves need not be asked whether they take it. */
export async function acceptOwn(tx: Tx, boardId: number, personId: number, at: Date): Promise<void> {
  await tx.seat.updateMany({
    where: { boardId, personId, untilOn: null, answer: null },
    data: { answer: 'accepted', answeredAt: at },
  });
}

/** Why a seat was declined last, in the person's own words. */
export async function findReason(tx: Tx, boardId: number, seatId: number): Promise<string> {
  const row = await tx.auditEvent.findFirst({
    where: {
      subject: `board:${refOf('BRD', boardId)}`,
      event: 'board.declined',
      after: { path: ['seatId'], equals: seatId },
    },
    orderBy: { id: 'desc' },
    select: { after: true },
  });
  return (row?.after as { reason?: string } | null)?.reason ?? '';
}

function heldOrDeclined(today: string) {
  const day = asDay(today);
  return { OR: [{ fromOn: { lte: day }, OR: [{ untilOn: null }, { untilOn: { gte: day } }] }, { answer: 'declined' }] };
}

type Row = NonNullable<Awaited<ReturnType<typeof readRow>>>;
const readRow = (tx: Tx, id: number) => tx.seat.findUnique({ where: { id }, include: WITH });

async function asInvitations(tx: Tx, rows: Row[], today: string): Promise<Invitation[]> {
  const lastHeld = await listLastHeld(tx, [...new Set(rows.map((row) => row.boardId))]);
  return rows.flatMap(({ id, person, personId, answer, untilOn, fromOn, ...row }) => {
    if (person === null || personId === null) return [];
    const { board, boardId, version, role, memberId, schoolId, isChair, isClerk, answeredAt } = row;
    const seat = { seatId: id, version, board, role, memberId, schoolId, isChair, isClerk };
    const held = lastHeld.get(boardId);
    return [
      {
        ...seat,
        personId,
        name: person.name,
        answer: answer as Answer | null,
        answeredAt,
        endedOn: untilOn !== null && dayOf(untilOn) < today ? dayOf(untilOn) : null,
        hasMet: held !== undefined && held >= dayOf(fromOn),
      },
    ];
  });
}

/** When boards met last, read through their own relation: the meetings room knows boards, not the other way. */
async function listLastHeld(tx: Tx, boardIds: number[]): Promise<Map<number, string>> {
  const rows = await tx.board.findMany({
    where: { id: { in: boardIds } },
    select: { id: true, meetings: { where: { state: 'held' }, orderBy: { heldOn: 'desc' }, take: 1 } },
  });
  return new Map(rows.flatMap(({ id, meetings: [last] }) => (last ? [[id, dayOf(last.heldOn)] as const] : [])));
}
