// Of which actions the owner is not reminded just now, though they are open.
import type { Tx } from '../store/database.ts';
import { findOpenAsk, listOpenAsks } from './asking.records.ts';
import { whoLeft } from './decided.records.ts';

/** Whether the owner of an action waits for an answer: then they are not reminded of it. */
export async function hasOpenAsk(tx: Tx, actionId: number): Promise<boolean> {
  return (await findOpenAsk(tx, actionId)) !== undefined;
}

/**
 * Which of many actions rest, by their numbers. Of one that is `asked` about the owner is not reminded, while the chair
 * need not wait for a warning to hear that it is late; one that was `left` as overdue is nobody's reminder until it has
 * another deadline.
 */
export async function withoutReminders(
  tx: Tx,
  actions: { id: number; dueRevision: number }[],
): Promise<{ asked: Set<number>; left: Set<number> }> {
  if (actions.length === 0) return { asked: new Set(), left: new Set() };
  const asks = await listOpenAsks(tx, { actionIds: actions.map(({ id }) => id) });
  return {
    asked: new Set(asks.map((one) => one.actionId)),
    left: new Set((await whoLeft(tx, actions)).keys()),
  };
}
