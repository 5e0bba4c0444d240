// Who is told of an action, and which cards show it.
import { today as dayIn } from '../calendar/index.ts';
import type { Context, Outbox, PostOptions, Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { listReminders, listSaidOn, refreshReminders } from '../reminders/index.ts';
import { dayOf } from '../store/days.ts';
import type { Action } from './records.ts';

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

/** Whose such a list is and of which day, by its subject. */
export function readOverdueList(subject: string): { personId: number; day: string } {
  const found = /^overdue:PER-(\d+):(\d{4}-\d{2}-\d{2})$/.exec(subject);
  if (!found) throw new Error(`${subject} is not the subject of a list of overdue actions`);
  return { personId: Number(found[1]), day: found[2]! };
}

/** Under which subject it is written down that somebody was asked about an action: once for a deadline. */
export function askedSubject(actionId: number): string {
  return `overdue:${refOf('ACT', actionId)}`;
}

/** The rung of the ladder at which somebody is asked. */
export const ASKED_RUNG = 3;

/** The actions about which a list asks: those of which its reader was asked on that day, each with its deadline. */
export async function listOnList(
  tx: Reading['tx'],
  subject: string,
): Promise<{ actionId: number; dueRevision: number }[]> {
  const { personId, day } = readOverdueList(subject);
  return (await listSaidOn(tx, personId, day)).flatMap(({ subject: about, revision }) => {
    const asked = /^overdue:ACT-(\d+)$/.exec(about);
    return asked ? [{ actionId: Number(asked[1]), dueRevision: revision }] : [];
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
 * more. Says what to add for somebody who cannot be reached. Call it for every new owner and every new date: reminders ask
 * when the owner was told of the deadline (`duties.records.ts`).
 */
export async function tellOwner(context: Context, action: Action, said: Said = givenCard(action)): Promise<string> {
  if (hasOwnerLeft(context, action))
    return ` ${action.owner.name} has left: type “action reassign ${refOf('ACT', action.id)}” to choose somebody else.`;
  await context.outbox.post({ ...said, to: { personId: action.ownerId } });
  return whetherTold(context, action);
}

/** Say that the owner of an action has been told, or cannot be; nothing of whoever did it themselves. */
export async function whetherTold({ outbox, actor }: Context, { ownerId, owner }: Action): Promise<string> {
  if (ownerId === actor.personId) return '';
  return (await outbox.canReach(ownerId))
    ? ` I have told ${owner.name}.`
    : ` I cannot reach ${owner.name} yet, so please tell them yourself.`;
}

/** Whether the owner of an action is recorded as having left. */
export function hasOwnerLeft({ today }: Pick<Reading, 'today'>, { owner: { leftOn } }: Action): boolean {
  return leftOn !== null && dayOf(leftOn) <= today;
}

/** Let every card that shows the action say what is true now. */
export async function refreshAll(reading: Pick<Reading, 'tx'>, outbox: Outbox, action: Action): Promise<void> {
  await outbox.refresh(subjectOf('ACT', action.id));
  await outbox.refresh(overdueSubject(action));
  for (const { personId, on } of await listReminders(reading.tx, [askedSubject(action.id)]))
    await outbox.refresh(overdueListSubject(personId, on));
  await refreshReminders({ ...reading, outbox }, [subjectOf('ACT', action.id)]);
}

/** The day of an instant, where the partnership is. */
export function dayOfInstant(at: Date, reading: Pick<Reading, 'partnership'>): string {
  return dayIn(at, reading.partnership.timeZone);
}
