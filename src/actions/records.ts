import { refOf } from '../chat/refs.ts';
import { Conflict, Refusal } from '../chat/refusal.ts';
import { type Sql, sql, type Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';

const shape = {
  board: { include: { school: true } },
  owner: { select: { id: true, name: true, leftOn: true } },
  meeting: { select: { heldOn: true } },
} as const;

export type Action = Awaited<ReturnType<typeof getAction>>;

type Row = Awaited<ReturnType<typeof readRow>>;

const readRow = (tx: Tx, id: number) => tx.action.findUniqueOrThrow({ where: { id }, include: shape });

/** An action with its board and owner; its days are days. */
export async function getAction(tx: Tx, id: number) {
  const row = await tx.action.findUnique({ where: { id }, include: shape });
  if (!row) throw new Refusal(`There is no action ${refOf('ACT', id)}.`);
  return asAction(row);
}

/** An action that nobody else changes until this transaction ends: what is read of it and its asks belongs together. */
export async function getActionLocked(tx: Tx, id: number): Promise<Action> {
  await tx.$queryRaw`select id from "Action" where id = ${id} for update`;
  return getAction(tx, id);
}

const asAction = (row: Row) => ({ ...row, dueOn: dayOf(row.dueOn) });

export interface ActionQuery {
  partnershipId: number;
  boardIds?: number[];
  schoolId?: number;
  ownerId?: number;
  /** Only those whose deadline is before this day. */
  dueBefore?: string;
}

const whereOpen = ({ partnershipId, boardIds, schoolId, ownerId, dueBefore }: ActionQuery) => ({
  state: 'open',
  board: { partnershipId, closedOn: null, ...(schoolId === undefined ? {} : { schoolId }) },
  ...(boardIds === undefined ? {} : { boardId: { in: boardIds } }),
  ...(ownerId === undefined ? {} : { ownerId }),
  ...(dueBefore === undefined ? {} : { dueOn: { lt: asDay(dueBefore) } }),
});

/** Open actions, the latest first: the earlier a deadline, the more days late. */
export async function listOpen(tx: Tx, query: ActionQuery): Promise<Action[]> {
  const rows = await tx.action.findMany({
    where: whereOpen(query),
    include: shape,
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
  });
  return rows.map(asAction);
}

/** Every action that a meeting agreed, whatever became of it. */
export async function listOfMeeting(tx: Tx, meetingId: number): Promise<Action[]> {
  const rows = await tx.action.findMany({
    where: { meetingId },
    include: shape,
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
  });
  return rows.map(asAction);
}

export interface OpenFacts {
  open: number;
  overdue: number;
}

/** Count the open actions of a partnership or of one school's boards, and those of them that are late. */
export function openFacts(partnershipId: number, today: string, schoolId?: number): Sql {
  const boards = schoolId === undefined ? sql`b."partnershipId" = ${partnershipId}` : sql`b."schoolId" = ${schoolId}`;
  return sql`select json_build_object('open', count(*), 'overdue', count(*) filter (where a."dueOn" < ${today}::date))
    from "Action" a join "Board" b on b.id = a."boardId" and ${boards} and b."closedOn" is null
    where a.state = 'open'`;
}

export async function countOpen(tx: Tx, query: ActionQuery): Promise<number> {
  return tx.action.count({ where: whereOpen(query) });
}

export async function createAction(
  tx: Tx,
  action: {
    boardId: number;
    meetingId: number | null;
    what: string;
    intendedImpact: string | null;
    ownerId: number;
    dueOn: string;
    createdById: number;
    createdAt: Date;
  },
): Promise<Action> {
  const { id } = await tx.action.create({ data: { ...action, dueOn: asDay(action.dueOn) } });
  return getAction(tx, id);
}

/** Save what changed about an action. Throws a Conflict when somebody saved first. */
export async function saveAction(
  tx: Tx,
  before: { id: number; version: number },
  change: {
    state?: string;
    evidence?: string;
    reason?: string;
    doneAt?: Date;
    doneById?: number;
    ownerId?: number;
    dueOn?: string;
    dueRevision?: number;
  },
): Promise<void> {
  const { dueOn, ...rest } = change;
  const saved = await tx.action.updateMany({
    where: { id: before.id, version: before.version },
    data: { ...rest, ...(dueOn === undefined ? {} : { dueOn: asDay(dueOn) }), version: { increment: 1 } },
  });
  if (saved.count === 0) throw new Conflict(refOf('ACT', before.id));
}

/** The board of a meeting, read through the board's own relation: the meetings room knows actions, not the other way. */
export async function findBoardOfMeeting(tx: Tx, meetingId: number): Promise<number | undefined> {
  const board = await tx.board.findFirst({ where: { meetings: { some: { id: meetingId } } }, select: { id: true } });
  return board?.id;
}

/** Whether a meeting is the board's, read through the board's own relation. */
export async function isMeetingOf(tx: Tx, boardId: number, meetingId: number): Promise<boolean> {
  return (await tx.board.count({ where: { id: boardId, meetings: { some: { id: meetingId } } } })) === 1;
}

/** Actions by their numbers, the latest first. */
export async function listByIds(tx: Tx, ids: number[]): Promise<Action[]> {
  const rows = await tx.action.findMany({
    where: { id: { in: ids } },
    include: shape,
    orderBy: [{ dueOn: 'asc' }, { id: 'asc' }],
  });
  return rows.map(asAction);
}

export { isPosted } from '../chat/records.ts';

/** Actions that were called off, the latest deadline first. */
export async function listCancelled(tx: Tx, query: ActionQuery): Promise<Action[]> {
  const rows = await tx.action.findMany({
    where: { ...whereOpen(query), state: 'cancelled' },
    include: shape,
    orderBy: [{ dueOn: 'desc' }, { id: 'desc' }],
  });
  return rows.map(asAction);
}
