// R10. Whatever the clocks do, a job has one turn a local day.
import { describe, expect, it } from 'vitest';
import { addDays, Schedule, slotFor, timeOfDay, today } from '../../src/calendar/index.ts';
import type { Job } from '../../src/chat/contract.ts';
import { people } from '../../src/people/index.ts';
import { aHouse } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { found, times, within } from './extent.ts';

const FIRST = '2025-01-01';
const LAST = '2030-12-31';
const MINUTE = 60_000;
const everyDay: string[] = [];
for (let day = FIRST; day <= LAST; day = addDays(day, 1)) everyDay.push(day);

describe('R10', () => {
  it('each local day of 2025 to 2030 has one turn, at its time or as soon as that has passed', {
    timeout: within(60_000, 600_000),
  }, () => {
    const step = times(30, 1) * MINUTE;
    for (const at of ['00:30', '01:30', '02:30', '09:00']) {
      const turns: string[] = [];
      const late: string[] = [];
      const end = Date.parse('2030-12-31T23:59:59Z');
      for (let time = Date.parse('2025-01-01T00:00Z'); time <= end; time += step) {
        const now = new Date(time);
        const slot = slotFor(now, { at, on: 'EVERY_DAY' });
        if (slot === undefined || slot === turns.at(-1)) continue;
        turns.push(slot);
        expect(slot).toBe(today(now));
        if (timeOfDay(now) !== at) late.push(`${slot} ${timeOfDay(now)}`);
      }
      expect(turns).toEqual(everyDay);
      // Half past one is missing on one night a year.
      expect(late.length).toBe(at === '01:30' ? 6 : 0);
    }
    found(
      'R10',
      `${everyDay.length} local days at four times of day, asked every ${step / MINUTE} minutes: one turn each`,
    );
  });

  it('the hour that is missing or comes twice cannot be chosen for a job', () => {
    expect(Schedule.safeParse({ at: '01:30', on: 'EVERY_DAY' }).success).toBe(false);
  });
});

const ran: string[] = [];
const aJob = (at: string): Job => ({
  name: `at ${at}`,
  title: `at ${at}`,
  at,
  on: 'EVERY_DAY',
  async run({ slot, outbox }) {
    ran.push(`${at} ${slot}`);
    const subject = `notice:${at} ${slot}`;
    await outbox.post({ key: `${at}:${slot}`, card: 'notice', subject, to: { personId: reader.id } });
  },
});
const house = await aHouse({ features: [people, notices(['00:30', '02:30', '09:00'].map(aJob))] });
const reader = await house.person('Rita Reader');
const at = async (instant: string) => {
  house.clock.moveTo(instant);
  ran.length = 0;
  await house.runJobs();
  return [...ran];
};

it('R10: a clock that is set back two hours says nothing again, over midnight and in both nights of the change', async () => {
  for (const day of ['2026-06-10', '2026-10-25', '2027-03-28']) {
    for (let hour = 0; hour < 24; hour += 1) {
      const time = Date.parse(`${day}T00:45:00Z`) + hour * 60 * MINUTE;
      await at(new Date(time).toISOString());
      expect(await at(new Date(time - 120 * MINUTE).toISOString())).toEqual(
        // Two hours before the first look it was another day, whose turn nobody had taken.
        hour === 0 ? expect.any(Array) : [],
      );
    }
  }
  const said = house.chatOf(reader).map((seen) => seen.text);
  expect(new Set(said).size).toBe(said.length);
});

it('R10: a clock that is set forward three hours catches up on what it passed, once', async () => {
  expect(await at('2026-07-01T05:30:00Z')).toEqual(['00:30 2026-07-01', '02:30 2026-07-01']);
  expect(await at('2026-07-01T08:30:00Z')).toEqual(['09:00 2026-07-01']);
  expect(await at('2026-07-01T11:30:00Z')).toEqual([]);
});
