// Actions that have been late for so long that reminding their owners has not helped: a line in a digest, never a message.
import { addDays, addSchoolDays, addWorkingDays, MissingTermDates, type TermCalendar } from '../calendar/index.ts';

/**
 * The day before which an action was due if it is more than so many school days late today. Where the term dates are
 * missing, working days stand in for school days.
 */
export function lateSince(today: string, schoolDays: number, calendar: TermCalendar | undefined): string {
  const tomorrow = addDays(today, 1);
  const steps = -schoolDays - 1;
  if (!calendar) return addWorkingDays(tomorrow, steps);
  try {
    return addSchoolDays(tomorrow, steps, calendar);
  } catch (error) {
    if (error instanceof MissingTermDates) return addWorkingDays(tomorrow, steps);
    throw error;
  }
}
