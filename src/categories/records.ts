import { refOf } from '../chat/refs.ts';
import { Conflict, Refusal } from '../chat/refusal.ts';
import { type Sql, sql, type Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';
import type { Decision } from './rules.ts';

const DECIDED = ['confirmed', 'ratified'];

/** A category decision; refuses a number that there is not. */
export async function getDecision(tx: Tx, id: number): Promise<Decision> {
  const row = await tx.categoryDecision.findUnique({ where: { id }, include: { school: true } });
  if (!row) throw new Refusal(`There is no recommendation ${refOf('CAT', id)}.`);
  return decisionOf(row);
}

/** The same, held until the end of the transaction: two who decide at once do so one after the other. */
export async function getDecisionLocked(tx: Tx, id: number): Promise<Decision> {
  await tx.$queryRaw`select id from "CategoryDecision" where id = ${id} for update`;
  return getDecision(tx, id);
}

/** Write a recommendation down. */
export async function createRecommendation(
  tx: Tx,
  values: {
    schoolId: number;
    schoolYear: string;
    value: string;
    reason: string;
    evidence: string;
    nextStep: string;
    recommendedById: number;
    recommendedAt: Date;
  },
): Promise<Decision> {
  const row = await tx.categoryDecision.create({
    data: { ...values, state: 'recommended' },
    include: { school: true },
  });
  return decisionOf(row);
}

/** The recommendations for a school that nobody has decided on. */
export async function listOpenRecommendations(tx: Tx, schoolId: number): Promise<Decision[]> {
  const rows = await tx.categoryDecision.findMany({
    where: { schoolId, state: 'recommended' },
    include: { school: true },
    orderBy: { id: 'asc' },
  });
  return rows.map(decisionOf);
}

export async function saveConfirmed(
  tx: Tx,
  before: Decision,
  by: { personId: number; at: Date; today: string },
): Promise<Decision> {
  return save(tx, before, {
    state: 'confirmed',
    confirmedById: by.personId,
    confirmedAt: by.at,
    effectiveOn: asDay(by.today),
  });
}

export async function saveWithdrawn(tx: Tx, before: Decision): Promise<Decision> {
  return save(tx, before, { state: 'withdrawn' });
}

/**
 * Decide otherwise than was recommended: the recommendation stays as it was made, withdrawn, and the decision is a row of
 * its own that keeps who recommended when.
 */
export async function createOverride(
  tx: Tx,
  before: Decision,
  decided: { value: string; reason: string; personId: number; at: Date; today: string; schoolYear: string },
): Promise<Decision> {
  const { value, reason, personId, at, today, schoolYear } = decided;
  const row = await tx.categoryDecision.create({
    data: {
      schoolId: before.schoolId,
      schoolYear,
      state: 'confirmed',
      value,
      reason,
      evidence: before.evidence,
      nextStep: before.nextStep,
      recommendedById: before.recommendedById,
      recommendedAt: before.recommendedAt,
      confirmedById: personId,
      confirmedAt: at,
      effectiveOn: asDay(today),
    },
    include: { school: true },
  });
  return decisionOf(row);
}

/** What was decided instead of a withdrawn recommendation; undefined when a newer recommendation took its place. */
export async function findOverrideOf(tx: Tx, { schoolId, id, recommendedAt, recommendedById }: Decision) {
  const row = await tx.categoryDecision.findFirst({
    where: { schoolId, id: { gt: id }, recommendedAt, recommendedById, state: { in: DECIDED } },
    include: { school: true },
  });
  return row ? decisionOf(row) : undefined;
}

/** The school's category in force, or the one that a decision took the place of, whatever was decided after it. */
export async function findCurrent(
  tx: Tx,
  schoolId: number,
  before?: Pick<Decision, 'id' | 'effectiveOn' | 'confirmedAt'>,
): Promise<Decision | undefined> {
  const row = await tx.categoryDecision.findFirst({
    where: { schoolId, state: { in: DECIDED }, ...(before === undefined ? {} : isBefore(before)) },
    orderBy: [{ effectiveOn: 'desc' }, { confirmedAt: 'desc' }, { id: 'desc' }],
    include: { school: true },
  });
  return row ? decisionOf(row) : undefined;
}

function isBefore({ id, effectiveOn, confirmedAt }: Pick<Decision, 'id' | 'effectiveOn' | 'confirmedAt'>) {
  if (effectiveOn === null || confirmedAt === null) return { id: { not: id } };
  const onThatDay = { effectiveOn: asDay(effectiveOn) };
  return {
    id: { not: id },
    OR: [
      { effectiveOn: { lt: asDay(effectiveOn) } },
      { ...onThatDay, confirmedAt: { lt: confirmedAt } },
      { ...onThatDay, confirmedAt, id: { lt: id } },
    ],
  };
}

/** Every decision on a school, the newest first. */
export async function listHistory(tx: Tx, schoolId: number, most = 10): Promise<Decision[]> {
  const rows = await tx.categoryDecision.findMany({
    where: { schoolId, state: { in: DECIDED } },
    orderBy: [{ effectiveOn: 'desc' }, { confirmedAt: 'desc' }, { id: 'desc' }],
    include: { school: true },
    take: most,
  });
  return rows.map(decisionOf);
}

export interface Counted {
  /** How many open schools are in each category; the empty name counts those that have none. */
  counts: Record<string, number> | null;
  /** Recommendations that wait for somebody to confirm them. */
  waiting: number;
}

/** Count the schools of a partnership by category. */
export function categoryFacts(partnershipId: number): Sql {
  return sql`select json_build_object(
    'counts', (select json_object_agg(coalesce(category, ''), n) from (
      select category, count(*) as n from "School" where "partnershipId" = ${partnershipId} and status <> 'Closed' group by category) c),
    'waiting', (select count(*) from "CategoryDecision" d join "School" s on s.id = d."schoolId"
      where d.state = 'recommended' and s."partnershipId" = ${partnershipId}))`;
}

/** The category in force at a school and since when. */
export function ownCategoryFacts(schoolId: number): Sql {
  return sql`select json_build_object('value', category, 'since', "categorySince") from "School" where id = ${schoolId}`;
}

export interface Placed {
  schoolId: number;
  name: string;
  value: string;
  since: string;
}

/** The open schools whose category in force is one of these, by name. */
export async function listInCategories(tx: Tx, partnershipId: number, values: string[]): Promise<Placed[]> {
  const rows = await tx.school.findMany({
    where: { partnershipId, status: { not: 'Closed' }, category: { in: values } },
    select: { id: true, name: true, category: true, categorySince: true },
    orderBy: { name: 'asc' },
  });
  return rows.map(({ id, name, category, categorySince }) => ({
    schoolId: id,
    name,
    value: category!,
    since: dayOf(categorySince!),
  }));
}

/** Recommendations that wait for somebody to confirm them, the oldest first. */
export async function listWaiting(tx: Tx, partnershipId: number, most = 20): Promise<Decision[]> {
  const rows = await tx.categoryDecision.findMany({
    where: { state: 'recommended', school: { partnershipId } },
    include: { school: true },
    orderBy: { id: 'asc' },
    take: most,
  });
  return rows.map(decisionOf);
}

/** The school's own board that is open today, whose members may see its category. */
export async function findOwnBoard(tx: Tx, schoolId: number): Promise<number | undefined> {
  const row = await tx.board.findFirst({ where: { schoolId, closedOn: null }, orderBy: { id: 'desc' } });
  return row?.id;
}

export async function listSchoolNames(tx: Tx, ids: number[]): Promise<{ id: number; name: string }[]> {
  return tx.school.findMany({ where: { id: { in: ids } }, select: { id: true, name: true }, orderBy: { name: 'asc' } });
}

async function save(tx: Tx, before: Decision, data: object): Promise<Decision> {
  const saved = await tx.categoryDecision.updateMany({
    where: { id: before.id, version: before.version },
    data: { ...data, version: { increment: 1 } },
  });
  if (saved.count === 0) throw new Conflict(refOf('CAT', before.id));
  return getDecision(tx, before.id);
}

type Row = Omit<Decision, 'schoolName' | 'effectiveOn' | 'state'> & {
  state: string;
  effectiveOn: Date | null;
  school: { name: string };
};

function decisionOf({ school, effectiveOn, ...row }: Row): Decision {
  return {
    ...row,
    state: row.state as Decision['state'],
    schoolName: school.name,
    effectiveOn: effectiveOn === null ? null : dayOf(effectiveOn),
  };
}
