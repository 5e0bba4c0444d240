// R9. Two copies whose clocks strike in the same millisecond: each turn of a job is taken once, and what it says is said once.
import { expect, it } from 'vitest';
import { addDays } from '../../src/calendar/index.ts';
import type { Job } from '../../src/chat/contract.ts';
import { people } from '../../src/people/index.ts';
import { aHouse } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { found, times, within } from './extent.ts';

let runs = 0;
const digest: Job = {
  name: 'digest',
  title: 'the digest',
  at: '09:00',
  on: 'EVERY_DAY',
  async run({ outbox, slot }) {
    runs += 1;
    const subject = `notice:${slot}`;
    await outbox.post({ key: `digest:${slot}`, card: 'notice', subject, to: { personId: reader.id } });
  },
};
const features = [people, notices([digest])];
const one = await aHouse({ features });
const two = await aHouse({ features, database: one.prisma, platforms: one.platforms });
const reader = await one.person('Rita Reader');
const DAYS = times(60, 400);

it('R9: of two copies that wake together, one does the work, and it is said though that one dies', {
  timeout: within(60_000, 300_000),
}, async () => {
  let day = '2026-01-01';
  const took = [0, 0];
  for (let index = 0; index < DAYS; index += 1) {
    for (const copy of [one, two]) copy.clock.moveTo(`${day}T09:00:00Z`);
    const ran = await Promise.all([one, two, one, two].map((copy) => copy.house.runDueJobs()));
    expect(ran.flat()).toEqual(['digest']);
    took[ran.findIndex((names) => names.length > 0) % 2]! += 1;
    // The copy that took the turn is gone before it delivers: only the second ever does.
    if (index % 10 === 9) await two.deliver();
    day = addDays(day, 1);
  }
  await two.deliver();
  const slots = await one.prisma.jobSlot.groupBy({ by: ['slot'], _count: true });
  expect(slots).toHaveLength(DAYS);
  expect(slots.every(({ _count }) => _count === 1)).toBe(true);
  const said = one.chatOf(reader).map((seen) => seen.text);
  expect(new Set(said).size).toBe(DAYS);
  expect(said).toHaveLength(DAYS);
  expect(said).toEqual(said.toSorted());
  found(
    'R9',
    `${DAYS} turns, four wakings each in the same millisecond: ${DAYS} done once (${took.join(' and ')} by copy), ${said.length} messages; jobs begun ${runs} times`,
  );
});
