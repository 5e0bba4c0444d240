// While one piece of work holds the event loop, nobody is answered and nothing goes out: platforms give up after three seconds.
import type { Log } from './log.ts';

const LOOK_MS = 50;
/** Longer than this is a stall, in milliseconds. */
const STALL_MS = 200;
const MINUTE_MS = 60_000;

export interface StallOptions {
  log: Log;
  /** Told of each stall, with its length in milliseconds. */
  onStall(ms: number): void;
  /** Nothing is logged so early: the first minute loads what the start could do without. */
  quietMs?: number;
}

/**
 * Watch how late the event loop comes round, until the function that it gives is called. Each stall of more than 200 ms is
 * counted, and logged once; of several within a minute the first is, with how many there were since the last line.
 */
export function watchStalls({ log, onStall, quietMs = MINUTE_MS }: StallOptions): () => void {
  let lookedAt = performance.now();
  let mayLogFrom = lookedAt + quietMs;
  let unsaid = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    const late = now - lookedAt - LOOK_MS;
    lookedAt = now;
    if (late <= STALL_MS) return;
    onStall(late);
    unsaid += 1;
    if (now < mayLogFrom) return;
    log.warn({ ms: Math.round(late), stalls: unsaid }, 'the event loop stood still');
    mayLogFrom = now + MINUTE_MS;
    unsaid = 0;
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
