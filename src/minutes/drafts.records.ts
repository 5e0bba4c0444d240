import type { Tx } from '../store/database.ts';
import { asDay } from '../store/days.ts';

export interface Undrafted {
  meetingId: number;
  heldOn: Date;
  startsAt: string;
  boardId: number;
  board: string;
  template: string;
  /** The draft, if somebody has begun it. */
  minutesId: number | null;
}

/** Held meetings from a day on whose minutes nobody has circulated yet, of open boards; oldest first. */
export async function listUncirculated(
  tx: Tx,
  { partnershipId, since, boardIds }: { partnershipId: number; since: string; boardIds?: number[] },
): Promise<Undrafted[]> {
  const rows = await tx.meeting.findMany({
    where: {
      state: 'held',
      heldOn: { gte: asDay(since) },
      board: { partnershipId, closedOn: null, ...(boardIds === undefined ? {} : { id: { in: boardIds } }) },
      OR: [{ minutes: null }, { minutes: { state: 'draft', circulatedAt: null } }],
    },
    include: { board: { select: { name: true, template: true } }, minutes: { select: { id: true } } },
    orderBy: [{ heldOn: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ id, heldOn, startsAt, boardId, board, minutes }) => ({
    meetingId: id,
    heldOn,
    startsAt,
    boardId,
    board: board.name,
    template: board.template,
    minutesId: minutes?.id ?? null,
  }));
}

/** The minutes of a board that its next meeting has before it: circulated, or agreed and not confirmed yet; oldest first. */
export async function listUnconfirmed(tx: Tx, boardId: number): Promise<{ id: number; state: string; heldOn: Date }[]> {
  const rows = await tx.minutes.findMany({
    where: { boardId, state: { in: ['circulated', 'agreed'] } },
    select: { id: true, state: true, meeting: { select: { heldOn: true } } },
    orderBy: [{ meeting: { heldOn: 'asc' } }, { id: 'asc' }],
  });
  return rows.map(({ id, state, meeting }) => ({ id, state, heldOn: meeting.heldOn }));
}
