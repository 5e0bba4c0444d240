// Work that goes on after Slack has been answered, and answering before it is done.

/** What the work made, if it is done within the time; the work goes on in any case. */
export async function inTime<T>(work: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface Background {
  /** Let work go on by itself; a fault in it is told to `failed`. */
  run(work: Promise<unknown>): void;
  /** Ends when nothing is in hand any more. */
  settled(): Promise<void>;
}

/** Keep track of work in hand, so that stopping waits for it. */
export function openBackground(failed: (error: unknown) => void): Background {
  const inHand = new Set<Promise<void>>();
  return {
    run(work) {
      const tracked: Promise<void> = work.then(() => {}, failed).finally(() => inHand.delete(tracked));
      inHand.add(tracked);
    },
    async settled() {
      while (inHand.size > 0) await Promise.all(inHand);
    },
  };
}
