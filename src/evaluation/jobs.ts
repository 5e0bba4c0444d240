import type { Job, JobContext } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { listHolders } from '../people/index.ts';
import { countingIn, dayAsRevision, keepReminders } from '../reminders/index.ts';
import { askHead } from './asking.ts';
import { listOverdueRounds, listUnasked, type OverdueRound } from './duties.records.ts';
import { ROUND_OFFICERS } from './officers.ts';
import { getEvaluationLocked } from './records.ts';
import { isAskedFor } from './rules.ts';

/** Ask whoever became a school's headteacher after a round was opened; they go on where the one before them stopped. */
const askNewHeads: Job = {
  name: 'askNewHeads',
  title: 'New headteachers asked for grades',
  at: '08:30',
  on: 'SCHOOL_DAYS',
  async run({ tx, today, partnership, outbox }) {
    for (const { evaluationId, personId } of await listUnasked(tx, partnership.id, today)) {
      const evaluation = await getEvaluationLocked(tx, evaluationId);
      if (isAskedFor(evaluation)) await askHead(outbox, evaluation, personId);
    }
  },
};

/** On the first school day after a round's due date, show its officer once which schools have not answered. */
const tellOfficers: Job = {
  name: 'tellOfficers',
  title: 'Grades still to come',
  at: '08:30',
  on: 'SCHOOL_DAYS',
  async run(context) {
    const { tx, today, partnership, outbox } = context;
    if (!countingIn(partnership.calendar).isSchoolDay(today)) return;
    for (const round of await listOverdueRounds(tx, partnership.id, today)) {
      const subject = subjectOf('RND', round.id);
      const about = { subject, revision: dayAsRevision(round.dueOn), rung: 1, on: today };
      const told = await keepReminders(
        tx,
        (await officersOf(round, context)).map((personId) => ({ ...about, personId })),
      );
      for (const { personId } of told)
        await outbox.post({
          key: `round-due:${refOf('RND', round.id)}:${round.dueOn}:PER-${personId}`,
          card: 'round-status',
          subject,
          to: { personId },
        });
    }
  },
};

/** Who opened it; when they have left or are no officer any more, all who may open one. */
async function officersOf({ openedById }: OverdueRound, { tx, today, partnership }: JobContext): Promise<number[]> {
  const roles = ROUND_OFFICERS.flatMap((rule) => ('roles' in rule ? rule.roles : []));
  const holders = await listHolders(tx, { partnershipId: partnership.id, roles, today });
  const officers = [...new Set(holders.filter((one) => one.schoolId === null).map((one) => one.id))];
  return openedById !== null && officers.includes(openedById) ? [openedById] : officers;
}

export const evaluationJobs: Job[] = [askNewHeads, tellOfficers];
