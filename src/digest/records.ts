import type { Tx } from '../store/database.ts';

/** Whether a job has had its turn on a day from one day on and before another. */
export async function hasHadTurn(tx: Tx, job: string, from: string, before: string): Promise<boolean> {
  return (await tx.jobSlot.count({ where: { job, slot: { gte: from, lt: before } } })) > 0;
}
