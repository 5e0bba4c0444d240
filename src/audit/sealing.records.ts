// The seal: entries that were committed are put into the chain, by one copy of the program at a time.
import { type Sql, sql, type Tx } from '../store/database.ts';
import { type Link, linkAfter, START } from './chain.ts';

/** Where the last link is kept besides, so that entries missing at the end are seen. */
export const HEAD = 'audit.head';

/** What an entry's hash is over, as text; its payload only by the digest, so that it can be erased. */
export const CONTENT: Sql = sql`jsonb_build_array(id, (extract(epoch from at) * 1000)::bigint, "actorId", event, subject, platform,
  "requestId", digest)::text`;

/**
 * Seal the oldest entries that are not sealed yet, and return how many. The order of the chain is the order of sealing: an
 * entry that was written first and committed late comes after those that were seen before it, and nobody waits for anybody.
 */
export async function sealEntries(tx: Tx, most = 5000): Promise<number> {
  await lockChain(tx);
  const rows = await tx.$queryRaw<{ id: bigint; content: string }[]>`
    select id, ${CONTENT} as content from "AuditEvent" where hash is null order by "AuditEvent".id limit ${most}`;
  if (rows.length === 0) return 0;
  let last = await findLast(tx);
  const links = rows.map(({ content }) => {
    last = linkAfter(last, content);
    return last;
  });
  await tx.$executeRaw`
    update "AuditEvent" e set position = l.position, hash = l.hash
    from unnest(${rows.map(({ id }) => String(id))}::text[]::bigint[], ${links.map(({ position }) => position)}::bigint[],
      ${links.map(({ hash }) => hash)}::text[]) l (id, position, hash)
    where e.id = l.id`;
  const value = { position: last.position, hash: last.hash };
  await tx.setting.upsert({ where: { key: HEAD }, create: { key: HEAD, value }, update: { value } });
  return rows.length;
}

/** Hold the chain still until the transaction ends: one seals, erases or takes away at a time. */
export async function lockChain(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('audit chain', 13))`;
}

/** The newest link of the chain as its entries have it. */
export async function findLast(tx: Tx): Promise<Link> {
  const row = await tx.auditEvent.findFirst({
    where: { position: { not: null } },
    orderBy: { position: 'desc' },
    select: { position: true, hash: true },
  });
  return row ? { position: Number(row.position), hash: row.hash! } : START;
}
