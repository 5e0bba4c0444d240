// Somebody is forgotten (UK GDPR, Article 17): the board's record stays, under a pseudonym.
import { createHash } from 'node:crypto';
import { ERASED, lockChain, sealEntries } from '../audit/index.ts';
import type { Json } from '../chat/contract.ts';
import { json } from '../chat/records.ts';
import type { Tx } from '../store/database.ts';
import { Prisma } from '../store/generated/client.ts';
import { belongsTo, CATALOGUE } from './catalogue.records.ts';
import { wordsFor } from './export.records.ts';
import { listTextColumns, named, patternOf, type Someone } from './whose.records.ts';

export interface Erasing {
  someone: Someone;
  pseudonym: string;
  /** What they wrote with a decision goes too; undefined leaves it. */
  insteadOfOwnWords: string | undefined;
  now: Date;
  requestId: string;
}

/** What was done: how many rows of which table, and where a last name still stands. */
export interface Erasure {
  removed: Counted[];
  emptied: Counted[];
  renamed: Counted[];
  audit: number;
  /** Columns in which a part of the name still stands: a person has to look whether it means them. */
  left: Counted[];
}

export interface Counted {
  table: string;
  count: number;
}

/** Forget somebody, in one transaction. Whoever calls it has made sure that they have left. */
export async function forget(tx: Tx, erasing: Erasing): Promise<Erasure> {
  const { someone } = erasing;
  // Nobody decides in their name meanwhile, and the chain stands still.
  await tx.$executeRaw`select 1 from "Person" where id = ${someone.id} for update`;
  while ((await sealEntries(tx)) > 0);
  await lockChain(tx);
  // Before the rows by which its entries are told are gone.
  const audit = await forgetInAudit(tx, erasing);
  const [removed, emptied] = await removeAndEmpty(tx, erasing);
  await tx.person.update({
    where: { id: someone.id },
    data: { name: erasing.pseudonym, version: { increment: 1 } },
  });
  const renamed = await rename(tx, erasing);
  return { removed, emptied, renamed, audit, left: await listLeft(tx, someone) };
}

async function removeAndEmpty(tx: Tx, { someone, insteadOfOwnWords }: Erasing): Promise<[Counted[], Counted[]]> {
  const [removed, emptied]: [Counted[], Counted[]] = [[], []];
  const note = (list: Counted[], table: string, count: number) => {
    if (count > 0) list.push({ table, count });
  };
  for (const [table, { erased, ownWords = {} }] of Object.entries(CATALOGUE)) {
    const theirs = belongsTo(table, someone);
    if (erased === 'removed' && theirs)
      note(removed, table, await tx.$executeRaw`delete from ${named(table)} t where ${theirs}`);
    else if (erased && erased !== 'removed' && theirs) {
      const sets = Object.entries(erased).map(([column, value]) => Prisma.sql`${named(column)} = ${asSql(value)}`);
      note(emptied, table, await tx.$executeRaw`update ${named(table)} t set ${Prisma.join(sets)} where ${theirs}`);
    }
    if (insteadOfOwnWords === undefined) continue;
    for (const [column, by] of Object.entries(ownWords))
      note(
        emptied,
        table,
        await tx.$executeRaw`update ${named(table)} set ${named(column)} = ${insteadOfOwnWords}
          where ${named(by)} = ${someone.id} and ${named(column)} <> ''`,
      );
  }
  return [removed, emptied];
}

function asSql(value: string | null): Prisma.Sql {
  if (value === null) return Prisma.sql`null`;
  // An empty object, or an empty list.
  if (value === '{}') return Prisma.sql`'{}'`;
  return value === 'erased-id' ? Prisma.sql`'erased-' || t.id` : Prisma.sql`${value}`;
}

/** Put the pseudonym where the name stands in words, whoever wrote them. With a namesake, only in rows that are theirs. */
async function rename(tx: Tx, { someone, pseudonym }: Erasing): Promise<Counted[]> {
  const renamed = new Map<string, number>();
  for (const { table, column, isJson } of await listTextColumns(tx)) {
    if (table === 'AuditEvent') continue;
    const theirs = someone.hasNamesake ? (belongsTo(table, someone) ?? Prisma.sql`false`) : Prisma.sql`true`;
    for (const words of wordsFor(someone)) {
      const text = Prisma.sql`t.${named(column)}::text`;
      const pattern = patternOf(words, isJson);
      const instead = Prisma.sql`regexp_replace(${text}, ${pattern}, ${pseudonym}, 'gi')`;
      const value = isJson ? Prisma.sql`(${instead})::jsonb` : instead;
      const count = await tx.$executeRaw`
        update ${named(table)} t set ${named(column)} = ${value} where ${text} ~* ${pattern} and ${theirs}`;
      if (count > 0) renamed.set(table, (renamed.get(table) ?? 0) + count);
    }
  }
  return [...renamed].map(([table, count]) => ({ table, count }));
}

