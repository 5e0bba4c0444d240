// Somebody with everything to do: head of one school, governor of another, owner of actions at a board.
import type { TestHouse } from '../support/house.ts';

export async function aBusyPerson(house: TestHouse) {
  const school = await house.school('Marsh Lane School');
  const own = await house.school('Fernhill Secondary School');
  const busy = await house.person(
    'Priya Nair',
    { role: 'CHAIR_OF_GOVERNORS', school },
    { role: 'HEADTEACHER', school: own },
  );
  const chair = await house.person('Grace Adeyemi', { role: 'GOVERNOR', school });
  const clerk = await house.person('Miriam Stein', { role: 'CLERK' });
  const lead = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
  const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
  const board = await house.board('Raising Attainment Board, Marsh Lane School', { school });
  await house.seat(board.id, chair, { role: 'GOVERNOR', isChair: true });
  await house.seat(board.id, busy, { role: 'CHAIR_OF_GOVERNORS' });
  await house.seat(board.id, clerk, { role: 'CLERK', isClerk: true });
  await house.prisma.meeting.create({ data: { boardId: board.id, heldOn: new Date('2026-11-10'), state: 'held' } });
  return { school, own, busy, chair, clerk, lead, director, board };
}
