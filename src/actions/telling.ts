// Who is told of an action, and which cards show it.
import { today as dayIn } from '../calendar/index.ts';
import type { Context, Happening, Outbox, PostOptions, Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { isFirstRungTold } from './ladder.ts';
import { type Action, CHAIR_ASKED, LIST_MADE, listAsked, listTold, REMINDED } from './records.ts';

/** The card of one person's reminders on one day. */
export function reminderSubject(personId: number, day: string): string {
  return `reminder:PER-${personId}:${day}`;
}

/** The person and the day in a reminder's subject. */
export function readReminder(subject: string): { personId: number; day: string } {
  const found = /^reminder:PER-(\d+):(\d{4}-\d{2}-\d{2})$/.exec(subject);
  if (!found) throw new Error(`${subject} is not the subject of a reminder`);
  return { personId: Number(found[1]), day: found[2]! };
}

/** The chair's card about one deadline of an action. */
export function overdueSubject(action: { id: number; dueRevision: number }): string {
  return `${subjectOf('ACT', action.id)}:r${action.dueRevision}`;
}

/** The cards about what an owner asks. */
export function askSubject(ask: { id: number; actionId: number }): string {
  return `${subjectOf('ACT', ask.actionId)}:ask-${ask.id}`;
}

/** The ask in such a subject. */
export function readAskSubject(subject: string): number {
  const found = /^action:ACT-\d+:ask-(\d+)$/.exec(subject);
  if (!found) throw new Error(`${subject} is not the subject of an ask`);
  return Number(found[1]);
}

/** The card that asks one person about several overdue actions on one day. */
export function overdueListSubject(personId: number, day: string): string {
  return `overdue:PER-${personId}:${day}`;
}

/** Whose such a list is, by its subject. */
export function readOverdueList(subject: string): number {
  const found = /^overdue:PER-(\d+):\d{4}-\d{2}-\d{2}$/.exec(subject);
  if (!found) throw new Error(`${subject} is not the subject of a list of overdue actions`);
  return Number(found[1]);
}

/** Write down what a list asks about, for the list to know. */
export async function noteList(actions: Action[], subject: string, happened: Happened): Promise<void> {
  const listed = actions.map(({ id, dueRevision }) => ({ actionId: id, dueRevision }));
  await happened({ event: LIST_MADE, subject, after: { actions: listed } });
}

/** Write down that a chair was asked: that happens once for a deadline, whoever is in the chair by then. */
export async function noteAsked(action: Action, personId: number, day: string, happened: Happened): Promise<void> {
  const { id, dueRevision } = action;
  await happened({
    event: CHAIR_ASKED,
    subject: subjectOf('ACT', id),
    after: { actionId: id, dueRevision, on: day, personId },
  });
}

type Happened = (happening: Happening) => Promise<void>;

/** Write down that the owner was told of a rung: it is told once for a deadline. */
export async function noteTold(action: Action, rung: number, day: string, happened: Happened): Promise<void> {
  const { id, dueRevision, ownerId } = action;
  await happened({
    event: REMINDED,
    subject: subjectOf('ACT', id),
    after: {
      actionId: id,
      dueRevision,
      rung,
      on: day,
      personId: ownerId,
      key: `action-due:${refOf('ACT', id)}:r${dueRevision}:${rung}`,
    },
  });
}

type Said = Pick<PostOptions, 'key' | 'card' | 'subject'>;

/** The card that gives somebody an action, with this owner and this deadline. */
function givenCard({ id, dueRevision, ownerId }: Action): Said {
  const key = `action-given:${refOf('ACT', id)}:r${dueRevision}:${ownerId}`;
  return { key, card: 'action', subject: subjectOf('ACT', id) };
}

/**
 * Tell the owner of an action that they have, or have until another day: by the action's card, or by another that says
 * more. Says what to add for somebody who cannot be reached.
 */
export async function tellOwner(context: Context, action: Action, said: Said = givenCard(action)): Promise<string> {
  const { outbox, today, partnership, happened } = context;
  await outbox.post({ ...said, to: { personId: action.ownerId } });
  if (isFirstRungTold(action.dueOn, today, partnership.calendar)) await noteTold(action, -5, today, happened);
  if (action.ownerId === context.actor.personId) return '';
  return (await outbox.canReach(action.ownerId))
    ? ` I have told ${action.owner.name}.`
    : ` I cannot reach ${action.owner.name} yet, so please tell them yourself.`;
}

/** Let every card that shows the action say what is true now. */
export async function refreshAll(reading: Pick<Reading, 'tx'>, outbox: Outbox, action: Action): Promise<void> {
  await outbox.refresh(subjectOf('ACT', action.id));
  await outbox.refresh(overdueSubject(action));
  for (const { personId, on } of await listAsked(reading.tx, [action.id]))
    await outbox.refresh(overdueListSubject(personId, on));
  const told = await listTold(reading.tx, [action.id]);
  for (const { personId, on } of told) await outbox.refresh(reminderSubject(personId, on));
}

/** The day of an instant, where the partnership is. */
export function dayOfInstant(at: Date, reading: Pick<Reading, 'partnership'>): string {
  return dayIn(at, reading.partnership.timeZone);
}
