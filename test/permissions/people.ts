// A person of every kind: what each holds, and a school and a board that are theirs beside ones that are not.
import { asDay } from '../../src/store/days.ts';
import type { Person, TestHouse } from '../support/house.ts';

/** What a command is about: somebody's own school and board, or another's. */
export interface Target {
  schoolId: number;
  school: string;
  boardId: number;
  meetingId: number;
  minutesId: number;
  actionId: number;
  categoryId: number;
  alertId: number;
  evaluationId: number;
  /** The seat of a governor. */
  seatId: number;
}

export type Kind = (typeof KINDS)[number];

/** Their own board's people, then the authority's, then people with nothing to do with it. */
export const KINDS = [
  'head',
  'cog',
  'chair',
  'governor',
  'boardClerk',
  'sio',
  'clerk',
  'standards',
  'lead',
  'director',
  'support',
  'dcs',
  'manager',
  'cabinet',
  'nobody',
] as const;

/** Make both targets and everybody. */
export async function aDistrict(house: TestHouse) {
  const other = await aTarget(house, 'Birch Grove School');
  const own = await aTarget(house, 'Alder Road School');
  const school = { id: own.schoolId };
  const people: Record<Kind, Person> = {
    head: await house.person('Head Own', { role: 'HEADTEACHER', school }),
    cog: await house.person('Cog Own', { role: 'CHAIR_OF_GOVERNORS', school }),
    chair: await house.person('Chair Own', { role: 'GOVERNOR', school }),
    governor: await house.person('Governor Own', { role: 'GOVERNOR', school }),
    boardClerk: await house.person('Clerk Own'),
    sio: await house.person('Sio Own', { role: 'SIO' }, { role: 'SIO', school }),
    clerk: await house.person('Clerk All', { role: 'CLERK' }),
    standards: await house.person('Standards All', { role: 'HEAD_OF_STANDARDS' }),
    lead: await house.person('Lead All', { role: 'STRATEGIC_LEAD_SECONDARY' }),
    director: await house.person('Director All', { role: 'PROGRAMME_DIRECTOR' }),
    support: await house.person('Support All', { role: 'BUSINESS_SUPPORT_OFFICER' }),
    dcs: await house.person('Dcs All', { role: 'EXECUTIVE_DIRECTOR' }),
    manager: await house.person('Manager All', { role: 'SIO_LINE_MANAGER' }),
    cabinet: await house.person('Cabinet All', { role: 'CABINET_MEMBER' }),
    nobody: await house.person('Nobody At All'),
  };
  const seat = (who: Kind, role: string, more = {}) => house.seat(own.boardId, people[who], { role, ...more });
  await seat('head', 'HEADTEACHER');
  await seat('cog', 'CHAIR_OF_GOVERNORS');
  await seat('chair', 'GOVERNOR', { isChair: true });
  await seat('boardClerk', 'CLERK', { isClerk: true });
  const alert = await house.prisma.alert.findUniqueOrThrow({ where: { id: own.alertId } });
  await house.seat(alert.boardId, people.head, { role: 'HEADTEACHER' });
  await house.seat(alert.boardId, people.cabinet, { role: 'CABINET_MEMBER' });
  await house.prisma.action.update({ where: { id: own.actionId }, data: { ownerId: people.governor.id } });
  await house.prisma.seat.update({ where: { id: own.seatId }, data: { personId: people.governor.id } });
  return { own, other, people };
}

/** A school with everything that commands are about. */
async function aTarget(house: TestHouse, name: string): Promise<Target> {
  const { prisma } = house;
  const school = await house.school(name);
  const board = await house.board(`Raising Attainment Board, ${name}`, { school });
  const owner = await house.person(`Owner at ${name}`, { role: 'GOVERNOR', school });
  const seat = await prisma.seat.create({
    data: { boardId: board.id, personId: owner.id, role: 'GOVERNOR', fromOn: asDay('2026-09-01') },
  });
  const challenge = await house.board(`Challenge Board of ${name}`, { template: 'CHALLENGE' });
  const on = asDay('2026-11-16');
  const at = house.clock.now();
  const meeting = await prisma.meeting.create({ data: { boardId: board.id, heldOn: on, state: 'held' } });
  const items = { create: { position: 1, title: 'Welcome', lead: 'Chair' } };
  await prisma.meeting.create({ data: { boardId: board.id, heldOn: asDay('2026-12-14'), items } });
  const minutes = await prisma.minutes.create({ data: { meetingId: meeting.id, boardId: board.id, state: 'agreed' } });
  await prisma.minutesRevision.create({
    data: { minutesId: minutes.id, revision: 1, text: 'Text.', hash: 'hash', madeAt: at },
  });
  const action = await prisma.action.create({
    data: { boardId: board.id, what: 'Letter', ownerId: owner.id, dueOn: asDay('2026-12-04'), createdAt: at },
  });
  const category = await prisma.categoryDecision.create({
    data: {
      ...{ schoolId: school.id, schoolYear: '2026/27', state: 'recommended', value: 'AMBER' },
      ...{ reason: 'Results fell.', evidence: 'Two visits.', recommendedAt: at },
    },
  });
  const alert = await prisma.alert.create({
    data: {
      boardId: challenge.id,
      schoolId: school.id,
      categoryId: category.id,
      reasonCode: 'CATEGORY_AMBER',
      raisedAt: at,
    },
  });
  const round = await prisma.round.create({
    data: {
      partnershipId: house.partnershipId,
      frameworkId: 'lewisham-2015',
      schoolYear: '2026/27',
      name: `Round of ${name}`,
      openedOn: on,
      dueOn: asDay('2026-12-18'),
    },
  });
  const evaluation = await prisma.selfEvaluation.create({ data: { roundId: round.id, schoolId: school.id } });
  return {
    schoolId: school.id,
    school: name,
    boardId: board.id,
    meetingId: meeting.id,
    minutesId: minutes.id,
    actionId: action.id,
    categoryId: category.id,
    alertId: alert.id,
    evaluationId: evaluation.id,
    seatId: seat.id,
  };
}
