import { listSeatHolders } from '../boards/index.ts';
import { addDays, instantAt } from '../calendar/index.ts';
import type { Job, JobContext } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { dayOf } from '../store/days.ts';
import { dueToday } from './ladder.ts';
import { type Action, listAsked, listOpen, listTold } from './records.ts';
import { noteAsked, noteList, noteTold, overdueListSubject, overdueSubject, reminderSubject } from './telling.ts';

/** Remind owners of what is due soon, due or late: one message a person and day, and the chair when that did not help. */
const remindOwners: Job = {
  name: 'remindOwners',
  title: 'Reminders of actions',
  at: '08:30',
  on: 'SCHOOL_DAYS',
  async run(context) {
    const { tx, today, partnership, outbox, happened } = context;
    const open = await listOpen(tx, { partnershipId: partnership.id });
    const told = Map.groupBy(
      await listTold(
        tx,
        open.map((action) => action.id),
      ),
      (row) => `${row.actionId}:${row.dueRevision}`,
    );
    const midnight = instantAt(addDays(today, 1), '00:00', partnership.timeZone);
    const owners = new Set<number>();
    const late: Action[] = [];
    for (const action of open) {
      const { leftOn } = action.owner;
      const hasLeft = leftOn !== null && dayOf(leftOn) <= today;
      const due = dueToday(
        { dueOn: action.dueOn, told: told.get(`${action.id}:${action.dueRevision}`) ?? [], hasLeft },
        today,
        partnership.calendar,
      );
      if (due.owner !== undefined) {
        await noteTold(action, due.owner, today, happened);
        owners.add(action.ownerId);
      }
      if (due.chair) late.push(action);
    }
    await tellChairs(context, late);
    for (const personId of owners)
      await outbox.post({
        key: `action-reminder:PER-${personId}:${today}`,
        card: 'action-reminder',
        subject: reminderSubject(personId, today),
        to: { personId },
        validUntil: midnight,
      });
  },
};

/** Ask the chair for a new owner or date, once for a deadline; several that are due at once are asked in one message. */
async function tellChairs(context: JobContext, actions: Action[]): Promise<void> {
  const { tx, today, outbox, happened } = context;
  const asked = await listAsked(
    tx,
    actions.map((action) => action.id),
  );
  const byChair = new Map<number, Action[]>();
  for (const action of actions) {
    if (asked.some((row) => row.actionId === action.id && row.dueRevision === action.dueRevision)) continue;
    const personId = await findChair(context, action);
    if (personId === undefined) continue;
    await noteAsked(action, personId, today, happened);
    byChair.set(personId, [...(byChair.get(personId) ?? []), action]);
  }
  for (const [personId, late] of byChair) {
    const [first, ...others] = late;
    if (others.length === 0) {
      await outbox.post({
        key: `action-due:${refOf('ACT', first!.id)}:r${first!.dueRevision}:3:chair`,
        card: 'action-overdue',
        subject: overdueSubject(first!),
        to: { personId },
      });
      continue;
    }
    const subject = overdueListSubject(personId, today);
    await noteList(late, subject, happened);
    await outbox.post({
      key: `action-overdue:PER-${personId}:${today}`,
      card: 'action-overdue-list',
      subject,
      to: { personId },
    });
  }
}

/** Who is asked about an action: the chair; when the chair is its owner, the clerk. */
async function findChair({ tx, today }: JobContext, action: Action): Promise<number | undefined> {
  const holders = await listSeatHolders(tx, action.boardId, today);
  const others = holders.filter((one) => one.personId !== action.ownerId);
  return (others.find((one) => one.isChair) ?? others.find((one) => one.isClerk))?.personId;
}

export const actionJobs: Job[] = [remindOwners];
