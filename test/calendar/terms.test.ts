import { describe, expect, test } from 'vitest';
import {
  addSchoolDays,
  addWorkingDays,
  bankHolidayOn,
  countSchoolDays,
  halfTermOf,
  isSchoolDay,
  isWorkingDay,
  kent,
  lewisham,
  londonPattern,
  MissingBankHolidays,
  MissingTermDates,
  nextHalfTerm,
  nextSchoolDay,
  schoolDaysBetween,
  schoolYearOf,
  TermCalendar,
  termCalendarById,
  termCalendars,
} from '../../src/calendar/index.ts';

const halfTermLengths = (calendar: TermCalendar, schoolYear: string) =>
  calendar.years
    .find((year) => year.schoolYear === schoolYear)!
    .halfTerms.map((halfTerm) => countSchoolDays(halfTerm, calendar));

describe('a half-term', () => {
  // The council's page says 37 and 29 for the first and fifth: it was printed before the bank holidays for the state
  // funeral (19 September 2022) and the coronation (8 May 2023) took a day from each.
  test('in Lewisham in 2022/23 is counted without the royal bank holidays', () => {
    expect(halfTermLengths(lewisham, '2022/23')).toEqual([36, 35, 29, 30, 28, 35]);
  });

  test('in Kent in 2026/27 is as short as 24 days, and the first loses its inset day', () => {
    expect(halfTermLengths(kent, '2026/27')).toEqual([33, 35, 30, 24, 34, 34]);
  });

  // 23 is the fifth of Kent and of Hillingdon in 2024/25: a late Easter and a May bank holiday.
  test('is from 23 to 40 school days long in the calendars that are shipped', () => {
    const lengths = termCalendars.flatMap((calendar) =>
      calendar.years.flatMap((year) => halfTermLengths(calendar, year.schoolYear)),
    );
    expect(Math.min(...lengths)).toBe(23);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(40);
  });

  test('is found by a day in it, and not by a day in the holidays', () => {
    expect(halfTermOf('2027-01-04', kent)).toMatchObject({ schoolYear: '2026/27', number: 3 });
    expect(halfTermOf('2027-02-13', kent)).toBeUndefined();
  });

  test('follows the one before, over the summer too', () => {
    expect(nextHalfTerm('2026-10-20', kent)).toMatchObject({ number: 2, firstDay: '2026-11-02' });
    expect(nextHalfTerm('2026-08-01', kent)).toMatchObject({ schoolYear: '2026/27', number: 1 });
    expect(() => nextHalfTerm('2027-07-01', kent)).toThrow(MissingTermDates);
  });
});

describe('a school day', () => {
  test('is no weekend, bank holiday, inset day or half-term break', () => {
    const days = ['2026-11-24', '2026-11-28', '2027-05-03', '2026-09-01', '2026-10-26'];
    expect(days.map((day) => isSchoolDay(day, kent))).toEqual([true, false, false, false, false]);
  });

  test('is counted over the Christmas holidays in both directions', () => {
    expect(addSchoolDays('2026-12-17', 2, kent)).toBe('2027-01-04');
    expect(addSchoolDays('2027-01-04', -2, kent)).toBe('2026-12-17');
    expect(schoolDaysBetween('2026-12-17', '2027-01-04', kent)).toBe(2);
    expect(schoolDaysBetween('2027-01-04', '2026-12-17', kent)).toBe(-2);
    expect(nextSchoolDay('2026-12-18', kent)).toBe('2027-01-04');
    expect(addSchoolDays('2026-12-25', 0, kent)).toBe('2026-12-25');
  });

  test('of a year without term dates is not guessed: the missing year is named', () => {
    const ask = () => addSchoolDays('2027-07-20', 5, kent);
    expect(ask).toThrow('The term dates of Kent for 2027/28 are missing.');
    expect(ask).toThrow(expect.objectContaining({ schoolYear: '2027/28', area: 'Kent' }));
    expect(() => isSchoolDay('2023-01-10', kent)).toThrow(expect.objectContaining({ schoolYear: '2022/23' }));
  });

  test('after the last half-term that is known is not taken for a holiday', () => {
    expect(isSchoolDay('2027-10-22', londonPattern)).toBe(true);
    expect(() => isSchoolDay('2027-11-02', londonPattern)).toThrow(expect.objectContaining({ schoolYear: '2027/28' }));
    expect(isSchoolDay('2027-08-10', londonPattern)).toBe(false);
  });
});

describe('a working day', () => {
  test('needs no term dates, and takes the substitute day of a bank holiday', () => {
    expect(isWorkingDay('2026-12-28')).toBe(false);
    expect(isWorkingDay('2026-08-05')).toBe(true);
    expect(addWorkingDays('2026-12-18', 10)).toBe('2027-01-06');
    expect(addWorkingDays('2027-01-06', -10)).toBe('2026-12-18');
  });

  test('is every inset day, and no day on which the authority is shut', () => {
    const [year] = kent.years.slice(-1);
    const shutting = TermCalendar.parse({ ...kent, years: [{ ...year, closures: ['2026-12-29', '2026-12-30'] }] });
    expect(isWorkingDay('2026-09-01', kent)).toBe(true);
    expect(addWorkingDays('2026-12-24', 1, shutting)).toBe('2026-12-31');
  });

  test('in a year whose bank holidays nobody has written down is refused', () => {
    expect(() => isWorkingDay('2029-01-02')).toThrow(MissingBankHolidays);
    expect(bankHolidayOn('2022-09-19')).toBe('State funeral of Queen Elizabeth II');
    expect(bankHolidayOn('2023-05-08')).toBe('Coronation of King Charles III');
    expect(bankHolidayOn('2012-01-02')).toBe('New Year’s Day');
    expect(bankHolidayOn('2028-12-26')).toBe('Boxing Day');
  });
});

describe('a term calendar', () => {
  test('whose half-terms overlap or are out of order is refused', () => {
    const year = kent.years[2]!;
    const calendarOf = (halfTerms: unknown[]) => () =>
      TermCalendar.parse({ id: 'x', area: 'X', years: [{ ...year, halfTerms }] });
    expect(calendarOf([year.halfTerms[1], year.halfTerms[0]])).toThrow('does not follow the one before it');
    expect(calendarOf([{ number: 1, firstDay: '2026-10-16', lastDay: '2026-09-01' }])).toThrow('ends before it starts');
    expect(calendarOf([{ number: 1, firstDay: '2025-09-01', lastDay: '2025-10-16' }])).toThrow('another school year');
  });

  test('is found by its id, and says where its dates came from', () => {
    expect(termCalendarById('kent')).toBe(kent);
    expect(() => termCalendarById('surrey')).toThrow('Known: lewisham, kent, hillingdon, bexley, london-pattern.');
    expect(londonPattern.years.map((year) => year.source.kind)).toEqual(Array(3).fill('DEMONSTRATION'));
  });

  test('takes September to August as a school year', () => {
    expect(['2026-08-31', '2026-09-01', '2099-12-01'].map(schoolYearOf)).toEqual(['2025/26', '2026/27', '2099/00']);
  });
});
