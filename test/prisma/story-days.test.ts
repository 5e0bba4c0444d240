// On whatever day somebody starts the demonstration, the story's days are what its sentences say.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysAround, startOfStory } from '../../prisma/demonstration/days.ts';
import { boroughTerms } from '../../prisma/demonstration/terms.ts';
import {
  addDays,
  halfTermOf,
  halfTermsIn,
  instantAt,
  isSchoolDay,
  type LocalDate,
  lastObligingDay,
  schoolDaysBetween,
  TermCalendar,
  timeOfDay,
  today,
} from '../../src/calendar/index.ts';

const START_OF_YEAR = '2026-11-25';
const aYear = Array.from({ length: 366 }, (_, index) => addDays(START_OF_YEAR, index));
const begins = (day: LocalDate, time = '12:00') => startOfStory(instantAt(day, time));

it('the borough’s term dates are term dates', () => {
  expect(TermCalendar.parse(boroughTerms)).toEqual(boroughTerms);
});

describe('the story begins', () => {
  it.each([
    ['on a school day in the middle of a half-term, now', '2026-11-25', '16:40', '2026-11-25 16:40'],
    ['before the day’s reminders, when they have gone out', '2026-11-25', '06:10', '2026-11-25 09:00'],
    ['on a Sunday, on Monday morning', '2026-11-22', '20:15', '2026-11-23 09:00'],
    ['on 27 December, in the middle of January', '2026-12-27', '15:00', '2027-01-18 09:00'],
    ['on the last day of term, in the middle of the next', '2026-12-18', '11:00', '2027-01-18 09:00'],
    ['on the first day of term, two weeks later', '2027-01-04', '11:00', '2027-01-18 09:00'],
    ['in August, in the middle of September', '2027-08-12', '10:00', '2027-09-15 09:00'],
    ['on a bank holiday in term, in the middle of what is left', '2027-05-03', '10:00', '2027-05-04 09:00'],
  ])('%s', (_, day, time, expected) => {
    const start = begins(day, time);
    expect(`${today(start)} ${timeOfDay(start)}`).toBe(expected);
  });

  it('on every day of the year on a school day with ten behind it in its half-term and five before it', () => {
    for (const day of aYear)
      for (const time of ['00:00', '12:00', '23:59']) {
        const start = begins(day, time);
        const on = today(start);
        const { firstDay, lastDay } = halfTermOf(on, boroughTerms)!;
        expect(isSchoolDay(on, boroughTerms), day).toBe(true);
        expect(schoolDaysBetween(firstDay, on, boroughTerms), day).toBeGreaterThanOrEqual(10);
        expect(schoolDaysBetween(on, lastDay, boroughTerms), day).toBeGreaterThanOrEqual(5);
        expect(start >= instantAt(day, time) && timeOfDay(start) >= '09:00', day).toBe(true);
        expect(on <= addDays(day, 65), day).toBe(true);
      }
  });

  it('where it began already, so that a second start moves no clock', () => {
    for (const day of aYear) expect(startOfStory(begins(day))).toEqual(begins(day));
  });

  it('now, where no term dates are known', () => {
    expect(begins('2031-05-05')).toEqual(instantAt('2031-05-05', '12:00'));
  });
});

describe('the story’s days', () => {
  const from = (day: LocalDate) => daysAround(today(begins(day)));

  it('look back within the half-term that is running, and each is a school day', () => {
    for (const day of aYear) {
      const days = from(day);
      for (let count = 1; count <= 9; count++) {
        expect(days.ago(count) > days.last.lastDay, day).toBe(true);
        expect(schoolDaysBetween(days.ago(count), days.today, boroughTerms)).toBe(count);
      }
    }
  });

  it('know the two half-terms that ended last', () => {
    for (const day of aYear) {
      const { last, beforeLast, today } = from(day);
      const ended = halfTermsIn(boroughTerms).filter(({ lastDay }) => lastDay < today);
      expect([beforeLast, last]).toEqual(ended.slice(-2));
    }
  });

  it('let a board be set up at the end of a half-term without having to meet in it', () => {
    for (const day of aYear) {
      const { beforeLast, beforeEnd } = from(day);
      const halfTerm = halfTermOf(beforeLast.firstDay, boroughTerms)!;
      expect(beforeEnd(beforeLast, 0)).toBe(beforeLast.lastDay);
      expect(beforeEnd(beforeLast, 8) < beforeEnd(beforeLast, 4)).toBe(true);
      expect(beforeEnd(beforeLast, 4) >= lastObligingDay(halfTerm, boroughTerms)).toBe(true);
    }
  });

  it('keep their order on any day, also at weekends, in holidays and where no dates are known', () => {
    const anyDay = fc
      .date({ min: new Date('2024-01-01'), max: new Date('2033-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(anyDay, (day) => {
        const days = daysAround(day);
        const within = (share: number) => days.within(days.last, share);
        expect(days.beforeLast.lastDay < days.last.firstDay && days.last.lastDay < day).toBe(true);
        expect([0.2, 0.3, 0.5, 0.7, 0.8].map(within)).toEqual([0.2, 0.3, 0.5, 0.7, 0.8].map(within).sort());
        expect(days.ago(9) < days.ago(2) && days.ago(2) < day && day < days.ahead(3)).toBe(true);
        expect(days.ahead(3) < days.ahead(14) && days.after(within(0.7), 2) > within(0.7)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
