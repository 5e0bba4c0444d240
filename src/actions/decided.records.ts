// What was decided about actions, read where it was written down: in the audit.
import { subjectOf } from '../chat/refs.ts';
import type { Tx } from '../store/database.ts';

export const CALLED_OFF = 'action.cancelled';
export const LEFT = 'action.left';

interface Decided {
  actionId: number;
  /** Who decided it, and when. */
  byId: number | null;
  at: Date;
}

/** Who called these actions off, and when. */
export async function whoCancelled(tx: Tx, actionIds: number[]): Promise<Map<number, Decided>> {
  return new Map((await listDecided(tx, CALLED_OFF, actionIds)).map((one) => [one.actionId, one]));
}

/** Of these actions those that were accepted as overdue, for the deadline that they have now. */
export async function whoLeft(tx: Tx, actions: { id: number; dueRevision: number }[]): Promise<Map<number, Decided>> {
  const rows = await listDecided(
    tx,
    LEFT,
    actions.map(({ id }) => id),
  );
  const current = new Map(actions.map(({ id, dueRevision }) => [id, dueRevision]));
  return new Map(rows.filter((row) => current.get(row.actionId) === row.dueRevision).map((one) => [one.actionId, one]));
}

async function listDecided(tx: Tx, event: string, actionIds: number[]): Promise<(Decided & { dueRevision: number })[]> {
  const rows = await tx.auditEvent.findMany({
    where: { subject: { in: actionIds.map((id) => subjectOf('ACT', id)) }, event },
    orderBy: { id: 'asc' },
    select: { after: true, actorId: true, at: true },
  });
  return rows.map(({ after, actorId, at }) => {
    const { actionId, dueRevision } = after as { actionId: number; dueRevision: number };
    return { actionId, dueRevision, byId: actorId, at };
  });
}
