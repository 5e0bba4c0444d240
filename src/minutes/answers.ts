// Who has answered for minutes and who has not: since when they were asked, by when, and on which days they were reminded.
import { getBoard } from '../boards/index.ts';
import { dueInWords, sayShortDate } from '../calendar/index.ts';
import type { ShowContext } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { namesOf, viewerOf } from '../people/index.ts';
import { listReminded, remindedInWords } from '../reminders/index.ts';
import { SEES_WHO_WAITS } from './commands.ts';
import { answerDueOn, approvalSubject, askedOn } from './duties.ts';
import type { MinutesRow } from './records.ts';
import { standing } from './rules.ts';
import { listUnansweredOf } from './waiting.records.ts';
import { decisionInWords } from './words.ts';

const NOT_YET = 'has not answered yet';

interface Answer {
  title: string;
  value: string;
}

/** By when the viewer is to answer. */
export async function dueOf(context: ShowContext, minutes: MinutesRow, viewerId: number): Promise<string> {
  const asked = (await listUnansweredOf(context.tx, minutes.id)).find((one) => one.personId === viewerId);
  const dueOn = asked && answerDueOn(asked, context);
  return dueOn ? `Your answer is ${dueInWords(dueOn, context.today, context.partnership.calendar)}.` : '';
}

/** What each of those who were asked has answered; of who has not, since when and what reminders they had. */
export async function answersOf(context: ShowContext, minutes: MinutesRow): Promise<Answer[]> {
  const names = await namesOf(context.tx, minutes.approvers);
  const now = standing(minutes);
  const unanswered = await listUnansweredOf(context.tx, minutes.id);
  const reminded = await listReminded(context.tx, [approvalSubject(minutes.id, minutes.revision)]);
  return minutes.approvers.map((personId) => {
    const decided = now.find((one) => one.personId === personId);
    const asked = unanswered.find((one) => one.personId === personId);
    const waits = [
      NOT_YET,
      ...(asked ? [`asked on ${sayShortDate(askedOn(asked, context.partnership))}`] : []),
      remindedInWords(reminded.filter((one) => one.personId === personId)),
    ];
    return {
      title: names.get(personId) ?? 'Somebody',
      value: decided ? decisionInWords(decided.decision) : waits.filter(Boolean).join('; '),
    };
  });
}

/** Who has still to answer, for the board's clerk and chair and for the officers who follow it; nobody else is told names. */
export async function waitingOf(context: ShowContext, minutes: MinutesRow): Promise<Answer[]> {
  const viewer = await viewerOf(context);
  const { schoolId } = await getBoard(context.tx, minutes.boardId);
  const about = { boardId: minutes.boardId, ...(schoolId === null ? {} : { schoolId }) };
  if (!viewer || !may(SEES_WHO_WAITS, viewer, about)) return [];
  return (await answersOf(context, minutes)).filter((one) => one.value.startsWith(NOT_YET));
}
