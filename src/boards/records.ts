import { refOf } from '../chat/refs.ts';
import { Conflict, Refusal } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';
import type { PlannedSeat } from './plan.ts';
import type { Member, SeatRow } from './rules.ts';

export type Board = Awaited<ReturnType<typeof getBoard>>;

export async function getBoard(tx: Tx, id: number) {
  const board = await tx.board.findUnique({ where: { id }, include: { school: true } });
  if (!board) throw new Refusal(`There is no board ${refOf('BRD', id)}.`);
  return board;
}

export interface SeatHolder {
  seatId: number;
  personId: number;
  name: string;
  role: string;
  schoolId: number | null;
  isChair: boolean;
  isClerk: boolean;
}

/** Who sits at a board on a day, the chair first; vacancies are left out. */
export async function listSeatHolders(tx: Tx, boardId: number, today: string): Promise<SeatHolder[]> {
  const rows = await listSeats(tx, boardId, today);
  return rows
    .filter((row) => row.person !== null)
    .sort((a, b) => Number(b.isChair) - Number(a.isChair) || a.id - b.id)
    .map(({ id, person, role, schoolId, isChair, isClerk }) => ({
      seatId: id,
      personId: person!.id,
      name: person!.name,
      role,
      schoolId,
      isChair,
      isClerk,
    }));
}

/** Every seat of a board on a day, the vacant ones too; the seat of somebody who has left is vacant. */
export async function listSeats(tx: Tx, boardId: number, today: string): Promise<SeatRow[]> {
  const day = asDay(today);
  const seats = await tx.seat.findMany({
    where: { boardId, fromOn: { lte: day }, OR: [{ untilOn: null }, { untilOn: { gte: day } }] },
    include: { person: { select: { id: true, name: true, leftOn: true } } },
    orderBy: { id: 'asc' },
  });
  return seats.map(({ person, ...seat }) => {
    const isHere = person !== null && (person.leftOn === null || person.leftOn > day);
    return { ...seat, isEmpty: person === null, person: isHere ? { id: person.id, name: person.name } : null };
  });
}

/** The members of a board over schools, by the schools' names, those without a school last. */
export async function listMembers(
  tx: Tx,
  boardId: number,
  today: string,
): Promise<(Member & { name: string | null })[]> {
  const day = asDay(today);
  const rows = await tx.boardMember.findMany({
    where: { boardId, fromOn: { lte: day }, OR: [{ untilOn: null }, { untilOn: { gte: day } }] },
    include: { school: { select: { name: true } } },
    orderBy: [{ school: { name: 'asc' } }, { id: 'asc' }],
  });
  return rows.map((row) => ({ memberId: row.id, schoolId: row.schoolId, name: row.school?.name ?? null }));
}

/** The open boards of a partnership, or of one school, by name. */
export async function listBoards(tx: Tx, query: { partnershipId: number; schoolId?: number; template?: string }) {
  const { partnershipId, schoolId, template } = query;
  return tx.board.findMany({
    where: {
      partnershipId,
      closedOn: null,
      ...(schoolId === undefined ? {} : { schoolId }),
      ...(template === undefined ? {} : { template }),
    },
    include: { school: true },
    orderBy: { name: 'asc' },
  });
}

/** The open boards on which a person sits until this day or longer, and whether they chair them: also of somebody who leaves today. */
export async function listBoardsOf(
  tx: Tx,
  personId: number,
  today: string,
): Promise<{ boardId: number; isChair: boolean }[]> {
  const day = asDay(today);
  return tx.seat.findMany({
    where: {
      personId,
      fromOn: { lte: day },
      OR: [{ untilOn: null }, { untilOn: { gte: day } }],
      board: { closedOn: null },
    },
    select: { boardId: true, isChair: true },
    orderBy: { boardId: 'asc' },
  });
}

/** The open boards that nobody chairs today, of these and of these schools, by name. */
export async function listUnchaired(tx: Tx, of: { boardIds: number[]; schoolIds: number[]; today: string }) {
  const day = asDay(of.today);
  return tx.board.findMany({
    where: {
      closedOn: null,
      OR: [{ id: { in: of.boardIds } }, { schoolId: { in: of.schoolIds } }],
      seats: {
        none: {
          isChair: true,
          fromOn: { lte: day },
          AND: [
            { OR: [{ untilOn: null }, { untilOn: { gte: day } }] },
            { person: { OR: [{ leftOn: null }, { leftOn: { gt: day } }] } },
          ],
        },
      },
    },
    include: { school: true },
    orderBy: { name: 'asc' },
  });
}

/** The open schools of a partnership that have no open board of a kind, by name. */
export async function listSchoolsWithout(tx: Tx, query: { partnershipId: number; template: string }) {
  return tx.school.findMany({
    where: {
      partnershipId: query.partnershipId,
      status: { not: 'Closed' },
      boards: { none: { template: query.template, closedOn: null } },
    },
    select: { id: true, name: true, urn: true },
    orderBy: { name: 'asc' },
  });
}

/** Whoever sets up a board waits here for whoever is doing the same: a school has one open board of a kind. */
export async function lockSchool(tx: Tx, schoolId: number): Promise<void> {
  await tx.$queryRaw`select id from "School" where id = ${schoolId} for update`;
}

