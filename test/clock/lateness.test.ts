import { describe, expect, it } from 'vitest';
import { londonPattern } from '../../src/calendar/index.ts';
import type { Job } from '../../src/chat/contract.ts';
import { lateJobs } from '../../src/clock/lateness.ts';

const job = (on: Job['on'], at = '08:30'): Job => ({
  name: 'remindOwners',
  title: 'Reminders',
  at,
  on,
  run: async () => {},
});
const run = (doneAt: string | null, faults = 0) => ({
  ...{ job: 'remindOwners', startedAt: '2026-11-20T08:30:00Z', outcome: 'done' },
  ...{ doneAt, faults, lastSlot: doneAt?.slice(0, 10) ?? null },
});
const late = (now: string, doneAt: string | null | undefined, on: Job['on'] = 'SCHOOL_DAYS', movedAt?: string) => {
  const when = { now: new Date(now), timeZone: 'Europe/London', calendar: londonPattern };
  const runs = doneAt === undefined ? [] : [run(doneAt)];
  const found = lateJobs([job(on)], runs, { ...when, movedAt: movedAt ? new Date(movedAt) : undefined });
  return found.map(({ slot }) => slot);
};

describe('a job', () => {
  it('is late ten minutes after it was due, and not before', () => {
    expect(late('2026-11-23T08:39:00Z', '2026-11-20T08:30:05Z')).toEqual([]);
    expect(late('2026-11-23T08:40:00Z', '2026-11-20T08:30:05Z')).toEqual(['2026-11-23']);
    expect(late('2026-11-23T08:40:00Z', '2026-11-23T08:31:00Z')).toEqual([]);
  });

  it('is due in local time on both sides of a clock change', () => {
    expect(late('2026-10-23T07:40:00Z', '2026-10-22T07:30:00Z')).toEqual(['2026-10-23']);
    expect(late('2026-11-02T07:40:00Z', '2026-10-23T07:30:00Z')).toEqual([]);
    expect(late('2026-11-02T08:40:00Z', '2026-10-23T07:30:00Z')).toEqual(['2026-11-02']);
  });

  it('that missed a day while the machine was off is late until it runs again', () => {
    expect(late('2026-11-25T07:00:00Z', '2026-11-23T08:30:00Z')).toEqual(['2026-11-24']);
    expect(late('2026-11-25T09:00:00Z', '2026-11-25T08:30:00Z')).toEqual([]);
  });

  it('is not late in the holidays and at weekends when it works on school days', () => {
    expect(late('2026-10-28T12:00:00Z', '2026-10-23T07:30:00Z')).toEqual([]);
    expect(late('2026-11-22T12:00:00Z', '2026-11-20T08:30:00Z')).toEqual([]);
    expect(late('2026-11-22T12:00:00Z', '2026-11-20T08:30:00Z', 'EVERY_DAY')).toEqual(['2026-11-22']);
  });

  it('that never ran is late for today only: it may be new', () => {
    for (const never of [undefined, null]) {
      expect(late('2026-11-23T08:40:00Z', never)).toEqual(['2026-11-23']);
      expect(late('2026-11-24T07:00:00Z', never)).toEqual([]);
    }
  });

  it('whose turn of today a restore has taken is not late, although it was last done before', () => {
    const when = { now: new Date('2026-11-24T12:00:00Z'), timeZone: 'Europe/London', calendar: londonPattern };
    const restored = { ...run('2026-11-23T08:30:00Z'), lastSlot: '2026-11-24' };
    expect(lateJobs([job('SCHOOL_DAYS')], [restored], when)).toEqual([]);
  });

  it('is not late for days over which the demonstration’s clock was moved', () => {
    const moved = '2026-11-25T09:00:00Z';
    expect(late('2026-11-25T09:01:00Z', '2026-11-20T08:30:00Z', 'SCHOOL_DAYS', moved)).toEqual([]);
    expect(late('2026-11-26T09:01:00Z', '2026-11-20T08:30:00Z', 'SCHOOL_DAYS', moved)).toEqual(['2026-11-26']);
  });
});
