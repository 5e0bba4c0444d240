// Reminders count in school days: when the term dates for that are missing, the programme's office hears it once.
import { z } from 'zod';
import { missingYearOf, schoolYearOf, type TermCalendar } from '../calendar/index.ts';
import type { CardKind, JobContext } from '../chat/contract.ts';
import { isPosted } from '../chat/records.ts';
import { template } from '../chat/template.ts';
import { listHolders } from '../people/index.ts';

const termsCard = template('term-dates', z.strictObject({ title: z.string(), text: z.string() }));

/** Who sees to the term dates. */
const OFFICE = ['PROGRAMME_DIRECTOR', 'CLERK', 'BUSINESS_SUPPORT_OFFICER'];

/** Say once for a school year that its term dates are missing. A year that is over needs none any more. */
export async function tellMissingTerms(
  { tx, today, partnership, outbox }: Pick<JobContext, 'tx' | 'today' | 'partnership' | 'outbox'>,
  missing: ReadonlySet<string>,
): Promise<void> {
  const years = [...missing].filter((year) => year >= schoolYearOf(today)).sort();
  if (years.length === 0) return;
  const holders = await listHolders(tx, { partnershipId: partnership.id, roles: OFFICE, today });
  const people = new Set(holders.filter((one) => one.schoolId === null).map((one) => one.id));
  for (const year of years)
    for (const personId of people)
      await outbox.post({
        key: `term-dates:${year}:PER-${personId}`,
        card: 'term-dates',
        subject: `term-dates:${year}`,
        to: { personId },
      });
}

/** The term dates that are missing; once they are there, that they are. */
export const termsKind: CardKind = {
  name: 'term-dates',
  async show(subject, { tx, viewerId, partnership }) {
    if (viewerId === undefined) return undefined;
    const year = subject.split(':')[1]!;
    if (!isKnown(year, partnership.calendar)) {
      const title = `Term dates for ${year} are missing`;
      return { card: termsCard({ title, text: WHAT_FOLLOWS }), revision: 0 };
    }
    if (!(await isPosted(tx, subject))) return undefined;
    const card = termsCard({ title: `Term dates for ${year}`, text: 'They are complete now. Thank you.' });
    return { card, revision: 1, isSettled: true };
  },
};

const WHAT_FOLLOWS =
  'Reminders count in school days. Until the dates are added, weekdays count as school days, so people may be reminded in the holidays. The programme director or the Head of Standards types “setup list terms” and pastes your council’s dates.';

/** Whether a school year is known from its first day to its last: councils publish the autumn first. */
function isKnown(year: string, calendar: TermCalendar | undefined): boolean {
  const first = Number(year.slice(0, 4));
  const ends = [`${first}-09-01`, `${first + 1}-08-31`];
  return calendar !== undefined && ends.every((day) => missingYearOf(day, calendar) === undefined);
}
