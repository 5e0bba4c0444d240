import { TermCalendar } from '../terms.ts';
import { termYear } from './years.ts';

// For the demonstration partnership, whose schools are invented: three terms as many London boroughs have them.
export const londonPattern = TermCalendar.parse({
  id: 'london-pattern',
  area: 'London pattern (demonstration)',
  years: [
    termYear('2025/26', { kind: 'DEMONSTRATION', note: 'Written for the demonstration.' }, [
      ['2025-09-01', '2025-10-24'],
      ['2025-11-03', '2025-12-19'],
      ['2026-01-05', '2026-02-13'],
      ['2026-02-23', '2026-03-27'],
      ['2026-04-13', '2026-05-22'],
      ['2026-06-01', '2026-07-21'],
    ]),
    termYear(
      '2026/27',
      {
        kind: 'DEMONSTRATION',
        page: 'https://www.hvp.org.uk/page/?pid=185&title=Term+Dates',
        note: 'Half-terms 1 to 5 follow a school page; the end of half-term 6 is the demonstration’s own.',
      },
      [
        ['2026-09-01', '2026-10-23'],
        ['2026-11-02', '2026-12-18'],
        ['2027-01-04', '2027-02-12'],
        ['2027-02-22', '2027-03-25'],
        ['2027-04-12', '2027-05-28'],
        ['2027-06-07', '2027-07-21'],
      ],
    ),
    termYear(
      '2027/28',
      { kind: 'DEMONSTRATION', note: 'Written for the demonstration. Only the first half-term is known yet.' },
      [['2027-09-01', '2027-10-22']],
    ),
  ],
});
