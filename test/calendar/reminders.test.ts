import { describe, expect, test } from 'vitest';
import { addDays, kent, rungOn } from '../../src/calendar/index.ts';

const rungs = (dueOn: string, days: string[]) => days.map((today) => rungOn(dueOn, today, kent));

describe('reminders of an action due on Tuesday 24 November', () => {
  test('climb five school days before, on the day, and one, three and twenty after', () => {
    const first: Record<string, string> = {};
    for (let day = '2026-11-10'; day <= '2027-01-31'; day = addDays(day, 1)) {
      const rung = rungOn('2026-11-24', day, kent);
      if (rung !== undefined) first[rung] ??= day;
    }
    expect(first).toEqual({
      '-5': '2026-11-17',
      '0': '2026-11-24',
      '1': '2026-11-25',
      '3': '2026-11-27',
      '20': '2027-01-05',
    });
  });

  test('are not sent before the first rung, nor at weekends', () => {
    expect(rungs('2026-11-24', ['2026-11-16', '2026-11-21', '2026-11-22'])).toEqual([undefined, undefined, undefined]);
  });

  test('stay on the last rung reached in between, so that a new action still hears it', () => {
    expect(rungs('2026-11-24', ['2026-11-20', '2026-11-26', '2027-03-01'])).toEqual([-5, 1, 20]);
  });
});

describe('reminders over a weekend or a holiday', () => {
  test('“due today” on a Friday has become “one day late” by Monday', () => {
    expect(rungs('2026-11-27', ['2026-11-27', '2026-11-28', '2026-11-30'])).toEqual([0, undefined, 1]);
  });

  test('a due date in the Christmas holidays is met on the last school day before them', () => {
    const days = ['2026-12-11', '2026-12-18', '2026-12-30', '2027-01-04'];
    expect(rungs('2026-12-30', days)).toEqual([-5, 0, undefined, 1]);
  });

  test('without term dates the missing year is named', () => {
    expect(() => rungOn('2027-07-21', '2027-09-10', kent)).toThrow(expect.objectContaining({ schoolYear: '2027/28' }));
  });
});
