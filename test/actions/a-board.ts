// A board with a chair, a clerk, a head and a governor, and an office beside it.
import { beforeAll } from 'vitest';
import { aHouse, type Person } from '../support/house.ts';

export type Member = 'clerk' | 'chair' | 'head' | 'governor' | 'director' | 'outsider';

export async function aBoard(now = '2026-11-23T09:00:00Z') {
  const house = await aHouse({ now });
  let people: Record<Member, Person>;
  let boardId = 0;
  beforeAll(async () => {
    const school = await house.school('Marlowe Green');
    const other = await house.school('Harbour High');
    const board = await house.board('Raising Attainment Board, Marlowe Green', { school });
    boardId = board.id;
    people = {
      clerk: await house.person('Clara Clerk'),
      chair: await house.person('Ben Chair', { role: 'GOVERNOR', school }),
      head: await house.person('Ada Head', { role: 'HEADTEACHER', school }),
      governor: await house.person('Gil Governor', { role: 'CHAIR_OF_GOVERNORS', school }),
      director: await house.person('Dora Director', { role: 'PROGRAMME_DIRECTOR' }),
      outsider: await house.person('Otto Outside', { role: 'HEADTEACHER', school: other }),
    };
    await house.seat(boardId, people.chair, { role: 'GOVERNOR', isChair: true });
    await house.seat(boardId, people.head, { role: 'HEADTEACHER' });
    await house.seat(boardId, people.governor, { role: 'CHAIR_OF_GOVERNORS' });
    await house.seat(boardId, people.clerk, { role: 'CLERK', isClerk: true });
  });
  /** An action whose owner has its card. */
  const given = async (what: string, owner: Member = 'head', by = '4 Dec') => {
    const answer = await house.says(
      people.clerk,
      `action add ${what} owner ${people[owner].name} by ${by} for Marlowe`,
    );
    const ref = /ACT-\d+/.exec(answer.said ?? '')?.[0];
    if (!ref) throw new Error(`The clerk was answered: ${answer.said}`);
    return { ref, id: Number(ref.slice(4)) };
  };
  const rows = {
    action: (id: number) => house.prisma.action.findUniqueOrThrow({ where: { id } }),
    asks: (actionId: number) => house.prisma.actionAsk.findMany({ where: { actionId }, orderBy: { id: 'asc' } }),
    events: async (id: number) =>
      (await house.prisma.auditEvent.findMany({ where: { subject: `action:ACT-${id}` }, orderBy: { id: 'asc' } })).map(
        (row) => row.event,
      ),
  };
  const cardsOf = (who: Member, name: string) => house.chatOf(people[who]).filter((one) => one.shown.name === name);
  /** Let the machine's clock stand at an instant, and the jobs look at it more than once. */
  const wakeAt = async (instant: string) => {
    house.clock.moveTo(instant);
    await house.runJobs();
    await house.runJobs();
  };
  return { house, people: () => people, boardId: () => boardId, given, rows, cardsOf, wakeAt };
}
