import { describe, expect, test } from 'vitest';
import {
  aspectsFor,
  lewisham2015,
  overallCategory,
  parseGrade,
  type SchoolProfile,
  scaleById,
} from '../../src/frameworks/index.ts';

const scale = scaleById(lewisham2015, 'OE-4');

describe('a grade that a headteacher types', () => {
  test.each([
    'good',
    'Good ',
    'GOOD',
    '2',
    'two',
    'Good.',
    '2 - good',
    '2 – Good',
    '2. Good',
    '2: good',
    'Good (2)',
    '2 good',
    'grade 2',
    '２',
  ])('“%s” is Good', (text) => {
    expect(parseGrade(scale, text)?.label).toBe('Good');
  });

  test.each([
    ['ri', '3'],
    ['Requires Improvement', '3'],
    ['3 - requires improvement', '3'],
    ['RI (3)', '3'],
    ['outstanding', '1'],
    ['inadequate', '4'],
  ])('“%s” is grade %s', (text, code) => {
    expect(parseGrade(scale, text)?.code).toBe(code);
  });

  test.each([
    'ok',
    '2/3',
    '2 or 3',
    '2-3',
    '2-',
    '2+',
    '2.5',
    '-2',
    '1 - good',
    'not good',
    'good?',
    'goodish',
    '5',
    '',
    ' ',
  ])('“%s” is asked again', (text) => {
    expect(parseGrade(scale, text)).toBeUndefined();
  });
});

describe('the aspects a school grades', () => {
  const asked = (school: SchoolProfile) => aspectsFor(lewisham2015, school).map(({ id }) => id);
  const core = ['LEADERSHIP', 'TEACHING', 'PDBW', 'OUTCOMES'];

  test('include early years only where there are children under five', () => {
    const primary = { phase: 'PRIMARY', lowAge: 3, highAge: 11, hasSixthForm: false } as const;
    expect(asked(primary)).toEqual([...core, 'EARLY_YEARS']);
    expect(asked({ ...primary, lowAge: 7 })).toEqual(core);
  });

  test('include 16 to 19 only where there is a sixth form', () => {
    const secondary = { phase: 'SECONDARY', lowAge: 11, highAge: 18, hasSixthForm: true } as const;
    expect(asked(secondary)).toEqual([...core, 'STUDY_16_19']);
    expect(asked({ ...secondary, highAge: 16, hasSixthForm: false })).toEqual(core);
  });

  test('of an all-through school are both sets', () => {
    const school = { phase: 'ALL_THROUGH', lowAge: 3, highAge: 18, hasSixthForm: true } as const;
    expect(asked(school)).toEqual([...core, 'EARLY_YEARS', 'STUDY_16_19']);
  });

  test('are asked rather than left out when the ages are not known', () => {
    const unknown = { lowAge: null, highAge: null, hasSixthForm: null };
    expect(asked({ phase: 'PRIMARY', ...unknown })).toEqual([...core, 'EARLY_YEARS']);
    expect(asked({ phase: 'SECONDARY', ...unknown })).toEqual([...core, 'STUDY_16_19']);
    expect(asked({ phase: 'SECONDARY', ...unknown, highAge: 16 })).toEqual(core);
  });
});

describe('the category of an all-through school', () => {
  const phases = (primary: number | null, secondary: number | null, category = 'AMBER') => [
    { phase: 'PRIMARY', category: 'GREEN', pupils: primary },
    { phase: 'SECONDARY', category, pupils: secondary },
  ];

  test('is amber when three pupils in ten are in an amber secondary phase', () => {
    const overall = overallCategory(lewisham2015, phases(700, 300));
    expect(overall).toMatchObject({ category: { id: 'AMBER' }, decidedBy: ['SECONDARY'], shownOnly: [] });
  });

  test('is green when one in ten is, and the amber phase is still shown', () => {
    const overall = overallCategory(lewisham2015, phases(900, 100));
    expect(overall.category.id).toBe('GREEN');
    expect(overall.shownOnly).toEqual([{ phase: 'SECONDARY', category: 'AMBER', pupils: 100 }]);
  });

  test('counts a phase of exactly a quarter as significant, unless the place sets another share', () => {
    expect(overallCategory(lewisham2015, phases(750, 250)).category.id).toBe('AMBER');
    expect(overallCategory(lewisham2015, phases(750, 250), 0.3).category.id).toBe('GREEN');
  });

  test('takes a phase without pupil numbers as significant, and says so', () => {
    const overall = overallCategory(lewisham2015, phases(900, null, 'RED'));
    expect(overall).toMatchObject({ category: { id: 'RED' }, unknownPupils: ['SECONDARY'] });
    expect(overallCategory(lewisham2015, phases(null, null)).category.id).toBe('AMBER');
  });

  test('is the worst of all when no phase is large enough', () => {
    expect(overallCategory(lewisham2015, phases(500, 500), 0.6).category.id).toBe('AMBER');
  });

  test('is refused for a category that the framework does not have', () => {
    expect(() => overallCategory(lewisham2015, phases(1, 1, 'PURPLE'))).toThrow('has category PURPLE');
    expect(() => overallCategory(lewisham2015, [])).toThrow('without phases');
  });
});
