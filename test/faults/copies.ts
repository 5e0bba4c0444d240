// Two copies of the program over one database, as a council runs them: each may be killed, and is started again as a supervisor does.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Program, startProgram } from '../support/process.ts';
import type { Chance } from './chance.ts';

export interface Copies {
  /** Let the next request go to one of the copies that run, as whatever stands before them does. */
  turn(): Promise<void>;
  /** Kill one of them (SIGKILL) unless it is the last, and start it again after a while. Says whether one was killed. */
  kill(afterMs: number): boolean;
  /** Wait until both run. */
  whole(): Promise<void>;
  /** Stop both in good order; gives their exit codes. */
  stop(): Promise<(number | null)[]>;
  /** Everything that they wrote, those that were killed too. */
  outputs(): string[];
}

/** Start two copies; `connect` is told where the next request goes. */
export async function startCopies(
  environment: Record<string, string>,
  connect: (url: string) => void,
  chance: Chance,
): Promise<Copies> {
  const running: (Program | undefined)[] = [undefined, undefined];
  const all: Program[] = [];
  const starting: Promise<void>[] = [Promise.resolve(), Promise.resolve()];
  let isStopping = false;
  // It may not come up while the database is away: it is tried again until it does.
  const start = async (at: number) => {
    while (!isStopping && running[at] === undefined) {
      const program = await startProgram(environment).catch(() => undefined);
      running[at] = program;
      if (program) all.push(program);
      else await sleep(200);
    }
  };
  await Promise.all([start(0), start(1)]);
  return {
    async turn() {
      for (;;) {
        const there = running.filter((one) => one !== undefined);
        if (there.length > 0) return connect(chance.pick(there).url);
        await sleep(50);
      }
    },
    kill(afterMs) {
      const at = chance.between(0, 1);
      const program = running[at];
      if (program === undefined || running[1 - at] === undefined) return false;
      running[at] = undefined;
      starting[at] = program
        .end('SIGKILL')
        .then(() => sleep(afterMs))
        .then(() => start(at));
      return true;
    },
    async whole() {
      await Promise.all(starting);
    },
    async stop() {
      await Promise.all(starting);
      isStopping = true;
      return Promise.all(running.map((program) => program!.end('SIGTERM')));
    },
    outputs: () => all.map((program) => program.output()),
  };
}
