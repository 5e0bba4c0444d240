// The nights on which the clocks change: every job has its turn once a local day, whatever the clock shows meanwhile.
import { describe, expect, it } from 'vitest';
import { timeOfDay, today } from '../../src/calendar/index.ts';
import type { Feature, Job } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { aHouse, type TestHouse } from '../support/house.ts';

const turns: { job: string; slot: string; at: string }[] = [];
const job = (at: string): Job => ({
  name: `at ${at}`,
  at,
  on: 'EVERY_DAY',
  async run({ slot, now }) {
    turns.push({ job: `at ${at}`, slot, at: `${today(now)} ${timeOfDay(now)}` });
  },
});
const daily: Feature = {
  name: 'daily',
  commands: [],
  cards: [],
  jobs: ['00:00', '00:30', '02:00', '02:30', '09:00', '23:45'].map(job),
};
const house = await aHouse({ now: '2026-10-23T00:00Z', features: [...features, daily] });
const other = await aHouse({ database: house.prisma, features: [...features, daily] });

/** Let both copies' clocks strike every quarter of an hour, from one instant to another. */
async function pass(copies: TestHouse[], from: string, until: string): Promise<void> {
  for (let at = Date.parse(from); at <= Date.parse(until); at += 15 * 60_000) {
    for (const copy of copies) copy.clock.moveTo(new Date(at).toISOString());
    await Promise.all(copies.map((copy) => copy.runJobs()));
  }
}

const slotsOf = (name: string) => turns.filter((turn) => turn.job === name).map((turn) => turn.slot);

describe.each([
  ['in spring, when an hour is missing', '2027-03-27', '2027-03-28', '2027-03-29'],
  ['in autumn, when an hour comes twice', '2026-10-24', '2026-10-25', '2026-10-26'],
])('%s', (_, before, day, after) => {
  it('each job has one turn on each of the three days, at its own time', async () => {
    turns.length = 0;
    await pass([house], `${before}T00:15:00Z`, `${after}T22:00:00Z`);
    for (const { name, at } of daily.jobs!.filter((one) => one.at !== '23:45' && one.at > '01'))
      expect(slotsOf(name), `${name} ${at}`).toEqual([before, day, after]);
    for (const turn of turns.filter((one) => one.slot === day)) expect(turn.at).toBe(`${day} ${turn.job.slice(3)}`);
  });

  it('a clock that is set back two hours gives no job a second turn', async () => {
    turns.length = 0;
    await pass([house], `${after}T05:00:00Z`, `${after}T22:00:00Z`);
    expect(turns).toEqual([]);
  });
});

it('of two copies whose clocks strike together through the night, one does the work', async () => {
  turns.length = 0;
  await pass([house, other], '2028-03-25T22:00:00Z', '2028-03-26T10:00:00Z');
  for (const { name, at } of daily.jobs!) {
    const days = at === '23:45' ? ['2028-03-25'] : ['2028-03-26'];
    expect(slotsOf(name).filter((slot) => days.includes(slot))).toEqual(days);
  }
  const taken = await house.prisma.jobSlot.groupBy({ by: ['job', 'slot'], _count: true });
  expect(taken.every(({ _count }) => _count === 1)).toBe(true);
});

it('an owner is reminded once on the school day before the clocks change and once on the one after', async () => {
  const school = await house.school('Marsh Lane School');
  const ada = await house.person('Ada Okafor', { role: 'HEADTEACHER', school });
  const board = await house.board('Board', { school });
  await house.seat(board.id, ada, { role: 'HEADTEACHER' });
  await house.seat(board.id, ada, { role: 'GOVERNOR', isChair: true });
  house.clock.moveTo('2027-03-08T09:00:00Z');
  await house.says(ada, 'action add Letter owner me by 24 March 2027');
  const reminders = () => house.chatOf(ada).filter((seen) => /^action-(reminder|overdue)/.test(seen.shown.name)).length;
  const before = reminders();
  await pass([house], '2027-03-24T00:00:00Z', '2027-03-25T23:30:00Z');
  const days = await house.prisma.outbox.findMany({ where: { card: 'action-reminder' }, select: { key: true } });
  expect(reminders() - before).toBe(days.length);
  expect(new Set(days.map((day) => day.key)).size).toBe(days.length);
  expect(days.map((day) => day.key.slice(-10))).toEqual(['2027-03-24', '2027-03-25']);
});
