// The borough's term dates: those of the London pattern, and the years that it does not have in full, as the partnership
// gave them. They reach as far as the bank holidays that are known, so that the story has a term to be in the middle of.
import { londonPattern, type TermCalendar, type TermYear } from '../../src/calendar/index.ts';

const source = { kind: 'PARTNERSHIP', note: 'Written for the demonstration.' } as const;

/** What the partnership itself says of a school year; it comes before what Convenor brings. */
export const OWN_YEARS: TermYear[] = [
  year('2027/28', [
    ['2027-09-01', '2027-10-22'],
    ['2027-11-01', '2027-12-17'],
    ['2028-01-04', '2028-02-11'],
    ['2028-02-21', '2028-04-07'],
    ['2028-04-24', '2028-05-26'],
    ['2028-06-05', '2028-07-21'],
  ]),
  year('2028/29', [
    ['2028-09-04', '2028-10-20'],
    ['2028-10-30', '2028-12-19'],
  ]),
];

/** Every school year of the borough. */
export const boroughTerms: TermCalendar = {
  id: 'aldermarsh',
  area: 'Aldermarsh (demonstration)',
  years: [
    ...londonPattern.years.filter((one) => !OWN_YEARS.some(({ schoolYear }) => schoolYear === one.schoolYear)),
    ...OWN_YEARS,
  ],
};

function year(schoolYear: string, spans: [firstDay: string, lastDay: string][]): TermYear {
  const halfTerms = spans.map(([firstDay, lastDay], index) => ({ number: index + 1, firstDay, lastDay }));
  return { schoolYear, halfTerms, source };
}
