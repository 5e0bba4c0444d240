import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from './refusal.ts';

const TRIES = 10;
const PAUSE_MS = 15;

/**
 * Write down what has happened already, such as a message that was sent: a transaction that only stood in somebody's way is
 * done again, since what it keeps cannot be taken back.
 */
export async function persist<T>(write: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (fault) {
      if (attempt >= TRIES || !isPassing(fault)) throw fault;
      await sleep(Math.random() * PAUSE_MS * attempt);
    }
  }
}
