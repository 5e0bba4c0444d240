// Boards that have to meet every half-term and let one go by (D-04): only meetings that were held count.
import { halfTermsIn, lastObligingDay, missedHalfTerms, sayDate, type TermCalendar } from '../calendar/index.ts';
import type { Partnership, StatusLine } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { boardTemplate, type Framework } from '../frameworks/index.ts';
import { countOf } from './words.ts';

export interface Watched {
  template: string;
  openedOn: string;
  heldOn: string[];
}

/** What the status of one school says of half-terms in which its board did not meet. */
export function missedOfSchool(boards: Watched[], partnership: Partnership, today: string): StatusLine[] {
  const { calendar, framework } = partnership;
  if (!calendar) return [];
  const obliged = boards.filter((board) => meetsEveryHalfTerm(framework, board.template));
  const missed = obliged
    .flatMap(({ openedOn, heldOn }) => missedHalfTerms({ openedOn, heldOn, calendar, today }).missed)
    .map((halfTerm) => halfTerm.lastDay)
    .sort();
  const last = missed.at(-1);
  if (last === undefined) return [];
  const which = missed.length === 1 ? 'which ended' : 'the latest of which ended';
  const value = `${countOf(missed.length, 'half-term')}, ${which} on ${sayDate(last)}`;
  return [{ order: 22, title: 'Gone by without a meeting', value }];
}

/** The half-term that ended last, and before which day a board must have been opened to be obliged to meet in it. */
export interface LastHalfTerm {
  firstDay: string;
  lastDay: string;
  openedBefore: string;
  templates: string[];
}

// The same all day long.
const known = new WeakMap<TermCalendar, { today: string; framework: Framework; last: LastHalfTerm | undefined }>();

/** The half-term that ended last; undefined while the term dates do not tell. */
export function lastHalfTerm({ calendar, framework }: Partnership, today: string): LastHalfTerm | undefined {
  if (!calendar) return undefined;
  const before = known.get(calendar);
  if (before?.today === today && before.framework === framework) return before.last;
  const last = findLastHalfTerm(calendar, framework, today);
  known.set(calendar, { today, framework, last });
  return last;
}

function findLastHalfTerm(calendar: TermCalendar, framework: Framework, today: string): LastHalfTerm | undefined {
  const last = halfTermsIn(calendar).findLast(({ lastDay }) => lastDay < today);
  if (!last) return undefined;
  const templates = framework.boardTemplates
    .map(({ kind }) => kind)
    .filter((kind) => meetsEveryHalfTerm(framework, kind));
  const { firstDay, lastDay } = last;
  return { firstDay, lastDay, openedBefore: lastObligingDay(last, calendar), templates };
}

/** What the status of the whole says of the boards that did not meet in the half-term that ended last. */
export function missedOfAll({ count, names }: { count: number; names: string[] | null }): StatusLine[] {
  if (count === 0 || !names) return [];
  const list = listInWords(count > names.length ? [...names, `${count - names.length} more`] : names);
  return [{ order: 22, title: 'Last half-term', value: `${countOf(count, 'board')} without a meeting: ${list}` }];
}

function meetsEveryHalfTerm(framework: Framework, template: string): boolean {
  return boardTemplate(framework, template).cadence.every === 'HALF_TERM';
}
