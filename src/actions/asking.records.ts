// What owners ask of the people who run a board: another date, or that somebody else does it.
import { Conflict } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';

export type AskKind = 'date' | 'notMine';
export type AskEnd = 'granted' | 'refused' | 'void';

/** An ask with its days as days; `wantedOn` is null unless another date is asked for. */
export interface Ask {
  id: number;
  actionId: number;
  kind: AskKind;
  /** The deadline that it is about. */
  dueRevision: number;
  askedById: number;
  askedBy: { name: string };
  askedAt: Date;
  wantedOn: string | null;
  reason: string;
  state: 'open' | AskEnd;
  decidedById: number | null;
  decidedAt: Date | null;
  /** What was said with a refusal. */
  words: string | null;
}

const withAsker = { askedBy: { select: { name: true } } } as const;

const asAsk = (
  row: { wantedOn: Date | null; kind: string; state: string } & Omit<Ask, 'wantedOn' | 'kind' | 'state'>,
) => ({ ...row, wantedOn: row.wantedOn === null ? null : dayOf(row.wantedOn) }) as Ask;

/** One ask by its number; it has to be there, since buttons and subjects alone name it. */
export async function getAsk(tx: Tx, id: number): Promise<Ask> {
  return asAsk(await tx.actionAsk.findUniqueOrThrow({ where: { id }, include: withAsker }));
}

/** The ask about an action that waits for an answer; there is one at most. */
export async function findOpenAsk(tx: Tx, actionId: number): Promise<Ask | undefined> {
  const row = await tx.actionAsk.findFirst({ where: { actionId, state: 'open' }, include: withAsker });
  return row ? asAsk(row) : undefined;
}

/** What was asked last about an action's deadline, whatever became of it. */
export async function findLatestAsk(tx: Tx, actionId: number, dueRevision: number): Promise<Ask | undefined> {
  const row = await tx.actionAsk.findFirst({
    where: { actionId, dueRevision },
    orderBy: { id: 'desc' },
    include: withAsker,
  });
  return row ? asAsk(row) : undefined;
}

/** The asks that wait for an answer, the oldest first: about these actions, on these boards or by this person. */
export async function listOpenAsks(
  tx: Tx,
  query: { partnershipId?: number; actionIds?: number[]; boardId?: number; askedById?: number },
): Promise<Ask[]> {
  const { partnershipId, actionIds, boardId, askedById } = query;
  const rows = await tx.actionAsk.findMany({
    where: {
      state: 'open',
      ...(actionIds === undefined ? {} : { actionId: { in: actionIds } }),
      ...(askedById === undefined ? {} : { askedById }),
      action: {
        ...(boardId === undefined ? {} : { boardId }),
        board: { closedOn: null, ...(partnershipId === undefined ? {} : { partnershipId }) },
      },
    },
    include: withAsker,
    orderBy: { id: 'asc' },
  });
  return rows.map(asAsk);
}

/** Keep a new ask. Whoever calls holds the action's lock, so that no two are open. */
export async function createAsk(
  tx: Tx,
  ask: Pick<Ask, 'actionId' | 'kind' | 'dueRevision' | 'askedById' | 'askedAt' | 'wantedOn' | 'reason'>,
): Promise<Ask> {
  const wantedOn = ask.wantedOn === null ? null : asDay(ask.wantedOn);
  const { id } = await tx.actionAsk.create({ data: { ...ask, wantedOn } });
  return getAsk(tx, id);
}

/** Put a new wish in the place of an open one. Throws a Conflict when it was answered first. */
export async function changeAsk(tx: Tx, id: number, wish: Pick<Ask, 'wantedOn' | 'reason' | 'askedAt'>): Promise<Ask> {
  const wantedOn = wish.wantedOn === null ? null : asDay(wish.wantedOn);
  const saved = await tx.actionAsk.updateMany({ where: { id, state: 'open' }, data: { ...wish, wantedOn } });
  if (saved.count === 0) throw new Conflict('What was asked');
  return getAsk(tx, id);
}

/** End an open ask. Throws a Conflict when somebody ended it first. */
export async function saveEnd(
  tx: Tx,
  id: number,
  end: { state: AskEnd; decidedById: number | null; decidedAt: Date; words: string | null },
): Promise<Ask> {
  const saved = await tx.actionAsk.updateMany({ where: { id, state: 'open' }, data: end });
  if (saved.count === 0) throw new Conflict('What was asked');
  return getAsk(tx, id);
}
