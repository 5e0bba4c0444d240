// Entries whose time is over go, from the beginning of the chain; the chain goes on from a link that is kept.
import type { JobContext } from '../chat/contract.ts';
import type { Tx } from '../store/database.ts';
import { lockChain } from './sealing.records.ts';
import { PRUNED } from './verifying.records.ts';

/**
 * Remove the oldest entries, up to the first that was written at or after `before`, and return how many. What others rely on
 * stays: the newest link, and the entries that erasures and removals left for those that are still there.
 */
export async function pruneAudit(
  tx: Tx,
  { before, most, happened }: { before: Date; most: number; happened: JobContext['happened'] },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ first: bigint | null; last: bigint | null; young: bigint | null }[]>`
    select min(position) as first, max(position) as last, min(position) filter (where at >= ${before}) as young
    from "AuditEvent" where position is not null`;
  if (row?.first == null || row.last == null) return 0;
  const end = Math.min(Number(row.young ?? row.last), Number(row.last), Number(row.first) + most) - 1;
  if (end < Number(row.first)) return 0;
  await lockChain(tx);
  const link = await tx.auditEvent.findUniqueOrThrow({ where: { position: end }, select: { hash: true } });
  await tx.$executeRaw`select set_config('convenor.audit', 'retention', true)`;
  const { count } = await tx.auditEvent.deleteMany({ where: { position: { lte: end } } });
  await tx.$executeRaw`select set_config('convenor.audit', '', true)`;
  await happened({ event: PRUNED, subject: 'audit:chain', after: { upTo: end, hash: link.hash } });
  return count;
}
