// Term dates are data. Schools in one authority differ, so a calendar says whose it is and where its dates came from.
import * as z from 'zod';
import { LocalDate } from './dates.ts';

/** Six to a school year, numbered from September; some authorities call them terms 1 to 6. Both days are inclusive. */
export const HalfTerm = z.strictObject({
  number: z.int().min(1).max(6),
  firstDay: LocalDate,
  lastDay: LocalDate,
});
export type HalfTerm = z.infer<typeof HalfTerm>;

export const TermSource = z.strictObject({
  kind: z.enum(['COUNCIL_PAGE', 'SCHOOL_PAGE', 'PROVIDER_PAGE', 'DEMONSTRATION', 'PARTNERSHIP']),
  page: z.string().optional(),
  note: z.string().optional(),
});

export const TermYear = z
  .strictObject({
    schoolYear: z.string().regex(/^20\d\d\/\d\d$/, 'Write a school year like 2026/27.'),
    halfTerms: z.array(HalfTerm).min(1).max(6),
    /** Days on which pupils stay at home and staff work: no school day, but a working day. */
    insetDays: z.array(LocalDate).optional(),
    /** Days on which the authority itself is shut: neither a school day nor a working day. */
    closures: z.array(LocalDate).optional(),
    source: TermSource,
  })
  .superRefine(({ schoolYear, halfTerms }, fault) => {
    for (const [index, halfTerm] of halfTerms.entries()) {
      const previous = halfTerms[index - 1];
      const named = `Half-term ${halfTerm.number} of ${schoolYear}`;
      if (halfTerm.lastDay < halfTerm.firstDay) fault.addIssue(`${named} ends before it starts.`);
      if (schoolYearOf(halfTerm.lastDay) !== schoolYear) fault.addIssue(`${named} lies in another school year.`);
      if (!previous) continue;
      if (halfTerm.number !== previous.number + 1) fault.addIssue(`${named} does not follow the one before it.`);
      if (halfTerm.firstDay <= previous.lastDay) fault.addIssue(`${named} starts before the one before it ends.`);
    }
  });
export type TermYear = z.infer<typeof TermYear>;

export const TermCalendar = z
  .strictObject({ id: z.string(), area: z.string(), years: z.array(TermYear).min(1) })
  .superRefine(({ years }, fault) => {
    for (const [index, { schoolYear }] of years.entries()) {
      const previous = years[index - 1];
      if (previous && previous.schoolYear >= schoolYear)
        fault.addIssue(`${schoolYear} is out of order or given twice.`);
    }
  });
export type TermCalendar = z.infer<typeof TermCalendar>;

/** The partnership has not given the term dates that this question needs. `schoolYear` says which: "2027/28". */
export class MissingTermDates extends Error {
  readonly schoolYear: string;
  readonly area: string;

  constructor(schoolYear: string, area: string) {
    super(
      `The term dates of ${area} for ${schoolYear} are missing. Add them before counting school days in that year.`,
    );
    this.name = 'MissingTermDates';
    this.schoolYear = schoolYear;
    this.area = area;
  }
}

/** The school year of a date, 1 September to 31 August: "2026/27". */
export function schoolYearOf(date: LocalDate): string {
  const [year, month] = date.split('-').map(Number) as [number, number];
  const autumn = month >= 9 ? year : year - 1;
  return `${autumn}/${String((autumn + 1) % 100).padStart(2, '0')}`;
}

/** The last school year that a calendar knows anything of: "2022/23". */
export function lastYearOf(calendar: TermCalendar): string {
  return calendar.years.at(-1)!.schoolYear;
}

// Asked for every day that is counted; calendars are data and do not change.
const known = new WeakMap<TermCalendar, (HalfTerm & { schoolYear: string })[]>();

/** Every half-term that the calendar knows, earliest first, each with its school year. */
export function halfTermsIn(calendar: TermCalendar): readonly (HalfTerm & { schoolYear: string })[] {
  let halfTerms = known.get(calendar);
  if (!halfTerms) {
    halfTerms = calendar.years.flatMap(({ schoolYear, halfTerms }) =>
      halfTerms.map((halfTerm) => ({ ...halfTerm, schoolYear })),
    );
    known.set(calendar, halfTerms);
  }
  return halfTerms;
}

/** The school year whose dates would be needed to say what kind of day this is, or undefined when they are known. */
export function missingYearOf(date: LocalDate, calendar: TermCalendar): string | undefined {
  // Asked first, since some authorities start their school year in the last days of August.
  if (halfTermsIn(calendar).some(({ firstDay, lastDay }) => firstDay <= date && date <= lastDay)) return undefined;

  const schoolYear = schoolYearOf(date);
  const year = calendar.years.find((known) => known.schoolYear === schoolYear);
  const first = year?.halfTerms[0];
  const last = year?.halfTerms.at(-1);
  if (!first || !last) return schoolYear;

  // A year may be known in part: councils publish autumn first. What lies beyond the known part is not a holiday.
  const beforeKnown = date < first.firstDay && first.number > 1;
  const afterKnown = date > last.lastDay && last.number < 6;
  return beforeKnown || afterKnown ? schoolYear : undefined;
}
