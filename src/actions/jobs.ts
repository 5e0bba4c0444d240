import { listSeatHolders } from '../boards/index.ts';
import { addDays, instantAt } from '../calendar/index.ts';
import type { Job, JobContext } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { dayOf } from '../store/days.ts';
import { dueToday } from './ladder.ts';
import { type Action, listOpen, listTold } from './records.ts';
import { noteTold, overdueSubject, reminderSubject } from './telling.ts';

/** Remind owners of what is due soon, due or late: one message a person and day, and the chair when that did not help. */
const remindOwners: Job = {
  name: 'remindOwners',
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
      if (due.chair) await tellChair(context, action);
    }
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

/** Ask the chair for a new owner or date, once for a deadline; a chair who is the owner is not asked twice, the clerk is. */
async function tellChair({ tx, today, outbox }: JobContext, action: Action): Promise<void> {
  const holders = await listSeatHolders(tx, action.boardId, today);
  const others = holders.filter((one) => one.personId !== action.ownerId);
  const chair = others.find((one) => one.isChair) ?? others.find((one) => one.isClerk);
  if (!chair) return;
  await outbox.post({
    key: `action-due:${refOf('ACT', action.id)}:r${action.dueRevision}:3:chair`,
    card: 'action-overdue',
    subject: overdueSubject(action),
    to: { personId: chair.personId },
  });
}

export const actionJobs: Job[] = [remindOwners];
