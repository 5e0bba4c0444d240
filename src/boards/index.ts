import type { Feature } from '../chat/contract.ts';
import { answerCommands } from './answering.ts';
import { boardKind } from './board-card.ts';
import { boardCommands } from './commands.ts';
import { createCommands } from './creating.ts';
import { declinedKind } from './declined-card.ts';
import { halfTermCards } from './half-term-cards.ts';
import { halfTermItems } from './half-term-home.ts';
import { missedListKind } from './half-term-list.ts';
import { halfTermJobs, onHeld, onMeeting } from './half-terms.ts';
import { invitationKind } from './invitation-card.ts';
import { invitationItems } from './inviting.ts';
import { promptCards, promptItems, promptOn } from './prompt.ts';
import { seatCommands } from './seats.ts';
import { partsOfAll, partsOfSchool } from './status.ts';
import { unchairedItems, unchairedOn } from './unchaired.ts';

export { BoardWords, boardOf, getBoardNamed, listVisibleBoards } from './naming.ts';
export {
  type Board,
  findCategory,
  getBoard,
  listBoards,
  listBoardsOf,
  listSeatHolders,
  type SeatHolder,
} from './records.ts';
export { halfTermPart } from './status.ts';
export { aboutBoard, MAY_PLAN, MAY_RUN, MAY_SEE, OFFICE } from './who.ts';
export { countOf, fitsName, plain } from './words.ts';

export const boards: Feature = {
  name: 'boards',
  commands: [...createCommands, ...boardCommands, ...answerCommands, ...seatCommands],
  cards: [boardKind, invitationKind, declinedKind, ...promptCards, ...halfTermCards, missedListKind],
  jobs: halfTermJobs,
  on: {
    ...promptOn,
    ...unchairedOn,
    'meeting.added': onMeeting,
    'meeting.moved': onMeeting,
    'meeting.cancelled': onMeeting,
    'meeting.held': onHeld,
    'meeting.notHeld': onHeld,
  },
  homeItems: async (reading) => [
    ...(await invitationItems(reading)),
    ...(await promptItems(reading)),
    ...(await unchairedItems(reading)),
    ...(await halfTermItems(reading)),
  ],
  statusParts: (question) => (question.schoolId === undefined ? partsOfAll(question) : partsOfSchool(question)),
};
