import { describe, expect, it } from 'vitest';
import { halfTermInWords, halfTermOfKey, halfTermsAround, missedOfAll, unmetOfAll } from '../../src/boards/missed.ts';
import { isUnmet, type MeetingDay, watch } from '../../src/boards/watching.ts';
import {
  addDays,
  countSchoolDays,
  halfTermsIn,
  isSchoolDay,
  kent,
  lewisham,
  londonPattern,
  schoolDaysBetween,
  type TermCalendar,
} from '../../src/calendar/index.ts';
import { lewisham2015 } from '../../src/frameworks/index.ts';

const at = (calendar: TermCalendar | undefined, today: string) =>
  halfTermsAround({ calendar, framework: lewisham2015 }, today);

describe('the half-terms around a day', () => {
  it('are the one that ended last and the one that is running', () => {
    expect(at(londonPattern, '2026-11-23')).toMatchObject({
      last: { key: '2026-27-1', firstDay: '2026-09-01', lastDay: '2026-10-23', templates: ['RAB'] },
      running: { key: '2026-27-2', lastDay: '2026-12-18', warnFrom: '2026-12-04' },
    });
  });

  it('end on their last day, and not before it is over', () => {
    expect(at(londonPattern, '2026-10-23').last?.key).toBe('2025-26-6');
    expect(at(londonPattern, '2026-10-24')).toMatchObject({ last: { key: '2026-27-1' }, running: undefined });
  });

  it('warn when ten school days are left, in half-terms of 24 and of 40 days, six terms and three', () => {
    const lengths = new Set<number>();
    for (const calendar of [kent, londonPattern, lewisham])
      for (const halfTerm of halfTermsIn(calendar)) {
        lengths.add(countSchoolDays(halfTerm, calendar));
        const { warnFrom, lastDay } = at(calendar, halfTerm.firstDay).running!;
        expect(isSchoolDay(warnFrom, calendar)).toBe(true);
        expect(schoolDaysBetween(warnFrom, lastDay, calendar)).toBe(10);
      }
    expect(Math.min(...lengths)).toBeLessThanOrEqual(24);
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(39);
  });

  it('warn a board from the very day on which it had to be open at the latest', () => {
    for (const halfTerm of halfTermsIn(kent)) {
      const { warnFrom, openedBefore } = at(kent, halfTerm.firstDay).running!;
      expect(warnFrom < openedBefore).toBe(true);
      expect(schoolDaysBetween(warnFrom, openedBefore, kent)).toBe(1);
    }
  });

  it('warn from the first day of a half-term that is no longer than the warning', () => {
    const short: TermCalendar = {
      id: 'short',
      area: 'Short',
      years: [
        {
          schoolYear: '2026/27',
          source: { kind: 'DEMONSTRATION' },
          halfTerms: [{ number: 1, firstDay: '2026-09-07', lastDay: '2026-09-18' }],
        },
      ],
    };
    expect(at(short, '2026-09-09').running).toMatchObject({ warnFrom: '2026-09-07' });
  });

  it('are not guessed: without term dates, beyond them, and across a year that is missing', () => {
    const nothing = { last: undefined, running: undefined };
    expect(at(undefined, '2026-11-23')).toEqual(nothing);
    expect(at(lewisham, '2026-11-23')).toEqual(nothing);
    expect(at(londonPattern, '2027-11-08')).toEqual(nothing);
    const gap = { ...kent, years: [kent.years[0]!, kent.years[2]!] };
    expect(at(gap, '2026-09-02').last).toBeUndefined();
    expect(at(kent, '2026-09-02').last?.key).toBe('2025-26-6');
  });

  it('are found again by their key', () => {
    const partnership = { calendar: kent, framework: lewisham2015 };
    expect(halfTermOfKey(partnership, '2026-27-3')).toMatchObject({ firstDay: '2027-01-04', lastDay: '2027-02-12' });
    expect(halfTermOfKey(partnership, '2031-32-3')).toBeUndefined();
    expect(halfTermOfKey({ ...partnership, calendar: undefined }, '2026-27-3')).toBeUndefined();
  });
});

const half = { firstDay: '2026-11-02', lastDay: '2026-12-18' };
const meeting = (on: string, state: MeetingDay['state'] = 'planned'): MeetingDay => ({
  id: Number(on.slice(8)),
  on,
  at: '17:30',
  place: '',
  state,
});

describe('a board in a half-term', () => {
  it('has met when a meeting was held in it, on the first or on the last day', () => {
    for (const on of [half.firstDay, half.lastDay])
      expect(watch([meeting(on, 'held')], half, '2026-12-20').held?.on).toBe(on);
    for (const on of [addDays(half.firstDay, -1), addDays(half.lastDay, 1)])
      expect(watch([meeting(on, 'held')], half, '2026-12-20').held).toBeUndefined();
  });

  it('is left alone while a meeting is planned in what remains, today included', () => {
    expect(isUnmet(watch([meeting('2026-12-07')], half, '2026-12-07'))).toBe(false);
    expect(isUnmet(watch([meeting('2026-12-18')], half, '2026-12-07'))).toBe(false);
    expect(isUnmet(watch([meeting('2026-12-19')], half, '2026-12-07'))).toBe(true);
    expect(isUnmet(watch([], half, '2026-12-07'))).toBe(true);
  });

  it('has a meeting that nobody recorded when its day is over', () => {
    const watched = watch([meeting('2026-11-12'), meeting('2026-12-01')], half, '2026-12-04');
    expect(watched.unrecorded?.on).toBe('2026-12-01');
    expect(isUnmet(watched)).toBe(true);
  });

  it('is said in a few words on its card', () => {
    const say = (meetings: MeetingDay[], today = '2026-12-04', openedOn = '2026-09-07') =>
      halfTermInWords(
        { template: 'RAB', openedOn },
        meetings,
        { calendar: londonPattern, framework: lewisham2015 },
        today,
      );
    const ends = 'it ends on Friday 18 December 2026';
    expect(say([])).toBe(`no meeting held or planned; ${ends}`);
    expect(say([meeting('2026-12-10')])).toBe(`no meeting yet, but one is planned; ${ends}`);
    expect(say([meeting('2026-11-12', 'held')])).toBe('met on Thursday 12 November 2026');
    expect(say([], '2026-10-27')).toBe('');
    expect(say([], '2026-12-08', '2026-12-07')).toBe('');
  });
});

describe('status', () => {
  const running = at(londonPattern, '2026-12-07').running!;

  it('says nothing when all is well, and names the boards when it is not', () => {
    expect(missedOfAll({ count: 0, names: null })).toEqual([]);
    expect(unmetOfAll({ count: 0, names: null }, running)).toEqual([]);
    expect(unmetOfAll({ count: 3, names: ['Ash School', 'Birch School'] }, running)).toEqual([
      {
        order: 23,
        title: 'This half-term',
        value:
          '3 boards without a meeting held or planned: Ash School, Birch School and 1 more; it ends on Friday 18 December 2026',
      },
    ]);
  });
});
