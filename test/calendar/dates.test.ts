import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  compareDates,
  daysBetween,
  instantAt,
  parseDate,
  sayDate,
  sayShortDate,
  timeOfDay,
  today,
  weekday,
} from '../../src/calendar/index.ts';

describe('a date', () => {
  test('is refused when the month has no such day', () => {
    expect(() => parseDate('2026-02-29')).toThrow('"2026-02-29" is not a date. Write it like 2026-11-24.');
    expect(parseDate('2028-02-29')).toBe('2028-02-29');
  });

  test('is said as a clerk would say it', () => {
    expect(sayDate('2026-11-24')).toBe('Tuesday 24 November 2026');
    expect(sayShortDate('2026-11-24')).toBe('24 Nov 2026');
    expect(sayShortDate('2026-09-01')).toBe('1 Sep 2026');
  });

  test('a month after 31 January is the last day of February', () => {
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(addMonths('2027-12-31', 2)).toBe('2028-02-29');
    expect(addMonths('2028-02-29', 12)).toBe('2029-02-28');
    expect(addMonths('2027-03-31', -1)).toBe('2027-02-28');
  });

  test('counts days across a clock change as whole days', () => {
    expect(addDays('2027-03-27', 2)).toBe('2027-03-29');
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
    expect(daysBetween('2026-10-26', '2026-10-24')).toBe(-2);
  });

  test('knows its weekday and its order', () => {
    expect(['2026-11-23', '2026-11-29', '1969-12-31'].map(weekday)).toEqual([1, 7, 3]);
    expect(['2027-01-04', '2026-12-18'].sort(compareDates)).toEqual(['2026-12-18', '2027-01-04']);
  });
});

describe('London time', () => {
  test('a late evening in summer is already tomorrow in London', () => {
    expect(today(new Date('2026-07-01T23:30Z'))).toBe('2026-07-02');
    expect(today(new Date('2026-12-01T23:30Z'))).toBe('2026-12-01');
    expect(timeOfDay(new Date('2026-07-01T23:30Z'))).toBe('00:30');
  });

  test('nine in the morning is nine in the morning on both sides of a clock change', () => {
    expect(instantAt('2027-03-27', '09:00')).toEqual(new Date('2027-03-27T09:00Z'));
    expect(instantAt('2027-03-28', '09:00')).toEqual(new Date('2027-03-28T08:00Z'));
    expect(instantAt('2026-10-24', '09:00')).toEqual(new Date('2026-10-24T08:00Z'));
    expect(instantAt('2026-10-25', '09:00')).toEqual(new Date('2026-10-25T09:00Z'));
  });

  test('a time that the spring clocks skip moves forward', () => {
    const at = instantAt('2027-03-28', '01:30');
    expect(at).toEqual(new Date('2027-03-28T01:30Z'));
    expect(timeOfDay(at)).toBe('02:30');
  });

  test('a time that the autumn clocks repeat is the first of the two', () => {
    expect(instantAt('2026-10-25', '01:30')).toEqual(new Date('2026-10-25T00:30Z'));
  });

  test('a time of day that no clock shows is refused', () => {
    expect(() => instantAt('2026-10-25', '25:00')).toThrow('"25:00" is not a time of day');
  });
});
