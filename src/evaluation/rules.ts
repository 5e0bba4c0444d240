// A school's grades for itself: one aspect at a time, the grade first and the evidence second (F-09).
import type { LocalDate } from '../calendar/index.ts';
import { listInWords } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import {
  type Aspect,
  type Framework,
  type Grade,
  type GradeScale,
  parseGrade,
  scaleById,
} from '../frameworks/index.ts';

export interface Answer {
  aspect: string;
  grade: string | null;
  notApplicable: boolean;
  /** The evidence, or the reason why the aspect does not apply. */
  evidence: string | null;
}

export interface Evaluation {
  id: number;
  schoolId: number;
  schoolName: string;
  roundId: number;
  roundName: string;
  openedOn: LocalDate;
  /** Nobody is asked any more; who answers all the same is late. */
  isClosed: boolean;
  framework: Framework;
  /** The aspects that this school is asked about, in order. */
  aspects: Aspect[];
  dueOn: LocalDate;
  isSubmitted: boolean;
  submittedAt: Date | null;
  submittedById: number | null;
  isLate: boolean;
  revision: number;
  version: number;
  answers: Answer[];
}

export type Step =
  | { kind: 'grade' | 'evidence'; aspect: Aspect; number: number }
  | { kind: 'review' }
  | { kind: 'submitted' };

/** What a decision leads to: an answer to save, or nothing, since the same was said before. */
export interface Decided {
  aspect: Aspect;
  answer: Answer;
  isRepeat: boolean;
}

/** Find what comes next: the first aspect that has no grade, or a grade and no evidence; then the review. */
export function stepOf(evaluation: Evaluation): Step {
  if (evaluation.isSubmitted) return { kind: 'submitted' };
  for (const [index, aspect] of evaluation.aspects.entries()) {
    const answer = answerTo(evaluation, aspect.id);
    if (!answer) return { kind: 'grade', aspect, number: index + 1 };
    if (answer.evidence === null) return { kind: 'evidence', aspect, number: index + 1 };
  }
  return { kind: 'review' };
}

/** Grade an aspect with what was pressed or typed. Refuses another grade for one that has been graded: that is a change. */
export function giveGrade(evaluation: Evaluation, aspectId: string, words: string, number?: number): Decided {
  const aspect = getAspect(evaluation, aspectId);
  const scale = scaleById(evaluation.framework, aspect.scale);
  const reason = reasonWhyNot(words);
  if (reason !== undefined) return sayNotApplicable(evaluation, aspectId, reason);
  const grade = parseGrade(scale, words);
  if (!grade)
    throw new Refusal(
      `I could not tell the grade for “${aspect.label}” from “${shorten(words, 40)}”. Type ${howToGrade(scale, number)}, or type help.`,
    );
  const answer = { aspect: aspect.id, grade: grade.code, notApplicable: false, evidence: null };
  return decide(evaluation, aspect, answer, (before) => before.grade === grade.code);
}

/** Say that an aspect does not apply, and why. */
export function sayNotApplicable(evaluation: Evaluation, aspectId: string, reason: string): Decided {
  const aspect = getAspect(evaluation, aspectId);
  if (reason.trim() === '')
    throw new Refusal('Say why it does not apply, for example: not applicable because we have no sixth form.', {
      fieldErrors: { reason: 'Say in a few words why it does not apply.' },
    });
  const answer = { aspect: aspect.id, grade: null, notApplicable: true, evidence: reason.trim() };
  return decide(evaluation, aspect, answer, (before) => before.notApplicable && before.evidence === answer.evidence);
}

