import { TermCalendar } from '../terms.ts';
import { termYear } from './years.ts';

export const hillingdon = TermCalendar.parse({
  id: 'hillingdon',
  area: 'Hillingdon',
  years: [
    termYear(
      '2024/25',
      {
        kind: 'PROVIDER_PAGE',
        page: 'https://www.greencorridor.org.uk/term-dates',
        note: 'The ends of the first half-terms are taken from the day before each break.',
      },
      [
        ['2024-09-02', '2024-10-18'],
        ['2024-11-04', '2024-12-19'],
        ['2025-01-06', '2025-02-14'],
        ['2025-02-24', '2025-04-03'],
        ['2025-04-22', '2025-05-23'],
        ['2025-06-02', '2025-07-17'],
      ],
    ),
  ],
});
