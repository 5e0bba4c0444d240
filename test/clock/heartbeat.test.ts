import { beforeEach, describe, expect, it } from 'vitest';
import type { BeatContext, Feature } from '../../src/chat/contract.ts';
import { people } from '../../src/people/index.ts';
import { aHouse } from '../support/house.ts';
import { notices, writeNotice } from '../support/notices.ts';

const seen: BeatContext[] = [];
let isFaulty = false;
const watching: Feature = {
  ...notices(),
  async beat(context) {
    await writeNotice(context.tx, 'beat', { title: context.now.toISOString() });
    if (isFaulty) throw new Error('not now');
    seen.push(context);
  },
};
const features = [people, watching];
const one = await aHouse({ features });
const two = await aHouse({ features, database: one.prisma, platforms: one.platforms });
const beats = (instant: string) => {
  for (const house of [one, two]) house.clock.moveTo(instant);
  return Promise.all([one.beat(), two.beat()]);
};
const run = () => one.prisma.jobRun.findUnique({ where: { job: 'heartbeat' } });

beforeEach(() => {
  seen.length = 0;
  isFaulty = false;
});

describe('the heartbeat', () => {
  it('is one copy’s a minute, whichever wakes first', async () => {
    expect((await beats('2026-11-23T09:00:00Z')).sort()).toEqual([false, true]);
    expect(await beats('2026-11-23T09:00:30Z')).toEqual([false, false]);
    expect((await beats('2026-11-23T09:01:00Z')).sort()).toEqual([false, true]);
    expect(seen).toHaveLength(2);
    expect(await run()).toMatchObject({ outcome: 'done', doneAt: new Date('2026-11-23T09:01:00Z'), faults: 0 });
  });

  it('goes on after the machine’s clock was set back', async () => {
    expect((await beats('2026-11-22T09:00:00Z')).sort()).toEqual([false, true]);
  });

  it('with a fault changes nothing, is counted, and comes again', async () => {
    isFaulty = true;
    const before = await one.prisma.setting.findMany();
    expect(await beats('2026-11-23T09:05:00Z')).toEqual([false, false]);
    expect(await one.prisma.setting.findMany()).toEqual(before);
    expect((await run())!.faults).toBeGreaterThan(0);
    isFaulty = false;
    expect((await beats('2026-11-23T09:06:00Z')).sort()).toEqual([false, true]);
    expect(await run()).toMatchObject({ outcome: 'done', faults: 0 });
  });

  it('says which platforms are in trouble', async () => {
    one.platform('slack').troubled = 'Slack could not be reached.';
    await beats('2026-11-23T09:10:00Z');
    expect(seen[0]!.troubles).toEqual([{ platform: 'slack', reason: 'Slack could not be reached.' }]);
    one.platform('slack').troubled = undefined;
  });

  it('does not beat where there is no partnership yet', async () => {
    const before = await run();
    await one.prisma.person.deleteMany();
    await one.prisma.partnership.deleteMany();
    expect(await beats('2026-11-23T09:20:00Z')).toEqual([false, false]);
    expect(await run()).toEqual(before);
  });
});
