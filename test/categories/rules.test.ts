import { describe, expect, test } from 'vitest';
import {
  categoryWords,
  type Decision,
  directionWords,
  isAlreadyConfirmed,
  readCategory,
  refuseOverride,
  splitCategory,
} from '../../src/categories/rules.ts';
import { categoryById, lewisham2015 } from '../../src/frameworks/index.ts';

const OFFICER = 7;
const HEAD_OF_STANDARDS = 8;

function aDecision(more: Partial<Decision> = {}): Decision {
  return {
    id: 3,
    schoolId: 1,
    schoolName: 'Fernhill',
    state: 'recommended',
    value: 'AMBER',
    reason: 'Progress fell.',
    evidence: 'Results and two visits.',
    nextStep: '',
    recommendedById: OFFICER,
    recommendedAt: new Date('2026-11-20T10:00:00Z'),
    confirmedById: null,
    confirmedAt: null,
    effectiveOn: null,
    version: 0,
    ...more,
  };
}

describe('confirming a category', () => {
  test('is for somebody else than the recommending officer', () => {
    expect(() => isAlreadyConfirmed(aDecision(), OFFICER)).toThrow(/somebody else has to decide/);
    expect(isAlreadyConfirmed(aDecision(), HEAD_OF_STANDARDS)).toBe(false);
  });

  test('needs evidence', () => {
    expect(() => isAlreadyConfirmed(aDecision({ evidence: ' ' }), HEAD_OF_STANDARDS)).toThrow(/evidence/);
  });

  test('is done once, and asking again changes nothing', () => {
    expect(isAlreadyConfirmed(aDecision({ state: 'confirmed' }), HEAD_OF_STANDARDS)).toBe(true);
    expect(() => isAlreadyConfirmed(aDecision({ state: 'withdrawn' }), HEAD_OF_STANDARDS)).toThrow(/no longer open/);
  });

  test('with another category is refused for the recommended one and after the decision', () => {
    const amber = categoryById(lewisham2015, 'AMBER');
    const red = categoryById(lewisham2015, 'RED');
    expect(() => refuseOverride(aDecision(), amber, HEAD_OF_STANDARDS)).toThrow(/what was recommended/);
    expect(() => refuseOverride(aDecision(), red, OFFICER)).toThrow(/somebody else/);
    expect(() => refuseOverride(aDecision({ state: 'confirmed' }), red, HEAD_OF_STANDARDS)).toThrow(/already/);
  });
});

describe('saying a category', () => {
  test.each(['amber', 'AMBER', ' Amber ', '3', 'Challenge and possible intervention required'])(
    '“%s” is Amber',
    (words) => {
      expect(readCategory(lewisham2015, words)?.id).toBe('AMBER');
    },
  );

  test('the colour never stands alone', () => {
    expect(categoryWords(lewisham2015, 'RED')).toBe('Red (serious concerns and rapid intervention required)');
  });

  test('the direction is said, or that there was none before', () => {
    expect(directionWords(lewisham2015, 'AMBER', 'YELLOW')).toMatch(/more concerns/);
    expect(directionWords(lewisham2015, 'GREEN', 'YELLOW')).toMatch(/fewer concerns/);
    expect(directionWords(lewisham2015, 'GREEN', null)).toMatch(/first/);
  });

  test('a typed school ends in its category, or has none', () => {
    expect(splitCategory(lewisham2015, 'St Mary’s, Green Lane amber')).toMatchObject({
      school: 'St Mary’s, Green Lane',
      value: { id: 'AMBER' },
    });
    expect(splitCategory(lewisham2015, 'Fernhill')).toEqual({ school: 'Fernhill' });
    expect(splitCategory(lewisham2015, 'red')).toMatchObject({ school: '', value: { id: 'RED' } });
    expect(splitCategory(lewisham2015, 'School 4')).toEqual({ school: 'School 4' });
  });
});
