// One row of a list of term dates: what it is about, and from when to when.
import {
  addDays,
  bankHolidayOn,
  daysBetween,
  type LocalDate,
  MissingBankHolidays,
  sayDate,
  schoolYearOf,
  weekday,
} from '../calendar/index.ts';
import { readDay, readWhole } from './cells.ts';
import type { ImportIssue } from './issues.ts';
import type { Column, Row } from './table.ts';

export const TERM_COLUMNS: Column[] = [
  { key: 'what', names: ['what', 'period', 'half-term', 'half term', 'term', 'description'], required: true },
  { key: 'first', names: ['first day', 'first', 'from', 'start', 'starts', 'start date', 'date'], required: true },
  { key: 'last', names: ['last day', 'last', 'to', 'until', 'end', 'ends', 'end date'] },
  { key: 'year', names: ['school year', 'academic year', 'year'] },
  { key: 'days', names: ['school days', 'days', 'number of days'] },
];

/** What a row is about. A whole term is split by the holiday in it; bank holidays are known anyway. */
export type What =
  | { kind: 'half-term'; number: number }
  | { kind: 'term'; number: number }
  | { kind: 'holiday' | 'inset' | 'closure' | 'bank holiday' };

export interface TermRow {
  row: Row;
  what: What;
  /** "2026/27" */
  schoolYear: string;
  firstDay: LocalDate;
  lastDay: LocalDate;
  /** How many school days the list itself counts; only to compare. */
  days: number | null;
}

/** What is wrong with a cell of a row. */
export function faultIn(row: Row, key: string, problem: string, remedy: string): ImportIssue {
  return { line: row.line, column: row.header(key), value: row.cell(key) ?? '', problem, remedy };
}

/** Read a row; a row with anything wrong in it comes back as what is wrong. */
export function readTermRow(row: Row): TermRow | { issues: ImportIssue[]; schoolYear: string | undefined } {
  const issues: ImportIssue[] = [];
  const fault = (key: string, problem: string, remedy: string) => void issues.push(faultIn(row, key, problem, remedy));
  const what = whatIn(row.cell('what') ?? '');
  if (!what) fault('what', 'this is no half-term, inset day or closure.', SAY_WHAT);
  const firstDay = dayIn(row, 'first', fault);
  if (firstDay === null) fault('first', 'there is no date.', 'Write the first day, like 01/09/2026.');
  const isSpan = what?.kind === 'half-term' || what?.kind === 'term';
  const last = dayIn(row, 'last', fault);
  if (isSpan && last === null) fault('last', 'there is no date.', 'Write the last day of it, like 16/10/2026.');
  const lastDay = last ?? firstDay;
  const named = yearIn(row.cell('year') ?? '');
  if (named === undefined)
    fault('year', 'this is not a school year.', 'Write it like 2026/27, or leave the cell empty.');
  const counted = readWhole(row.cell('days') ?? '');
  if (!('value' in counted)) fault('days', counted.problem, counted.remedy);
  const schoolYear = named ?? (lastDay ? yearOf(lastDay) : undefined);
  if (!what || !firstDay || !lastDay || !schoolYear || !('value' in counted) || issues.length > 0)
    return { issues, schoolYear };
  const read: TermRow = { row, what, schoolYear, firstDay, lastDay, days: counted.value };
  issues.push(...faultsOf(read));
  return issues.length > 0 ? { issues, schoolYear } : read;
}

const SAY_WHAT =
  'Write “half-term 1” to “half-term 6”, “autumn term”, “spring term” or “summer term” with a row “holiday” for the break in it, “inset day” or “closure”.';

const TERMS = ['autumn', 'spring', 'summer'];

