import type { MayRule } from '../chat/permission.ts';

export const LEADS = [
  'HEAD_OF_STANDARDS',
  'STRATEGIC_LEAD_PRIMARY',
  'STRATEGIC_LEAD_SECONDARY',
  'STRATEGIC_LEAD_14_19',
];

/** Who confirms (R-CAT-2): never the recommending officer, which the rules check. */
export const CONFIRMERS: MayRule[] = [{ roles: LEADS, where: 'partnership' }];

/** Who sees a school's category and its history (DOMAIN 17): the school, its own board, and the authority's officers. */
export const CATEGORY_READERS: MayRule[] = [
  { roles: ['HEADTEACHER', 'EXEC_HEADTEACHER', 'CHAIR_OF_GOVERNORS', 'SIO'], where: 'school' },
  { roles: [...LEADS, 'SIO', 'PROGRAMME_DIRECTOR', 'EXECUTIVE_DIRECTOR'], where: 'partnership' },
  { seats: ['any'], where: 'board' },
];
