import { numberOfQuestion } from '../chat/records.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { Conflict, Refusal } from '../chat/refusal.ts';
import { aspectsFor, frameworkById, SchoolPhase } from '../frameworks/index.ts';
import { type Sql, sql, type Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';
import { type Answer, type Evaluation, isAskedFor } from './rules.ts';

const WITH = { round: true, school: true, grades: true } as const;

/** A school's evaluation with its answers; refuses a number that there is not. */
export async function getEvaluation(tx: Tx, id: number): Promise<Evaluation> {
  const row = await tx.selfEvaluation.findUnique({ where: { id }, include: WITH });
  if (!row) throw new Refusal(`There is no self-evaluation ${refOf('EVA', id)}.`);
  return evaluationOf(row);
}

/** The same, held until the end of the transaction: two surfaces of one headteacher answer one after the other. */
export async function getEvaluationLocked(tx: Tx, id: number): Promise<Evaluation> {
  await tx.$queryRaw`select id from "SelfEvaluation" where id = ${id} for update`;
  return getEvaluation(tx, id);
}

/** The schools' evaluations of rounds, the newest first, and those that are asked for before the others. */
export async function listEvaluations(tx: Tx, schoolIds: number[]): Promise<Evaluation[]> {
  const rows = await tx.selfEvaluation.findMany({
    where: { schoolId: { in: schoolIds } },
    include: WITH,
    orderBy: [{ state: 'asc' }, { roundId: 'desc' }, { id: 'asc' }],
    take: 50,
  });
  const all = rows.map(evaluationOf);
  const others = all.filter((one) => !isAskedFor(one)).sort((a, b) => b.roundId - a.roundId || a.id - b.id);
  return [...all.filter(isAskedFor), ...others];
}

export interface NewestFacts {
  roundName: string;
  frameworkId: string;
  dueOn: string;
  isSubmitted: boolean;
  isLate: boolean;
  school: Parameters<typeof profileOf>[0];
  /** The aspects that are answered in full. */
  complete: string[] | null;
}

/** How far a school's newest evaluation is; never its grades. */
export function newestFacts(schoolId: number): Sql {
  return sql`select json_build_object('roundName', r.name, 'frameworkId', r."frameworkId", 'dueOn', r."dueOn",
      'isSubmitted', e.state = 'submitted', 'isLate', e."isLate",
      'school', json_build_object('phase', s.phase, 'lowAge', s."lowAge", 'highAge', s."highAge", 'hasSixthForm', s."hasSixthForm"),
      'complete', (select json_agg(g.aspect) from "SelfEvaluationGrade" g
        where g."selfEvaluationId" = e.id and g.evidence is not null and (g.grade is not null or g."notApplicable")))
    from "SelfEvaluation" e join "Round" r on r.id = e."roundId" join "School" s on s.id = e."schoolId"
    where e."schoolId" = ${schoolId} order by e.id desc limit 1`;
}

/** How many of the aspects that the school is asked about are answered, and how many there are. */
export function countFacts({ frameworkId, school, complete }: NewestFacts): { answered: number; asked: number } {
  const aspects = aspectsFor(frameworkById(frameworkId), profileOf(school));
  return { answered: aspects.filter(({ id }) => complete?.includes(id)).length, asked: aspects.length };
}

export async function schoolOf(tx: Tx, id: number): Promise<number> {
  const row = await tx.selfEvaluation.findUnique({ where: { id }, select: { schoolId: true } });
  if (!row) throw new Refusal(`There is no self-evaluation ${refOf('EVA', id)}.`);
  return row.schoolId;
}

/** The number with which a person's typed words answer for this round, while they are asked for several. */
export async function numberFor(tx: Tx, evaluation: Evaluation, personId: number): Promise<number | undefined> {
  return numberOfQuestion(tx, personId, subjectOf('EVA', evaluation.id));
}

/** Save one aspect's answer; the revision rises, so that cards that showed the step before are known as old. */
export async function saveAnswer(
  tx: Tx,
  before: Evaluation,
  answer: Answer,
  by: { personId: number; at: Date },
): Promise<Evaluation> {
  const { aspect, ...values } = answer;
  const data = { ...values, gradedById: by.personId, gradedAt: by.at };
  await tx.selfEvaluationGrade.upsert({
    where: { selfEvaluationId_aspect: { selfEvaluationId: before.id, aspect } },
    create: { selfEvaluationId: before.id, aspect, ...data },
    update: data,
  });
  await raise(tx, before, {});
  return getEvaluation(tx, before.id);
}

export async function saveSubmitted(
  tx: Tx,
  before: Evaluation,
  by: { personId: number; at: Date; isLate: boolean },
): Promise<Evaluation> {
  const submitted = { state: 'submitted', submittedAt: by.at, submittedById: by.personId, isLate: by.isLate };
  await raise(tx, before, submitted);
  return getEvaluation(tx, before.id);
}

export interface Head {
  schoolId: number;
  personId: number;
}

/** Who answers for a school: its headteachers, or its executive headteachers where it has none. */
export async function listHeads(tx: Tx, schoolId: number, today: string): Promise<number[]> {
  const day = asDay(today);
  const rows = await tx.$queryRaw<HeadRow[]>`
    select h."schoolId", h."personId", h.role from "RoleHeld" h join "Person" p on p.id = h."personId"
    where h."schoolId" = ${schoolId} and h.role in ('HEADTEACHER', 'EXEC_HEADTEACHER')
      and h."fromOn" <= ${day} and (h."untilOn" is null or h."untilOn" >= ${day})
      and (p."leftOn" is null or p."leftOn" > ${day})
    order by h.id`;
  return headsIn(rows).map((head) => head.personId);
}

/** The same for every open school of a partnership, in one statement. */
export async function listAllHeads(tx: Tx, partnershipId: number, today: string): Promise<Head[]> {
  const day = asDay(today);
  const rows = await tx.$queryRaw<HeadRow[]>`
    select h."schoolId", h."personId", h.role
    from "RoleHeld" h join "Person" p on p.id = h."personId" join "School" s on s.id = h."schoolId"
    where s."partnershipId" = ${partnershipId} and s.status <> 'Closed'
      and h.role in ('HEADTEACHER', 'EXEC_HEADTEACHER')
      and h."fromOn" <= ${day} and (h."untilOn" is null or h."untilOn" >= ${day})
      and (p."leftOn" is null or p."leftOn" > ${day})
    order by h.id`;
  return headsIn(rows);
}

type HeadRow = Head & { role: string };

function headsIn(rows: HeadRow[]): Head[] {
  const withHead = new Set(rows.filter((row) => row.role === 'HEADTEACHER').map((row) => row.schoolId));
  const heads = rows.filter((row) => row.role === 'HEADTEACHER' || !withHead.has(row.schoolId));
  // One person may hold both roles, or one twice: they are asked once.
  return [
    ...new Map(heads.map(({ schoolId, personId }) => [`${schoolId} ${personId}`, { schoolId, personId }])).values(),
  ];
}

async function raise(tx: Tx, before: Evaluation, data: object): Promise<void> {
  const saved = await tx.selfEvaluation.updateMany({
    where: { id: before.id, version: before.version },
    data: { ...data, revision: { increment: 1 }, version: { increment: 1 } },
  });
  if (saved.count === 0) throw new Conflict(refOf('EVA', before.id));
}

type Row = NonNullable<Awaited<ReturnType<typeof readRow>>>;
const readRow = (tx: Tx, id: number) => tx.selfEvaluation.findUnique({ where: { id }, include: WITH });

function profileOf(school: {
  phase: string;
  lowAge: number | null;
  highAge: number | null;
  hasSixthForm: boolean | null;
}) {
  return { ...school, phase: SchoolPhase.catch('OTHER').parse(school.phase) };
}

function evaluationOf(row: Row): Evaluation {
  const framework = frameworkById(row.round.frameworkId);
  return {
    id: row.id,
    schoolId: row.schoolId,
    schoolName: row.school.name,
    roundId: row.roundId,
    roundName: row.round.name,
    openedOn: dayOf(row.round.openedOn),
    isClosed: row.round.closedAt !== null,
    framework,
    aspects: aspectsFor(framework, profileOf(row.school)),
    dueOn: dayOf(row.round.dueOn),
    isSubmitted: row.state === 'submitted',
    submittedAt: row.submittedAt,
    submittedById: row.submittedById,
    isLate: row.isLate,
    revision: row.revision,
    version: row.version,
    answers: row.grades.map(({ aspect, grade, notApplicable, evidence }) => ({
      aspect,
      grade,
      notApplicable,
      evidence,
    })),
  };
}
