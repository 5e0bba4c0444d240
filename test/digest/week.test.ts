import { describe, expect, it } from 'vitest';
import { lateSince } from '../../src/actions/long-overdue.ts';
import { addDays, kent, lewisham, londonPattern, schoolDaysBetween } from '../../src/calendar/index.ts';
import { mondayOf, weekBefore } from '../../src/digest/week.ts';

describe('the week of a digest', () => {
  it('is called by its Monday, weekends included', () => {
    for (let day = '2026-11-23'; day <= '2026-11-29'; day = addDays(day, 1)) expect(mondayOf(day)).toBe('2026-11-23');
  });

  it('tells what is new since the last week with school, over the holidays too', () => {
    expect(weekBefore('2026-11-30', londonPattern)).toBe('2026-11-23');
    expect(weekBefore('2026-11-02', londonPattern)).toBe('2026-10-19');
    expect(weekBefore('2027-01-04', londonPattern)).toBe('2026-12-14');
    expect(weekBefore('2026-08-31', londonPattern)).toBe('2026-07-20');
    // Kent has two weeks of holidays in October.
    expect(weekBefore('2026-11-02', kent)).toBe('2026-10-12');
  });

  it('is compared with the week before where the term dates do not tell', () => {
    expect(weekBefore('2026-11-30', undefined)).toBe('2026-11-23');
    expect(weekBefore('2026-11-30', lewisham)).toBe('2026-11-23');
  });
});

describe('an action that is more than seven school days late', () => {
  it('was due before the day that is found, and one due on it is exactly seven days late', () => {
    for (const today of ['2026-11-23', '2026-11-22', '2026-11-02', '2027-01-04', '2027-04-12']) {
      const day = lateSince(today, 7, londonPattern);
      expect(schoolDaysBetween(day, today, londonPattern)).toBe(7);
      expect(schoolDaysBetween(addDays(day, -1), today, londonPattern)).toBe(8);
    }
  });

  it('is counted in working days where the term dates are missing', () => {
    for (const calendar of [undefined, lewisham]) expect(lateSince('2026-11-23', 7, calendar)).toBe('2026-11-12');
  });
});
