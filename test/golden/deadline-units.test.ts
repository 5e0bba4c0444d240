// Golden scenarios 6 to 8 (DOMAIN 20), step by step with their numbers: which days count towards a visit report and an answer
// to a complaint. The amounts come from the framework's own deadlines (D-01, D-02), not from here.
import { describe, expect, it } from 'vitest';
import {
  bankHolidayOn,
  type DeadlineRule,
  dueOn,
  isPast,
  isWorkingDay,
  kent,
  sayDate,
  weekday,
} from '../../src/calendar/index.ts';
import { lewisham2015 } from '../../src/frameworks/index.ts';

function ruleOf(id: string): DeadlineRule {
  const deadline = lewisham2015.deadlines.find((one) => one.id === id);
  if (deadline?.kind !== 'WITHIN') throw new Error(`${id} is no deadline that is counted from a day`);
  return deadline.rule;
}

const report = ruleOf('D-01');
const reportInWorkingDays: DeadlineRule = { ...report, unit: 'WORKING_DAYS' };
const complaint = ruleOf('D-02');

describe('golden scenario 6: a visit on Thursday 17 December 2026', () => {
  it('is reported in five calendar days, as the framework says: by Tuesday 22 December', () => {
    expect(report).toEqual({ amount: 5, unit: 'CALENDAR_DAYS' });
    expect(sayDate('2026-12-17')).toBe('Thursday 17 December 2026');
    expect(dueOn(report, '2026-12-17')).toBe('2026-12-22');
  });

  it('is reported by Thursday 24 December where five working days are counted', () => {
    expect(dueOn(reportInWorkingDays, '2026-12-17')).toBe('2026-12-24');
  });

  it('is not late on the day itself, and late on the next', () => {
    expect(['2026-12-22', '2026-12-23'].map((day) => isPast(dueOn(report, '2026-12-17'), day))).toEqual([false, true]);
  });
});

describe('golden scenario 7: a complaint is answered in ten working days', () => {
  it('as the framework says', () => {
    expect(complaint).toEqual({ amount: 10, unit: 'WORKING_DAYS' });
  });

  it('received on 18 December 2026: by 6 January, since 25 and 28 December and 1 January do not count', () => {
    expect(['2026-12-25', '2026-12-28', '2027-01-01'].map(bankHolidayOn)).toEqual([
      'Christmas Day',
      'Boxing Day',
      'New Year’s Day',
    ]);
    expect(dueOn(complaint, '2026-12-18')).toBe('2027-01-06');
    // School holidays are no holidays of the authority: 21 to 24 and 29 to 31 December count.
    expect(dueOn(complaint, '2026-12-18', kent)).toBe('2027-01-06');
  });

  it('received on 23 November 2026: by 7 December, two weeks without a bank holiday', () => {
    expect(dueOn(complaint, '2026-11-23')).toBe('2026-12-07');
  });

  it('received on 22 March 2027: by 7 April, since Good Friday and Easter Monday do not count', () => {
    expect(['2027-03-26', '2027-03-29'].map(bankHolidayOn)).toEqual(['Good Friday', 'Easter Monday']);
    expect(dueOn(complaint, '2027-03-22')).toBe('2027-04-07');
  });
});

describe('golden scenario 8: a visit on Thursday 25 March 2027, the day before Good Friday', () => {
  it('is reported in five calendar days by Tuesday 30 March, bank holidays or not', () => {
    expect([weekday('2027-03-25'), weekday('2027-03-30')]).toEqual([4, 2]);
    expect(dueOn(report, '2027-03-25')).toBe('2027-03-30');
  });

  it('is reported in five working days by Monday 5 April', () => {
    const days = ['2027-03-26', '2027-03-27', '2027-03-28', '2027-03-29', '2027-03-30'];
    expect(days.map((day) => isWorkingDay(day))).toEqual([false, false, false, false, true]);
    expect(dueOn(reportInWorkingDays, '2027-03-25')).toBe('2027-04-05');
    expect(weekday('2027-04-05')).toBe(1);
  });

  // The clocks go forward on Sunday 28 March: a day is a day.
  it('does not depend on the hour that is lost in between', () => {
    expect(dueOn({ amount: 1, unit: 'CALENDAR_DAYS' }, '2027-03-27')).toBe('2027-03-28');
    expect(dueOn({ amount: 1, unit: 'CALENDAR_DAYS' }, '2027-03-28')).toBe('2027-03-29');
  });
});
