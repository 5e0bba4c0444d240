import { schoolYearOf } from '../calendar/index.ts';
import type { Partnership } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { aspectsFor, SchoolPhase } from '../frameworks/index.ts';
import { type Sql, sql, type Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';

export interface Round {
  id: number;
  name: string;
  dueOn: string;
  openedOn: string;
  /** When nobody was asked any more. */
  closedAt: Date | null;
}

/** A school that is asked: its evaluation, and the first aspect that it is asked about. */
export interface Asked {
  evaluationId: number;
  schoolId: number;
  schoolName: string;
  firstAspect: string;
}

// As many as a phone shows at a glance; the rest is found by name.
const MOST_ROUNDS = 6;

/** Make a round. Refuses a name that has been used. */
export async function createRound(
  tx: Tx,
  partnership: Partnership,
  round: { name: string; dueOn: string; today: string; openedById: number },
): Promise<Round> {
  const { name, dueOn, today, openedById } = round;
  const taken = await tx.round.findFirst({
    where: { partnershipId: partnership.id, name: { equals: name, mode: 'insensitive' } },
  });
  if (taken) throw new Refusal(`There is already a round called “${taken.name}”. Choose another name.`);
  const row = await tx.round.create({
    data: {
      partnershipId: partnership.id,
      frameworkId: partnership.framework.id,
      schoolYear: schoolYearOf(today),
      name,
      openedOn: asDay(today),
      dueOn: asDay(dueOn),
      openedById,
    },
  });
  return roundOf(row);
}

/** Make an evaluation for each school, in a few statements however many schools there are. */
export async function createEvaluations(
  tx: Tx,
  partnership: Partnership,
  roundId: number,
  schoolIds: number[],
): Promise<Asked[]> {
  await tx.selfEvaluation.createMany({ data: schoolIds.map((schoolId) => ({ roundId, schoolId })) });
  const rows = await tx.selfEvaluation.findMany({
    where: { roundId },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      school: { select: { id: true, name: true, phase: true, lowAge: true, highAge: true, hasSixthForm: true } },
    },
  });
  return rows.map(({ id, school }) => {
    const profile = { ...school, phase: SchoolPhase.catch('OTHER').parse(school.phase) };
    const first = aspectsFor(partnership.framework, profile)[0]!;
    return { evaluationId: id, schoolId: school.id, schoolName: school.name, firstAspect: first.id };
  });
}

