import type { Feature } from '../chat/contract.ts';
import { boardCards } from './cards.ts';
import { boardCommands } from './commands.ts';
import { promptCards, promptItems, promptOn } from './prompt.ts';
import { seatCommands } from './seats.ts';
import { partsOfAll, partsOfSchool } from './status.ts';

export { BoardWords, boardOf, getBoardNamed, listVisibleBoards } from './naming.ts';
export { type Board, findCategory, getBoard, listBoards, listSeatHolders, type SeatHolder } from './records.ts';
export { aboutBoard, MAY_RUN, MAY_SEE, OFFICE } from './who.ts';
export { countOf, fitsName, plain } from './words.ts';

export const boards: Feature = {
  name: 'boards',
  commands: [...boardCommands, ...seatCommands],
  cards: [...boardCards, ...promptCards],
  on: promptOn,
  homeItems: promptItems,
  statusParts: (question) => (question.schoolId === undefined ? partsOfAll(question) : partsOfSchool(question)),
};
