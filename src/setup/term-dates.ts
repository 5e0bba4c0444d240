import {
  halfTermsIn,
  type LocalDate,
  missingYearOf,
  sayDate,
  schoolYearOf,
  type TermCalendar,
} from '../calendar/index.ts';

/** How far term dates are known, or for which school year they are missing; part of a sentence, without its full stop. */
export function termDatesInWords(
  calendar: TermCalendar | undefined,
  today: LocalDate,
): { isKnown: boolean; words: string } {
  const missing = calendar ? missingYearOf(today, calendar) : schoolYearOf(today);
  if (calendar === undefined || missing !== undefined)
    return { isKnown: false, words: `missing for ${missing}, so weekdays count as school days` };
  return { isKnown: true, words: `known to ${sayDate(halfTermsIn(calendar).at(-1)!.lastDay)}` };
}
