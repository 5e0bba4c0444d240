import { describe, expect, it } from 'vitest';
import type { Actor, HeldSeat } from '../../src/chat/contract.ts';
import { listInWords, type MayRule, may, roleLabel, whoMay } from '../../src/chat/permission.ts';
import { STRANGER } from '../../src/chat/run.ts';

function anActor(more: Partial<Actor> = {}): Actor {
  return { personId: 5, name: 'Ada Okafor', roles: [], seats: [], ...more };
}

function aSeat(more: Partial<HeldSeat> = {}): HeldSeat {
  return { seatId: 1, boardId: 10, role: 'GOVERNOR', schoolId: null, isChair: false, isClerk: false, ...more };
}

describe('a role in the partnership', () => {
  const rule: MayRule = { roles: ['CLERK', 'PROGRAMME_DIRECTOR'], where: 'partnership' };

  it('counts for every school', () => {
    expect(may([rule], anActor({ roles: [{ role: 'CLERK', schoolId: null }] }), { schoolId: 3 })).toBe(true);
  });

  it('is not the same role held at one school', () => {
    expect(may([rule], anActor({ roles: [{ role: 'CLERK', schoolId: 3 }] }), { schoolId: 3 })).toBe(false);
  });
});

describe('a role at a school', () => {
  const rule: MayRule = { roles: ['HEADTEACHER'], where: 'school' };
  const head = anActor({ roles: [{ role: 'HEADTEACHER', schoolId: 3 }] });

  it('counts at that school and no other', () => {
    expect(may([rule], head, { schoolId: 3 })).toBe(true);
    expect(may([rule], head, { schoolId: 4 })).toBe(false);
  });

  it('counts for nothing that belongs to no school', () => {
    expect(may([rule], head, {})).toBe(false);
    const partnershipWide = anActor({ roles: [{ role: 'HEADTEACHER', schoolId: null }] });
    expect(may([rule], partnershipWide, {})).toBe(false);
    expect(may([rule], partnershipWide, { schoolId: 3 })).toBe(false);
  });
});

describe('a seat at a board', () => {
  const at = (...seats: string[]): MayRule => ({ seats, where: 'board' });

  it('counts at that board and no other', () => {
    const member = anActor({ seats: [aSeat()] });
    expect(may([at('any')], member, { boardId: 10 })).toBe(true);
    expect(may([at('any')], member, { boardId: 11 })).toBe(false);
    expect(may([at('any')], member, {})).toBe(false);
  });

  it('tells the chair and the clerk from the other members, and members by their role', () => {
    const chair = anActor({ seats: [aSeat({ isChair: true })] });
    const clerk = anActor({ seats: [aSeat({ isClerk: true, role: 'CLERK' })] });
    expect(may([at('chair')], chair, { boardId: 10 })).toBe(true);
    expect(may([at('chair')], clerk, { boardId: 10 })).toBe(false);
    expect(may([at('clerk')], clerk, { boardId: 10 })).toBe(true);
    expect(may([at('GOVERNOR')], chair, { boardId: 10 })).toBe(true);
    expect(may([at('HEADTEACHER')], chair, { boardId: 10 })).toBe(false);
  });

  it('does not lend its chair to another board', () => {
    const both = anActor({ seats: [aSeat({ isChair: true }), aSeat({ boardId: 11 })] });
    expect(may([at('chair')], both, { boardId: 11 })).toBe(false);
  });
});

describe('a person’s own thing', () => {
  it('is theirs and nobody else’s', () => {
    expect(may([{ where: 'own' }], anActor(), { personId: 5 })).toBe(true);
    expect(may([{ where: 'own' }], anActor(), { personId: 6 })).toBe(false);
  });

  it('is not a stranger’s, who has no number of their own', () => {
    expect(may([{ where: 'own' }], STRANGER, {})).toBe(false);
    expect(may([{ where: 'own' }], anActor(), {})).toBe(false);
  });
});

it('nobody may what no rule allows, and anyone what is for anyone', () => {
  expect(may([], anActor({ roles: [{ role: 'CLERK', schoolId: null }] }), {})).toBe(false);
  expect(may('anyone', STRANGER, {})).toBe(true);
  expect(
    may(
      [{ where: 'own' }, { roles: ['CLERK'], where: 'partnership' }],
      anActor({ roles: [{ role: 'CLERK', schoolId: null }] }),
      {},
    ),
  ).toBe(true);
});

it('a refusal names those who may', () => {
  const label = (role: string) =>
    roleLabel({ roles: { HEADTEACHER: 'Headteacher', SIO: 'School Improvement Officer' } }, role);
  const rules: MayRule[] = [
    { roles: ['SIO', 'PROGRAMME_DIRECTOR'], where: 'partnership' },
    { roles: ['HEADTEACHER'], where: 'school' },
    { seats: ['any', 'chair', 'HEADTEACHER'], where: 'board' },
    { where: 'own' },
  ];
  expect(whoMay(rules, label)).toBe(
    'the School Improvement Officer, the programme director, the school’s headteacher, a member of this board, this board’s chair, this board’s headteacher or the person it belongs to',
  );
  expect(whoMay('anyone', label)).toBe('everybody');
  expect(listInWords(['a'])).toBe('a');
  expect(listInWords([])).toBe('');
  expect(listInWords(['a', 'b', 'c'])).toBe('a, b and c');
});
