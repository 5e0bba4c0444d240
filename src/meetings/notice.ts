// What is counted in working days from a meeting: notice, warnings, the draft of its minutes (DOMAIN 15, WD). Pure.
import {
  addDays,
  addWorkingDays,
  isWorkingDay,
  type LocalDate,
  MissingBankHolidays,
  type TermCalendar,
  weekday,
} from '../calendar/index.ts';
import type { Job, JobContext } from '../chat/contract.ts';
import type { BoardTemplate } from '../frameworks/index.ts';

type Calendar = TermCalendar | undefined;

/**
 * The working day so many after a day, or before it when negative; the day itself is day 0. In a year whose bank holidays
 * nobody has written down yet every weekday counts: a meeting that is planned so far ahead is still announced.
 */
export function workingDay(day: LocalDate, days: number, calendar: Calendar): LocalDate {
  return knowing(
    () => addWorkingDays(day, days, calendar),
    () => {
      let at = day;
      for (let left = Math.abs(days); left > 0; ) {
        at = addDays(at, Math.sign(days));
        if (weekday(at) <= 5) left -= 1;
      }
      return at;
    },
  );
}

/** Whether people work on this day: then the jobs of meetings speak. */
export function isWorking(day: LocalDate, calendar: Calendar): boolean {
  return knowing(
    () => isWorkingDay(day, calendar),
    () => weekday(day) <= 5,
  );
}

/** A job of the morning: on weekdays that are no bank holidays and no closures of the authority. */
export function morning(name: string, title: string, run: (context: JobContext) => Promise<void>): Job {
  return {
    name,
    title,
    at: '08:00',
    on: 'WEEKDAYS',
    async run(context) {
      if (isWorking(context.today, context.partnership.calendar)) await run(context);
    },
  };
}

/** The day on which an agenda goes out by itself: so many working days before the meeting as the board's template says. */
export function publishOn(heldOn: LocalDate, template: BoardTemplate, calendar: Calendar): LocalDate {
  const day = workingDay(heldOn, -template.agendaNoticeWorkingDays, calendar);
  return isWorking(day, calendar) ? day : workingDay(day, -1, calendar);
}

const WARNING_DAYS = 2;

/** The day on which the clerk hears that an agenda will go out. */
export function warnOn(heldOn: LocalDate, template: BoardTemplate, calendar: Calendar): LocalDate {
  return workingDay(publishOn(heldOn, template, calendar), -WARNING_DAYS, calendar);
}

/** Whether people are called at shorter notice than usual; a weekend after the day on which the agenda is due takes none. */
export function isShortNotice(
  calledOn: LocalDate,
  heldOn: LocalDate,
  template: BoardTemplate,
  calendar: Calendar,
): boolean {
  return calledOn >= workingDay(publishOn(heldOn, template, calendar), 1, calendar);
}

/** The first day on which answers that make no quorum are a worry. */
export function worryOn(heldOn: LocalDate, calendar: Calendar): LocalDate {
  return workingDay(heldOn, -WARNING_DAYS, calendar);
}

/** The last day on which a draft of the minutes is circulated in time. */
export function draftDueOn(heldOn: LocalDate, template: BoardTemplate, calendar: Calendar): LocalDate {
  return workingDay(heldOn, template.minutes.draftWithinWorkingDays, calendar);
}

/** The day on which whoever writes the minutes is reminded of them. */
export function draftWarnOn(heldOn: LocalDate, template: BoardTemplate, calendar: Calendar): LocalDate {
  return workingDay(draftDueOn(heldOn, template, calendar), -WARNING_DAYS, calendar);
}

function knowing<T>(count: () => T, otherwise: () => T): T {
  try {
    return count();
  } catch (error) {
    if (error instanceof MissingBankHolidays) return otherwise();
    throw error;
  }
}
