import type { Actor } from '../chat/contract.ts';
import { type MayRule, may } from '../chat/permission.ts';

const LEADS = ['HEAD_OF_STANDARDS', 'STRATEGIC_LEAD_PRIMARY', 'STRATEGIC_LEAD_SECONDARY', 'STRATEGIC_LEAD_14_19'];
const AT_SCHOOL = ['HEADTEACHER', 'EXEC_HEADTEACHER', 'CHAIR_OF_GOVERNORS', 'SIO'];

/** Who sees how the whole partnership stands (F-25). */
export const WHOLE: MayRule[] = [
  { roles: ['PROGRAMME_DIRECTOR', ...LEADS, 'EXECUTIVE_DIRECTOR'], where: 'partnership' },
];

/** Who sees how a school stands (F-36): its own leaders and improvement officer, and the authority's officers. */
export const ONE_SCHOOL: MayRule[] = [
  { roles: AT_SCHOOL, where: 'school' },
  ...WHOLE,
  { roles: ['SIO'], where: 'partnership' },
];

export function seesWhole(actor: Actor): boolean {
  return may(WHOLE, actor, {});
}

/** The schools that a person sees because of a role there. */
export function ownSchools(actor: Actor): number[] {
  const ids = actor.roles.flatMap((held) =>
    held.schoolId !== null && AT_SCHOOL.includes(held.role) ? [held.schoolId] : [],
  );
  return [...new Set(ids)];
}
