// What governors are reminded of: minutes that wait for their answer. How long they have is a default of ours (RES-38).
import { getBoard } from '../boards/index.ts';
import { today as dayIn, type LocalDate, sayDate } from '../calendar/index.ts';
import type { Duty, DutyOutcome, DutyQuestion, Partnership, Reading } from '../chat/contract.ts';
import { idIn, refOf, subjectOf } from '../chat/refs.ts';
import { getMeeting } from '../meetings/index.ts';
import { countingIn, dayAsRevision } from '../reminders/index.ts';
import { dayOf } from '../store/days.ts';
import { getMinutes, type MinutesRow } from './records.ts';
import { standing } from './rules.ts';
import { listUnanswered, listUnansweredBy, type Unanswered } from './waiting.records.ts';
import { decisionInWords, meetingInWords } from './words.ts';

/** The subject of the card that asks about a revision, and of the reminders about it. */
export function approvalSubject(minutesId: number, revision: number): string {
  return `${subjectOf('MIN', minutesId)}:r${revision}`;
}

/** On which day somebody was asked. */
export function askedOn(
  { askedAt }: Pick<Unanswered, 'askedAt'>,
  { timeZone }: Pick<Partnership, 'timeZone'>,
): LocalDate {
  return dayIn(askedAt, timeZone);
}

/** By when somebody who was asked is to answer: so many school days after being asked, as the board's template says. */
export function answerDueOn(
  asked: Pick<Unanswered, 'askedAt' | 'template'>,
  { partnership }: Pick<Reading, 'partnership'>,
  counting = countingIn(partnership.calendar),
): LocalDate | undefined {
  const template = partnership.framework.boardTemplates.find(({ kind }) => kind === asked.template);
  return template && counting.after(askedOn(asked, partnership), template.minutes.answerWithinSchoolDays);
}

/** The answers that are owed, or what became of some of them. */
export async function minutesDuties(question: DutyQuestion): Promise<Duty[]> {
  if ('subjects' in question) return dutiesOf(question, question.personId, question.subjects);
  const counting = countingIn(question.partnership.calendar);
  return (await listUnanswered(question.tx, question.partnership.id)).flatMap((asked) => {
    const dueOn = answerDueOn(asked, question, counting);
    return dueOn === undefined || dueOn > question.dueBy ? [] : [dutyOf(asked, dueOn, question)];
  });
}

function dutyOf(asked: Unanswered, dueOn: LocalDate, { partnership, today }: Reading): Duty {
  const subject = approvalSubject(asked.id, asked.revision);
  const since = askedOn(asked, partnership);
  return {
    personId: asked.personId,
    subject,
    revision: dayAsRevision(since),
    dueOn,
    since,
    title: `Approve the minutes: ${meetingInWords(asked.board, asked.heldOn)}`,
    where: `${refOf('MIN', asked.id)}, sent to you on ${sayDate(since)}`,
    ...(dueOn < today ? { note: 'If you cannot approve them, open them and say why: that is an answer too.' } : {}),
    card: { card: 'minutes-approval', subject },
    overview: subjectOf('MIN', asked.id),
  };
}

async function dutiesOf(reading: Reading, personId: number, subjects: string[]): Promise<Duty[]> {
  const mine = subjects.filter((subject) => /^minutes:MIN-\d+:r\d+$/.test(subject));
  if (mine.length === 0) return [];
  const unanswered = await listUnansweredBy(reading.tx, personId);
  const duties: Duty[] = [];
  for (const subject of mine) {
    const asked = unanswered.find((one) => approvalSubject(one.id, one.revision) === subject);
    const dueOn = asked && answerDueOn(asked, reading);
    duties.push(dueOn ? dutyOf(asked, dueOn, reading) : await endedOf(subject, personId, reading));
  }
  return duties;
}

/** A duty that has come to its end: only its title and outcome are read. */
async function endedOf(subject: string, personId: number, { tx, today }: Reading): Promise<Duty> {
  const minutes = await getMinutes(tx, idIn(subject));
  const board = await getBoard(tx, minutes.boardId);
  const meeting = await getMeeting(tx, minutes.meetingId);
  return {
    personId,
    subject,
    revision: 0,
    dueOn: today,
    since: today,
    title: `Approve the minutes: ${meetingInWords(board.name, dayOf(meeting.heldOn))}`,
    where: refOf('MIN', minutes.id),
    card: { card: 'minutes-approval', subject },
    outcome: outcomeOf(minutes, subject, personId),
  };
}

function outcomeOf(minutes: MinutesRow, subject: string, personId: number): DutyOutcome {
  if (subject !== approvalSubject(minutes.id, minutes.revision))
    return { words: `the text was replaced by revision ${minutes.revision}`, isDone: false };
  const mine = standing(minutes).find((one) => one.personId === personId);
  if (mine?.decision === 'declined') return { words: 'you said that you cannot', isDone: true };
  if (mine) return { words: decisionInWords(mine.decision), isDone: true };
  if (minutes.state === 'draft') return { words: 'taken back to be worked on', isDone: false };
  if (minutes.state === 'circulated') return { words: 'you are no longer asked', isDone: false };
  return { words: 'agreed without you by now', isDone: false };
}
