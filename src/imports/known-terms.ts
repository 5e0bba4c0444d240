// What to do about term dates that do not reach to a day.
import { type LocalDate, lastYearOf, missingYearOf, type TermCalendar } from '../calendar/index.ts';

const HOW = 'npm run import -- terms FILE, with a file like docs/terms-template.csv';

/** What to do about term dates that do not reach to a day; nothing when they do. */
export function sayMissingTerms(calendar: TermCalendar | undefined, today: LocalDate): string[] {
  if (!calendar)
    return [`There are no term dates yet, so half-terms and school days cannot be counted. Add them: ${HOW}.`];
  const missing = missingYearOf(today, calendar);
  if (missing === undefined) return [];
  // Councils publish the autumn first: the last year may be known in part.
  const last = lastYearOf(calendar);
  const what = last < missing ? `end with the school year ${last}` : `are not complete for ${missing}`;
  const of = `The term dates of ${calendar.area}`;
  return [`${of} ${what}; until newer ones are added, weekdays count as school days. Add them: ${HOW}.`];
}
