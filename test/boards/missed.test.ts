import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person } from '../support/house.ts';

describe('a half-term without a meeting', async () => {
  const house = await aHouse({ now: '2026-11-23T09:00:00Z' });
  const status = async (person: Person, words = 'status') => textOf((await house.says(person, words)).card!.card);

  it('is told to the school and to the council; a meeting counts once it was held', async () => {
    const school = await house.school('Tollmarsh Academy');
    const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
    const chair = await house.person('Gus Hill', { role: 'CHAIR_OF_GOVERNORS', school });
    const board = await house.board('Raising Attainment Board, Tollmarsh Academy', { school, openedOn: '2026-09-07' });
    const { id } = await house.prisma.meeting.create({
      data: { boardId: board.id, heldOn: asDay('2026-10-05'), startsAt: '17:30', place: 'Hall', state: 'planned' },
    });
    expect(await status(director)).toContain('Last half-term: 1 board without a meeting: Tollmarsh Academy');
    expect(await status(chair)).toMatch(
      /Gone by without a meeting: 1 half-term, which ended on Friday 23 October 2026/,
    );
    expect(await status(chair)).toContain(
      'This half-term: no meeting held or planned; it ends on Friday 18 December 2026',
    );
    await house.prisma.meeting.update({ where: { id }, data: { state: 'held' } });
    expect(await status(director)).not.toContain('without a meeting');
    expect(await status(chair)).not.toContain('without a meeting');
  });
});
