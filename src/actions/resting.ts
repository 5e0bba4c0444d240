// Of which actions nobody is reminded just now, though they are open.
import type { Tx } from '../store/database.ts';
import { whoLeft } from './decided.records.ts';

/** Which of many actions were left as overdue, by their numbers: nobody is reminded of one until it has another deadline. */
export async function withoutReminders(
  tx: Tx,
  actions: { id: number; dueRevision: number }[],
): Promise<{ left: Set<number> }> {
  return { left: new Set((await whoLeft(tx, actions)).keys()) };
}
