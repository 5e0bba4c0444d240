import { sayDate } from '../calendar/index.ts';
import type { Feature } from '../chat/contract.ts';
import { dayOf } from '../store/days.ts';
import { boardCards } from './cards.ts';
import { boardCommands } from './commands.ts';
import { missedOfAll, missedOfSchool } from './missed.ts';
import { promptCards, promptItems, promptOn } from './prompt.ts';
import { listBoards } from './records.ts';
import { seatCommands } from './seats.ts';
import { readSeating } from './setup.ts';

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
  async statusLines(question) {
    const { tx, today, partnership, schoolId } = question;
    const open = await listBoards(tx, {
      partnershipId: partnership.id,
      ...(schoolId === undefined ? {} : { schoolId }),
    });
    if (schoolId !== undefined) {
      const lines = open.map((board) => {
        const until = board.limitOn ? `, ends by ${sayDate(dayOf(board.limitOn))}` : '';
        const isOver = board.limitOn !== null && dayOf(board.limitOn) < today;
        const value = `open since ${sayDate(dayOf(board.openedOn))}${isOver ? ', over its limit' : until}`;
        return { order: 20, title: 'Raising Attainment Board', value };
      });
      return [...lines, ...(await missedOfSchool(question, open))];
    }
    const lines = [{ order: 20, title: 'Open boards', value: String(open.length) }];
    for (const board of open.filter((one) => one.schoolId === null)) {
      const { filled, total } = await readSeating(question, board);
      lines.push({ order: 21, title: `Seats of the ${board.name}`, value: `${filled} of ${total} filled` });
    }
    return [...lines, ...(await missedOfAll(question))];
  },
};
