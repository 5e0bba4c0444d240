import { describe, expect, test } from 'vitest';
import { lewisham2015 } from '../../src/frameworks/index.ts';
import {
  callsForAlert,
  isAcknowledgedBy,
  problemsOf,
  someOf,
  toldWords,
  tooRecent,
  wasAnyTold,
} from '../../src/risk/rules.ts';

const secondary = { phase: 'SECONDARY', governance: 'academy' };

describe('who is told about a school at risk', () => {
  test.each([
    ['AMBER', secondary, true],
    ['RED', { phase: 'ALL_THROUGH', governance: 'maintained' }, true],
    ['YELLOW', secondary, false],
    ['RED', { phase: 'PRIMARY', governance: 'maintained' }, false],
    ['RED', { phase: 'OTHER', governance: 'maintained' }, false],
    ['RED', { phase: 'SECONDARY', governance: 'independent' }, false],
  ])('a board hears of %s at %o: %s', (value, school, expected) => {
    expect(callsForAlert(lewisham2015, value, school)).toBe(expected);
  });

  test('seven days are seven days, to the second', () => {
    expect(tooRecent(lewisham2015, new Date('2026-11-30T09:00:00Z')).toISOString()).toBe('2026-11-23T09:00:00.000Z');
  });

  test('a notice that may have arrived counts as told, and is called uncertain', () => {
    const notices = [{ role: 'head', state: 'uncertain' } as const, { role: 'chair', state: 'unreachable' } as const];
    expect(wasAnyTold(notices)).toBe(true);
    expect(toldWords(notices)).toBe(
      'The headteacher was sent word, but it is not certain that it arrived. The chair of governors could not be reached.',
    );
  });

  test('a vacancy is said, and one of two headteachers is enough', () => {
    const notices = [{ role: 'head', state: 'failed' } as const, { role: 'head', state: 'sent' } as const];
    expect(toldWords(notices)).toBe('The headteacher has been told. No chair of governors is on record.');
  });

  test('the director is asked about both problems at once', () => {
    expect(problemsOf([], 'none', 'Challenge Board')).toHaveLength(2);
    expect(problemsOf([{ role: 'head', state: 'sent' }], 'private', 'Challenge Board')).toEqual([]);
  });
});

describe('acknowledging', () => {
  const alert = {
    ...{ id: 2, boardId: 1, boardName: 'Board', schoolId: 1, schoolName: 'Fernhill', categoryId: 3, version: 1 },
    ...{ raisedAt: new Date(), acknowledgedAt: new Date(), acknowledgedById: 7, state: 'acknowledged' as const },
  };

  test('again by the same person changes nothing, by another is refused with the name', () => {
    expect(isAcknowledgedBy(alert, 7, 'Ada')).toBe(true);
    expect(() => isAcknowledgedBy(alert, 8, 'Ada')).toThrow('Ada has acknowledged ALR-2 already');
  });

  test('long lists of names say how many more there are', () => {
    expect(someOf(['A', 'B'], 4)).toBe('A, B and 2 more');
  });
});
