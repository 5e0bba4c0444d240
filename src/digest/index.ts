// The weekly digest: one card on the first school day of a week, instead of many messages, to whoever runs the programme.
import { z } from 'zod';
import { addDays, instantAt } from '../calendar/index.ts';
import { command, type Feature, type Job } from '../chat/contract.ts';
import { listHolders } from '../people/index.ts';
import { WHOLE } from '../status/index.ts';
import { digestKind, digestSubject } from './card.ts';
import { hasHadTurn } from './records.ts';
import { mondayOf } from './week.ts';

const show = command({
  name: 'digest.show',
  help: 'See what needs you this week in the whole partnership, and what has changed.',
  typed: { words: 'digest', usage: 'digest', example: 'digest', parse: () => ({}) },
  input: z.object({}),
  isQuestion: true,
  may: WHOLE,
  run: async () => ({ card: { card: 'digest', subject: digestSubject() }, isPrivate: true }),
});

/**
 * Send the week's digest to whom the framework names, once a week: on its first school day, or on the first after it on
 * which the program runs. In a week without school there is none.
 */
const send: Job = {
  name: 'sendDigests',
  title: 'Weekly digest',
  at: '08:30',
  on: 'SCHOOL_DAYS',
  async run({ tx, today, partnership, outbox }) {
    const monday = mondayOf(today);
    // The job's own turns are what is left of the week after a backup was restored: a key alone would be forgotten.
    if (await hasHadTurn(tx, send.name, monday, today)) return;
    const roles = partnership.framework.weeklyDigestTo;
    const holders = await listHolders(tx, { partnershipId: partnership.id, roles, today });
    const people = new Set(holders.filter((one) => one.schoolId === null).map((one) => one.id));
    for (const personId of people)
      await outbox.post({
        key: `digest:PER-${personId}:${monday}`,
        card: 'digest',
        subject: digestSubject(monday),
        to: { personId },
        validUntil: instantAt(addDays(monday, 7), '00:00', partnership.timeZone),
      });
  },
};

export const digest: Feature = { name: 'digest', commands: [show], cards: [digestKind], jobs: [send] };
