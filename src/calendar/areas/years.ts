import type { TermYear } from '../terms.ts';

/** Write a school year's half-terms as pairs of first and last day, in order from September. */
export function termYear(
  schoolYear: string,
  source: TermYear['source'],
  spans: [firstDay: string, lastDay: string][],
  days: Pick<TermYear, 'insetDays' | 'closures'> = {},
): TermYear {
  const halfTerms = spans.map(([firstDay, lastDay], index) => ({ number: index + 1, firstDay, lastDay }));
  return { schoolYear, halfTerms, source, ...days };
}