interface Entry {
  id: bigint;
  actorId: number | null;
  event: string;
  before: Json;
  after: Json;
  place: string;
}

// The names of the inputs and columns in which people write for themselves.
const OWN_WORDS = new Set(['evidence', 'reason', 'words', 'note']);
const OWN_EVENTS = /^(action|minutes)\./;

/**
 * Take names, addresses and chats out of what entries of the audit say. Their salt goes with it, so that nothing can be guessed
 * from their digest; the digest of what they say from now on is kept by the erasure's own entry, which the chain seals.
 */
async function forgetInAudit(tx: Tx, erasing: Erasing): Promise<number> {
  const { someone, pseudonym, now, requestId } = erasing;
  const words = [...wordsFor(someone), ...(someone.importKey ? [someone.importKey] : []), ...someone.platformIds];
  const text = Prisma.sql`concat_ws(' ', t.before::text, t.after::text, t.place)`;
  const says = words.map((word) => Prisma.sql`${text} ~* ${patternOf(word, true)}`);
  const theirs = belongsTo('AuditEvent', someone)!;
  const where = someone.hasNamesake ? theirs : Prisma.sql`(${theirs} or ${Prisma.join(says, ' or ')})`;
  const entries = await tx.$queryRaw<Entry[]>`
    select t.id, t."actorId", t.event, coalesce(t.before, 'null') as before, coalesce(t.after, 'null') as after, t.place
    from "AuditEvent" t where ${where} order by t.id`;
  const patterns = words.map((word) => new RegExp(patternInScript(word), 'giu'));
  const without = (said: string) => patterns.reduce((so, pattern) => so.replaceAll(pattern, pseudonym), said);
  const changed = entries.flatMap((entry) => {
    const own = entry.actorId === someone.id && OWN_EVENTS.test(entry.event) ? erasing.insteadOfOwnWords : undefined;
    const place = someone.platformIds.includes(entry.place) ? 'erased' : without(entry.place);
    const [before, after] = [entry.before, entry.after].map((said) => rewrite(said, without, own)) as [Json, Json];
    const isSame = JSON.stringify([before, after, place]) === JSON.stringify([entry.before, entry.after, entry.place]);
    return isSame ? [] : [{ id: String(entry.id), before, after, place }];
  });
  await tx.$executeRaw`select set_config('convenor.audit', 'erase', true)`;
  const rows = await tx.$queryRaw<{ id: string; said: string }[]>`
    update "AuditEvent" t set before = nullif(r.before, 'null'), after = nullif(r.after, 'null'), place = r.place, salt = null
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) r (id bigint, before jsonb, after jsonb, place text)
    where t.id = r.id returning t.id::text, jsonb_build_array(t.before, t.after, t.place)::text as said`;
  await tx.$executeRaw`select set_config('convenor.audit', '', true)`;
  const digests = rows.map(({ id, said }) => [id, createHash('sha256').update(said).digest('hex')]);
  await tx.auditEvent.create({
    data: {
      ...{
        at: now,
        event: ERASED,
        subject: `person:${someone.id}`,
        platform: 'script',
        place: 'npm run person',
        requestId,
      },
      after: json({ entries: Object.fromEntries(digests) }),
    },
  });
  return changed.length;
}

function rewrite(value: Json, without: (said: string) => string, own: string | undefined): Json {
  if (typeof value === 'string') return without(value);
  if (Array.isArray(value)) return value.map((one) => rewrite(one, without, own));
  if (value === null || typeof value !== 'object') return value;
  const pairs = Object.entries(value).map(([name, one]): [string, Json] => {
    const isOwn = own !== undefined && OWN_WORDS.has(name) && typeof one === 'string' && one !== '';
    return [without(name), isOwn ? own : rewrite(one, without, own)];
  });
  return Object.fromEntries(pairs);
}

function patternInScript(words: string): string {
  return `(?<![\\p{L}\\p{N}])${words.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}(?![\\p{L}\\p{N}])`;
}

/** Where the last word of the name still stands. */
async function listLeft(tx: Tx, { name }: Someone): Promise<Counted[]> {
  const last = name.trim().split(/\s+/).at(-1)!;
  const left: Counted[] = [];
  for (const { table, column, isJson } of await listTextColumns(tx)) {
    if (table === 'Person') continue;
    const [row] = await tx.$queryRaw<{ count: number }[]>`
      select count(*)::int as count from ${named(table)} t where t.${named(column)}::text ~* ${patternOf(last, isJson)}`;
    if (row!.count > 0) left.push({ table: `${table}.${column}`, count: row!.count });
  }
  return left;
}

/** Whether somebody was erased before. */
export async function isErased(tx: Tx, personId: number): Promise<boolean> {
  return (await tx.auditEvent.count({ where: { event: ERASED, subject: `person:${personId}` } })) > 0;
}
