import { describe, expect, test } from 'vitest';
import { type DeadlineRule, dueOn, isPast, kent } from '../../src/calendar/index.ts';

const report: DeadlineRule = { amount: 5, unit: 'CALENDAR_DAYS' };
const reportInWorkingDays: DeadlineRule = { amount: 5, unit: 'WORKING_DAYS' };
const complaint: DeadlineRule = { amount: 10, unit: 'WORKING_DAYS' };
const months = (amount: number): DeadlineRule => ({ amount, unit: 'CALENDAR_MONTHS' });

describe('a visit report', () => {
  test('of a visit on 21 October is due on the 26th, or on the 28th if the authority counts working days', () => {
    expect(dueOn(report, '2026-10-21')).toBe('2026-10-26');
    expect(dueOn(reportInWorkingDays, '2026-10-21')).toBe('2026-10-28');
  });

  test('of a visit a week before Christmas is due before Christmas either way', () => {
    expect(dueOn(report, '2026-12-17')).toBe('2026-12-22');
    expect(dueOn(reportInWorkingDays, '2026-12-17')).toBe('2026-12-24');
  });

  test('of a visit on Maundy Thursday waits over Easter only in working days', () => {
    expect(dueOn(report, '2027-03-25')).toBe('2027-03-30');
    expect(dueOn(reportInWorkingDays, '2027-03-25')).toBe('2027-04-05');
  });

  test('is not late until its due day is over', () => {
    expect(isPast('2026-10-26', '2026-10-26')).toBe(false);
    expect(isPast('2026-10-26', '2026-10-27')).toBe(true);
  });
});

describe('a complaint', () => {
  test('received on the last Friday of term is due on 6 January', () => {
    expect(dueOn(complaint, '2026-12-18', kent)).toBe('2027-01-06');
  });

  test('received in November is due a fortnight later', () => {
    expect(dueOn(complaint, '2026-11-23')).toBe('2026-12-07');
  });

  test('received before Easter does not count Good Friday and Easter Monday', () => {
    expect(dueOn(complaint, '2027-03-22')).toBe('2027-04-07');
  });
});

describe('the twelve months of an amber category', () => {
  test('confirmed on 17 November 2026 end on 17 November 2027, with reminders at six, nine and eleven', () => {
    const [six, nine, eleven, twelve] = [6, 9, 11, 12].map((amount) => dueOn(months(amount), '2026-11-17'));
    expect([six, nine, eleven]).toEqual(['2027-05-17', '2027-08-17', '2027-10-17']);
    expect(twelve).toBe('2027-11-17');
  });
});

describe('a deadline', () => {
  test('in school days needs the calendar of somebody’s schools', () => {
    expect(dueOn({ amount: 5, unit: 'SCHOOL_DAYS' }, '2026-12-16', kent)).toBe('2027-01-06');
    expect(() => dueOn({ amount: 5, unit: 'SCHOOL_DAYS' }, '2026-12-16')).toThrow('without a term calendar');
  });

  test('may be notice before a meeting: an agenda goes out five working days before', () => {
    expect(dueOn({ amount: -5, unit: 'WORKING_DAYS' }, '2027-01-05')).toBe('2026-12-24');
  });
});
