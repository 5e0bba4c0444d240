import type { Happening } from '../chat/contract.ts';
import { writeAudit } from '../chat/records.ts';
import type { Tx } from '../store/database.ts';

/** Take a job's turn; false when it has been taken, by whichever copy. */
export async function takeSlot(tx: Tx, job: string, slot: string, now: Date): Promise<boolean> {
  const taken = await tx.jobSlot.createMany({ data: [{ job, slot, takenAt: now }], skipDuplicates: true });
  return taken.count === 1;
}

export async function startRun(tx: Tx, job: string, now: Date): Promise<void> {
  const run = { startedAt: now, endedAt: null, outcome: 'running' };
  await tx.jobRun.upsert({ where: { job }, create: { job, ...run }, update: run });
}

export async function endRun(tx: Tx, job: string, now: Date, outcome: 'done' | 'fault'): Promise<void> {
  await tx.jobRun.upsert({
    where: { job },
    create: { job, startedAt: now, endedAt: now, outcome },
    update: { endedAt: now, outcome },
  });
}

export async function listRuns(tx: Tx) {
  return tx.jobRun.findMany({ orderBy: { job: 'asc' } });
}

export async function writeJobEvent(
  tx: Tx,
  event: Happening & { job: string; at: Date; requestId: string },
): Promise<void> {
  await writeAudit(tx, {
    at: event.at,
    actorId: null,
    event: event.event,
    subject: event.subject,
    before: event.before,
    after: event.after,
    platform: 'clock',
    place: event.job,
    requestId: event.requestId,
  });
}
