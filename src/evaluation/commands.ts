// A headteacher answers: a grade, its evidence, a change of mind, and the submission.
import { z } from 'zod';
import type { About, Actor, Context, Json, Reading, Reply } from '../chat/contract.ts';
import { type Command, command } from '../chat/contract.ts';
import { isSlip } from '../chat/grammar.ts';
import type { MayRule } from '../chat/permission.ts';
import { Ref, subjectOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { answerSubject, askNext, sayNext } from './asking.ts';
import { changeForm } from './forms.ts';
import {
  getEvaluation,
  getEvaluationLocked,
  listEvaluations,
  numberFor,
  saveAnswer,
  saveSubmitted,
  schoolOf,
} from './records.ts';
import {
  answerTo,
  change,
  type Decided,
  type Evaluation,
  giveEvidence,
  giveGrade,
  gradeWords,
  sayNotApplicable,
  stepOf,
  submit,
} from './rules.ts';

export const HEADS = ['HEADTEACHER', 'EXEC_HEADTEACHER'];

const OWN_SCHOOL: MayRule[] = [{ roles: HEADS, where: 'school' }];
// Typed while a question is open, these are said to the bot; as evidence they would only have to be taken back.
const COURTESY =
  /^(thanks?( you)?|cheers|ok(ay)?|yes|no|y|n|next|continue|go on|skip|back|stop|cancel|hi|hello|good morning)( please| thanks| thank you)?[.!? ]*$/i;
const SENDING = /^(send|done|finish(ed)?)( it| them)?( please| now)?[.!? ]*$/i;
const Evidence = z
  .string('Write a few words of evidence.')
  .trim()
  .min(1, 'Write a few words of evidence.')
  .max(3000, 'That is too long: keep the evidence under 3,000 characters.')
  .refine(
    (words) => !COURTESY.test(words),
    'I am waiting for your evidence: what shows the grade? A few words are enough.',
  )
  .refine(
    (words) => !SENDING.test(words) && !isSlip(words.toLowerCase().replace(/[.!? ]+$/, ''), 'submit'),
    'Give the evidence first: a few words are enough. Then type submit.',
  );
/** A field of a form that may be left empty. */
const Optional = z
  .string()
  .trim()
  .max(3000, 'That is too long: keep it under 3,000 characters.')
  .transform((text) => (text === '' ? undefined : text))
  .optional();
const aspect = z.string().max(40);

const gradeCommand = command({
  name: 'evaluation.grade',
  help: 'Grade one aspect of your school.',
  input: z.object({
    evaluationId: Ref('EVA'),
    aspect,
    grade: z.string().trim().min(1, 'Type a grade.').max(1000, 'That is too long for a grade. Type only the grade.'),
  }),
  may: OWN_SCHOOL,
  about: aboutEvaluation,
  async run({ evaluationId, aspect, grade }, context) {
    const before = await getEvaluationLocked(context.tx, evaluationId);
    const number = await numberFor(context.tx, before, context.actor.personId);
    return keep(context, before, giveGrade(before, aspect, grade, number));
  },
});

const evidenceCommand = command({
  name: 'evaluation.evidence',
  help: 'Say what shows a grade.',
  input: z.object({ evaluationId: Ref('EVA'), aspect, evidence: Evidence }),
  may: OWN_SCHOOL,
  about: aboutEvaluation,
  async run({ evaluationId, aspect, evidence }, context) {
    const before = await getEvaluationLocked(context.tx, evaluationId);
    return keep(context, before, giveEvidence(before, aspect, evidence));
  },
});

const notApplicableCommand = command({
  name: 'evaluation.notApplicable',
  help: 'Say that an aspect does not apply to your school, and why.',
  input: z.object({ evaluationId: Ref('EVA'), aspect, reason: z.string().trim().max(3000, 'That is too long.') }),
  may: OWN_SCHOOL,
  about: aboutEvaluation,
  async run({ evaluationId, aspect, reason }, context) {
    const before = await getEvaluationLocked(context.tx, evaluationId);
    return keep(context, before, sayNotApplicable(before, aspect, reason));
  },
});

const changeCommand = command({
  name: 'evaluation.change',
  help: 'Change a grade or its evidence before you submit.',
  typed: {
    words: 'evaluation change',
    usage: 'evaluation change',
    example: 'evaluation change',
    parse: () => ({}),
  },
  input: z.object({
    evaluationId: Ref('EVA').optional(),
    aspect: aspect.optional(),
    grade: Optional,
    evidence: Optional,
  }),
  may: OWN_SCHOOL,
  about: aboutOwn,
  async run({ evaluationId, aspect, grade, evidence }, context) {
    const id = evaluationId ?? (await getOwn(context.tx, context.actor)).id;
    const before = await getEvaluationLocked(context.tx, id);
    if (!aspect) {
      if (before.answers.length === 0) throw new Refusal(`There is nothing to change yet. ${sayNext(before)}`);
      return { form: changeForm(before), said: 'Choose what to change.', isPrivate: true };
    }
    return keep(context, before, change(before, aspect, { grade, evidence }));
  },
});

const submitCommand = command({
  name: 'evaluation.submit',
  help: 'Submit your school’s grades.',
  typed: {
    words: 'evaluation submit',
    usage: 'evaluation submit',
    example: 'evaluation submit',
    parse: () => ({}),
  },
  input: z.object({ evaluationId: Ref('EVA').optional(), answer: z.string().trim().max(3000).optional() }),
  may: OWN_SCHOOL,
  about: aboutOwn,
  async run({ evaluationId, answer }, context) {
    const { tx, today, now, actor, happened } = context;
    if (answer !== undefined && !/^(submit|send|yes)\b[.!? ]*$/i.test(answer))
      throw new Refusal(
        'Type submit when you are happy with your grades, or press “Change an answer” on the card. Type home to see it.',
      );
    const before = await getEvaluationLocked(tx, evaluationId ?? (await getOwn(tx, actor)).id);
    const { isRepeat, isLate } = submit(before, today);
    if (isRepeat) return { said: 'Your grades had already been submitted. Thank you.', isPrivate: true };

    const after = await saveSubmitted(tx, before, { personId: actor.personId, at: now, isLate });
    const subject = subjectOf('EVA', after.id);
    await happened({
      event: 'evaluation.submitted',
      subject,
      before: { state: 'asked' },
      after: { state: 'submitted', isLate },
    });
    await askNext(context, after);
    await context.outbox.refresh(subjectOf('RND', after.roundId));
    const since = after.isClosed ? 'the round was closed' : 'the due date';
    const late = isLate ? ` They came after ${since} and are marked as late; they count all the same.` : '';
    return {
      said: `Thank you. The grades of ${after.schoolName} for ${after.roundName} have been submitted.${late}`,
      isPrivate: true,
    };
  },
});

export const answerCommands: Command[] = [
  gradeCommand,
  evidenceCommand,
  notApplicableCommand,
  changeCommand,
  submitCommand,
];

/** Keep what was decided, bring the cards to the next step, and say what comes next. */
async function keep(context: Context, before: Evaluation, decided: Decided): Promise<Reply> {
  const { tx, actor, now, happened } = context;
  if (decided.isRepeat) {
    const number = await numberFor(tx, before, actor.personId);
    return {
      said: `That is saved already for ${nameOfRound(before, actor)}. ${sayNext(before, number)}`,
      isPrivate: true,
    };
  }
  const after = await saveAnswer(tx, before, decided.answer, { personId: actor.personId, at: now });
  const subject = subjectOf('EVA', after.id);
  const earlier = answerTo(before, decided.aspect.id);
  await happened({
    event: 'evaluation.graded',
    subject,
    ...(earlier ? { before: auditOf(earlier) } : {}),
    after: auditOf(decided.answer),
  });
  await askNext(context, after);
  const number = await numberFor(tx, after, actor.personId);
  const saved = `Saved for ${nameOfRound(after, actor)}. ${decided.aspect.label}: ${gradeWords(after, decided.answer)}.`;
  const said = `${saved} ${sayNext(after, number)}`;
  // Whoever types sees the answers once, before submitting; whoever presses has them on the card.
  const isTyped = context.messageId === undefined && stepOf(after).kind === 'review';
  return { said, isPrivate: true, ...(isTyped ? { card: { card: 'evaluation', subject: answerSubject(after) } } : {}) };
}

/** Whoever leads several schools is told which one, too. */
function nameOfRound({ roundName, schoolName }: Evaluation, actor: Actor): string {
  return new Set(schoolsLedBy(actor)).size > 1 ? `${roundName}, ${schoolName}` : roundName;
}

// What was written as evidence is with the grades; the audit only says that there is some.
function auditOf(answer: {
  aspect: string;
  grade: string | null;
  notApplicable: boolean;
  evidence: string | null;
}): Json {
  const { aspect, grade, notApplicable, evidence } = answer;
  return { aspect, grade, notApplicable, hasEvidence: evidence !== null };
}

async function aboutEvaluation({ evaluationId }: { evaluationId: number }, { tx }: Reading): Promise<About> {
  return { schoolId: await schoolOf(tx, evaluationId) };
}

async function aboutOwn(
  { evaluationId }: { evaluationId?: number | undefined },
  { tx }: Reading,
  actor: Actor,
): Promise<About> {
  const id = evaluationId ?? (await getOwn(tx, actor)).id;
  return { schoolId: (await getEvaluation(tx, id)).schoolId };
}

/** The headteacher's own evaluation: the one that is asked for, or else the newest. */
export async function getOwn(tx: Context['tx'], actor: Actor): Promise<Evaluation> {
  const own = (await listEvaluations(tx, schoolsLedBy(actor)))[0];
  if (!own) throw new Refusal('You have not been asked for your school’s grades.');
  return own;
}

/** The schools at which the person is headteacher today. */
export function schoolsLedBy(actor: Actor): number[] {
  return actor.roles.flatMap((held) => (held.schoolId !== null && HEADS.includes(held.role) ? [held.schoolId] : []));
}
