import { beforeAll, describe, expect, it } from 'vitest';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person, type TestHouse } from '../support/house.ts';

const wakeAt = async (instant: string, ...houses: TestHouse[]) => {
  for (const house of houses) {
    house.clock.moveTo(instant);
    await house.runJobs();
  }
};

describe('a headteacher who comes after the round was opened', async () => {
  const house = await aHouse({ now: '2026-11-23T09:00:00Z' });
  const again = await aHouse({ now: '2026-11-23T09:00:00Z', database: house.prisma, platforms: house.platforms });
  let lead: Person;
  let before: Person;
  let newcomer: Person;
  let next: Person;
  const prompts = (person: Person) => house.chatOf(person).filter((one) => one.shown.name === 'evaluation');

  beforeAll(async () => {
    const school = await house.school('Fernhill School');
    const other = await house.school('Harbour School');
    lead = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
    before = await house.person('Ada Okafor', { role: 'HEADTEACHER', school });
    await house.person('Ben Hart', { role: 'HEADTEACHER', school: other });
    await house.says(lead, 'round open Autumn 2026 due 18 December');
    await house.says(before, 'good');
    await house.says(before, 'Seen in lessons.');
    newcomer = await house.person('Nia New', { role: 'HEADTEACHER', school });
    next = await house.person('Lee Later');
    const fromOn = asDay('2026-12-07');
    await house.prisma.roleHeld.create({
      data: { personId: next.id, role: 'HEADTEACHER', schoolId: school.id, fromOn },
    });
  });

  it('is asked the next morning, once, where the one before them stopped', async () => {
    await wakeAt('2026-11-24T08:30:00Z', house, again);
    await wakeAt('2026-11-25T08:30:00Z', again, house);
    expect(prompts(newcomer)).toHaveLength(1);
    expect(prompts(newcomer)[0]!.text).toContain('Aspect 2 of 5');
    expect(prompts(before)).toHaveLength(1);
  });

  it('answers by typing, and everybody who leads the school sees it', async () => {
    const answer = await house.says(newcomer, 'requires improvement');
    expect(answer.said).toContain('Teaching, learning and assessment: Requires improvement');
    expect(prompts(before)[0]!.text).toContain('Requires improvement');
  });

  it('is asked when they begin, and not about a round that is closed', async () => {
    await wakeAt('2026-12-04T08:30:00Z', house);
    expect(prompts(next)).toEqual([]);
    await house.says(lead, 'round close Autumn 2026');
    await wakeAt('2026-12-07T08:30:00Z', house);
    expect(prompts(next)).toEqual([]);
    await house.says(lead, 'round open Winter 2026 due 18 December');
    await wakeAt('2026-12-08T08:30:00Z', house);
    expect(prompts(next)).toHaveLength(1);
  });
});
