// Boards that have to meet every half-term and let one go by (D-04): only meetings that were held count.
import {
  addDays,
  addSchoolDays,
  countSchoolDays,
  type HalfTermInYear,
  halfTermOf,
  halfTermsIn,
  lastObligingDay,
  missedHalfTerms,
  missingYearOf,
  sayDate,
  type TermCalendar,
  unknownYears,
} from '../calendar/index.ts';
import type { Partnership, StatusLine } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { boardTemplate, type Framework } from '../frameworks/index.ts';
import { type MeetingDay, watch } from './watching.ts';
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

/** A half-term in which boards have to meet, and before which day a board must have been opened to be obliged to. */
export interface Obliging {
  /** Its name in keys and records: "2026-27-1". */
  key: string;
  firstDay: string;
  lastDay: string;
  openedBefore: string;
  /** The kinds of board that meet every half-term. */
  templates: string[];
}

/** The half-term that is running. */
export interface Running extends Obliging {
  /** The day on which ten school days are left: from then on, a board without a meeting held or planned is warned. */
  warnFrom: string;
}

interface Around {
  last: Obliging | undefined;
  running: Running | undefined;
}

// The same all day long.
const known = new WeakMap<TermCalendar, { today: string; framework: Framework; around: Around }>();

/**
 * The half-term that ended last, and the one that is running. Each is undefined while the term dates do not tell: of a
 * gap in them, or of days beyond them, nothing is guessed.
 */
export function halfTermsAround(
  { calendar, framework }: Pick<Partnership, 'calendar' | 'framework'>,
  today: string,
): Around {
  if (!calendar || missingYearOf(today, calendar)) return { last: undefined, running: undefined };
  const before = known.get(calendar);
  if (before?.today === today && before.framework === framework) return before.around;
  const around = { last: findLast(calendar, framework, today), running: findRunning(calendar, framework, today) };
  known.set(calendar, { today, framework, around });
  return around;
}

/** A half-term by its key; undefined for one that the term dates no longer have. */
export function halfTermOfKey(
  { calendar, framework }: Pick<Partnership, 'calendar' | 'framework'>,
  key: string,
): Obliging | undefined {
  const found = calendar && halfTermsIn(calendar).find((one) => keyOf(one) === key);
  return found && obliging(found, calendar, framework);
}

function findLast(calendar: TermCalendar, framework: Framework, today: string): Obliging | undefined {
  const last = halfTermsIn(calendar).findLast(({ lastDay }) => lastDay < today);
  // With a year missing in between, another half-term may have ended since.
  if (!last || unknownYears(last.lastDay, today, calendar).length > 0) return undefined;
  return obliging(last, calendar, framework);
}

function findRunning(calendar: TermCalendar, framework: Framework, today: string): Running | undefined {
  const running = halfTermOf(today, calendar);
  if (!running) return undefined;
  const { firstDay, lastDay } = running;
  const isShort = countSchoolDays(running, calendar) <= WARNING_DAYS;
  const warnFrom = isShort ? firstDay : addSchoolDays(addDays(lastDay, 1), -WARNING_DAYS - 1, calendar);
  return { ...obliging(running, calendar, framework), warnFrom };
}

const WARNING_DAYS = 10;

function obliging(halfTerm: HalfTermInYear, calendar: TermCalendar, framework: Framework): Obliging {
  const templates = framework.boardTemplates
    .map(({ kind }) => kind)
    .filter((kind) => meetsEveryHalfTerm(framework, kind));
  const { firstDay, lastDay } = halfTerm;
  return { key: keyOf(halfTerm), firstDay, lastDay, openedBefore: lastObligingDay(halfTerm, calendar), templates };
}

function keyOf({ schoolYear, number }: HalfTermInYear): string {
  return `${schoolYear.replace('/', '-')}-${number}`;
}

interface Some {
  count: number;
  names: string[] | null;
}

/** What the status of the whole says of the boards that did not meet in the half-term that ended last. */
export function missedOfAll(boards: Some, isStillSo = false): StatusLine[] {
  if (boards.count === 0) return [];
  return [
    {
      order: 22,
      title: 'Last half-term',
      value: `${countOf(boards.count, 'board')} without a meeting${isStillSo ? ' in it or since' : ''}: ${named(boards)}`,
    },
  ];
}

/** What it says of the boards that are about to let the running one go by. */
export function unmetOfAll(boards: Some, { lastDay }: Running): StatusLine[] {
  if (boards.count === 0) return [];
  const which = `${countOf(boards.count, 'board')} without a meeting held or planned: ${named(boards)}`;
  return [{ order: 23, title: 'This half-term', value: `${which}; it ends on ${sayDate(lastDay)}` }];
}

/** What it says of the boards that nobody chairs. */
export function unchairedOfAll(boards: Some): StatusLine[] {
  if (boards.count === 0) return [];
  return [{ order: 20, title: 'Without a chair', value: `${countOf(boards.count, 'board')}: ${named(boards)}` }];
}

function named({ count, names }: Some): string {
  const some = names ?? [];
  return listInWords(count > some.length ? [...some, `${count - some.length} more`] : some);
}

/** How far a board is with the half-term that is running; empty for boards that need not meet in it, and in the holidays. */
export function halfTermInWords(
  board: { template: string; openedOn: string },
  meetings: MeetingDay[],
  partnership: Pick<Partnership, 'calendar' | 'framework'>,
  today: string,
): string {
  const { running } = halfTermsAround(partnership, today);
  if (!running?.templates.includes(board.template) || board.openedOn >= running.openedBefore) return '';
  const { held, planned } = watch(meetings, running, today);
  if (held) return `met on ${sayDate(held.on)}`;
  const ends = `it ends on ${sayDate(running.lastDay)}`;
  return planned ? `no meeting yet, but one is planned; ${ends}` : `no meeting held or planned; ${ends}`;
}

function meetsEveryHalfTerm(framework: Framework, template: string): boolean {
  return boardTemplate(framework, template).cadence.every === 'HALF_TERM';
}