/** The open schools of a partnership, without their evaluations. */
export async function listOpenSchools(tx: Tx, partnershipId: number): Promise<{ id: number; name: string }[]> {
  return tx.school.findMany({
    where: { partnershipId, status: { not: 'Closed' } },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
}

export async function getRound(tx: Tx, id: number): Promise<Round> {
  const row = await tx.round.findUnique({ where: { id } });
  if (!row) throw new Refusal(`There is no round ${refOf('RND', id)}.`);
  return roundOf(row);
}

/** A round of the partnership, held until the end of the transaction: two officers close it one after the other. */
export async function getRoundLocked(tx: Tx, partnershipId: number, id: number): Promise<Round> {
  await tx.$queryRaw`select id from "Round" where id = ${id} for update`;
  const row = await tx.round.findFirst({ where: { id, partnershipId } });
  if (!row) throw new Refusal(`There is no round ${refOf('RND', id)}.`);
  return roundOf(row);
}

export async function closeRound(tx: Tx, id: number, at: Date): Promise<void> {
  await tx.round.update({ where: { id }, data: { closedAt: at, version: { increment: 1 } } });
}

/** The schools that were asked and have not submitted, by name. */
export async function listOutstanding(tx: Tx, roundId: number): Promise<{ evaluationId: number; school: string }[]> {
  const rows = await tx.selfEvaluation.findMany({
    where: { roundId, state: { not: 'submitted' } },
    select: { id: true, school: { select: { name: true } } },
    orderBy: { school: { name: 'asc' } },
  });
  return rows.map((row) => ({ evaluationId: row.id, school: row.school.name }));
}

/** The rounds that nobody has closed, the newest first. */
export async function listUnclosedRounds(tx: Tx, partnershipId: number): Promise<Round[]> {
  const rows = await tx.round.findMany({
    where: { partnershipId, closedAt: null },
    orderBy: { id: 'desc' },
    take: MOST_ROUNDS,
  });
  return rows.map(roundOf);
}

/** The round of this name, or the newest whose name starts with the words. */
export async function findRound(tx: Tx, partnershipId: number, words: string): Promise<Round | undefined> {
  const named = (name: object) =>
    tx.round.findFirst({
      where: { partnershipId, name: { ...name, mode: 'insensitive' } },
      orderBy: { id: 'desc' },
    });
  const row = (await named({ equals: words })) ?? (await named({ startsWith: words }));
  return row ? roundOf(row) : undefined;
}

/** The newest round, and the others in which a school has not submitted yet; the newest first. */
export async function listOpenRounds(tx: Tx, partnershipId: number): Promise<Round[]> {
  const newest = await tx.round.findFirst({ where: { partnershipId }, orderBy: { id: 'desc' } });
  if (!newest) return [];
  const rows = await tx.round.findMany({
    where: {
      partnershipId,
      id: { not: newest.id },
      closedAt: null,
      selfEvaluations: { some: { state: { not: 'submitted' } } },
    },
    orderBy: { id: 'desc' },
    take: MOST_ROUNDS - 1,
  });
  return [newest, ...rows].map(roundOf);
}

export interface RoundFacts {
  name: string;
  dueOn: string;
  asked: number;
  answered: number;
  isClosed: boolean;
}

/** How far the open rounds are, the newest first: the newest of all, and those in which a school has still to submit. */
export function roundFacts(partnershipId: number): Sql {
  return sql`select json_agg(json_build_object('name', r.name, 'dueOn', r."dueOn", 'asked', n.asked, 'answered', n.answered,
      'isClosed', r."closedAt" is not null) order by r.id desc)
    from (
      select * from "Round" o where o."partnershipId" = ${partnershipId} and (
        o.id = (select max(id) from "Round" where "partnershipId" = ${partnershipId})
        or (o."closedAt" is null and exists (select 1 from "SelfEvaluation" e where e."roundId" = o.id and e.state <> 'submitted')))
      order by o.id desc limit ${MOST_ROUNDS}
    ) r cross join lateral (
      select count(*) as asked, count(*) filter (where e.state = 'submitted') as answered
      from "SelfEvaluation" e where e."roundId" = r.id) n`;
}

/** How many schools were asked in a round, and how many of them have submitted. */
export async function countAnswered(tx: Tx, roundId: number): Promise<{ asked: number; answered: number }> {
  const [asked, answered] = [
    await tx.selfEvaluation.count({ where: { roundId } }),
    await tx.selfEvaluation.count({ where: { roundId, state: 'submitted' } }),
  ];
  return { asked, answered };
}

export type Progress = 'answered' | 'partWay' | 'outstanding' | 'unreachable';

export interface ProgressGroup {
  progress: Progress;
  count: number;
  late: number;
  /** The first, in order of the alphabet; the card says how many more there are. */
  schools: { evaluationId: number; name: string }[];
}

/**
 * Count how far the schools of a round are, in one statement. Each school is in one group: answered, part-way, and of
 * those that have said nothing, whether a headteacher can be reached at all.
 */
export async function countProgress(
  tx: Tx,
  roundId: number,
  today: string,
  names: number = 12,
): Promise<ProgressGroup[]> {
  const day = asDay(today);
  return tx.$queryRaw<ProgressGroup[]>`
    select progress, count(*)::int as count, (count(*) filter (where "isLate"))::int as late,
           to_json((array_agg(json_build_object('evaluationId', id, 'name', name) order by name, id))[1:${names}::int]) as schools
    from (
      select e.id, s.name, e."isLate",
        case
          when e.state = 'submitted' then 'answered'
          when exists (select 1 from "SelfEvaluationGrade" g where g."selfEvaluationId" = e.id) then 'partWay'
          when exists (
            select 1 from "RoleHeld" h join "Person" p on p.id = h."personId"
              join "Conversation" c on c."personId" = p.id and c.kind = 'personal' and c."unreachableReason" is null
            where h."schoolId" = e."schoolId" and h.role in ('HEADTEACHER', 'EXEC_HEADTEACHER')
              and h."fromOn" <= ${day} and (h."untilOn" is null or h."untilOn" >= ${day})
              and (p."leftOn" is null or p."leftOn" > ${day})
          ) then 'outstanding'
          else 'unreachable'
        end as progress
      from "SelfEvaluation" e join "School" s on s.id = e."schoolId"
      where e."roundId" = ${roundId}
    ) each group by progress`;
}

function roundOf(row: { id: number; name: string; dueOn: Date; openedOn: Date; closedAt: Date | null }): Round {
  const { id, name, closedAt } = row;
  return { id, name, closedAt, dueOn: dayOf(row.dueOn), openedOn: dayOf(row.openedOn) };
}