/** Say what shows a grade. Refuses it before the grade, and other words once there are some: that is a change. */
export function giveEvidence(evaluation: Evaluation, aspectId: string, words: string): Decided {
  const aspect = getAspect(evaluation, aspectId);
  const before = answerTo(evaluation, aspect.id);
  if (!before) throw new Refusal(`Grade “${aspect.label}” first, then say what shows it.`);
  refuseGradeAsEvidence(evaluation, aspect, words);
  if (before.evidence === words) return { aspect, answer: before, isRepeat: true };
  if (before.evidence !== null || evaluation.isSubmitted) throw stale(evaluation, aspect);
  return { aspect, answer: { ...before, evidence: words }, isRepeat: false };
}

/** Change an aspect's grade, its evidence or both. What is left empty stays as it was. */
export function change(
  evaluation: Evaluation,
  aspectId: string,
  { grade: gradeWords, evidence }: { grade?: string | undefined; evidence?: string | undefined },
): Decided {
  const aspect = getAspect(evaluation, aspectId);
  const before = answerTo(evaluation, aspect.id);
  if (evaluation.isSubmitted) throw new Refusal(ALREADY_SUBMITTED);
  if (!before) throw new Refusal(`“${aspect.label}” has no grade yet. Answer it on the newest card.`);
  if (!gradeWords && !evidence)
    throw new Refusal('Nothing was changed. Choose another grade, or write the evidence anew.', {
      fieldErrors: { grade: 'Choose another grade, or write the evidence anew.' },
    });
  const answer = changed(evaluation, aspect, before, gradeWords, evidence);
  const isRepeat = JSON.stringify(answer) === JSON.stringify(before);
  return { aspect, answer, isRepeat };
}

/** Submit the grades. Refuses while an aspect is missing, and names all that are. Late is after the due date or once the round is closed, and welcome. */
export function submit(evaluation: Evaluation, today: LocalDate): { isRepeat: boolean; isLate: boolean } {
  if (evaluation.isSubmitted) return { isRepeat: true, isLate: evaluation.isLate };
  const missing = evaluation.aspects.filter((aspect) => !isComplete(answerTo(evaluation, aspect.id)));
  if (missing.length > 0)
    throw new Refusal(
      `Not yet: ${listInWords(missing.map((aspect) => `“${aspect.label}”`))} ${missing.length === 1 ? 'needs' : 'need'} a grade and evidence, or “not applicable” with a reason.`,
    );
  return { isRepeat: false, isLate: evaluation.isClosed || today > evaluation.dueOn };
}

/** Whether the school's headteachers are asked for it. */
export function isAskedFor({ isSubmitted, isClosed }: Evaluation): boolean {
  return !isSubmitted && !isClosed;
}

export function answerTo(evaluation: Evaluation, aspectId: string): Answer | undefined {
  return evaluation.answers.find((answer) => answer.aspect === aspectId);
}

/** How many of the asked aspects are answered in full. */
export function countComplete(evaluation: Evaluation): number {
  return evaluation.aspects.filter((aspect) => isComplete(answerTo(evaluation, aspect.id))).length;
}

/** The grades of a scale as people may type them: "Outstanding (1), Good (2) or …". */
export function choicesOf(scale: GradeScale): string {
  return listInWords(
    scale.grades.map((grade) => `${grade.label} (${grade.code})`),
    'or',
  );
}

/** How to type a grade. Where a number says which round is meant, the grades' own numbers would be mistaken for it. */
export function howToGrade(scale: GradeScale, number?: number): string {
  if (number === undefined) return choicesOf(scale);
  const labels = scale.grades.map((grade) => grade.label);
  return `${number} and your grade (${listInWords(labels, 'or')}), for example “${number} ${labels[0]}”`;
}

/** An answer's grade in words: "Good", or "Not applicable". */
export function gradeWords(evaluation: Evaluation, answer: Answer): string {
  if (answer.notApplicable) return 'Not applicable';
  return gradeOf(evaluation, getAspect(evaluation, answer.aspect), answer)?.label ?? 'No grade';
}

export const NOT_APPLICABLE = 'Not applicable';

const ALREADY_SUBMITTED =
  'These grades have been submitted and can no longer be changed here. Ask your School Improvement Officer.';

