import { describe, expect, it } from 'vitest';
import { planSeats } from '../../src/boards/plan.ts';
import { checkChair, seating } from '../../src/boards/rules.ts';
import { parseCreate, parseSeat } from '../../src/boards/words.ts';
import { boardTemplate, lewisham2015 } from '../../src/frameworks/index.ts';

const rab = boardTemplate(lewisham2015, 'RAB');
const challenge = boardTemplate(lewisham2015, 'CHALLENGE');
const HERE = 1;
const ELSEWHERE = 2;
const aPerson = (...roles: [string, number | null][]) => ({
  id: 7,
  name: 'Grace Lim',
  roles: roles.map(([role, schoolId]) => ({ role, schoolId })),
});
const chairing =
  (...roles: [string, number | null][]) =>
  () =>
    checkChair(lewisham2015, rab, aPerson(...roles), HERE);

describe('the chair of a Raising Attainment Board', () => {
  it('is a governor or the chair of governors of the school', () => {
    expect(chairing(['GOVERNOR', HERE])).not.toThrow();
    expect(chairing(['CHAIR_OF_GOVERNORS', HERE])).not.toThrow();
  });

  it('is not a governor of another school', () => {
    expect(chairing(['GOVERNOR', ELSEWHERE])).toThrow(/not a governor of this school/);
  });

  it('is never the headteacher, the improvement officer or an officer of the council, governor or not', () => {
    expect(chairing(['GOVERNOR', HERE], ['HEADTEACHER', HERE])).toThrow(/is headteacher and cannot chair/);
    expect(chairing(['GOVERNOR', HERE], ['SIO', HERE])).toThrow(/School Improvement Officer and cannot chair/);
    expect(chairing(['GOVERNOR', HERE], ['SIO', ELSEWHERE])).toThrow(/cannot chair/);
    expect(chairing(['GOVERNOR', HERE], ['HEAD_OF_STANDARDS', null])).toThrow(/cannot chair/);
  });

  it('may lead another school', () => {
    expect(chairing(['GOVERNOR', HERE], ['HEADTEACHER', ELSEWHERE])).not.toThrow();
  });
});

describe('the seats of a new board', () => {
  const holders = [
    { id: 11, role: 'HEADTEACHER', schoolId: HERE },
    { id: 12, role: 'CHAIR_OF_GOVERNORS', schoolId: HERE },
    { id: 13, role: 'HEAD_OF_STANDARDS', schoolId: null },
    { id: 14, role: 'STRATEGIC_LEAD_PRIMARY', schoolId: null },
    { id: 15, role: 'SIO', schoolId: ELSEWHERE },
    { id: 16, role: 'HEADTEACHER', schoolId: ELSEWHERE },
  ];
  const plan = (chair: { id: number; role: string }) =>
    planSeats(rab, { schoolId: HERE, phase: 'SECONDARY', members: [] }, holders, { chair, clerkId: 20 });

  it('are filled from the lists; another school’s officer leaves the seat vacant', () => {
    const seats = plan({ id: 30, role: 'GOVERNOR' });
    expect(seats.map(({ role, personId }) => [role, personId])).toEqual([
      ['HEADTEACHER', 11],
      ['CHAIR_OF_GOVERNORS', 12],
      ['HEAD_OF_STANDARDS', 13],
      ['SIO', null],
      ['GOVERNOR', 30],
      ['CLERK', 20],
    ]);
    expect(seats.filter((seat) => seat.isChair).map((seat) => seat.personId)).toEqual([30]);
  });

  it('give a chair of governors who chairs the board one seat', () => {
    const seats = plan({ id: 12, role: 'CHAIR_OF_GOVERNORS' });
    expect(seats.filter((seat) => seat.personId === 12)).toEqual([expect.objectContaining({ isChair: true })]);
  });

  it('are two for each member of a Challenge Board', () => {
    const members = [
      { memberId: 1, schoolId: HERE },
      { memberId: 2, schoolId: ELSEWHERE },
      { memberId: 3, schoolId: null },
    ];
    const seats = planSeats(challenge, { schoolId: null, members }, holders, {});
    const rows = seats.map((seat, index) => ({
      ...seat,
      id: index,
      isEmpty: seat.personId === null,
      person: seat.personId === null ? null : { id: seat.personId, name: String(seat.personId) },
    }));
    const { total, filled, vacant } = seating(challenge, members, rows, null);
    expect({ total, filled, vacant: vacant.length }).toEqual({ total: 6, filled: 3, vacant: 3 });
    expect(seating(challenge, members, [], null)).toMatchObject({ total: 6, filled: 0 });
  });
});

it('what people type to set up a board is read', () => {
  expect(parseCreate('for Marsh Lane chair Ada Okafor')).toEqual({
    kind: 'RAB',
    school: 'Marsh Lane',
    chair: 'Ada Okafor',
  });
  expect(parseCreate('challenge')).toEqual({ kind: 'CHALLENGE' });
  expect(parseCreate('')).toEqual({ kind: 'RAB' });
  expect(parseCreate('RAB for St Mary’s, chaired by Bo')).toEqual({ kind: 'RAB', school: 'St Mary’s', chair: 'Bo' });
  expect(parseSeat('Ada Okafor as headteacher at Marsh Lane on challenge')).toEqual({
    name: 'Ada Okafor',
    role: 'headteacher',
    school: 'Marsh Lane',
    board: 'challenge',
  });
});
