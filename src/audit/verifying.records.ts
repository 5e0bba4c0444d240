// Whether the audit is as it was written: read in one moment, in the order of the chain.
import { sql, type Tx } from '../store/database.ts';
import { type Link, linkAfter, START } from './chain.ts';
import { CONTENT, HEAD } from './sealing.records.ts';

/** The event of an erasure, which has the digests of what entries say since; and of a removal, which says where the chain goes on. */
export const ERASED = 'person.erased';
export const PRUNED = 'audit.pruned';

export interface Verdict {
  /** What is wrong, in sentences; empty when the audit is whole. */
  problems: string[];
  /** How many entries were verified, and how many of those without their payload, which was erased. */
  entries: number;
  erased: number;
  /** Written since the last seal. */
  unsealed: number;
  last: Link;
  /** Entries up to this one were removed because their time was over. */
  prunedTo: number;
}

interface Entry {
  id: bigint;
  position: bigint;
  hash: string;
  event: string;
  subject: string;
  at: Date;
  content: string;
  isErased: boolean;
  digest: string;
  /** The digest of what it says now; without its salt when that is gone. */
  digestNow: string;
}

const PAGE = 5000;
const MOST_PROBLEMS = 20;

/**
 * Verify every entry against the chain, and links that somebody has written down. The transaction has to see one moment
 * throughout (`repeatable read`).
 */
export async function verifyAudit(tx: Tx, known: Link[] = []): Promise<Verdict> {
  const erasedBy = await listErased(tx);
  const pruned = await findPruned(tx);
  const problems: string[] = [];
  let last = pruned;
  let [entries, erased] = [0, 0];
  const awaited = new Map(known.map((link) => [link.position, link.hash]));
  for (;;) {
    const page = await readEntries(tx, last.position);
    for (const entry of page) {
      const position = Number(entry.position);
      if (position > last.position + 1) problems.push(missing(last.position + 1, position - 1));
      else if (linkAfter(last, entry.content).hash !== entry.hash)
        problems.push(`${say(entry)} was changed, or is not the one that followed the entry before it.`);
      const digest = entry.isErased ? erasedBy.get(String(entry.id)) : entry.digest;
      if (digest === undefined) problems.push(`${say(entry)} has lost what it said, and no erasure names it.`);
      else if (digest !== entry.digestNow)
        problems.push(`${say(entry)} was changed: what it says is not what was written.`);
      const written = awaited.get(position);
      if (written !== undefined && written !== entry.hash)
        problems.push(`${say(entry)} is not the one that was written down for position ${position}.`);
      awaited.delete(position);
      last = { position, hash: entry.hash };
      entries++;
      if (entry.isErased) erased++;
      if (problems.length >= MOST_PROBLEMS)
        return { problems, entries, erased, unsealed: 0, last, prunedTo: pruned.position };
    }
    if (page.length < PAGE) break;
  }
  const head = await findHead(tx);
  if (head.position > last.position) problems.push(missing(last.position + 1, head.position));
  for (const position of awaited.keys())
    if (position > pruned.position) problems.push(`There is no entry at position ${position}, which was written down.`);
  const unsealed = await checkUnsealed(tx, problems);
  return { problems, entries, erased, unsealed, last, prunedTo: pruned.position };
}

function readEntries(tx: Tx, after: number): Promise<Entry[]> {
  return tx.$queryRaw<Entry[]>`
    select id, position, hash, event, subject, at, ${CONTENT} as content, salt is null as "isErased",
      digest, ${digestNow()} as "digestNow"
    from "AuditEvent" where position > ${after} order by position limit ${PAGE}`;
}

const digestNow = () =>
  sql`encode(sha256(convert_to(coalesce(salt, '') || jsonb_build_array("before", "after", place)::text, 'UTF8')), 'hex')`;

/** Entries that wait for their seal can have been changed too; returns how many there are. */
async function checkUnsealed(tx: Tx, problems: string[]): Promise<number> {
  const [row] = await tx.$queryRaw<{ all: number; changed: bigint[] }[]>`
    select count(*)::int as all,
      coalesce(array_agg(id order by id) filter (where salt is not null and digest <> ${digestNow()}), '{}') as changed
    from "AuditEvent" where hash is null`;
  for (const id of row!.changed.slice(0, MOST_PROBLEMS))
    problems.push(`Row ${id}, not sealed yet, was changed: what it says is not what was written.`);
  return row!.all;
}

/** The entries whose payload an erasure changed, with the digest of what they have said since. */
async function listErased(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; digest: string }[]>`
    select e.id, e.digest from "AuditEvent" a, jsonb_each_text(a.after->'entries') e (id, digest)
    where a.event = ${ERASED} order by a.id`;
  return new Map(rows.map(({ id, digest }) => [id, digest]));
}

/** Where the chain goes on after the newest removal of entries whose time was over. */
async function findPruned(tx: Tx): Promise<Link> {
  const row = await tx.auditEvent.findFirst({
    where: { event: PRUNED },
    orderBy: { id: 'desc' },
    select: { after: true },
  });
  const after = row?.after as { upTo: number; hash: string } | undefined;
  return after ? { position: after.upTo, hash: after.hash } : START;
}

async function findHead(tx: Tx): Promise<Link> {
  const row = await tx.setting.findUnique({ where: { key: HEAD } });
  return (row?.value as unknown as Link | undefined) ?? START;
}

function missing(from: number, to: number): string {
  return from === to ? `Entry ${from} was removed.` : `Entries ${from} to ${to} were removed.`;
}

function say({ position, id, event, subject, at }: Entry): string {
  return `Entry ${position} (row ${id}, ${event} of ${subject}, ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC)`;
}