function decide(evaluation: Evaluation, aspect: Aspect, answer: Answer, isSame: (before: Answer) => boolean): Decided {
  const before = answerTo(evaluation, aspect.id);
  if (before && isSame(before)) return { aspect, answer: before, isRepeat: true };
  if (before || evaluation.isSubmitted) throw stale(evaluation, aspect);
  return { aspect, answer, isRepeat: false };
}

function stale(evaluation: Evaluation, aspect: Aspect): Refusal {
  if (evaluation.isSubmitted) return new Refusal(ALREADY_SUBMITTED);
  const before = answerTo(evaluation, aspect.id)!;
  return new Refusal(
    `“${aspect.label}” has been answered already: ${gradeWords(evaluation, before)}. Open the newest card to change it (type home).`,
  );
}

function changed(
  evaluation: Evaluation,
  aspect: Aspect,
  before: Answer,
  words: string | undefined,
  evidence: string | undefined,
): Answer {
  if (!words) return { ...before, evidence: evidence! };
  if (words === NOT_APPLICABLE) {
    if (!evidence) throw needed('Say in a few words why it does not apply.');
    return { aspect: aspect.id, grade: null, notApplicable: true, evidence };
  }
  const scale = scaleById(evaluation.framework, aspect.scale);
  const grade = parseGrade(scale, words);
  if (!grade) {
    const sentence = `“${shorten(words, 40)}” is not a grade for this. Choose ${choicesOf(scale)}.`;
    throw new Refusal(sentence, { fieldErrors: { grade: sentence } });
  }
  // What was written was the reason why it did not apply: a grade needs evidence of its own.
  if (before.notApplicable && !evidence) throw needed('Say in a few words what shows the new grade.');
  return { aspect: aspect.id, grade: grade.code, notApplicable: false, evidence: evidence ?? before.evidence };
}

function needed(sentence: string): Refusal {
  return new Refusal(sentence, { fieldErrors: { evidence: sentence } });
}

// A grade typed twice must not become its own evidence, nor "2/3", nor a thumb; and what does not apply has no grade.
function refuseGradeAsEvidence(evaluation: Evaluation, aspect: Aspect, words: string): void {
  if (parseGrade(scaleById(evaluation.framework, aspect.scale), words))
    throw needed('That is a grade. Say in a few words what shows it.');
  if (!/\p{L}/u.test(words)) throw needed('That says nothing yet. Say in a few words what shows the grade.');
  if (reasonWhyNot(words) !== undefined)
    throw needed(
      `“${aspect.label}” has a grade. If it does not apply, type evaluation change and choose “${NOT_APPLICABLE}”; otherwise say what shows the grade.`,
    );
}

function gradeOf(evaluation: Evaluation, aspect: Aspect, answer: Answer): Grade | undefined {
  return scaleById(evaluation.framework, aspect.scale).grades.find((grade) => grade.code === answer.grade);
}

function getAspect(evaluation: Evaluation, aspectId: string): Aspect {
  const aspect = evaluation.aspects.find(({ id }) => id === aspectId);
  if (!aspect) throw new Refusal('Your school is not asked about this. Open the newest card (type home).');
  return aspect;
}

function isComplete(answer: Answer | undefined): boolean {
  return answer !== undefined && answer.evidence !== null && (answer.grade !== null || answer.notApplicable);
}

/** "n/a because we have no sixth form" gives the reason; undefined when the words do not say "not applicable". */
function reasonWhyNot(words: string): string | undefined {
  return /^(?:n\s*[/.]?\s*a|not applicable|does not apply|doesn[’']?t apply)\b[\s:;,.–-]*(?:because|since|as)?\s*([\s\S]*)$/i
    .exec(words.trim())?.[1]
    ?.trim();
}

function shorten(words: string, most: number): string {
  return words.length <= most ? words : `${words.slice(0, most - 1)}…`;
}
