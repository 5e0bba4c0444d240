import { expect, it } from 'vitest';
import { asDay } from '../../src/store/days.ts';
import { aHouse } from '../support/house.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z' });

const decide = (schoolId: number, value: string, on: string, state = 'confirmed') =>
  house.prisma.categoryDecision.create({
    data: {
      ...{ schoolId, schoolYear: '2026/27', state, value, reason: 'r', evidence: 'e', recommendedAt: asDay(on) },
      ...(state === 'confirmed' ? { confirmedAt: asDay(on), effectiveOn: asDay(on) } : {}),
    },
  });
const inForce = async (id: number) => {
  const { category, categorySince } = await house.prisma.school.findUniqueOrThrow({ where: { id } });
  return [category, categorySince?.toISOString().slice(0, 10)];
};

it('a school’s row says what its newest decision says, whatever is written in whichever order', async () => {
  const { id } = await house.school('Fernhill School');
  expect(await inForce(id)).toEqual([null, undefined]);
  await decide(id, 'AMBER', '2026-11-02');
  await decide(id, 'RED', '2026-11-20', 'recommended');
  expect(await inForce(id)).toEqual(['AMBER', '2026-11-02']);
  await decide(id, 'GREEN', '2025-11-03');
  expect(await inForce(id)).toEqual(['AMBER', '2026-11-02']);
  const latest = await decide(id, 'YELLOW', '2026-11-21');
  expect(await inForce(id)).toEqual(['YELLOW', '2026-11-21']);
  await house.prisma.categoryDecision.update({ where: { id: latest.id }, data: { state: 'withdrawn' } });
  expect(await inForce(id)).toEqual(['AMBER', '2026-11-02']);
});
