import type { Log } from '../log.ts';

/** Work that may go on after Teams has been answered, and that a stop waits for. */
export class Background {
  readonly #running = new Set<Promise<unknown>>();
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  run(work: Promise<unknown>): void {
    const guarded = work
      .catch((error: unknown) => this.#log.error({ err: error }, 'answering in Teams failed'))
      .finally(() => this.#running.delete(guarded));
    this.#running.add(guarded);
  }

  /** Wait for the work, but no longer than `ms`; then it goes on by itself and the result is undefined. */
  async within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
    this.run(work);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), ms);
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
