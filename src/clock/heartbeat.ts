// The heartbeat: once a minute one copy of the bot looks whether all is well, and features say what they see.
import type { Clock } from '../chat/clock.ts';
import type { BeatContext, Happening, Platform, Trouble } from '../chat/contract.ts';
import { describe } from '../chat/describe.ts';
import { openOutbox } from '../chat/outbox.ts';
import { newRequestId } from '../chat/tokens.ts';
import type { JobsOptions } from './jobs.ts';
import { endRun, takeBeat, writeJobEvent } from './records.ts';

/** Under this name its runs are kept beside those of the jobs. */
export const HEARTBEAT = 'heartbeat';

export interface BeatOptions extends JobsOptions {
  platforms: Platform[];
  /** The machine's own time. */
  realClock: Clock;
  /** Why nothing can be written now. */
  noRoom?: (() => string | undefined) | undefined;
}

/** Look whether all is well, unless another copy has just done so. Says whether it looked. */
export async function beat(options: BeatOptions): Promise<boolean> {
  const requestId = newRequestId();
  const now = options.clock.now();
  try {
    // Asked before the transaction: it may take seconds.
    const troubles = await findTroubles(options.platforms);
    const hasLooked = await options.prisma.$transaction(
      async (tx) => {
        const found = await options.readPartnership(tx, undefined, now);
        if (!found || !(await takeBeat(tx, HEARTBEAT, now))) return false;
        const outbox = openOutbox(tx, now, requestId);
        const happened = (happening: Happening) =>
          writeJobEvent(tx, { ...happening, job: HEARTBEAT, at: now, requestId });
        const jobs = options.features.flatMap((feature) => feature.jobs ?? []);
        const realNow = options.realClock.now();
        const context: BeatContext = { tx, now, ...found, outbox, happened, realNow, jobs, troubles };
        for (const feature of options.features) await feature.beat?.(context);
        await outbox.flush();
        await endRun(tx, HEARTBEAT, now, 'done');
        return true;
      },
      { maxWait: 5000, timeout: 30_000 },
    );
    if (hasLooked) options.wake();
    return hasLooked;
  } catch (fault) {
    options.log.error({ job: HEARTBEAT, request: requestId, outcome: 'fault', err: describe(fault) }, 'job');
    await options.prisma.$transaction((tx) => endRun(tx, HEARTBEAT, now, 'fault')).catch(() => undefined);
    return false;
  }
}

async function findTroubles(platforms: Platform[]): Promise<Trouble[]> {
  const reasons = await Promise.all(platforms.map((platform) => platform.trouble()));
  return reasons.flatMap((reason, at) => (reason === undefined ? [] : [{ platform: platforms[at]!.name, reason }]));
}
