import type { Aspect, Framework, SchoolPhase } from './framework.ts';

/** What decides which aspects a school is asked about; `null` is what an import could not tell. */
export type SchoolProfile = {
  phase: SchoolPhase;
  lowAge: number | null;
  highAge: number | null;
  hasSixthForm: boolean | null;
};

/**
 * The aspects a school grades itself on, in the framework's order: early years only with children under five, 16 to 19
 * only with a sixth form, both sets for an all-through school (DOMAIN 7.3, F-09). Where the ages are not known the
 * aspect is asked: a headteacher can answer "not applicable", but not a question that never comes.
 */
export function aspectsFor(framework: Framework, school: SchoolProfile): Aspect[] {
  return framework.aspects.filter(
    ({ appliesTo }) => appliesTo.phases.includes(school.phase) && holds(appliesTo.when, school),
  );
}

function holds(when: Aspect['appliesTo']['when'], { lowAge, highAge, hasSixthForm }: SchoolProfile): boolean {
  switch (when) {
    case 'always':
      return true;
    case 'under-fives':
      return lowAge === null || lowAge < 5;
    case 'sixth-form':
      return hasSixthForm ?? (highAge === null || highAge > 16);
  }
}
