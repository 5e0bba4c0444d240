// Who has to do with boards (DOMAIN 17).
import type { About } from '../chat/contract.ts';
import type { MayRule } from '../chat/permission.ts';

/** Those who may set up and change boards for the people who should, and are written down as having done it. */
export const OFFICE = ['PROGRAMME_DIRECTOR', 'CLERK', 'HEAD_OF_STANDARDS'];

/** Those who look after all boards of the partnership. */
export const OFFICERS = [...OFFICE, 'STRATEGIC_LEAD_SECONDARY', 'SIO', 'EXECUTIVE_DIRECTOR'];

/** Who may look at a board, its agenda and its actions. */
export const MAY_SEE: MayRule[] = [
  { seats: ['any'], where: 'board' },
  { roles: ['HEADTEACHER', 'CHAIR_OF_GOVERNORS'], where: 'school' },
  { roles: OFFICERS, where: 'partnership' },
];

/** Who runs a board from day to day: its own chair and clerk, and the office for them. */
export const MAY_RUN: MayRule[] = [
  { seats: ['chair', 'clerk'], where: 'board' },
  { roles: OFFICE, where: 'partnership' },
];

/** Who plans its meetings: also the school's chair of governors, whose governing body it is that has to meet (L §7.2.3). */
export const MAY_PLAN: MayRule[] = [...MAY_RUN, { roles: ['CHAIR_OF_GOVERNORS'], where: 'school' }];

/** Who gives and takes seats: the governing body sets up the board (L §7.2.3; RES-24). */
export const MAY_SEAT: MayRule[] = MAY_PLAN;

/** What permission asks about a board. */
export function aboutBoard(board: { id: number; schoolId: number | null }): About {
  return { boardId: board.id, ...(board.schoolId === null ? {} : { schoolId: board.schoolId }) };
}
