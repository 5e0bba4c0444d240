// What an import of term dates says to the person who ran it, so that it can be compared with the council's page.
import {
  addDays,
  bankHolidayOn,
  type HalfTerm,
  type LocalDate,
  sayShortDate,
  type TermYear,
  weekday,
} from '../calendar/index.ts';
import { listInWords } from '../chat/permission.ts';
import { sayIssue } from './issues.ts';
import { sayMissingTerms } from './known-terms.ts';
import { count, list } from './school-report.ts';
import type { TermsReport } from './terms.ts';
import { schoolDaysOf } from './terms-plan.ts';

/** Say what an import of term dates did, or would do, line by line. */
export function sayTerms(report: TermsReport): string[] {
  return [
    `${report.partnership}. The file is in ${report.encoding}.`,
    ...sayTermChanges(report),
    ...sayMissingTerms(report.calendar, report.today),
    ...(report.dryRun ? ['This was a dry run: nothing was written.'] : []),
  ];
}

/** What changes, and what was wrong with the rows that were left out. */
export function sayTermChanges(report: Omit<TermsReport, 'encoding'>): string[] {
  const { years, leftOut, issues } = report;
  const remarks = years.flatMap((year) => year.remarks);
  return [
    ...years.flatMap((year) => sayYear(year)),
    ...(years.length > 0
      ? [
          'Compare the number of school days of each half-term with your council’s page: weekends, bank holidays, inset days and closures are not counted.',
        ]
      : []),
    ...list('To look at', remarks.map(sayIssue), remarks.length),
    ...list(`${count(issues.length, 'fault')} in the file`, issues.map(sayIssue), issues.length),
    ...(leftOut.length > 0
      ? [
          `${listInWords(leftOut)} ${leftOut.length === 1 ? 'was' : 'were'} left out. Put these rows right and import the file again.`,
        ]
      : []),
  ];
}

function sayYear({ schoolYear, before, after, isOwn, isChanged }: TermsReport['years'][number]): string[] {
  const what = !isChanged
    ? 'unchanged'
    : isOwn
      ? 'changed'
      : before
        ? 'your own dates, in the place of those that came with Convenor'
        : 'new';
  const days = after.halfTerms.map((half) => schoolDaysOf(half, after));
  const last = after.halfTerms.at(-1)!.number;
  const rest = last < 6 ? [`  Half-term${last === 5 ? ' 6 is' : `s ${last + 1} to 6 are`} not known yet.`] : [];
  return [
    `${schoolYear}, ${what}:`,
    ...after.halfTerms.map(
      (half, at) =>
        `  Half-term ${half.number}: ${span(half)}, ${count(days[at]!, 'school day')}${without(half, after)}${was(half, before)}`,
    ),
    `  ${count(
      days.reduce((sum, one) => sum + one, 0),
      'school day',
    )} in all. Inset days: ${sayDays(after.insetDays)}. Closures: ${sayDays(after.closures)}.${isChanged ? wereDays(before, after) : ''}`,
    ...rest,
  ];
}

const span = ({ firstDay, lastDay }: HalfTerm) => `${sayDay(firstDay)} to ${sayDay(lastDay)}`;

const NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const sayDay = (day: LocalDate) => `${NAMES[weekday(day) - 1]} ${sayShortDate(day)}`;

/** What is taken off a half-term's weekdays: " (not counted: State funeral of Queen Elizabeth II on 19 Sep 2022)". */
function without({ firstDay, lastDay }: HalfTerm, year: TermYear): string {
  const inside = (day: LocalDate) => firstDay <= day && day <= lastDay;
  const holidays = [];
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) {
    const name = weekday(day) > 5 ? undefined : bankHolidayOn(day);
    if (name !== undefined) holidays.push(`${name} on ${sayShortDate(day)}`);
  }
  const insets = (year.insetDays ?? []).filter(inside).length;
  const closed = (year.closures ?? []).filter(inside).length;
  const off = [
    ...holidays,
    ...(insets > 0 ? [count(insets, 'inset day')] : []),
    ...(closed > 0 ? [count(closed, 'closure')] : []),
  ];
  return off.length === 0 ? '' : ` (not counted: ${listInWords(off)})`;
}

/** What the half-term was until now, where that was another. */
function was({ number, firstDay, lastDay }: HalfTerm, before: TermYear | undefined): string {
  const half = before?.halfTerms.find((one) => one.number === number);
  return half && (half.firstDay !== firstDay || half.lastDay !== lastDay) ? `; was ${span(half)}` : '';
}

/** The inset days and closures until now, where those were others. */
function wereDays(before: TermYear | undefined, after: TermYear): string {
  if (!before) return '';
  const changed = (kind: 'insetDays' | 'closures') => String(before[kind] ?? []) !== String(after[kind] ?? []);
  return [
    ...(changed('insetDays') ? [` Inset days were: ${sayDays(before.insetDays)}.`] : []),
    ...(changed('closures') ? [` Closures were: ${sayDays(before.closures)}.`] : []),
  ].join('');
}

function sayDays(days: LocalDate[] = []): string {
  return days.length === 0 ? 'none' : listInWords(days.map(sayDay));
}
