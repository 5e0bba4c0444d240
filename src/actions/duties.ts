// What owners of actions are reminded of.
import { sayDate } from '../calendar/index.ts';
import type { Duty, DutyOutcome, DutyQuestion, Reading } from '../chat/contract.ts';
import { idIn, refOf, subjectOf } from '../chat/refs.ts';
import { countingIn } from '../reminders/index.ts';
import { chairHearsOn, watchedOf } from './chairs.ts';
import { whoLeft } from './decided.records.ts';
import { type Late, listAskedAbout, listLate, listOwed } from './duties.records.ts';
import { type Action, listByIds } from './records.ts';
import { dayOfInstant } from './telling.ts';

/** The open actions that are owed, or what became of some of them. */
export async function actionDuties(question: DutyQuestion): Promise<Duty[]> {
  if ('subjects' in question) return dutiesOf(question, question.personId, question.subjects);
  const owed = await listOwed(question.tx, question.partnership.id, question.dueBy);
  return owed.map((action) => ({ ...dutyOf(action), since: dayOfInstant(action.toldAt, question) }));
}

function dutyOf(action: {
  id: number;
  ownerId: number;
  dueRevision: number;
  dueOn: string;
  what: string;
  board: string;
}) {
  const subject = subjectOf('ACT', action.id);
  return {
    personId: action.ownerId,
    subject,
    revision: action.dueRevision,
    dueOn: action.dueOn,
    title: action.what,
    where: `${refOf('ACT', action.id)}, ${action.board}`,
    card: { card: 'action', subject },
  };
}

async function dutiesOf(reading: Reading, personId: number, subjects: string[]): Promise<Duty[]> {
  const { tx, today, partnership } = reading;
  const ids = subjects.filter((subject) => /^action:ACT-\d+$/.test(subject)).map(idIn);
  if (ids.length === 0) return [];
  const actions = await listByIds(tx, ids);
  const waiting = await listAskedAbout(tx, ids);
  const left = await whoLeft(tx, actions);
  const late = await listLate(tx, { partnershipId: partnership.id, today, ids });
  return actions.map((action): Duty => {
    const outcome = outcomeOf(action, personId, { isWaiting: waiting.has(action.id), isLeft: left.has(action.id) });
    const found = late.find((one) => one.id === action.id);
    return {
      ...dutyOf({ ...action, board: action.board.name }),
      personId,
      since: dayOfInstant(action.createdAt, reading),
      ...(outcome ? { outcome } : {}),
      ...(found ? { note: whoHears(found, reading) } : {}),
    };
  });
}

function outcomeOf(
  action: Action,
  personId: number,
  { isWaiting, isLeft }: { isWaiting: boolean; isLeft: boolean },
): DutyOutcome | undefined {
  if (action.state === 'done') return { words: 'done', isDone: true };
  if (action.state !== 'open') return { words: 'called off', isDone: false };
  if (action.board.closedOn !== null) return { words: 'its board is closed', isDone: false };
  if (action.ownerId !== personId) return { words: `with ${action.owner.name} now`, isDone: false };
  if (isLeft) return { words: 'left as it is', isDone: false };
  return isWaiting ? { words: 'waiting for the answer to what you asked', isDone: false } : undefined;
}

/** Warn before telling: the owner reads who hears of it and when, and what prevents that. */
function whoHears(late: Late, reading: Reading): string {
  const { name, isChair } = late.asked;
  const who = isChair ? `${name}, who chairs the board` : `${name}, the board’s clerk`;
  if (late.isAsked) return `I have asked ${who}, for a new owner or date.`;
  const { today, partnership } = reading;
  const counting = countingIn(partnership.calendar);
  const hears = chairHearsOn(watchedOf(late, reading, today), counting)!;
  // The board may have had no chair until now.
  const on = hears > today ? hears : counting.after(today, 1);
  return `On ${sayDate(on)} I will raise it with ${who}, unless it is done or has a new date by then.`;
}
