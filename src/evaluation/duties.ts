// What headteachers are reminded of: grades of an open round that they have not submitted.
import { type LocalDate, sayDate } from '../calendar/index.ts';
import type { Duty, DutyOutcome, DutyQuestion, Reading } from '../chat/contract.ts';
import { idIn, subjectOf } from '../chat/refs.ts';
import { dayAsRevision } from '../reminders/index.ts';
import { listOwed } from './duties.records.ts';
import { getEvaluation, listHeads } from './records.ts';
import { countComplete, type Evaluation } from './rules.ts';

/** The grades that are owed, or what became of some of them. */
export async function evaluationDuties(question: DutyQuestion): Promise<Duty[]> {
  if ('subjects' in question) return dutiesOf(question, question.personId, question.subjects);
  const { tx, today, partnership, dueBy } = question;
  return (await listOwed(tx, partnership.id, { today, dueBy })).map((owed) =>
    dutyOf({ ...owed, id: owed.evaluationId }),
  );
}

function dutyOf(owed: {
  id: number;
  roundId: number;
  personId: number;
  round: string;
  school: string;
  dueOn: LocalDate;
  since: LocalDate;
}): Duty {
  const subject = subjectOf('EVA', owed.id);
  return {
    personId: owed.personId,
    subject,
    revision: dayAsRevision(owed.dueOn),
    dueOn: owed.dueOn,
    since: owed.since,
    title: `Give the grades of ${owed.school}`,
    where: `${owed.round}, asked on ${sayDate(owed.since)}`,
    card: { card: 'evaluation', subject },
    overview: subjectOf('RND', owed.roundId),
  };
}

async function dutiesOf(reading: Reading, personId: number, subjects: string[]): Promise<Duty[]> {
  const { tx, today } = reading;
  const duties: Duty[] = [];
  for (const subject of subjects.filter((one) => /^evaluation:EVA-\d+$/.test(one))) {
    const evaluation = await getEvaluation(tx, idIn(subject));
    const { id, roundId, roundName: round, schoolName: school, dueOn, openedOn: since } = evaluation;
    const isHead = (await listHeads(tx, evaluation.schoolId, today)).includes(personId);
    const outcome = outcomeOf(evaluation, isHead);
    duties.push({
      ...dutyOf({ id, roundId, personId, round, school, dueOn, since }),
      note: noteOf(evaluation, today),
      ...(outcome ? { outcome } : {}),
    });
  }
  return duties;
}

function outcomeOf(evaluation: Evaluation, isHead: boolean): DutyOutcome | undefined {
  if (evaluation.isSubmitted) return { words: `submitted${evaluation.isLate ? ', late' : ''}`, isDone: true };
  if (!isHead) return { words: 'for the school’s headteacher of today', isDone: false };
  return evaluation.isClosed
    ? { words: 'the round is closed; a late answer is still taken', isDone: false }
    : undefined;
}

function noteOf(evaluation: Evaluation, today: LocalDate): string {
  const complete = countComplete(evaluation);
  const all = evaluation.aspects.length;
  // Whoever has answered everything believes that they are done.
  const far =
    complete === all ? `All ${all} aspects are answered: press Submit.` : `${complete} of ${all} aspects answered.`;
  return evaluation.dueOn < today ? `${far} A late answer is taken too, and marked as late.` : far;
}
