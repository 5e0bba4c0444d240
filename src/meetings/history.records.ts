import type { Json } from '../chat/contract.ts';
import { subjectOf } from '../chat/refs.ts';
import type { Tx } from '../store/database.ts';

/** Something that happened to a meeting, as the audit keeps it. */
export interface MeetingEvent {
  event: string;
  at: Date;
  before: Json;
  after: Json;
}

const KEPT = ['agenda.published', 'agenda.changed', 'meeting.moved', 'meeting.cancelled'];

/** What happened to a meeting and its agenda, oldest first: read where it was written down, in the audit. */
export async function listEvents(tx: Tx, meetingId: number): Promise<MeetingEvent[]> {
  const rows = await tx.auditEvent.findMany({
    where: { subject: subjectOf('MTG', meetingId), event: { in: KEPT } },
    orderBy: { id: 'asc' },
    select: { event: true, at: true, before: true, after: true },
  });
  return rows.map(({ event, at, before, after }) => ({ event, at, before: before as Json, after: after as Json }));
}
