// A board with its clerk and three governors, and a text of its own that is out for approval.
import type { Person, TestHouse } from '../support/house.ts';

export async function aBoard(house: TestHouse) {
  const school = await house.school('Marsh Lane School');
  const chair = await house.person('Grace Adeyemi', { role: 'GOVERNOR', school });
  const governor = await house.person('Owen Clarke', { role: 'GOVERNOR', school });
  const second = await house.person('Priya Nair', { role: 'CHAIR_OF_GOVERNORS', school });
  const head = await house.person('Tom Whitfield', { role: 'HEADTEACHER', school });
  const clerk = await house.person('Miriam Stein', { role: 'CLERK' });
  const board = await house.board('Raising Attainment Board, Marsh Lane School', { school });
  await house.seat(board.id, chair, { role: 'GOVERNOR', isChair: true });
  await house.seat(board.id, governor, { role: 'GOVERNOR' });
  await house.seat(board.id, second, { role: 'CHAIR_OF_GOVERNORS' });
  await house.seat(board.id, head, { role: 'HEADTEACHER' });
  await house.seat(board.id, clerk, { role: 'CLERK', isClerk: true });
  await house.prisma.meeting.create({ data: { boardId: board.id, heldOn: new Date('2026-11-10'), state: 'held' } });
  return { school, chair, governor, second, head, clerk, board };
}

let days = 10;

/** A held meeting of its own, with a text that is out for approval. */
export async function aCirculatedText(
  house: TestHouse,
  { clerk, board }: { clerk: Person; board: { id: number } },
  text: string,
): Promise<string> {
  const heldOn = new Date(`2026-10-${String(days++).padStart(2, '0')}`);
  const meeting = await house.prisma.meeting.create({ data: { boardId: board.id, heldOn, state: 'held' } });
  const answer = await house.says(clerk, `minutes write MTG-${meeting.id} ${text}`);
  const ref = /MIN-\d+/.exec(answer.said!)![0];
  await house.says(clerk, `minutes circulate ${ref}`);
  return ref;
}

export async function approvals(house: TestHouse, ref: string, person: Person): Promise<string[]> {
  const rows = await house.prisma.minutesApproval.findMany({
    where: { minutesId: Number(ref.slice(4)), personId: person.id },
  });
  return rows.map((row) => row.decision);
}
