import type { Json } from '../chat/contract.ts';
import { json } from '../chat/records.ts';
import { Conflict } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';
import { dayOf } from '../store/days.ts';
import { Prisma, type PrismaClient } from '../store/generated/client.ts';
import type { KnownPartnership, SchoolPlan, StoredSchool } from './school-plan.ts';
import type { SchoolFacts } from './school-rows.ts';

/** A whole country's file takes longer than a press of a button may. */
export function inOneTransaction<T>(prisma: PrismaClient, work: (tx: Tx) => Promise<T>): Promise<T> {
  return prisma.$transaction(work, { maxWait: 30_000, timeout: 600_000 });
}

/** Who brings a list in: whoever runs a command of the shell, or somebody in chat. */
export interface Author {
  now: Date;
  requestId: string;
  /** Somebody in chat, and where; nobody in particular for a command of the shell. */
  by?: { personId: number; platform: string; place: string };
}

/** Let a second import wait until the first is done; otherwise both would make the same schools. */
export async function oneImportAtATime(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('convenor-import'))`;
}

/** All partnerships, the oldest first. */
export async function findPartnerships(
  tx: Tx,
): Promise<(KnownPartnership & { frameworkId: string; termCalendarId: string | null; timeZone: string })[]> {
  return tx.partnership.findMany({ orderBy: { id: 'asc' } });
}

/** Make a partnership; gives its number. */
export async function makePartnership(
  tx: Tx,
  data: { name: string; laCode: string; frameworkId: string; termCalendarId: string | null },
): Promise<number> {
  return (await tx.partnership.create({ data })).id;
}

/** A partnership that was made before its schools takes their authority as its own. */
export async function setAuthority(tx: Tx, id: number, laCode: string): Promise<void> {
  await tx.partnership.update({ where: { id }, data: { laCode } });
}

/** Let a partnership follow a pattern of term dates, or none. */
export async function setTerms(tx: Tx, id: number, termCalendarId: string | null): Promise<void> {
  await tx.partnership.update({ where: { id }, data: { termCalendarId } });
}

const AT_ONCE = 1000;

function inBatches<T>(all: T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, at) =>
    all.slice(at * AT_ONCE, (at + 1) * AT_ONCE),
  );
}

/** The stored schools with these numbers, whichever partnership they belong to. */
export async function findSchools(tx: Tx, urns: number[]): Promise<StoredSchool[]> {
  const found: StoredSchool[] = [];
  for (const some of inBatches(urns)) {
    const rows = await tx.school.findMany({ where: { urn: { in: some } } });
    found.push(
      ...rows.map((row) => ({ ...row, openedOn: dayOf(row.openedOn), closedOn: dayOf(row.closedOn) }) as StoredSchool),
    );
  }
  return found;
}

const COLUMNS = [
  ...['urn', 'name', 'laCode', 'laName', 'establishmentNumber', 'typeCode', 'typeName', 'governance', 'phase'],
  ...['status', 'lowAge', 'highAge', 'hasSixthForm', 'pupils', 'religiousCharacter', 'diocese', 'trustName'],
  ...['region', 'openedOn', 'closedOn'],
] as const satisfies (keyof SchoolFacts)[];

/**
 * Write what was planned, with an audit row for every school that was there before. A country has tens of thousands of
 * schools: each statement takes a thousand of them as one JSON value.
 */
export async function saveSchools(tx: Tx, partnershipId: number, plan: SchoolPlan, author: Author): Promise<void> {
  const columns = (write: (column: string) => string) =>
    Prisma.raw(COLUMNS.map((name) => write(`"${name}"`)).join(', '));
  for (const some of inBatches(plan.created))
    await tx.$executeRaw`
      insert into "School" ("partnershipId", ${columns((name) => name)})
      select ${partnershipId}, ${columns((name) => name)}
      from jsonb_populate_recordset(null::"School", ${JSON.stringify(some)}::jsonb)`;
  for (const some of inBatches(plan.changed)) {
    const rows = some.map(({ id, version, after }) => ({ ...after, id, version }));
    const saved = await tx.$executeRaw`
      update "School" s set ${columns((name) => `${name} = r.${name}`)}, version = s.version + 1
      from jsonb_populate_recordset(null::"School", ${JSON.stringify(rows)}::jsonb) r
      where s.id = r.id and s.version = r.version`;
    if (saved < some.length) throw new Conflict('a school');
    const changed = some.map(({ id, changes }) => {
      const pairs = (side: 'from' | 'to') => Object.fromEntries(changes.map((change) => [change.field, change[side]]));
      return { event: 'school.changed', subject: `school:${id}`, before: pairs('from'), after: pairs('to') };
    });
    await tx.auditEvent.createMany({ data: changed.map((row) => imported({ ...row, ...author })) });
  }
}

interface Imported extends Author {
  event: string;
  subject: string;
  before?: Json;
  after: Json;
}

/** An audit row of an import; from the shell it has no actor, since nobody pressed anything. */
export async function writeImported(tx: Tx, row: Imported): Promise<void> {
  await tx.auditEvent.create({ data: imported(row) });
}

function imported({ event, subject, before, after, now, requestId, by }: Imported) {
  return {
    at: now,
    actorId: by?.personId ?? null,
    event,
    subject,
    before: before === undefined || before === null ? Prisma.DbNull : json(before),
    after: json(after),
    platform: by?.platform ?? 'import',
    place: by?.place ?? 'npm run import',
    requestId,
  };
}
