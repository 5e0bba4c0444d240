import type { Json } from '../chat/contract.ts';
import { json } from '../chat/records.ts';
import { Conflict } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';
import { Prisma, type PrismaClient } from '../store/generated/client.ts';
import type { KnownPartnership, SchoolPlan, StoredSchool } from './school-plan.ts';
import type { SchoolFacts } from './school-rows.ts';

/** A whole country's file takes longer than a press of a button may. */
export function inOneTransaction<T>(prisma: PrismaClient, work: (tx: Tx) => Promise<T>): Promise<T> {
  return prisma.$transaction(work, { maxWait: 30_000, timeout: 600_000 });
}

/** Let a second import wait until the first is done; otherwise both would make the same schools. */
export async function oneImportAtATime(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('convenor-import'))`;
}

export async function findPartnerships(
  tx: Tx,
): Promise<(KnownPartnership & { frameworkId: string; termCalendarId: string | null; timeZone: string })[]> {
  return tx.partnership.findMany({ orderBy: { id: 'asc' } });
}

export async function makePartnership(
  tx: Tx,
  data: { name: string; laCode: string; frameworkId: string; termCalendarId: string | null },
): Promise<number> {
  return (await tx.partnership.create({ data })).id;
}

export async function setTerms(tx: Tx, id: number, termCalendarId: string | null): Promise<void> {
  await tx.partnership.update({ where: { id }, data: { termCalendarId } });
}

const AT_ONCE = 1000;

/** The stored schools with these numbers, whichever partnership they belong to. */
export async function findSchools(tx: Tx, urns: number[]): Promise<StoredSchool[]> {
  const found: StoredSchool[] = [];
  for (let from = 0; from < urns.length; from += AT_ONCE) {
    const rows = await tx.school.findMany({ where: { urn: { in: urns.slice(from, from + AT_ONCE) } } });
    found.push(
      ...rows.map((row) => ({ ...row, openedOn: dayOf(row.openedOn), closedOn: dayOf(row.closedOn) }) as StoredSchool),
    );
  }
  return found;
}

/** Write what was planned, with an audit row for every school that was there before. */
export async function saveSchools(
  tx: Tx,
  partnershipId: number,
  plan: SchoolPlan,
  { now, requestId }: { now: Date; requestId: string },
): Promise<void> {
  for (let from = 0; from < plan.created.length; from += AT_ONCE)
    await tx.school.createMany({
      data: plan.created.slice(from, from + AT_ONCE).map((facts) => ({ ...columnsOf(facts), partnershipId })),
    });
  for (const { id, version, facts, changes } of plan.changed) {
    const data = { ...columnsOf(facts), version: { increment: 1 } };
    const saved = await tx.school.updateMany({ where: { id, version }, data });
    if (saved.count === 0) throw new Conflict(facts.name);
    const pairs = (side: 'from' | 'to') => Object.fromEntries(changes.map((change) => [change.field, change[side]]));
    await writeImported(tx, {
      event: 'school.changed',
      subject: `school:${id}`,
      before: pairs('from'),
      after: pairs('to'),
      now,
      requestId,
    });
  }
}

function columnsOf(facts: SchoolFacts) {
  const { openedOn, closedOn, ...rest } = facts;
  const day = (date: string | null | undefined) => (date ? asDay(date) : date);
  return { ...rest, openedOn: day(openedOn), closedOn: day(closedOn) };
}

/** An audit row of an import: nobody pressed anything, so it has no actor. */
export async function writeImported(
  tx: Tx,
  row: { event: string; subject: string; before?: Json; after: Json; now: Date; requestId: string },
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      at: row.now,
      event: row.event,
      subject: row.subject,
      before: row.before === undefined || row.before === null ? Prisma.DbNull : json(row.before),
      after: json(row.after),
      platform: 'import',
      place: 'npm run import',
      requestId: row.requestId,
    },
  });
}
