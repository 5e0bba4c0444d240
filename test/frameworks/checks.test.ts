import { describe, expect, test } from 'vitest';
import { type Framework, lewisham2015, readFramework } from '../../src/frameworks/index.ts';

const changed = (change: (framework: Framework) => void) => {
  const framework = structuredClone(lewisham2015);
  change(framework);
  return () => readFramework(framework);
};

describe('a framework', () => {
  test('comes back as it went in', () => {
    expect(readFramework(structuredClone(lewisham2015))).toEqual(lewisham2015);
  });

  test('whose aspect has no scale is refused by name', () => {
    expect(changed((f) => Object.assign(f.aspects[0]!, { scale: 'OE-5' }))).toThrow(
      'Framework lewisham-2015 is refused. Aspect LEADERSHIP has no scale OE-5.',
    );
  });

  test('in which one typed word means two grades is refused', () => {
    expect(changed((f) => f.scales[0]!.grades[0]!.aliases.push('good'))).toThrow(
      'Typed grade of scale OE-4 good is given twice.',
    );
  });

  test('with two categories in the same place is refused', () => {
    expect(changed((f) => Object.assign(f.categories[3]!, { order: 3 }))).toThrow('Category order 3 is given twice.');
  });

  test('whose board asks for an unknown role, seat or category is refused', () => {
    expect(changed((f) => f.boardTemplates[0]!.chairRule.must.push('KING'))).toThrow(
      'The chair of board RAB has no role KING.',
    );
    expect(changed((f) => f.boardTemplates[0]!.quorum.groups[0]!.seats.push('throne'))).toThrow(
      'The quorum of board RAB names no seat throne.',
    );
    expect(
      changed((f) => Object.assign(f.boardTemplates[0]!.agendas[0]!.items[0]!, { onlyInCategories: ['PURPLE'] })),
    ).toThrow('The agenda of board RAB has no category PURPLE.');
  });

  test('whose deadline has no unit is refused, and the place in the data is named', () => {
    expect(changed((f) => Object.assign(f.deadlines[0]!, { rule: { amount: 5 } }))).toThrow('deadlines.0.rule.unit');
  });

  test('that is no framework at all is refused', () => {
    expect(() => readFramework(null)).toThrow('A framework without an id is refused.');
  });
});
