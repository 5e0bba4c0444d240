// Who looked at what is confidential: one row for a person, a card's subject and an hour. Kept in memory when an answer is given
// and written some seconds later, many at once, so that nobody waits for it; a process that is killed loses what it had not
// written. What was sent unasked is in `Outbox`, and what was decided in the audit.
import type { Log } from '../log.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { describe } from './describe.ts';
import { type Sight, writeSights } from './sights.records.ts';

export type { Sight } from './sights.records.ts';

export interface Sights {
  /** Somebody has been shown a card. */
  saw(sight: Omit<Sight, 'hour'> & { at: Date }): void;
  /** Write what was seen so far. */
  flush(): Promise<void>;
  /** Write every few seconds from now on. */
  start(): void;
  /** Write for the last time. */
  stop(): Promise<void>;
}

const EVERY_MS = 5000;
const HOUR_MS = 3_600_000;
/** What is remembered as written and what waits while the database is away; more is written again, or lost and said so. */
const MOST = 20_000;

/** Open the place where it is kept who was shown what; it writes once it is started. */
export function openSights(prisma: PrismaClient, log: Log): Sights {
  let waiting: Sight[] = [];
  let hour = 0;
  const known = new Set<string>();
  let lost = 0;
  let turn: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  async function write(): Promise<void> {
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    try {
      await writeSights(prisma, batch);
      if (lost > 0) log.error({ lost }, 'who looked at what could not be written for some');
      lost = 0;
    } catch (fault) {
      log.warn({ err: describe(fault), waiting: batch.length }, 'who looked at what waits to be written');
      const room = Math.max(0, MOST - waiting.length);
      lost += Math.max(0, batch.length - room);
      waiting = [...batch.slice(0, room), ...waiting];
    }
  }
  const flush = () => {
    writing = writing.then(write);
    return writing;
  };

  return {
    saw({ at, ...sight }) {
      const now = Math.floor(at.getTime() / HOUR_MS) * HOUR_MS;
      if (now !== hour || known.size >= MOST) known.clear();
      hour = now;
      const key = `${sight.personId} ${sight.card} ${sight.subject}`;
      if (known.has(key)) return;
      known.add(key);
      if (waiting.length >= MOST) lost += 1;
      else waiting.push({ ...sight, hour: new Date(now) });
    },
    flush,
    start() {
      turn ??= setInterval(() => void flush(), EVERY_MS).unref();
    },
    async stop() {
      clearInterval(turn);
      await flush();
    },
  };
}
