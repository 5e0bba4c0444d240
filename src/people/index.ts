import type { Feature } from '../chat/contract.ts';
import { commands } from './commands.ts';
import { mailCards } from './mail-invitations.ts';

export { CODE_DAYS, makeJoinCode } from './joining.ts';
export { OFFICE } from './leaving.ts';
export { getPersonNamed } from './naming.ts';
export { calendarOf, readPartnership } from './partnership.ts';
export { getActor, listHolders, nameOf, namesOf, viewerOf } from './records.ts';
export { whoIs } from './who.records.ts';
export { readWho } from './who.ts';

export const people: Feature = { name: 'people', commands, cards: mailCards };
