import type { Feature } from '../chat/contract.ts';
import { commands } from './commands.ts';

export { CODE_DAYS, makeJoinCode } from './joining.ts';
export { readPartnership } from './partnership.ts';
export { findActor, getActor, getPersonNamed, listHolders, nameOf, namesOf } from './records.ts';

export const people: Feature = { name: 'people', commands, cards: [] };
