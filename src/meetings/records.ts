import { refOf } from '../chat/refs.ts';
import { Conflict, Refusal } from '../chat/refusal.ts';
import { type Sql, sql, type Tx } from '../store/database.ts';
import { asDay } from '../store/days.ts';
import type { Prisma } from '../store/generated/client.ts';
import type { StandingItem } from './rules.ts';

const ITEMS = {
  where: { removed: false },
  orderBy: [{ position: 'asc' }, { id: 'asc' }],
} satisfies Prisma.Meeting$itemsArgs;
/** What people answered for the meeting's day, in the order in which it was said. */
export const ANSWERED = {
  where: { answer: { not: 'void' } },
  orderBy: [{ answeredAt: 'asc' }, { personId: 'asc' }],
} satisfies Prisma.Meeting$attendancesArgs;

export type Meeting = Awaited<ReturnType<typeof getMeeting>>;

export async function getMeeting(tx: Tx, id: number) {
  const meeting = await tx.meeting.findUnique({ where: { id }, include: { board: { include: { school: true } } } });
  if (!meeting) throw new Refusal(`There is no meeting ${refOf('MTG', id)}.`);
  return meeting;
}

export type WithAgenda = Awaited<ReturnType<typeof getWithAgenda>>;

/** A meeting with its items and what people answered, in one question: the card that more people have open than any other. */
export async function getWithAgenda(tx: Tx, id: number) {
  const meeting = await tx.meeting.findUnique({
    where: { id },
    include: { board: { include: { school: true } }, items: ITEMS, attendances: ANSWERED },
  });
  if (!meeting) throw new Refusal(`There is no meeting ${refOf('MTG', id)}.`);
  return meeting;
}

/** The same, with its row locked: what is decided about it meanwhile waits. */
export async function getMeetingLocked(tx: Tx, id: number): Promise<Meeting> {
  await tx.$queryRaw`select id from "Meeting" where id = ${id} for update`;
  return getMeeting(tx, id);
}

/** The next planned meeting of a board, today's included. */
export async function findNextMeeting(tx: Tx, boardId: number, today: string): Promise<Meeting | undefined> {
  const next = await tx.meeting.findFirst({
    where: { boardId, state: 'planned', heldOn: { gte: asDay(today) } },
    orderBy: [{ heldOn: 'asc' }, { startsAt: 'asc' }],
    include: { board: { include: { school: true } } },
  });
  return next ?? undefined;
}

/** The latest meeting of a board up to today, whether or not somebody has marked it held. */
export async function findLatestMeeting(tx: Tx, boardId: number, today: string): Promise<Meeting | undefined> {
  const latest = await tx.meeting.findFirst({
    where: { boardId, state: { not: 'cancelled' }, heldOn: { lte: asDay(today) } },
    orderBy: [{ heldOn: 'desc' }, { startsAt: 'desc' }],
    include: { board: { include: { school: true } } },
  });
  return latest ?? undefined;
}

/** Planned meetings from today on, of the boards of a partnership, of a school, or of the boards given; soonest first. */
export async function listPlanned(
  tx: Tx,
  query: { partnershipId: number; today: string; schoolId?: number; boardIds?: number[]; isPublished?: boolean },
): Promise<Meeting[]> {
  const { partnershipId, today, schoolId, boardIds, isPublished } = query;
  return tx.meeting.findMany({
    where: {
      state: 'planned',
      heldOn: { gte: asDay(today) },
      ...(isPublished === undefined ? {} : { agendaRevision: isPublished ? { gt: 0 } : 0 }),
      board: {
        partnershipId,
        closedOn: null,
        ...(schoolId === undefined ? {} : { schoolId }),
        ...(boardIds === undefined ? {} : { id: { in: boardIds } }),
      },
    },
    orderBy: [{ heldOn: 'asc' }, { startsAt: 'asc' }],
    include: { board: { include: { school: true } } },
  });
}

