import { describe, expect, test } from 'vitest';
import { kent, londonPattern, missedHalfTerms, nextSixWeekly, sixWeeklySeries } from '../../src/calendar/index.ts';

const board = { openedOn: '2026-11-10', heldOn: ['2026-12-01'], calendar: kent };
const missedBy = (today: string, changes: Partial<typeof board> = {}) =>
  missedHalfTerms({ ...board, ...changes, today }).missed.map(({ number }) => number);

describe('a board that should meet in every half-term', () => {
  test('is flagged on the day after a half-term without a meeting, not before', () => {
    expect(missedBy('2027-02-12')).toEqual([]);
    expect(missedBy('2027-02-13')).toEqual([3]);
  });

  test('is not flagged when it met on the first or on the last day of the half-term', () => {
    expect(missedBy('2027-02-13', { heldOn: ['2026-12-01', '2027-01-04'] })).toEqual([]);
    expect(missedBy('2027-02-13', { heldOn: ['2026-12-01', '2027-02-12'] })).toEqual([]);
  });

  test('is flagged although it met in the holiday just after', () => {
    expect(missedBy('2027-02-20', { heldOn: ['2026-12-01', '2027-02-16'] })).toEqual([3]);
  });

  test('is flagged for a half-term of only 24 days', () => {
    expect(missedBy('2027-03-26', { heldOn: ['2026-12-01', '2027-02-01'] })).toEqual([4]);
  });

  test('owes a meeting in its starting half-term only if ten school days were left', () => {
    expect(missedBy('2026-12-19', { openedOn: '2026-12-04', heldOn: [] })).toEqual([2]);
    expect(missedBy('2026-12-19', { openedOn: '2026-12-07', heldOn: [] })).toEqual([]);
  });

  test('that opened in the holidays owes nothing for the half-term before', () => {
    expect(missedBy('2027-02-13', { openedOn: '2026-12-22', heldOn: [] })).toEqual([3]);
  });

  test('hears what is known, and which school years have no term dates', () => {
    const older = { openedOn: '2024-01-10', heldOn: [], calendar: kent, today: '2024-11-01' };
    expect(missedHalfTerms(older)).toMatchObject({ missed: [{ number: 1 }], unknownYears: ['2023/24'] });

    const beyond = { openedOn: '2027-09-01', heldOn: [], calendar: londonPattern, today: '2027-10-23' };
    expect(missedHalfTerms(beyond)).toMatchObject({ missed: [{ number: 1 }], unknownYears: ['2027/28'] });

    const gap = { ...kent, years: [kent.years[0]!, kent.years[2]!] };
    const across = { openedOn: '2024-09-02', heldOn: [], calendar: gap, today: '2026-11-22' };
    expect(missedHalfTerms(across).unknownYears).toEqual(['2025/26']);
    expect(missedHalfTerms({ ...board, today: '2026-11-22' }).unknownYears).toEqual([]);
  });
});

describe('a board that meets every six weeks', () => {
  test('from 22 September 2026 skips only the summer half-term break', () => {
    const series = sixWeeklySeries('2026-09-22', 7, kent);
    expect(series.map(({ dueOn }) => dueOn)).toEqual([
      '2026-11-03',
      '2026-12-15',
      '2027-01-26',
      '2027-03-09',
      '2027-04-20',
      '2027-06-07',
      '2027-07-19',
    ]);
    expect(series[5]).toEqual({ dueOn: '2027-06-07', gapDays: 48, movedFrom: '2027-06-01' });
    expect(series[6]).toEqual({ dueOn: '2027-07-19', gapDays: 42 });
  });

  test('is told which school year is missing when the next date lies beyond the calendar', () => {
    expect(() => nextSixWeekly('2027-07-20', kent)).toThrow(expect.objectContaining({ schoolYear: '2027/28' }));
  });
});
