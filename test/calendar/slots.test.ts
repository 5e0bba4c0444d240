import { describe, expect, test } from 'vitest';
import { addDays, kent, Schedule, slotFor } from '../../src/calendar/index.ts';

const MINUTE = 60_000;

/** Every slot that ticks of a clock meet, each with the number of times it newly became due. */
function slotsMet(schedule: Schedule, from: string, to: string, everyMinutes: number): Map<string, number> {
  const met = new Map<string, number>();
  let before: string | undefined;
  for (let at = Date.parse(from); at < Date.parse(to); at += everyMinutes * MINUTE) {
    const slot = slotFor(new Date(at), schedule);
    if (slot && slot !== before) met.set(slot, (met.get(slot) ?? 0) + 1);
    before = slot;
  }
  return met;
}

describe('a daily job', () => {
  test.each(['00:30', '02:30', '09:00', '23:30'])(
    'at %s has exactly one slot for every day from 2025 to 2030',
    (at) => {
      const met = slotsMet({ at, on: 'EVERY_DAY' }, '2025-01-01T00:00Z', '2031-01-01T00:00Z', 30);
      const days: string[] = [];
      for (let day = '2025-01-01'; day < '2031-01-01'; day = addDays(day, 1)) days.push(day);
      expect([...met.keys()]).toEqual(days);
      expect(new Set(met.values())).toEqual(new Set([1]));
    },
  );

  test.each(['2026-10-25', '2027-03-28'])('starts at nine by the wall clock on %s, when the clocks change', (date) => {
    const met = slotsMet({ at: '09:00', on: 'EVERY_DAY' }, `${date}T00:00Z`, `${date}T22:00Z`, 1);
    expect([...met]).toEqual([[date, 1]]);
  });

  test('is not due before its time, and stays due until midnight', () => {
    const schedule: Schedule = { at: '08:45', on: 'EVERY_DAY' };
    const at = ['2026-11-24T08:44:59Z', '2026-11-24T08:45:00Z', '2026-11-24T23:59:59Z', '2026-11-25T00:00:00Z'];
    expect(at.map((now) => slotFor(new Date(now), schedule))).toEqual([
      undefined,
      '2026-11-24',
      '2026-11-24',
      undefined,
    ]);
  });

  test('finds the same slot again when the machine’s clock is set back', () => {
    const schedule: Schedule = { at: '09:00', on: 'EVERY_DAY' };
    const ticks = ['2026-11-24T09:01Z', '2026-11-24T10:30Z', '2026-11-24T08:30Z', '2026-11-24T09:01Z'];
    expect(new Set(ticks.map((now) => slotFor(new Date(now), schedule)))).toEqual(new Set(['2026-11-24', undefined]));
  });
});

describe('a job for some days', () => {
  test('on weekdays rests at the weekend', () => {
    const met = slotsMet({ at: '09:00', on: 'WEEKDAYS' }, '2026-11-20T00:00Z', '2026-11-24T00:00Z', 60);
    expect([...met.keys()]).toEqual(['2026-11-20', '2026-11-23']);
  });

  test('on school days rests in the holidays too', () => {
    const schedule: Schedule = { at: '09:00', on: 'SCHOOL_DAYS', calendar: kent };
    const met = slotsMet(schedule, '2026-12-17T00:00Z', '2027-01-06T00:00Z', 60);
    expect([...met.keys()]).toEqual(['2026-12-17', '2026-12-18', '2027-01-04', '2027-01-05']);
  });
});

describe('a schedule', () => {
  test('in the hour of the clock change is refused', () => {
    expect(() => Schedule.parse({ at: '01:30', on: 'EVERY_DAY' })).toThrow('No job may run between 01:00 and 02:00');
    expect(() => Schedule.parse({ at: '9:00', on: 'EVERY_DAY' })).toThrow('Write the time like 09:00');
  });

  test('for school days is refused without a calendar', () => {
    expect(() => Schedule.parse({ at: '09:00', on: 'SCHOOL_DAYS' })).toThrow('needs a term calendar');
  });
});