export async function lockPartnership(tx: Tx, partnershipId: number): Promise<void> {
  await tx.$queryRaw`select id from "Partnership" where id = ${partnershipId} for update`;
}

/** Seats of a board are given and taken one after the other. */
export async function lockBoard(tx: Tx, id: number): Promise<void> {
  await tx.$queryRaw`select id from "Board" where id = ${id} for update`;
}

/** Make a board with its members, a row each, in the order given. */
export async function createBoard(
  tx: Tx,
  board: {
    partnershipId: number;
    template: string;
    name: string;
    schoolId: number | null;
    openedOn: string;
    limitOn: string | null;
    setUpById: number;
    memberSchools: (number | null)[];
  },
): Promise<{ board: Board; members: Member[] }> {
  const { memberSchools, openedOn, limitOn, ...data } = board;
  const fromOn = asDay(openedOn);
  const row = await tx.board.create({
    data: { ...data, openedOn: fromOn, limitOn: limitOn === null ? null : asDay(limitOn) },
  });
  const members: Member[] = [];
  for (const schoolId of memberSchools) {
    const member = await tx.boardMember.create({ data: { boardId: row.id, schoolId, fromOn } });
    members.push({ memberId: member.id, schoolId });
  }
  return { board: await getBoard(tx, row.id), members };
}

export async function createSeats(tx: Tx, boardId: number, seats: PlannedSeat[], fromOn: string): Promise<void> {
  await tx.seat.createMany({ data: seats.map((seat) => ({ ...seat, boardId, fromOn: asDay(fromOn) })) });
}

/** Put a person on a seat that is vacant. Throws a Conflict when somebody was put there at the same moment. */
export async function fillSeat(
  tx: Tx,
  seatId: number,
  seat: { personId: number; role: string },
  fromOn: string,
): Promise<void> {
  const filled = await tx.seat.updateMany({
    where: { id: seatId, personId: null },
    data: { ...seat, fromOn: asDay(fromOn), version: { increment: 1 } },
  });
  if (filled.count === 0) throw new Conflict('The seat');
}

/** End a seat's row with a last day. */
export async function endSeat(tx: Tx, seatId: number, lastOn: string): Promise<void> {
  await tx.seat.update({ where: { id: seatId }, data: { untilOn: asDay(lastOn), version: { increment: 1 } } });
}

/** Make one seat the chair's, and no other. */
export async function setChair(tx: Tx, boardId: number, seatId: number): Promise<void> {
  await tx.seat.updateMany({ where: { boardId, isChair: true }, data: { isChair: false, version: { increment: 1 } } });
  await tx.seat.update({ where: { id: seatId }, data: { isChair: true, version: { increment: 1 } } });
}

/** Bind a board to the channel where it is told things; says what is known about the channel. */
export async function bindChannel(tx: Tx, board: { id: number; version: number }, conversationId: number) {
  const saved = await tx.board.updateMany({
    where: { id: board.id, version: board.version },
    data: { channelConversationId: conversationId, version: { increment: 1 } },
  });
  if (saved.count === 0) throw new Conflict(refOf('BRD', board.id));
  const { channel } = await tx.board.findUniqueOrThrow({ where: { id: board.id }, select: { channel: true } });
  return { isPrivate: channel?.isPrivate ?? false };
}

/** Another open board that is told things in the same channel. */
export async function findOtherInChannel(tx: Tx, boardId: number, conversationId: number) {
  return tx.board.findFirst({ where: { channelConversationId: conversationId, closedOn: null, id: { not: boardId } } });
}

/** The next planned meeting, read through the board's own relation: the meetings room knows boards, not the other way. */
export async function findNextDate(tx: Tx, boardId: number, today: string) {
  const { meetings } = await tx.board.findUniqueOrThrow({
    where: { id: boardId },
    select: {
      meetings: { where: { state: 'planned', heldOn: { gte: asDay(today) } }, orderBy: { heldOn: 'asc' }, take: 1 },
    },
  });
  const next = meetings[0];
  return next && { on: dayOf(next.heldOn), at: next.startsAt, place: next.place };
}

/** How many open actions of a board somebody owns, read through the board's own relation. */
export async function countOpenOf(tx: Tx, boardId: number, personId: number): Promise<number> {
  return tx.action.count({ where: { boardId, ownerId: personId, state: 'open' } });
}

/** Whether a person is still here on a day. */
export async function isHere(tx: Tx, personId: number, today: string): Promise<boolean> {
  const where = { id: personId, OR: [{ leftOn: null }, { leftOn: { gt: asDay(today) } }] };
  return (await tx.person.count({ where })) > 0;
}

/** Whether a card about the subject was delivered to this person: then it is settled in place, and need not be said before. */
export async function wasShown(tx: Tx, subject: string, viewerId: number): Promise<boolean> {
  return (await tx.cardCopy.count({ where: { subject, viewerId, messageId: { not: null } } })) > 0;
}

/** The category in force at a school. */
export async function findCategory(tx: Tx, schoolId: number): Promise<string | undefined> {
  const { category } = await tx.school.findUniqueOrThrow({ where: { id: schoolId }, select: { category: true } });
  return category ?? undefined;
}
