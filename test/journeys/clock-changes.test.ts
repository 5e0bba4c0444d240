// The nights on which the clocks change: every job has its turn once a local day, whatever the clock shows meanwhile.
import { describe, expect, it } from 'vitest';
import { timeOfDay, today } from '../../src/calendar/index.ts';
import type { Feature, Job } from '../../src/chat/contract.ts';
import { aHouse, type TestHouse } from '../support/house.ts';

const turns: { job: string; slot: string; at: string }[] = [];
const job = (at: string): Job => ({
  name: `at ${at}`,
  title: `at ${at}`,
  at,
  on: 'EVERY_DAY',
  async run({ slot, now }) {
    turns.push({ job: `at ${at}`, slot, at: `${today(now)} ${timeOfDay(now)}` });
  },
});
const times = ['00:00', '00:30', '02:00', '02:30', '09:00'];
const daily: Feature = { name: 'daily', commands: [], cards: [], jobs: times.map(job) };
const house = await aHouse({ now: '2026-10-23T00:00Z', features: [daily] });
const other = await aHouse({ database: house.prisma, features: [daily] });

/** Let the copies' clocks strike every half hour, from one instant to another. */
async function pass(copies: TestHouse[], from: string, until: string): Promise<void> {
  for (let at = Date.parse(from); at <= Date.parse(until); at += 30 * 60_000) {
    for (const copy of copies) copy.clock.moveTo(new Date(at).toISOString());
    await Promise.all(copies.map((copy) => copy.house.runDueJobs()));
  }
}

const slotsOf = (name: string) => turns.filter((turn) => turn.job === name).map((turn) => turn.slot);

describe.each([
  ['in spring, when an hour is missing', '2027-03-27', '2027-03-28', '2027-03-29'],
  ['in autumn, when an hour comes twice', '2026-10-24', '2026-10-25', '2026-10-26'],
])('%s', (_, before, day, after) => {
  it('each job has one turn a day, at its own time', async () => {
    turns.length = 0;
    await pass([house], `${before}T22:00:00Z`, `${after}T10:00:00Z`);
    for (const at of times) expect(slotsOf(`at ${at}`).filter((slot) => slot !== before)).toEqual([day, after]);
    for (const turn of turns.filter((one) => one.slot !== before))
      expect(turn.at).toBe(`${turn.slot} ${turn.job.slice(3)}`);
  });

  it('a clock that is set back two hours gives no job a second turn', async () => {
    turns.length = 0;
    await pass([house], `${after}T08:00:00Z`, `${after}T10:00:00Z`);
    expect(turns).toEqual([]);
  });
});

it('of two copies whose clocks strike together through the night, one does the work', async () => {
  turns.length = 0;
  await pass([house, other], '2028-03-25T23:30:00Z', '2028-03-26T10:00:00Z');
  for (const at of times) expect(slotsOf(`at ${at}`).filter((slot) => slot === '2028-03-26')).toHaveLength(1);
});

it('an owner is reminded once before the clocks change and once after, in autumn and over Easter', async () => {
  const whole = await aHouse({ database: house.prisma });
  // Without term dates the reminders come on weekdays.
  await house.prisma.partnership.updateMany({ data: { termCalendarId: null } });
  const school = await whole.school('Marsh Lane School');
  const ada = await whole.person('Ada Okafor', { role: 'HEADTEACHER', school });
  const board = await whole.board('Board', { school });
  await whole.seat(board.id, ada, { role: 'HEADTEACHER' });
  whole.clock.moveTo('2026-10-05T09:00:00Z');
  await whole.says(ada, 'action add Letter owner me by 23 October 2026');
  await pass([whole], '2026-10-23T06:00:00Z', '2026-10-26T12:00:00Z');
  await whole.deliver();
  const posts = await house.prisma.outbox.findMany({ where: { card: 'reminder' }, orderBy: { id: 'asc' } });
  expect(posts.map((post) => post.key.slice(-10))).toEqual(['2026-10-23', '2026-10-26']);

  await whole.says(ada, 'action done ACT-1 sent');
  whole.clock.moveTo('2027-03-22T12:00:00Z');
  // Good Friday is the 26th: what is due on it is due on the Thursday before.
  await whole.says(ada, 'action add Plan owner me by 26 March 2027');
  await pass([whole], '2027-03-25T06:00:00Z', '2027-03-30T12:00:00Z');
  const keys = (await house.prisma.outbox.findMany({ where: { card: 'reminder' } })).map((post) => post.key.slice(-10));
  expect(keys.filter((day) => day.startsWith('2027')).sort()).toEqual(['2027-03-25', '2027-03-30']);
});