/** Planned meetings whose day is over, of open boards: of a partnership, or of the boards given; oldest first. */
export async function listUnrecorded(
  tx: Tx,
  query: { partnershipId: number; today: string; boardIds?: number[] },
): Promise<Meeting[]> {
  const { partnershipId, today, boardIds } = query;
  return tx.meeting.findMany({
    where: {
      state: 'planned',
      heldOn: { lt: asDay(today) },
      board: { partnershipId, closedOn: null, ...(boardIds === undefined ? {} : { id: { in: boardIds } }) },
    },
    orderBy: [{ heldOn: 'asc' }, { id: 'asc' }],
    include: { board: { include: { school: true } } },
  });
}

/** The minutes of a meeting, read through the meeting's own relation: the minutes' room knows meetings, not the other way. */
export async function findMinutes(tx: Tx, meetingId: number): Promise<{ id: number; state: string } | undefined> {
  const { minutes } = await tx.meeting.findUniqueOrThrow({
    where: { id: meetingId },
    select: { minutes: { select: { id: true, state: true } } },
  });
  return minutes ?? undefined;
}

export interface NextFacts {
  count: number;
  first: { board: string; on: string; at: string }[] | null;
}

/** The next meetings of a partnership's or one school's boards: how many are planned, and the first of them. */
export function nextFacts(partnershipId: number, today: string, most: number, schoolId?: number): Sql {
  const boards = schoolId === undefined ? sql`b."partnershipId" = ${partnershipId}` : sql`b."schoolId" = ${schoolId}`;
  const planned = sql`from "Meeting" m join "Board" b on b.id = m."boardId" and ${boards} and b."closedOn" is null
    where m.state = 'planned' and m."heldOn" >= ${today}::date`;
  return sql`select json_build_object(
    'count', (select count(*) ${planned}),
    'first', (select json_agg(json_build_object('board', n.name, 'on', n."heldOn", 'at', n."startsAt")) from (
      select b.name, m."heldOn", m."startsAt" ${planned} order by m."heldOn", m."startsAt", m.id limit ${most}) n))`;
}

export async function createMeeting(
  tx: Tx,
  meeting: { boardId: number; heldOn: string; startsAt: string; place: string },
  items: StandingItem[],
): Promise<Meeting> {
  const { id } = await tx.meeting.create({
    data: {
      ...meeting,
      heldOn: asDay(meeting.heldOn),
      items: { create: items.map((item, index) => ({ ...item, position: index + 1, standing: true })) },
    },
  });
  return getMeeting(tx, id);
}

/** A board's meeting on that day that has not been called off. */
export async function findOnDay(tx: Tx, boardId: number, heldOn: string) {
  return tx.meeting.findFirst({ where: { boardId, heldOn: asDay(heldOn), state: { not: 'cancelled' } } });
}

export async function listItems(tx: Tx, meetingId: number) {
  return tx.agendaItem.findMany({ where: { meetingId, ...ITEMS.where }, orderBy: ITEMS.orderBy });
}

export async function addItem(tx: Tx, item: { meetingId: number; title: string; lead: string; addedById: number }) {
  const last = await tx.agendaItem.aggregate({ where: { meetingId: item.meetingId }, _max: { position: true } });
  return tx.agendaItem.create({ data: { ...item, position: (last._max.position ?? 0) + 1 } });
}

export async function removeItem(tx: Tx, itemId: number): Promise<void> {
  await tx.agendaItem.update({ where: { id: itemId }, data: { removed: true } });
}

/** Put the items of a meeting in the order of the ids given. */
export async function orderItems(tx: Tx, itemIds: number[]): Promise<void> {
  for (const [index, id] of itemIds.entries())
    await tx.agendaItem.update({ where: { id }, data: { position: index + 1 } });
}

/** Save what changed about a meeting. Throws a Conflict when somebody saved first. */
export async function saveMeeting(
  tx: Tx,
  before: { id: number; version: number },
  change: {
    state?: string;
    heldOn?: string;
    startsAt?: string;
    place?: string;
    agendaRevision?: number;
    publishedAt?: Date | null;
  },
): Promise<void> {
  const { heldOn, ...rest } = change;
  const saved = await tx.meeting.updateMany({
    where: { id: before.id, version: before.version },
    data: { ...rest, ...(heldOn === undefined ? {} : { heldOn: asDay(heldOn) }), version: { increment: 1 } },
  });
  if (saved.count === 0) throw new Conflict(refOf('MTG', before.id));
}
