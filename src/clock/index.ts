import cron from 'node-cron';
import { type BeatOptions, beat } from './heartbeat.ts';
import { runDueJobs } from './jobs.ts';

export { type BeatOptions, beat, HEARTBEAT } from './heartbeat.ts';
export { runDueJobs } from './jobs.ts';
export { type Late, lateJobs } from './lateness.ts';
export { type RunFacts, runFacts } from './records.ts';

export interface Ticking {
  stop(): Promise<void>;
}

// What was missed is caught up soon; who writes in the first second is answered first.
const FIRST_MS = 1000;

/**
 * Wake the jobs every minute, and look whether all is well; a tick that comes while one is at work is left out, since the
 * next asks the same.
 */
export function startClock(options: BeatOptions): Ticking {
  let running: Promise<unknown> | undefined;
  const tick = () => {
    // What has no room now is done when there is some again: a turn that was missed is caught up.
    if (options.noRoom?.() !== undefined) return;
    running ??= runDueJobs(options)
      .then(() => beat(options))
      .finally(() => {
        running = undefined;
      });
  };
  const task = cron.schedule('* * * * *', tick);
  const first = setTimeout(tick, FIRST_MS);
  return {
    async stop() {
      clearTimeout(first);
      await task.stop();
      await running;
    },
  };
}
