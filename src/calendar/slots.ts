import * as z from 'zod';
import { LONDON, type LocalDate, timeOfDay, today, weekday } from './dates.ts';
import { isSchoolDay } from './school-days.ts';
import { TermCalendar } from './terms.ts';

/** When a job runs: a local time of day, and on which days. School days need the partnership's calendar. */
export const Schedule = z
  .strictObject({
    // The clocks change between 01:00 and 02:00: that hour is missing once a year and comes twice once a year.
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write the time like 09:00.')
      .refine((at) => !at.startsWith('01:'), 'No job may run between 01:00 and 02:00, when the clocks change.'),
    on: z.enum(['EVERY_DAY', 'WEEKDAYS', 'SCHOOL_DAYS']),
    zone: z.string().default(LONDON),
    calendar: TermCalendar.optional(),
  })
  .refine(({ on, calendar }) => on !== 'SCHOOL_DAYS' || calendar, 'A job for school days needs a term calendar.');
export type Schedule = z.input<typeof Schedule>;

/**
 * The slot of a job that is due at this instant: today's local date, from its time of day until midnight, or undefined.
 * A job keeps one row for each slot, so ticks that repeat, a clock set back and two machines all do the work once.
 * A day missed altogether is not made up: every job asks what is true now. Throws `MissingTermDates`.
 */
export function slotFor(now: Date, schedule: Schedule): LocalDate | undefined {
  const { at, on, zone = LONDON, calendar } = schedule;
  const date = today(now, zone);
  if (timeOfDay(now, zone) < at) return undefined;
  if (on === 'EVERY_DAY') return date;
  if (on === 'WEEKDAYS') return weekday(date) <= 5 ? date : undefined;
  if (!calendar) throw new Error('A job for school days needs a term calendar.');
  return isSchoolDay(date, calendar) ? date : undefined;
}
