import { instantAt, type LocalDate, schoolYearOf } from '../../src/calendar/index.ts';
import type { Tx } from '../../src/store/database.ts';
import { asDay } from '../../src/store/days.ts';
import {
  type DemoSchool,
  LANTERNGATE,
  MALLOW_STREET,
  QUILLGATE,
  SCHOOLS,
  TOLLMARSH,
  VERRALL_GREEN,
} from './borough.ts';
import type { Days } from './days.ts';
import { type Cast, schoolId, who } from './people.ts';

interface Words {
  reason: string;
  evidence: string;
  nextStep: string;
}

const CONCERNS: Record<number, Words> = {
  [QUILLGATE]: {
    reason:
      'Outcomes in mathematics have fallen for three years and the school has not yet shown that it can turn them round.',
    evidence: 'Results of the last three summers, two reviews, and the officer’s visits to 24 lessons.',
    nextStep: 'A Raising Attainment Board every half-term, and a plan for mathematics in Year 10.',
  },
  [TOLLMARSH]: {
    reason: 'A third of teachers of modern languages left within a year, and reading in Year 7 is weak.',
    evidence: 'Staffing return, reading tests of all of Year 7, officer’s visit.',
    nextStep: 'A Raising Attainment Board, and the trust’s plan for recruitment.',
  },
  [LANTERNGATE]: {
    reason: 'Science in Years 10 and 11 is below what pupils achieve in other subjects.',
    evidence: 'Last summer’s results by subject and the department’s review.',
    nextStep: 'A Raising Attainment Board, with science first.',
  },
};

const FINE: Record<string, Words> = {
  GREEN: {
    reason: 'Outcomes are high, and the school helps others to improve.',
    evidence: 'Results of the last two summers, the officer’s visit, and the school’s own evaluation.',
    nextStep: 'Headteacher to offer support to a partner school.',
  },
  YELLOW: {
    reason: 'The school performs well and knows what to work on.',
    evidence: 'Last summer’s results, the officer’s visit, and the school’s own evaluation.',
    nextStep: 'A standards visit each term.',
  },
};

export interface Judgements {
  /** The recommendation that waits for the Head of Standards. */
  recommendationId: number;
  /** Category decisions of schools at risk, by URN. */
  atRisk: Map<number, number>;
}

/** Write the category of every school, and one recommendation that nobody has confirmed yet. */
export async function loadCategories(tx: Tx, cast: Cast, days: Days): Promise<Judgements> {
  const atRisk = new Map<number, number>();
  for (const school of SCHOOLS) {
    const on = confirmedOn(school, days);
    const { id } = await tx.categoryDecision.create({
      data: {
        ...(CONCERNS[school.urn] ?? FINE[school.category]!),
        schoolId: schoolId(cast, school.urn),
        schoolYear: schoolYearOf(on),
        state: 'confirmed',
        value: school.category,
        recommendedById: who(cast, school.sio),
        recommendedAt: instantAt(days.after(on, -4), '15:00'),
        confirmedById: who(cast, 'standards'),
        confirmedAt: instantAt(on, '11:30'),
        effectiveOn: asDay(on),
      },
    });
    if (CONCERNS[school.urn]) atRisk.set(school.urn, id);
  }
  const recommendation = await tx.categoryDecision.create({
    data: {
      schoolId: schoolId(cast, MALLOW_STREET),
      schoolYear: schoolYearOf(days.today),
      state: 'recommended',
      value: 'AMBER',
      reason: 'Persistent absence has risen for two half-terms and results in English fell last summer.',
      evidence: 'Attendance to the end of last half-term, last summer’s results, and the officer’s visit.',
      nextStep: 'A Raising Attainment Board from the next half-term, with attendance first.',
      recommendedById: who(cast, 'thomas'),
      recommendedAt: instantAt(days.ago(1), '15:40'),
    },
  });
  return { recommendationId: recommendation.id, atRisk };
}

