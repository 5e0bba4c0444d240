import { TermCalendar } from '../terms.ts';
import { termYear } from './years.ts';

export const kent = TermCalendar.parse({
  id: 'kent',
  area: 'Kent',
  years: [
    termYear(
      '2024/25',
      {
        kind: 'SCHOOL_PAGE',
        page: 'https://wouldham.kent.sch.uk/about-us/key-information/term-dates.php',
        note: 'Follows the county pattern, with two weeks in October.',
      },
      [
        ['2024-09-02', '2024-10-18'],
        ['2024-11-04', '2024-12-20'],
        ['2025-01-06', '2025-02-14'],
        ['2025-02-24', '2025-04-04'],
        ['2025-04-22', '2025-05-23'],
        ['2025-06-02', '2025-07-22'],
      ],
    ),
    termYear(
      '2025/26',
      {
        kind: 'SCHOOL_PAGE',
        page: 'https://wouldham.kent.sch.uk/about-us/key-information/term-dates.php',
        note: 'Another Kent school starts half-term 2 a week later and ends the year a day later.',
      },
      [
        ['2025-09-01', '2025-10-17'],
        ['2025-10-27', '2025-12-19'],
        ['2026-01-05', '2026-02-13'],
        ['2026-02-23', '2026-04-02'],
        ['2026-04-20', '2026-05-22'],
        ['2026-06-01', '2026-07-21'],
      ],
    ),
    termYear(
      '2026/27',
      {
        kind: 'SCHOOL_PAGE',
        page: 'https://www.halfwayhouses.kent.sch.uk/term-dates',
        note: 'The page counts 33 days in half-term 1, so 1 September is an inset day.',
      },
      [
        ['2026-09-01', '2026-10-16'],
        ['2026-11-02', '2026-12-18'],
        ['2027-01-04', '2027-02-12'],
        ['2027-02-22', '2027-03-25'],
        ['2027-04-12', '2027-05-28'],
        ['2027-06-07', '2027-07-22'],
      ],
      { insetDays: ['2026-09-01'] },
    ),
  ],
});
