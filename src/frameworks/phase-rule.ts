import type { Category, Framework } from './framework.ts';

export type PhaseCategory = {
  phase: string;
  category: string;
  /** Pupils in this phase; `null` when nobody knows. */
  pupils: number | null;
};

export type OverallCategory = {
  category: Category;
  /** The phases with that category that pulled the school there. */
  decidedBy: string[];
  /** Phases too small to decide, shown with their own category all the same. */
  shownOnly: PhaseCategory[];
  /** Phases without pupil numbers: they were taken as significant, and somebody should fill them in. */
  unknownPupils: string[];
};

/**
 * The category of a school whose phases were judged apart: the worst among the phases with at least `share` of its
 * pupils (L §5.4.2, F-13). No source says what share is significant: the framework sets it, and a place may change it.
 */
export function overallCategory(
  framework: Framework,
  phases: PhaseCategory[],
  share: number = framework.phaseRule.significantShare,
): OverallCategory {
  if (phases.length === 0) throw new Error('A school without phases has no overall category.');

  const known = phases.reduce((sum, { pupils }) => sum + (pupils ?? 0), 0);
  // Pupils nobody counted could only make a known phase's share smaller: under the share now, it stays under it.
  const isSignificant = ({ pupils }: PhaseCategory) => pupils === null || known === 0 || pupils / known >= share;
  const significant = phases.filter(isSignificant);
  const deciding = significant.length > 0 ? significant : phases;

  const category = deciding.map((phase) => categoryOf(framework, phase)).sort((a, b) => b.order - a.order)[0]!;
  return {
    category,
    decidedBy: deciding.filter((phase) => phase.category === category.id).map(({ phase }) => phase),
    shownOnly: phases.filter((phase) => !deciding.includes(phase)),
    unknownPupils: phases.filter(({ pupils }) => pupils === null).map(({ phase }) => phase),
  };
}

function categoryOf(framework: Framework, { phase, category }: PhaseCategory): Category {
  const found = framework.categories.find(({ id }) => id === category);
  if (!found) throw new Error(`Phase ${phase} has category ${category}, which ${framework.id} does not have.`);
  return found;
}
