// How reminders are spoken of.
import { type LocalDate, sayDate } from '../calendar/index.ts';
import { listInWords } from '../chat/permission.ts';
import type { Reminded } from './records.ts';

/** "reminded on 3 and 8 December", "could not be reached on 8 December"; empty for nobody reminded. */
export function remindedInWords(reminded: Pick<Reminded, 'on' | 'isReached'>[]): string {
  const days = (isReached: boolean) => reminded.filter((one) => one.isReached === isReached).map((one) => one.on);
  return [
    ...(days(true).length > 0 ? [`reminded on ${daysInWords(days(true))}`] : []),
    ...(days(false).length > 0 ? [`could not be reached on ${daysInWords(days(false))}`] : []),
  ].join('; ');
}

/** "3 and 8 December", "26 and 27 November, 1 December"; with the years where they differ. */
function daysInWords(days: LocalDate[]): string {
  const sorted = [...new Set(days)].sort();
  const hasOneYear = new Set(sorted.map((day) => day.slice(0, 4))).size === 1;
  const months = [...Map.groupBy(sorted, (day) => day.slice(0, 7)).values()].map((inIt) => {
    const [, , month, year] = sayDate(inIt[0]!).split(' ') as [string, string, string, string];
    const dates = listInWords(inIt.map((day) => String(Number(day.slice(8)))));
    return `${dates} ${hasOneYear ? month : `${month} ${year}`}`;
  });
  // Within a month there is an “and” already.
  return months.length < sorted.length ? months.join(', ') : listInWords(months);
}
