// The card that asks a headteacher, step by step, and the one on which officers read.
import { z } from 'zod';
import { today as dayIn, sayDate } from '../calendar/index.ts';
import type { Card } from '../chat/card.ts';
import type { CardKind, ShowContext } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { idIn } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { scaleById } from '../frameworks/index.ts';
import { nameOf, viewerOf } from '../people/index.ts';
import { answerSubject } from './asking.ts';
import { HEADS } from './commands.ts';
import { aspectChoices, gradeChoices } from './forms.ts';
import { aboutGrades, GRADE_READERS } from './officers.ts';
import { getEvaluation } from './records.ts';
import { answerTo, countComplete, type Evaluation, gradeWords, stepOf } from './rules.ts';

const Choices = z.array(z.strictObject({ title: z.string(), value: z.string() }));
const asked = {
  title: z.string(),
  school: z.string(),
  progress: z.string(),
  due: z.string(),
  evaluationId: z.number(),
  aspect: z.string(),
  aspectId: z.string(),
  hasAnswers: z.boolean(),
  answers: z.array(z.strictObject({ title: z.string(), value: z.string() })),
  aspectChoices: Choices,
  gradeChoices: Choices,
};
const Answers = z.array(z.strictObject({ title: z.string(), grade: z.string(), words: z.string() }));

const gradeCard = template(
  'evaluation',
  z.strictObject({
    ...asked,
    question: z.string(),
    buttons: z.array(z.strictObject({ id: z.string(), title: z.string(), code: z.string() })),
    canChange: z.boolean(),
  }),
);
const evidenceCard = template('evaluation-evidence', z.strictObject({ ...asked, grade: z.string() }));
const reviewCard = template(
  'evaluation-review',
  z.strictObject({
    title: z.string(),
    school: z.string(),
    due: z.string(),
    evaluationId: z.number(),
    count: z.number(),
    answers: Answers,
    aspectChoices: Choices,
    gradeChoices: Choices,
  }),
);
const settledCard = template(
  'evaluation-settled',
  z.strictObject({ title: z.string(), school: z.string(), outcome: z.string(), answers: Answers }),
);
const closedCard = template(
  'evaluation-closed',
  z.strictObject({
    title: z.string(),
    school: z.string(),
    outcome: z.string(),
    next: z.string(),
    evaluationId: z.number(),
  }),
);
const gradesCard = template(
  'evaluation-grades',
  z.strictObject({ title: z.string(), school: z.string(), state: z.string(), answers: Answers }),
);

/** What a headteacher is asked now; settled once submitted. Shown to the school's headteachers of today only. */
export const evaluationKind: CardKind = {
  name: 'evaluation',
  isConfidential: true,
  async show(subject, context) {
    const evaluation = await getEvaluation(context.tx, idIn(subject));
    if (!(await isHead(evaluation, context))) return undefined;
    const { revision } = evaluation;
    const step = stepOf(evaluation);
    // Nobody is asked any more; who wants to answer all the same gets a card of their own.
    if (evaluation.isClosed && step.kind !== 'submitted' && subject !== answerSubject(evaluation))
      return { revision, isSettled: true, card: closedCard({ ...headOf(evaluation), ...closedOf(evaluation) }) };
    switch (step.kind) {
      case 'grade':
        return {
          revision,
          card: gradeCard({
            ...askedOf(evaluation, step),
            ...gradesOf(evaluation, step.aspect.scale),
            question: step.aspect.question,
          }),
        };
      case 'evidence': {
        const grade = gradeWords(evaluation, answerTo(evaluation, step.aspect.id)!);
        return { revision, card: evidenceCard({ ...askedOf(evaluation, step), grade }) };
      }
      case 'review':
        return { revision, card: showReview(evaluation) };
      case 'submitted':
        return {
          revision,
          isSettled: true,
          card: settledCard({
            ...headOf(evaluation),
            outcome: `${await outcomeOf(evaluation, context)} Thank you.`,
            answers: answersOf(evaluation),
          }),
        };
    }
  },
};

