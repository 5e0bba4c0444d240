import cron from 'node-cron';
import { type JobsOptions, runDueJobs } from './jobs.ts';

export { runDueJobs } from './jobs.ts';
export { type RunFacts, runFacts } from './records.ts';

export interface Ticking {
  stop(): Promise<void>;
}

// What was missed is caught up soon; who writes in the first second is answered first.
const FIRST_MS = 1000;

/** Wake the jobs every minute; a tick that comes while one is at work is left out, since the next asks the same. */
export function startClock(options: JobsOptions): Ticking {
  let running: Promise<unknown> | undefined;
  const tick = () => {
    running ??= runDueJobs(options).finally(() => {
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
