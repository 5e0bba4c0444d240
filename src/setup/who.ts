import type { MayRule } from '../chat/permission.ts';

/** Who names the partnership and adds lists: a list gives people their roles, so not everybody in the office may. */
export const MAY_SET_UP: MayRule[] = [{ roles: ['PROGRAMME_DIRECTOR', 'HEAD_OF_STANDARDS'], where: 'partnership' }];