/** A school's grades to read, for those who may (DOMAIN 17); a chair of governors and the board see them once they are submitted. */
export const gradesKind: CardKind = {
  name: 'evaluation-grades',
  isConfidential: true,
  async show(subject, context) {
    const evaluation = await getEvaluation(context.tx, idIn(subject));
    const actor = await viewerOf(context);
    if (!actor) return undefined;
    const about = await aboutGrades(context, actor, evaluation.schoolId);
    if (!may(GRADE_READERS, actor, about)) return undefined;
    const isOfficer = may(
      GRADE_READERS.filter((rule) => rule.where !== 'board').map((rule) =>
        'roles' in rule ? { ...rule, roles: rule.roles.filter((role) => role !== 'CHAIR_OF_GOVERNORS') } : rule,
      ),
      actor,
      { schoolId: evaluation.schoolId },
    );
    const canRead = evaluation.isSubmitted || isOfficer;
    const title = `A school’s grades: ${evaluation.roundName}`;
    const state = evaluation.isSubmitted
      ? await outcomeOf(evaluation, context)
      : `${countComplete(evaluation)} of ${evaluation.aspects.length} aspects answered, not yet submitted. Due ${sayDate(evaluation.dueOn)}.`;
    const answers = canRead ? answersOf(evaluation) : [];
    return {
      revision: evaluation.revision,
      card: gradesCard({ title, school: evaluation.schoolName, state, answers }),
    };
  },
};

async function isHead(evaluation: Evaluation, context: ShowContext): Promise<boolean> {
  const viewer = await viewerOf(context);
  return Boolean(viewer?.roles.some((held) => held.schoolId === evaluation.schoolId && HEADS.includes(held.role)));
}

function headOf(evaluation: Evaluation) {
  return { title: `Your school’s grades: ${evaluation.roundName}`, school: evaluation.schoolName };
}

function closedOf(evaluation: Evaluation) {
  return {
    evaluationId: evaluation.id,
    outcome: `This round is closed, so you are asked no more. The grades were due on ${sayDate(evaluation.dueOn)}.`,
    next: 'A late answer is still taken, and marked as late.',
  };
}

function askedOf(
  evaluation: Evaluation,
  { aspect, number }: { aspect: { id: string; label: string }; number: number },
) {
  const earlier = evaluation.aspects.filter(({ id }) => id !== aspect.id && answerTo(evaluation, id));
  return {
    ...headOf(evaluation),
    progress: `Aspect ${number} of ${evaluation.aspects.length}`,
    due: dueWords(evaluation),
    evaluationId: evaluation.id,
    aspect: aspect.label,
    aspectId: aspect.id,
    hasAnswers: earlier.length > 0,
    answers: earlier.map(({ id, label }) => ({
      title: label,
      value: gradeWords(evaluation, answerTo(evaluation, id)!),
    })),
    aspectChoices: aspectChoices(evaluation),
    gradeChoices: gradeChoices(evaluation),
  };
}

// Teams shows six buttons: the grades and "Not applicable" come first, a change only where there is room for it.
function gradesOf(evaluation: Evaluation, scaleId: string) {
  const { grades } = scaleById(evaluation.framework, scaleId);
  return {
    buttons: grades.map(({ code, label }) => ({ id: `grade-${code}`, title: `${code} ${label}`, code })),
    canChange: evaluation.answers.length > 0 && grades.length <= 4,
  };
}

function showReview(evaluation: Evaluation): Card {
  return reviewCard({
    ...headOf(evaluation),
    due: dueWords(evaluation),
    evaluationId: evaluation.id,
    count: evaluation.aspects.length,
    answers: answersOf(evaluation),
    aspectChoices: aspectChoices(evaluation),
    gradeChoices: gradeChoices(evaluation),
  });
}

const LONGEST_WORDS = 400;

function answersOf(evaluation: Evaluation) {
  return evaluation.aspects.flatMap(({ id, label }) => {
    const answer = answerTo(evaluation, id);
    if (!answer) return [];
    const words = answer.evidence ?? 'No evidence yet.';
    const short =
      words.length > LONGEST_WORDS ? `${words.slice(0, LONGEST_WORDS)} … (${words.length} characters in all)` : words;
    return [{ title: label, grade: gradeWords(evaluation, answer), words: short }];
  });
}

function dueWords(evaluation: Evaluation): string {
  return evaluation.isClosed ? 'The round is closed: a late answer' : `Due ${sayDate(evaluation.dueOn)}`;
}

async function outcomeOf(evaluation: Evaluation, { tx, partnership }: ShowContext): Promise<string> {
  const who = evaluation.submittedById === null ? 'the school' : await nameOf(tx, evaluation.submittedById);
  const on = sayDate(dayIn(evaluation.submittedAt!, partnership.timeZone));
  const late = evaluation.isLate ? ` Late: they were due on ${sayDate(evaluation.dueOn)}.` : '';
  return `Submitted by ${who} on ${on}.${late}`;
}
