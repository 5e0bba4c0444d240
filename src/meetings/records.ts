import { refOf } from '../chat/refs.ts';
import { Conflict, Refusal } from '../chat/refusal.ts';
import { type Sql, sql, type Tx } from '../store/database.ts';
import { asDay } from '../store/days.ts';
import type { StandingItem } from './rules.ts';

export type Meeting = Awaited<ReturnType<typeof getMeeting>>;

export async function getMeeting(tx: Tx, id: number) {
  const meeting = await tx.meeting.findUnique({ where: { id }, include: { board: { include: { school: true } } } });
  if (!meeting) throw new Refusal(`There is no meeting ${refOf('MTG', id)}.`);
  return meeting;
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
      ...(isPublished ? { agendaRevision: { gt: 0 } } : {}),
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
  return tx.agendaItem.findMany({
    where: { meetingId, removed: false },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
  });
}

export async function addItem(tx: Tx, item: { meetingId: number; title: string; lead: string; addedById: number }) {
  const last = await tx.agendaItem.aggregate({ where: { meetingId: item.meetingId }, _max: { position: true } });
  return tx.agendaItem.create({ data: { ...item, position: (last._max.position ?? 0) + 1 } });
}

export async function removeItem(tx: Tx, itemId: number): Promise<void> {
  await tx.agendaItem.update({ where: { id: itemId }, data: { removed: true } });
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

export type Answer = 'coming' | 'apologies';

/** Who has answered, in the order of their answers. */
export async function listAnswers(tx: Tx, meetingId: number) {
  const rows = await tx.attendance.findMany({
    where: { meetingId, answer: { in: ['coming', 'apologies'] } },
    include: { person: { select: { name: true } } },
    orderBy: [{ answeredAt: 'asc' }, { personId: 'asc' }],
  });
  return rows.map((row) => ({ personId: row.personId, name: row.person.name, answer: row.answer as Answer }));
}

/** Keep somebody's answer; says what it was before. */
export async function saveAnswer(
  tx: Tx,
  meetingId: number,
  personId: number,
  answer: Answer,
  at: Date,
): Promise<Answer | undefined> {
  const key = { meetingId_personId: { meetingId, personId } };
  const before = await tx.attendance.findUnique({ where: key });
  if (before?.answer !== answer)
    await tx.attendance.upsert({
      where: key,
      create: { meetingId, personId, answer, answeredAt: at },
      update: { answer, answeredAt: at },
    });
  return before?.answer as Answer | undefined;
}

/** What was answered for another day counts no more; the rows stay, and everybody can answer again. */
export async function voidAnswers(tx: Tx, meetingId: number): Promise<void> {
  await tx.attendance.updateMany({ where: { meetingId }, data: { answer: 'void' } });
}
