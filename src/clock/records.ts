import type { LocalDate } from '../calendar/index.ts';
import type { Happening } from '../chat/contract.ts';
import { writeAudit } from '../chat/records.ts';
import { type Sql, sql, type Tx } from '../store/database.ts';

/** Take a job's turn; false when it has been taken, by whichever copy. */
export async function takeSlot(tx: Tx, job: string, slot: string, now: Date): Promise<boolean> {
  const taken = await tx.jobSlot.createMany({ data: [{ job, slot, takenAt: now }], skipDuplicates: true });
  return taken.count === 1;
}

export async function startRun(tx: Tx, job: string, now: Date): Promise<void> {
  const run = { startedAt: now, endedAt: null, outcome: 'running' };
  await tx.jobRun.upsert({ where: { job }, create: { job, ...run }, update: run });
}

/** Keep how a job's run ended: when it last was done to the end, and how often it failed since. */
export async function endRun(tx: Tx, job: string, now: Date, outcome: 'done' | 'fault'): Promise<void> {
  const isDone = outcome === 'done';
  const ended = { endedAt: now, outcome, ...(isDone ? { doneAt: now } : {}) };
  await tx.jobRun.upsert({
    where: { job },
    create: { job, startedAt: now, ...ended, faults: isDone ? 0 : 1 },
    update: { ...ended, faults: isDone ? 0 : { increment: 1 } },
  });
}

/** Take the heartbeat's turn; false when it beat within the minute, in whichever copy. */
export async function takeBeat(tx: Tx, name: string, now: Date): Promise<boolean> {
  const least = new Date(now.getTime() - 50_000);
  const taken = await tx.$executeRaw`
    insert into "JobRun" (job, "startedAt", outcome) values (${name}, ${now}, 'running')
    on conflict (job) do update set "startedAt" = excluded."startedAt", outcome = excluded.outcome
    where "JobRun"."startedAt" <= ${least} or "JobRun"."startedAt" > ${now}`;
  return taken === 1;
}

/** How a job's last run went. */
export interface RunFacts {
  job: string;
  startedAt: string;
  outcome: string;
  /** When it last did its work to the end, and how often it has failed since. */
  doneAt: string | null;
  faults: number;
  /** The last day whose turn was taken: by a run that was done, or by a restore that did not want it done again. */
  lastSlot: LocalDate | null;
}

/** How each job's last run went, as JSON. */
export function runFacts(): Sql {
  return sql`select json_agg(json_build_object('job', job, 'startedAt', "startedAt", 'outcome', outcome, 'doneAt', "doneAt",
    'faults', faults, 'lastSlot', (select max(slot) from "JobSlot" s where s.job = r.job)) order by job) from "JobRun" r`;
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
