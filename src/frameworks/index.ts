import type { BoardTemplate } from './boards.ts';
import type { Category, Framework, GradeScale } from './framework.ts';
import { lewisham2015 } from './lewisham-2015.ts';

export * from './aspects.ts';
export * from './boards.ts';
export { readFramework } from './checks.ts';
export { Deadline } from './deadlines.ts';
export * from './framework.ts';
export * from './grades.ts';
export * from './phase-rule.ts';
export { LA_OFFICERS, ROLE_ALIASES, ROLES, type RoleId } from './roles.ts';
export { lewisham2015 };

/** The frameworks that come with the product, each already checked. */
export const frameworks: readonly Framework[] = [lewisham2015];

/** The framework with this id. Refuses an id that is not among them, and names those that are. */
export function frameworkById(id: string): Framework {
  return named('framework', frameworks, (framework) => framework.id, id, 'Convenor');
}

/** The template of a framework's board: "RAB". Refuses a kind that the framework does not have. */
export function boardTemplate(framework: Framework, kind: string): BoardTemplate {
  return named('board', framework.boardTemplates, (template) => template.kind, kind, framework.id);
}

/** A framework's category: "AMBER". Refuses an id that the framework does not have. */
export function categoryById(framework: Framework, id: string): Category {
  return named('category', framework.categories, (category) => category.id, id, framework.id);
}

/** A framework's grade scale: "OE-4". Refuses an id that the framework does not have. */
export function scaleById(framework: Framework, id: string): GradeScale {
  return named('scale', framework.scales, (scale) => scale.id, id, framework.id);
}

function named<T>(what: string, things: readonly T[], idOf: (thing: T) => string, id: string, where: string): T {
  const found = things.find((thing) => idOf(thing) === id);
  if (!found) throw new Error(`${where} has no ${what} "${id}". Known: ${things.map(idOf).join(', ')}.`);
  return found;
}