function whatIn(text: string): What | undefined {
  const words = text
    .toLowerCase()
    .replace(/[‐-―-]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const half = /^(?:half ?term|term|ht|t) ?([1-6])$/.exec(words);
  if (half) return { kind: 'half-term', number: Number(half[1]) };
  const [, term, part] = /^(autumn|spring|summer)(?: term)?(?: (1|2|first half|second half))?$/.exec(words) ?? [];
  if (term && part) return { kind: 'half-term', number: 2 * TERMS.indexOf(term) + (/^(1|first)/.test(part) ? 1 : 2) };
  if (term) return { kind: 'term', number: TERMS.indexOf(term) + 1 };
  if (/\binsets?\b|training|non pupil|staff day|\bpd day/.test(words)) return { kind: 'inset' };
  if (/bank holiday|good friday|easter monday|new year.s day|christmas day|boxing day/.test(words))
    return { kind: 'bank holiday' };
  if (/clos|\bshut\b/.test(words)) return { kind: 'closure' };
  if (/holiday|\bbreak\b|^half ?term$/.test(words)) return { kind: 'holiday' };
  return undefined;
}

function dayIn(
  row: Row,
  key: string,
  fault: (key: string, problem: string, remedy: string) => void,
): LocalDate | null | undefined {
  const read = readDay(row.cell(key) ?? '');
  if ('value' in read) return read.value;
  fault(key, read.problem, read.remedy);
  return undefined;
}

/** "2026/27", "2026-27", "2026/2027", "26/27"; null for none, undefined for what is no school year. */
function yearIn(text: string): string | null | undefined {
  if (text === '') return null;
  const [, first, last] = /^(?:20)?(\d\d) ?[/–-] ?(?:20)?(\d\d)$/.exec(text) ?? [];
  return first && last && (Number(first) + 1) % 100 === Number(last) ? `20${first}/${last}` : undefined;
}

/** The school year of a day; the last days of August are the next one's, when staff come back. */
function yearOf(date: LocalDate): string {
  return schoolYearOf(date.slice(5) >= '08-15' ? addDays(date, 31) : date);
}

/** A staff day or a closure of more days than these is a slip. */
const MOST_DAYS = 15;

/** What is wrong with a row taken alone: its order, its year, and days on which nobody is at school. */
function faultsOf({ row, what, schoolYear, firstDay, lastDay }: TermRow): ImportIssue[] {
  const fault = (key: string, problem: string, remedy: string) => [faultIn(row, key, problem, remedy)];
  const keyOf = (day: LocalDate) => (day === firstDay ? 'first' : 'last');
  if (lastDay < firstDay) return fault('last', 'it ends before it starts.', 'Look at both dates.');
  const stray = [firstDay, lastDay].find((day) => ![schoolYearOf(day), yearOf(day)].includes(schoolYear));
  if (stray)
    return fault(
      keyOf(stray),
      `this day is in the school year ${yearOf(stray)}, not in ${schoolYear}.`,
      'Look at the year of the date; a school year runs from September to August.',
    );
  const unknown = [firstDay, lastDay].find(isBeyondBankHolidays);
  if (unknown)
    return fault(
      keyOf(unknown),
      `the bank holidays of ${unknown.slice(0, 4)} are not known yet.`,
      'Import this school year later, with a version of Convenor that knows them.',
    );
  const isSpan = what.kind === 'half-term' || what.kind === 'term';
  if (!isSpan && daysBetween(firstDay, lastDay) >= MOST_DAYS && what.kind !== 'holiday')
    return fault('last', 'that is more than two weeks.', 'Look at both dates.');
  if (what.kind === 'bank holiday' && bankHolidayOn(firstDay) === undefined)
    return fault(
      'first',
      'this is no bank holiday that I know.',
      'If the authority is shut on that day, write “closure”.',
    );
  const off = isSpan || what.kind === 'inset' ? [firstDay, lastDay].find(noSchool) : undefined;
  if (off)
    return fault(
      keyOf(off),
      `${sayDate(off)} is no school day: ${noSchool(off)}.`,
      isSpan ? 'Write the first and the last day on which there is school.' : 'Look at the date, or leave the row out.',
    );
  return [];
}

/** Why no school can be open on a day, whatever the term dates say; undefined when it can. */
export function noSchool(day: LocalDate): string | undefined {
  if (weekday(day) > 5) return 'it is at the weekend';
  const holiday = bankHolidayOn(day);
  return holiday && `it is a bank holiday (${holiday})`;
}

function isBeyondBankHolidays(day: LocalDate): boolean {
  try {
    bankHolidayOn(day);
    return false;
  } catch (error) {
    if (error instanceof MissingBankHolidays) return true;
    throw error;
  }
}
