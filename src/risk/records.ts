import { refOf, subjectOf } from '../chat/refs.ts';
import { Conflict, Refusal } from '../chat/refusal.ts';
import { type Sql, sql, type Tx } from '../store/database.ts';
import { asDay } from '../store/days.ts';
import type { Alert } from './rules.ts';

const WITH = { school: true, board: true } as const;

/** An alert; refuses a number that there is not. */
export async function getAlert(tx: Tx, id: number): Promise<Alert> {
  const row = await tx.alert.findUnique({ where: { id }, include: WITH });
  if (!row) throw new Refusal(`There is no alert ${refOf('ALR', id)}.`);
  return alertOf(row);
}

/** The same, held until the end of the transaction. */
export async function getAlertLocked(tx: Tx, id: number): Promise<Alert> {
  await tx.$queryRaw`select id from "Alert" where id = ${id} for update`;
  return getAlert(tx, id);
}

/**
 * Make an alert, unless there is one for the same board, school and reason since `after`. The school's row is held while
 * looking: of two who confirm at once, the second sees the first one's alert.
 */
export async function createAlertOnce(
  tx: Tx,
  alert: { boardId: number; schoolId: number; categoryId: number; reasonCode: string; at: Date; after: Date },
): Promise<Alert | undefined> {
  const { at, after, ...values } = alert;
  const { boardId, schoolId, reasonCode } = values;
  await tx.$queryRaw`select id from "School" where id = ${schoolId} for update`;
  const earlier = await tx.alert.findFirst({ where: { boardId, schoolId, reasonCode, raisedAt: { gt: after } } });
  if (earlier) return undefined;
  const row = await tx.alert.create({ data: { ...values, raisedAt: at }, include: WITH });
  return alertOf(row);
}

export async function saveRaised(tx: Tx, before: Alert): Promise<void> {
  await save(tx, before, { state: 'raised' });
}

export async function saveAcknowledged(tx: Tx, before: Alert, by: { personId: number; at: Date }): Promise<void> {
  await save(tx, before, { state: 'acknowledged', acknowledgedById: by.personId, acknowledgedAt: by.at });
}

/** The open Challenge Boards of which the school is a member on a day. */
export async function listBoardsOver(tx: Tx, schoolId: number, today: string): Promise<{ id: number; name: string }[]> {
  const day = asDay(today);
  return tx.board.findMany({
    where: {
      template: 'CHALLENGE',
      closedOn: null,
      members: { some: { schoolId, fromOn: { lte: day }, OR: [{ untilOn: null }, { untilOn: { gte: day } }] } },
    },
    select: { id: true, name: true },
    orderBy: { id: 'asc' },
  });
}

