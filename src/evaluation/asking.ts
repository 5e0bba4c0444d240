// What a headteacher is asked next: on the card, as a question that typed words answer, and in a sentence.
import type { AskOptions, Context } from '../chat/contract.ts';
import { subjectOf } from '../chat/refs.ts';
import { scaleById } from '../frameworks/index.ts';
import { refreshReminders } from '../reminders/index.ts';
import { listHeads } from './records.ts';
import { type Evaluation, howToGrade, stepOf } from './rules.ts';

/** The card on which to answer. Once the round is closed, the one that asked says so, and there is another for late answers. */
export function answerSubject({ id, isClosed }: Pick<Evaluation, 'id' | 'isClosed'>): string {
  return isClosed ? `${subjectOf('EVA', id)}:late` : subjectOf('EVA', id);
}

/**
 * Bring every copy of the card to the next step, and let typed words of the school's headteachers answer it. Once the round
 * is closed, nobody is asked but who is answering all the same.
 */
export async function askNext(
  { tx, today, outbox, actor }: Pick<Context, 'tx' | 'today' | 'outbox'> & Partial<Pick<Context, 'actor'>>,
  evaluation: Evaluation,
): Promise<void> {
  const subject = subjectOf('EVA', evaluation.id);
  await outbox.refresh(subject);
  await outbox.refresh(answerSubject(evaluation));
  await refreshReminders({ tx, outbox }, [subject]);
  const question = questionOf(evaluation);
  if (!question) return outbox.closeQuestions(subject);
  const heads = await listHeads(tx, evaluation.schoolId, today);
  for (const personId of evaluation.isClosed ? heads.filter((one) => one === actor?.personId) : heads)
    await outbox.ask({ personId, subject, ...question });
}

/** Give a headteacher the card on which to answer, once; and let typed words answer what it asks now. */
export async function askHead(
  outbox: Pick<Context, 'outbox'>['outbox'],
  evaluation: Evaluation,
  personId: number,
): Promise<void> {
  const subject = subjectOf('EVA', evaluation.id);
  await outbox.post({ key: promptKey(evaluation.id, personId), card: 'evaluation', subject, to: { personId } });
  const question = questionOf(evaluation);
  if (question) await outbox.ask({ personId, subject, ...question });
}

/** Under which key a headteacher is asked for a school's grades: once a round. */
export function promptKey(evaluationId: number, personId: number): string {
  return `evaluation:EVA-${evaluationId}:${personId}`;
}

type Question = Omit<AskOptions, 'personId' | 'subject'>;

/** The question that typed words answer now; none once the grades are submitted. */
export function questionOf(evaluation: Evaluation): Question | undefined {
  const step = stepOf(evaluation);
  if (step.kind === 'submitted') return undefined;
  if (step.kind === 'review')
    return {
      command: 'evaluation.submit',
      input: { evaluationId: evaluation.id },
      answerField: 'answer',
      asked: `${evaluation.roundName}, ${evaluation.schoolName}: submit your grades?`,
    };
  return step.kind === 'grade'
    ? gradeQuestion({ ...evaluation, ...step })
    : {
        command: 'evaluation.evidence',
        input: { evaluationId: evaluation.id, aspect: step.aspect.id },
        answerField: 'evidence',
        asked: `${evaluation.roundName}, ${evaluation.schoolName}: what shows your grade for “${step.aspect.label}”?`,
      };
}

export function gradeQuestion(about: {
  id: number;
  schoolName: string;
  roundName: string;
  aspect: { id: string; label: string };
}): Question {
  return {
    command: 'evaluation.grade',
    input: { evaluationId: about.id, aspect: about.aspect.id },
    answerField: 'grade',
    asked: `${about.roundName}, ${about.schoolName}: your grade for “${about.aspect.label}”?`,
  };
}

/**
 * Say in a sentence what comes next, for people who type. While they are asked for several rounds, `number` tells them
 * with which number to begin.
 */
export function sayNext(evaluation: Evaluation, number?: number): string {
  const step = stepOf(evaluation);
  switch (step.kind) {
    case 'grade': {
      const scale = scaleById(evaluation.framework, step.aspect.scale);
      const what = `Next, aspect ${step.number} of ${evaluation.aspects.length}: ${step.aspect.label}.`;
      return `${what} Type ${howToGrade(scale, number)}.`;
    }
    case 'evidence':
      return `What shows it? Type ${number === undefined ? '' : `${number} and `}a few words of evidence for “${step.aspect.label}”.`;
    case 'review':
      return `That was the last one. Look through your answers, then press Submit or type ${number === undefined ? '' : `${number} `}submit.`;
    case 'submitted':
      return 'Your grades have been submitted.';
  }
}
