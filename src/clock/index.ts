import cron from 'node-cron';
import { type BeatOptions, beat } from './heartbeat.ts';
import { runDueJobs } from './jobs.ts';

export { type BeatOptions, beat, HEARTBEAT } from './heartbeat.ts';
export { runDueJobs } from './jobs.ts';
export { type Late, lateJobs, titleOf } from './lateness.ts';
export { type RunFacts, runFacts } from './records.ts';

export interface Ticking {
  stop(): Promise<void>;
}

/**
 * Wake the jobs every minute, and look whether all is well; a tick that comes while one is at work is left out, since the
 * next asks the same.
 */
export function startClock(options: BeatOptions): Ticking {
  let running: Promise<unknown> | undefined;
  const tick = () => {
    running ??= runDueJobs(options)
      .then(() => beat(options))
      .finally(() => {
        running = undefined;
      });
  };
  const task = cron.schedule('* * * * *', tick);
  tick();
  return {
    async stop() {
      await task.stop();
      await running;
    },
  };
}
