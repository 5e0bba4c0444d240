import { bexley } from './areas/bexley.ts';
import { hillingdon } from './areas/hillingdon.ts';
import { kent } from './areas/kent.ts';
import { lewisham } from './areas/lewisham.ts';
import { londonPattern } from './areas/london-pattern.ts';
import type { TermCalendar } from './terms.ts';

export { bexley, hillingdon, kent, lewisham, londonPattern };

/** The calendars that come with the product; a partnership may bring its own. */
export const termCalendars: readonly TermCalendar[] = [lewisham, kent, hillingdon, bexley, londonPattern];

/** The shipped calendar with this id. Refuses an id that is not among them, and names those that are. */
export function termCalendarById(id: string): TermCalendar {
  const found = termCalendars.find((calendar) => calendar.id === id);
  if (!found) {
    throw new Error(`No term calendar is called "${id}". Known: ${termCalendars.map((known) => known.id).join(', ')}.`);
  }
  return found;
}
