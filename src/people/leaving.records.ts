import { addDays } from '../calendar/index.ts';
import type { Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';

/** How many open actions a person owns. */
export async function countOpenActions(tx: Tx, personId: number): Promise<number> {
  return tx.action.count({ where: { ownerId: personId, state: 'open' } });
}

/** The open boards on which a person sits, by name, and what they run there. */
export async function listSeatsOf(
  tx: Tx,
  personId: number,
  today: string,
): Promise<{ board: string; isChair: boolean; isClerk: boolean }[]> {
  const day = asDay(today);
  const rows = await tx.seat.findMany({
    where: {
      personId,
      fromOn: { lte: day },
      OR: [{ untilOn: null }, { untilOn: { gte: day } }],
      board: { closedOn: null },
    },
    select: { isChair: true, isClerk: true, board: { select: { name: true } } },
    orderBy: [{ board: { name: 'asc' } }, { id: 'asc' }],
  });
  return rows.map(({ board, ...held }) => ({ board: board.name, ...held }));
}

/** Whether somebody is recorded as having left, and since when. */
export async function findLeftOn(tx: Tx, personId: number, today: string): Promise<string | undefined> {
  const { leftOn } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { leftOn: true } });
  return leftOn !== null && dayOf(leftOn) <= today ? dayOf(leftOn) : undefined;
}

/**
 * Record that somebody is here after all. What ended with the leaving stays ended: roles and seats whose last day is
 * today would otherwise hold until the evening, so they end the day before.
 */
export async function endLeave(tx: Tx, personId: number, today: string): Promise<void> {
  const day = asDay(today);
  const ended = { personId, untilOn: day };
  const dayBefore = asDay(addDays(today, -1));
  await tx.roleHeld.updateMany({ where: ended, data: { untilOn: dayBefore } });
  await tx.seat.updateMany({ where: ended, data: { untilOn: dayBefore } });
  await tx.person.update({ where: { id: personId }, data: { leftOn: null, version: { increment: 1 } } });
}

/** End a person's access now; what they held and did stays, with this day as the last. */
export async function endAccess(tx: Tx, personId: number, { now, today }: { now: Date; today: string }): Promise<void> {
  const day = asDay(today);
  await tx.person.update({ where: { id: personId }, data: { leftOn: day, version: { increment: 1 } } });
  const stillHeld = { personId, OR: [{ untilOn: null }, { untilOn: { gt: day } }] };
  await tx.roleHeld.updateMany({ where: stillHeld, data: { untilOn: day } });
  await tx.seat.updateMany({ where: stillHeld, data: { untilOn: day } });
  await tx.identity.updateMany({ where: { personId, unboundAt: null }, data: { unboundAt: now } });
  await tx.joinCode.updateMany({ where: { personId, usedAt: null }, data: { expiresAt: now } });
  await tx.mailInvitation.updateMany({ where: { personId, expiresAt: { gt: now } }, data: { expiresAt: now } });
  await tx.mailSession.deleteMany({ where: { personId } });
  // Their chats are nobody's now: nothing more is posted there, and cards in them are not shown anew.
  await tx.conversation.updateMany({ where: { personId }, data: { personId: null } });
  await tx.question.updateMany({ where: { personId, closedAt: null }, data: { closedAt: now } });
  await tx.outbox.updateMany({
    where: { personId, state: { in: ['waiting', 'unreachable'] } },
    data: { state: 'skipped', reason: 'has left' },
  });
}
