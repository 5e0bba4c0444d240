import * as z from 'zod';
import { addDays, addMonths, type LocalDate } from './dates.ts';
import { addSchoolDays, addWorkingDays } from './school-days.ts';
import type { TermCalendar } from './terms.ts';

/** So many days or months after a trigger; a negative amount is notice before it. */
export const DeadlineRule = z.strictObject({
  amount: z.int(),
  unit: z.enum(['CALENDAR_DAYS', 'WORKING_DAYS', 'SCHOOL_DAYS', 'CALENDAR_MONTHS']),
});
export type DeadlineRule = z.infer<typeof DeadlineRule>;

/**
 * The last day on which a deadline is met; the trigger day is day 0 and the due day counts to its end (DOMAIN 15).
 * School days need a calendar that knows the days in between, and throw `MissingTermDates` where it does not.
 * Calendar days and months are not moved off weekends: five calendar days are five (RES-03).
 */
export function dueOn(rule: DeadlineRule, triggerDate: LocalDate, calendar?: TermCalendar): LocalDate {
  switch (rule.unit) {
    case 'CALENDAR_DAYS':
      return addDays(triggerDate, rule.amount);
    case 'CALENDAR_MONTHS':
      return addMonths(triggerDate, rule.amount);
    case 'WORKING_DAYS':
      return addWorkingDays(triggerDate, rule.amount, calendar);
    case 'SCHOOL_DAYS':
      if (!calendar) throw new Error('School days cannot be counted without a term calendar.');
      return addSchoolDays(triggerDate, rule.amount, calendar);
  }
}

/** A deadline has passed once its day is over, not during it. */
export function isPast(due: LocalDate, today: LocalDate): boolean {
  return today > due;
}