/** Those of the boards that are Challenge Boards. */
export async function listChallengeBoards(tx: Tx, boardIds: number[]): Promise<number[]> {
  const rows = await tx.board.findMany({
    where: { id: { in: boardIds }, template: 'CHALLENGE', closedOn: null },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

/** The schools that are members of boards on a day. */
export async function listMemberSchools(tx: Tx, boardIds: number[], today: string): Promise<Set<number>> {
  const day = asDay(today);
  const rows = await tx.boardMember.findMany({
    where: { boardId: { in: boardIds }, fromOn: { lte: day }, OR: [{ untilOn: null }, { untilOn: { gte: day } }] },
    select: { schoolId: true },
  });
  return new Set(rows.flatMap((row) => row.schoolId ?? []));
}

/** The board's channel, and whether it is proven private. */
export async function findChannel(tx: Tx, boardId: number): Promise<{ id: number; isPrivate: boolean } | undefined> {
  const row = await tx.board.findUnique({
    where: { id: boardId },
    select: { channel: { select: { id: true, isPrivate: true } } },
  });
  return row?.channel ?? undefined;
}

/** What became of the messages with these keys. */
export async function listStates(tx: Tx, keys: string[]): Promise<Map<string, string>> {
  const rows = await tx.outbox.findMany({ where: { key: { in: keys } }, select: { key: true, state: true } });
  return new Map(rows.map((row) => [row.key, row.state]));
}

/** The newest alert of each school, in one statement. */
export async function listNewest(tx: Tx, schoolIds: number[]): Promise<Map<number, Alert>> {
  const rows = await tx.alert.findMany({
    where: { schoolId: { in: schoolIds } },
    include: WITH,
    orderBy: [{ schoolId: 'asc' }, { raisedAt: 'desc' }, { id: 'desc' }],
    distinct: ['schoolId'],
  });
  return new Map(rows.map((row) => [row.schoolId, alertOf(row)]));
}

/** Alerts that nobody has acknowledged: those sent to boards, or those that wait for a director's word. */
export async function listOpen(tx: Tx, partnershipId: number, boardIds?: number[]): Promise<Alert[]> {
  const rows = await tx.alert.findMany({
    where: {
      state: { not: 'acknowledged' },
      board: { partnershipId },
      ...(boardIds ? { boardId: { in: boardIds } } : {}),
    },
    include: WITH,
    orderBy: { id: 'asc' },
    take: 50,
  });
  return rows.map(alertOf);
}

/** The alerts about a school that nobody has acknowledged. */
export async function listOpenOf(tx: Tx, schoolId: number): Promise<Alert[]> {
  const rows = await tx.alert.findMany({
    where: { schoolId, state: { not: 'acknowledged' } },
    include: WITH,
    orderBy: { id: 'asc' },
  });
  return rows.map(alertOf);
}

/** Whether a card about the alert stands in this person's chat, or in the channel without a person. */
export async function stands(tx: Tx, card: string, alert: Alert, viewerId: number | undefined): Promise<boolean> {
  const where = { card, subject: subjectOf('ALR', alert.id), viewerId: viewerId ?? null, messageId: { not: null } };
  return (await tx.cardCopy.count({ where })) > 0;
}

/** Which of the alerts have reached somebody on a card of this kind. */
export async function listShown(tx: Tx, card: string, alerts: Alert[]): Promise<Set<number>> {
  const subjects = new Map(alerts.map((alert) => [subjectOf('ALR', alert.id), alert.id]));
  const rows = await tx.outbox.findMany({
    where: { card, subject: { in: [...subjects.keys()] }, state: { in: ['sent', 'uncertain'] } },
    select: { subject: true },
  });
  return new Set(rows.map((row) => subjects.get(row.subject)!));
}

export interface RiskFacts {
  schools: { count: number; names: string[] | null };
  /** Numbers of the alerts that nobody has acknowledged, about schools that are still at risk. */
  open: { count: number; ids: number[] | null };
  undelivered: { subject: string; reason: string }[] | null;
}

/** The schools at risk, the alerts about them that wait, and those that could not be delivered; `most` of each by name. */
export function riskFacts(partnershipId: number, atRisk: string[], most: number): Sql {
  return sql`select json_build_object(
    'schools', (select json_build_object('count', count(*), 'names', (array_agg(name order by name))[1:${most}::int])
      from "School" where "partnershipId" = ${partnershipId} and status <> 'Closed' and category = any(${atRisk})),
    'open', (select json_build_object('count', count(*), 'ids', (array_agg(a.id order by a.id))[1:${most}::int])
      from "Alert" a join "Board" b on b.id = a."boardId" join "School" s on s.id = a."schoolId"
      where a.state <> 'acknowledged' and b."partnershipId" = ${partnershipId} and s.category = any(${atRisk})),
    'undelivered', (select json_agg(json_build_object('subject', o.subject, 'reason', coalesce(o.reason, 'no reason given'))) from (
      select subject, reason from "Outbox" where state in ('failed', 'uncertain', 'unreachable')
        and card in ('at-risk-alert', 'risk-question') order by id desc limit ${MOST_UNDELIVERED}) o))`;
}

const MOST_UNDELIVERED = 5;

/** An alert that nobody has acknowledged. */
export interface OpenAlert {
  id: number;
  school: string;
  board: string;
  raisedAt: string;
}

/** The alerts that nobody has acknowledged, about schools that are still at risk, the oldest first. */
export function openAlertFacts(partnershipId: number, atRisk: string[]): Sql {
  return sql`select json_agg(json_build_object('id', a.id, 'school', s.name, 'board', b.name, 'raisedAt', a."raisedAt") order by a.id)
    from "Alert" a join "Board" b on b.id = a."boardId" join "School" s on s.id = a."schoolId"
    where a.state <> 'acknowledged' and b."partnershipId" = ${partnershipId} and s.category = any(${atRisk})`;
}

/** A school's newest alert. */
export function newestAlertFacts(schoolId: number): Sql {
  return sql`select json_build_object('id', id, 'raisedAt', "raisedAt", 'state', state) from "Alert"
    where "schoolId" = ${schoolId} order by "raisedAt" desc, id desc limit 1`;
}

async function save(tx: Tx, before: Alert, data: object): Promise<void> {
  const saved = await tx.alert.updateMany({
    where: { id: before.id, version: before.version },
    data: { ...data, version: { increment: 1 } },
  });
  if (saved.count === 0) throw new Conflict(refOf('ALR', before.id));
}

type Row = Omit<Alert, 'boardName' | 'schoolName' | 'state'> & {
  state: string;
  school: { name: string };
  board: { name: string };
};

function alertOf({ school, board, ...row }: Row): Alert {
  const { id, boardId, schoolId, categoryId, raisedAt, acknowledgedAt, acknowledgedById, version } = row;
  const state = row.state as Alert['state'];
  const names = { boardName: board.name, schoolName: school.name };
  return { id, boardId, schoolId, categoryId, raisedAt, acknowledgedAt, acknowledgedById, version, state, ...names };
}
