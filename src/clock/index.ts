import cron from 'node-cron';
import { type JobsOptions, runDueJobs } from './jobs.ts';

export { runDueJobs } from './jobs.ts';
export { type RunFacts, runFacts } from './records.ts';

export interface Ticking {
  stop(): Promise<void>;
}

/** Wake the jobs every minute; a tick that comes while one is at work is left out, since the next asks the same. */
export function startClock(options: JobsOptions): Ticking {
  let running: Promise<unknown> | undefined;
  const tick = () => {
    running ??= runDueJobs(options).finally(() => {
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
