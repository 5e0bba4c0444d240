import { TermCalendar } from '../terms.ts';
import { termYear } from './years.ts';

export const bexley = TermCalendar.parse({
  id: 'bexley',
  area: 'Bexley',
  years: [
    termYear(
      '2023/24',
      {
        kind: 'SCHOOL_PAGE',
        page: 'https://www.birkbeck.bexley.sch.uk/Term-Dates/',
        note: 'The return after each half-term break is taken as the following Monday.',
      },
      [
        ['2023-09-04', '2023-10-20'],
        ['2023-10-30', '2023-12-21'],
        ['2024-01-08', '2024-02-09'],
        ['2024-02-19', '2024-03-28'],
        ['2024-04-15', '2024-05-24'],
        ['2024-06-03', '2024-07-24'],
      ],
    ),
  ],
});
