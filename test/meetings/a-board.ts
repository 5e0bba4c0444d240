// A school's board as it meets: a chair, a head, an officer of the authority, a governor, and a clerk, with a channel.

import type { PlatformName } from '../../src/chat/contract.ts';
import type { Person, Seen, TestHouse } from '../support/house.ts';

export interface Board {
  id: number;
  name: string;
  school: { id: number; name: string };
  clerk: Person;
  chair: Person;
  head: Person;
  officer: Person;
  governor: Person;
  everybody: Person[];
  channel: { id: number; externalId: string; platform: PlatformName };
}

/** Set up a board of a school with a name; without a clerk its chair runs it. */
export async function aBoardAt(
  house: TestHouse,
  name: string,
  { hasClerk = true, hasChannel = true } = {},
): Promise<Board> {
  const school = await house.school(name);
  const board = await house.board(`Raising Attainment Board, ${name}`, { school });
  const of = (first: string) => `${first} ${name.split(' ')[0]}`;
  const clerk = await house.person(of('Clara'));
  const chair = await house.person(of('Ben'), { role: 'GOVERNOR', school });
  const head = await house.person(of('Ada'), { role: 'HEADTEACHER', school });
  const officer = await house.person(of('Olive'));
  const governor = await house.person(of('Gil'), { role: 'CHAIR_OF_GOVERNORS', school });
  await house.seat(board.id, chair, { role: 'GOVERNOR', isChair: true, schoolId: school.id });
  await house.seat(board.id, head, { role: 'HEADTEACHER', schoolId: school.id });
  await house.seat(board.id, governor, { role: 'CHAIR_OF_GOVERNORS', schoolId: school.id });
  await house.seat(board.id, officer, { role: 'SIO' });
  if (hasClerk) await house.seat(board.id, clerk, { role: 'CLERK', isClerk: true });
  const channel = await house.channel(name);
  if (hasChannel)
    await house.prisma.board.update({ where: { id: board.id }, data: { channelConversationId: channel.id } });
  const everybody = [chair, head, governor, officer, ...(hasClerk ? [clerk] : [])];
  return {
    id: board.id,
    name: `Raising Attainment Board, ${name}`,
    school,
    clerk,
    chair,
    head,
    officer,
    governor,
    everybody,
    channel,
  };
}

/** Plan a meeting by typing; returns its number as people write it. */
export async function plan(house: TestHouse, { chair, school }: Board, words: string): Promise<string> {
  const { said } = await house.says(chair, `meeting add ${school.name} ${words}`);
  const ref = /MTG-\d+/.exec(said ?? '')?.[0];
  if (!ref) throw new Error(`The chair was answered: ${said}`);
  return ref;
}

/** The cards of a name that somebody was sent by themselves, not as an answer. */
export function sentTo(house: TestHouse, person: Person, card: string): Seen[] {
  return house.chatOf(person).filter(({ shown, messageId }) => shown.name === card && /-m\d+$/.test(messageId));
}

/** Let the clock stand at a time, and do what is due then. */
export async function at(house: TestHouse, instant: string): Promise<string[]> {
  house.clock.moveTo(instant);
  return house.runJobs();
}