/** The boards were opened when these were confirmed; everybody else was confirmed in the half-term before last. */
function confirmedOn({ urn }: DemoSchool, days: Days): LocalDate {
  if (urn === LANTERNGATE) return days.within(days.last, 0.2);
  if (urn === QUILLGATE) return days.beforeEnd(days.beforeLast, 8);
  return days.within(days.beforeLast, 0.1);
}

/** Write the open round of self-evaluation: some have answered, one head is half-way, most have not begun. */
export async function loadRound(tx: Tx, cast: Cast, days: Days): Promise<{ open: { id: number; urn: number }[] }> {
  const round = await tx.round.create({
    data: {
      partnershipId: cast.partnershipId,
      frameworkId: 'lewisham-2015',
      schoolYear: schoolYearOf(days.today),
      name: `Self-evaluation ${schoolYearOf(days.today)}`,
      openedOn: asDay(days.ago(8)),
      dueOn: asDay(days.ahead(9)),
      openedById: who(cast, 'thomas'),
    },
  });
  const open: { id: number; urn: number }[] = [];
  for (const { urn } of SCHOOLS) {
    const submitted = SUBMITTED[urn];
    const { id } = await tx.selfEvaluation.create({ data: { roundId: round.id, schoolId: schoolId(cast, urn) } });
    const head = who(cast, `head-${urn}`);
    const answers = submitted?.answers ?? (urn === VERRALL_GREEN ? HALF_WAY : []);
    const at = instantAt(submitted ? days.ago(submitted.daysAgo) : days.ago(1), '17:20');
    await tx.selfEvaluationGrade.createMany({
      data: answers.map(([aspect, grade, evidence], index) => ({
        selfEvaluationId: id,
        aspect,
        grade,
        evidence,
        gradedById: head,
        gradedAt: new Date(at.getTime() + index * 240_000),
      })),
    });
    // The revision rises with every answer, as it does when somebody gives them.
    const revision = 1 + answers.length;
    if (submitted) {
      const submittedAt = new Date(at.getTime() + 1_800_000);
      await tx.selfEvaluation.update({
        where: { id },
        data: { state: 'submitted', submittedAt, submittedById: head, revision: revision + 1 },
      });
    } else {
      if (answers.length > 0) await tx.selfEvaluation.update({ where: { id }, data: { revision } });
      open.push({ id, urn });
    }
  }
  return { open };
}

type Answers = [aspect: string, grade: string, evidence: string][];

const HALF_WAY: Answers = [
  [
    'LEADERSHIP',
    '2',
    'New middle leaders in English and science; governors visit each half-term and report in writing.',
  ],
  ['TEACHING', '2', 'Joint lesson visits with the officer last half-term; marking is now consistent in Years 7 to 9.'],
];

const EVIDENCE: Answers = [
  ['LEADERSHIP', '', 'Governors’ minutes, the development plan, and the last review by the partner school.'],
  ['TEACHING', '', 'Forty lessons seen in a year, with work scrutiny in five subjects.'],
  ['PDBW', '', 'Attendance above last year, fewer suspensions, and the pupils’ last survey.'],
  ['OUTCOMES', '', 'Last summer’s results and the latest assessments, by group.'],
  ['STUDY_16_19', '', 'Retention, destinations, and the value added by the sixth form.'],
];

function grades(...codes: string[]): Answers {
  return codes.map((code, index) => [EVIDENCE[index]![0], code, EVIDENCE[index]![2]]);
}

const SUBMITTED: Record<number, { daysAgo: number; answers: Answers }> = {
  900001: { daysAgo: 3, answers: grades('1', '2', '1', '2', '2') },
  900010: { daysAgo: 2, answers: grades('2', '2', '2', '3') },
  900011: { daysAgo: 5, answers: grades('2', '1', '1', '2', '2') },
  900013: { daysAgo: 4, answers: grades('1', '1', '2', '1', '2') },
};
