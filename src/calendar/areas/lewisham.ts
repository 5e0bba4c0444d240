import { TermCalendar } from '../terms.ts';
import { termYear } from './years.ts';

export const lewisham = TermCalendar.parse({
  id: 'lewisham',
  area: 'Lewisham',
  years: [
    termYear(
      '2022/23',
      {
        kind: 'COUNCIL_PAGE',
        page: 'https://lewisham.gov.uk/myservices/education/schools/term-dates/term-dates-22-23',
        note: 'The page counts 37 and 29 days in half-terms 1 and 5; the royal bank holidays make them 36 and 28.',
      },
      [
        ['2022-09-01', '2022-10-21'],
        ['2022-10-31', '2022-12-16'],
        ['2023-01-03', '2023-02-10'],
        ['2023-02-20', '2023-03-31'],
        ['2023-04-17', '2023-05-26'],
        ['2023-06-05', '2023-07-21'],
      ],
    ),
  ],
});
