// On school days at half past eight: everybody is reminded of what they owe, in one message.
import { addDays, instantAt, RUNGS } from '../calendar/index.ts';
import type { Duty, Feature, Job, JobContext } from '../chat/contract.ts';
import { gatherDuties } from '../chat/house.ts';
import { countingIn } from './counting.ts';
import { rungReached, rungToSay } from './ladder.ts';
import { keepReminders, listHighest, listReminders, type Reminder } from './records.ts';
import { reminderSubject } from './subjects.ts';
import { tellMissingTerms } from './terms.ts';

/** Remind people of what is due soon, due or late: one message a person and day, each rung once for a deadline. */
function remindPeople(features: () => Feature[]): Job {
  return {
    name: 'remindPeople',
    title: 'Reminders',
    at: '08:30',
    on: 'SCHOOL_DAYS',
    async run(context) {
      const { tx, today, partnership, outbox } = context;
      const counting = countingIn(partnership.calendar);
      // Without term dates the job comes on every weekday: bank holidays are left out here.
      if (counting.isSchoolDay(today)) {
        // The first rung is five school days before: what is due on the sixth or later can wait.
        const dueBy = addDays(counting.after(today, 1 - RUNGS[0]), -1);
        const duties = await gatherDuties(features(), { ...context, dueBy });
        const near = duties.filter((duty) => rungReached(duty.dueOn, today, counting) !== undefined);
        const highest = await listHighest(tx, near, today);
        const toSay = near.flatMap((duty, index): Reminder[] => {
          const rung = highest.has(index) ? rungToSay(duty, highest.get(index), today, counting) : undefined;
          return rung === undefined ? [] : [{ ...about(duty), on: today, rung }];
        });
        const said = await keepReminders(tx, toSay);
        await post(context, said);
        await showWhoWasReminded(context, near, said);
      }
      await tellMissingTerms({ tx, today, partnership, outbox }, counting.missing);
    },
  };
}

const about = ({ personId, subject, revision }: Duty) => ({ personId, subject, revision });

async function post({ today, partnership, outbox }: JobContext, said: Reminder[]): Promise<void> {
  const validUntil = instantAt(addDays(today, 1), '00:00', partnership.timeZone);
  for (const personId of new Set(said.map((one) => one.personId))) {
    const subject = reminderSubject(personId, today);
    await outbox.post({ key: subject, card: 'reminder', subject, to: { personId }, validUntil });
  }
}

/** Earlier reminders of the same things give way to this one, and what clerks and officers look at says who was told. */
async function showWhoWasReminded(context: JobContext, duties: Duty[], said: Reminder[]): Promise<void> {
  const subjects = new Set(said.map((one) => one.subject));
  const told = await listReminders(context.tx, [...subjects]);
  for (const { personId, on } of said.flatMap((one) => givingWay(one, told)))
    await context.outbox.refresh(reminderSubject(personId, on));
  for (const { subject, overview } of duties)
    if (overview && subjects.has(subject)) await context.outbox.refresh(overview);
}

/** The earlier reminders that show something of this deadline yet; those before them have given way already. */
function givingWay(said: Reminder, told: Reminder[]): Reminder[] {
  const own = told.filter((one) => one.personId === said.personId && one.subject === said.subject && one.on < said.on);
  const last = own.findLast((one) => one.revision === said.revision);
  return own.filter((one) => last === undefined || one.on >= last.on);
}

export const reminderJobs = (features: () => Feature[]): Job[] => [remindPeople(features)];
