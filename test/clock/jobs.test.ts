import { beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../src/chat/contract.ts';
import { Conflict } from '../../src/chat/refusal.ts';
import { people } from '../../src/people/index.ts';
import { aHouse } from '../support/house.ts';
import { notices, writeNotice } from '../support/notices.ts';

let faults = 0;
let conflicts = 0;
const ran: string[] = [];

function aJob(name: string, at: string, on: Job['on']): Job {
  return {
    name,
    title: name,
    at,
    on,
    async run({ tx, outbox, happened, slot }) {
      await writeNotice(tx, name, { title: slot });
      await outbox.post({
        key: `${name}:${slot}`,
        card: 'notice',
        subject: `notice:${name}`,
        to: { personId: reader.id },
      });
      await happened({ event: 'job.did', subject: `notice:${name}`, after: { slot } });
      if (name === 'faulty' && faults-- > 0) throw new Error('not today');
      if (name === 'faulty' && conflicts-- > 0) throw new Conflict('The notice');
      ran.push(`${name} ${slot}`);
    },
  };
}

const jobs = [
  aJob('faulty', '08:00', 'EVERY_DAY'),
  aJob('nightly', '00:30', 'EVERY_DAY'),
  aJob('early', '02:30', 'EVERY_DAY'),
  aJob('weekly', '09:00', 'WEEKDAYS'),
  aJob('school', '09:00', 'SCHOOL_DAYS'),
];
const features = [people, notices(jobs)];
const one = await aHouse({ features });
const two = await aHouse({ features, database: one.prisma, platforms: one.platforms });
const reader = await one.person('Rita Reader');

beforeEach(async () => {
  faults = 0;
  conflicts = 0;
  ran.length = 0;
  await one.prisma.jobSlot.deleteMany();
  await one.prisma.outbox.deleteMany();
});

async function at(instant: string): Promise<string[]> {
  one.clock.moveTo(instant);
  return one.runJobs();
}

describe('a job’s turn', () => {
  it('is taken once when two copies of the bot wake at the same instant', async () => {
    one.clock.moveTo('2026-11-23T09:00:00Z');
    two.clock.moveTo('2026-11-23T09:00:00Z');
    const both = await Promise.all([one.runJobs(), two.runJobs()]);
    expect(both.flat().sort()).toEqual(jobs.map((job) => job.name).sort());
    expect(ran.toSorted()).toEqual(jobs.map((job) => `${job.name} 2026-11-23`).sort());
    expect(one.chatOf(reader).filter((seen) => seen.text === '2026-11-23')).toHaveLength(jobs.length);
  });

  it('comes from its time of day on, and is not taken again that day', async () => {
    expect(await at('2026-11-23T08:59:00Z')).not.toContain('weekly');
    expect(await at('2026-11-23T09:00:00Z')).toContain('weekly');
    expect(await at('2026-11-23T09:01:00Z')).toEqual([]);
    expect(await at('2026-11-24T09:00:00Z')).toContain('weekly');
  });

  it('is not taken again when the clock is set back', async () => {
    await at('2026-11-23T09:00:00Z');
    for (const instant of ['2026-11-23T07:00:00Z', '2026-11-23T08:30:00Z', '2026-11-23T09:00:00Z'])
      expect(await at(instant)).toEqual([]);
    expect(ran).toHaveLength(jobs.length);
  });

  it('comes late rather than not at all when the bot was off in the morning', async () => {
    expect(await at('2026-11-23T23:59:00Z')).toContain('school');
  });

  it.each([
    ['forward in spring', '2027-03-28', 23],
    ['back in autumn', '2026-10-25', 25],
  ])('comes once on the day on which the clocks go %s', async (_, day, hours) => {
    const midnight = day === '2027-03-28' ? Date.parse('2027-03-28T00:00:00Z') : Date.parse('2026-10-24T23:00:00Z');
    for (let half = 0; half < hours * 2; half++) await at(new Date(midnight + half * 1_800_000).toISOString());
    expect(ran.toSorted()).toEqual([`early ${day}`, `faulty ${day}`, `nightly ${day}`]);
  });
});

describe('a job with a fault', () => {
  it('changes nothing, leaves its turn free, and is tried at the next tick', async () => {
    faults = 1;
    expect(await at('2026-11-23T08:00:00Z')).not.toContain('faulty');
    expect(await one.prisma.jobSlot.count({ where: { job: 'faulty' } })).toBe(0);
    expect(await one.prisma.outbox.count({ where: { key: { startsWith: 'faulty' } } })).toBe(0);
    expect(await one.prisma.jobRun.findUnique({ where: { job: 'faulty' } })).toMatchObject({ outcome: 'fault' });
    expect(await at('2026-11-23T08:01:00Z')).toEqual(['faulty']);
    expect(await one.prisma.jobRun.findUnique({ where: { job: 'faulty' } })).toMatchObject({ outcome: 'done' });
  });

  it('is none when somebody decided about the same thing at that moment: what is left is done at once, once', async () => {
    conflicts = 2;
    expect(await at('2026-11-23T08:00:00Z')).toContain('faulty');
    expect(ran.filter((one) => one.startsWith('faulty'))).toHaveLength(1);
    expect(await one.prisma.outbox.count({ where: { key: { startsWith: 'faulty' } } })).toBe(1);
    expect(await one.prisma.jobRun.findUnique({ where: { job: 'faulty' } })).toMatchObject({ outcome: 'done' });
  });

  it('does not keep the others from theirs', async () => {
    faults = 1;
    expect(await at('2026-11-23T09:00:00Z')).toEqual(['nightly', 'early', 'weekly', 'school']);
  });
});

describe('a job for school days', () => {
  it('rests in the holidays, at weekends and on no other days', async () => {
    expect(await at('2026-10-26T09:00:00Z')).not.toContain('school');
    expect(await at('2026-11-22T09:00:00Z')).not.toContain('school');
    expect(await at('2026-11-23T09:00:00Z')).toContain('school');
  });

  it('runs on weekdays for a partnership that has no term dates, and one for every day still does', async () => {
    await one.prisma.partnership.updateMany({ data: { termCalendarId: null } });
    expect(await at('2026-10-26T09:00:00Z')).toContain('school');
    const sunday = await at('2026-11-22T09:00:00Z');
    expect(sunday).toContain('nightly');
    expect(sunday).not.toContain('school');
    await one.prisma.partnership.updateMany({ data: { termCalendarId: 'london-pattern' } });
  });

  it('runs on weekdays of a year whose term dates are not known yet', async () => {
    expect(await at('2028-02-07T09:00:00Z')).toContain('school');
    expect(await at('2028-02-06T09:00:00Z')).not.toContain('school');
  });
});

it('what a job did is in the audit, by nobody and from the clock', async () => {
  await at('2026-11-23T09:00:00Z');
  expect(
    await one.prisma.auditEvent.findFirst({ where: { subject: 'notice:weekly' }, orderBy: { id: 'desc' } }),
  ).toMatchObject({
    actorId: null,
    event: 'job.did',
    after: { slot: '2026-11-23' },
    platform: 'clock',
    place: 'weekly',
  });
});
