import type { Job, JobContext } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { countingIn, keepReminders, refreshReminders } from '../reminders/index.ts';
import { chairHearsOn, watchedOf } from './chairs.ts';
import { type Late, listLate } from './duties.records.ts';
import { ASKED_RUNG, askedSubject, overdueListSubject, overdueSubject } from './telling.ts';

/** Ask the chair for a new owner or date when reminders did not help: once for a deadline, whoever is in the chair by then. */
const askChairs: Job = {
  name: 'askChairs',
  title: 'Overdue actions to chairs',
  at: '08:30',
  on: 'SCHOOL_DAYS',
  async run(context) {
    const { tx, today, partnership } = context;
    const counting = countingIn(partnership.calendar);
    if (!counting.isSchoolDay(today)) return;
    const late = (await listLate(tx, { partnershipId: partnership.id, today })).filter((action) => {
      const on = chairHearsOn(watchedOf(action, context), counting);
      return on !== undefined && on <= today;
    });
    const kept = await keepReminders(
      tx,
      late.map(({ id, dueRevision, asked }) => ({
        personId: asked.personId,
        on: today,
        subject: askedSubject(id),
        revision: dueRevision,
        rung: ASKED_RUNG,
      })),
    );
    const isKept = new Set(kept.map((one) => one.subject));
    const asked = late.filter((action) => isKept.has(askedSubject(action.id)));
    await post(context, asked);
    // The owner's reminder has said that this would happen.
    await refreshReminders(
      context,
      asked.map((action) => subjectOf('ACT', action.id)),
    );
  },
};

/** One card for one action, or one list for several: one message a person and day. */
async function post({ today, outbox }: JobContext, late: Late[]): Promise<void> {
  const byPerson = Map.groupBy(late, (action) => action.asked.personId);
  for (const [personId, [first, ...others]] of byPerson)
    if (others.length === 0)
      await outbox.post({
        key: `action-due:${refOf('ACT', first!.id)}:r${first!.dueRevision}:3:chair`,
        card: 'action-overdue',
        subject: overdueSubject(first!),
        to: { personId },
      });
    else
      await outbox.post({
        key: `action-overdue:PER-${personId}:${today}`,
        card: 'action-overdue-list',
        subject: overdueListSubject(personId, today),
        to: { personId },
      });
}

export const actionJobs: Job[] = [askChairs];
