// Boards that have to meet every half-term and let one go by (D-04): only meetings that were held count.
import { halfTermsIn, missedHalfTerms, sayDate } from '../calendar/index.ts';
import type { Reading, StatusLine, StatusQuestion } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { boardTemplate } from '../frameworks/index.ts';
import { dayOf } from '../store/days.ts';
import { listVisibleBoards } from './naming.ts';
import { type Board, listHeldDays } from './records.ts';
import { countOf } from './words.ts';

/** The last days of the half-terms that went by without a meeting, by board; none while the term dates are missing. */
async function listMissed({ tx, today, partnership }: Reading, boards: Board[]): Promise<Map<Board, string[]>> {
  const { calendar, framework } = partnership;
  const obliged = boards.filter((board) => boardTemplate(framework, board.template).cadence.every === 'HALF_TERM');
  if (!calendar) return new Map();
  const held = await listHeldDays(
    tx,
    obliged.map((board) => board.id),
  );
  return new Map(
    obliged.map((board) => {
      const watch = { openedOn: dayOf(board.openedOn), heldOn: held.get(board.id) ?? [], calendar, today };
      return [board, missedHalfTerms(watch).missed.map((halfTerm) => halfTerm.lastDay)];
    }),
  );
}

/** What the status of one school says of half-terms in which its board did not meet. */
export async function missedOfSchool(reading: Reading, boards: Board[]): Promise<StatusLine[]> {
  const missed = [...(await listMissed(reading, boards)).values()].flat().sort();
  const last = missed.at(-1);
  if (last === undefined) return [];
  const which = missed.length === 1 ? 'which ended' : 'the latest of which ended';
  const value = `${countOf(missed.length, 'half-term')}, ${which} on ${sayDate(last)}`;
  return [{ order: 22, title: 'Gone by without a meeting', value }];
}

const NAMED = 10;

/** What the status of the whole says of the boards that did not meet in the half-term that ended last. */
export async function missedOfAll(question: StatusQuestion): Promise<StatusLine[]> {
  const { today, partnership, actor } = question;
  const last = partnership.calendar && halfTermsIn(partnership.calendar).findLast(({ lastDay }) => lastDay < today);
  if (!last) return [];
  const missed = await listMissed(question, await listVisibleBoards(question, actor));
  const names = [...missed]
    .filter(([, lastDays]) => lastDays.includes(last.lastDay))
    .map(([board]) => board.school?.name ?? board.name);
  if (names.length === 0) return [];
  const more = names.length - NAMED;
  const list = listInWords(more > 0 ? [...names.slice(0, NAMED), `${more} more`] : names);
  return [
    { order: 22, title: 'Last half-term', value: `${countOf(names.length, 'board')} without a meeting: ${list}` },
  ];
}
