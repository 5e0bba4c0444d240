// Jobs: the clock only wakes, a slot's row decides. Whoever takes the row does the work, in the same transaction.
import { setTimeout as sleep } from 'node:timers/promises';
import { slotFor, type TermCalendar } from '../calendar/index.ts';
import type { Clock } from '../chat/clock.ts';
import type { Feature, Happening, Job, JobContext, ReadPartnership } from '../chat/contract.ts';
import { describe } from '../chat/describe.ts';
import { openOutbox } from '../chat/outbox.ts';
import { isPassing } from '../chat/refusal.ts';
import { newRequestId } from '../chat/tokens.ts';
import type { Log } from '../log.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { isItsDay } from './lateness.ts';
import { endRun, startRun, takeSlot, writeJobEvent } from './records.ts';

export interface JobsOptions {
  prisma: PrismaClient;
  features: Feature[];
  clock: Clock;
  log: Log;
  readPartnership: ReadPartnership;
  wake(): void;
}

/** Run every job whose slot is due and not yet taken. Returns the names of those that ran here. */
export async function runDueJobs(options: JobsOptions): Promise<string[]> {
  const ran: string[] = [];
  for (const feature of options.features)
    for (const job of feature.jobs ?? []) if (await runJob(options, job)) ran.push(job.name);
  if (ran.length > 0) options.wake();
  return ran;
}

const TRIES = 10;
const PAUSE_MS = 15;

async function runJob(options: JobsOptions, job: Job, attempt = 1): Promise<boolean> {
  const requestId = newRequestId();
  const now = options.clock.now();
  try {
    const slot = await options.prisma.$transaction(
      async (tx) => {
        const found = await options.readPartnership(tx, undefined, now);
        if (!found) return undefined;
        const slot = dueSlot(job, now, found.partnership.timeZone, found.partnership.calendar);
        if (!slot || !(await takeSlot(tx, job.name, slot, now))) return undefined;
        await startRun(tx, job.name, now);
        const outbox = openOutbox(tx, now, requestId);
        const happened = (happening: Happening) =>
          writeJobEvent(tx, { ...happening, job: job.name, at: now, requestId });
        const context: JobContext = { tx, now, ...found, outbox, happened, slot };
        await job.run(context);
        await outbox.flush();
        await endRun(tx, job.name, now, 'done');
        return slot;
      },
      { maxWait: 5000, timeout: 60_000 },
    );
    if (slot) options.log.info({ job: job.name, slot, request: requestId, outcome: 'done' }, 'job');
    return slot !== undefined;
  } catch (fault) {
    // Somebody decided about the same thing at this moment: what is left to do is seen at once.
    if (attempt < TRIES && isPassing(fault)) {
      await sleep(Math.random() * PAUSE_MS * attempt);
      return runJob(options, job, attempt + 1);
    }
    // The slot's row went back with the transaction: the next tick tries again.
    options.log.error({ job: job.name, request: requestId, outcome: 'fault', err: describe(fault) }, 'job');
    await options.prisma.$transaction((tx) => endRun(tx, job.name, now, 'fault')).catch(() => undefined);
    return false;
  }
}

function dueSlot(job: Job, now: Date, zone: string, calendar: TermCalendar | undefined): string | undefined {
  const slot = slotFor(now, { at: job.at, on: 'EVERY_DAY', zone });
  // Without term dates for this year, weekdays count: reminders are better early than never.
  return slot !== undefined && isItsDay(job.on, slot, calendar) ? slot : undefined;
}
