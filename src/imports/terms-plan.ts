// The term dates of a school year, made of the rows of a list: in order, without overlap, and nothing left out.
import { addDays, countSchoolDays, type HalfTerm, type LocalDate, sayShortDate, TermYear } from '../calendar/index.ts';
import type { ImportIssue } from './issues.ts';
import { faultIn, noSchool, type TermRow } from './terms-rows.ts';

export interface YearPlan {
  schoolYear: string;
  /** What counted until now: the partnership's own dates, or those that come with Convenor. */
  before: TermYear | undefined;
  after: TermYear;
  /** What the list says of itself and is not so; nothing to stop for. */
  remarks: ImportIssue[];
}

/** A half-term and the row that gives it; without a row it counts already. */
type Half = HalfTerm & { of?: TermRow };
type Given = HalfTerm & { of: TermRow };

const LONGEST = 48;
const SHORTEST = 10;

/**
 * Make one school year of its rows. A list with all six half-terms says everything about the year; of one with fewer, or
 * with inset days or closures alone, the rest stays as it counts now. Comes back as what is wrong, all of it, when the
 * year cannot be taken.
 */
export function planYear(schoolYear: string, rows: TermRow[], before: TermYear | undefined): YearPlan | ImportIssue[] {
  const of = (kind: TermRow['what']['kind']) => rows.filter(({ what }) => what.kind === kind);
  const issues: ImportIssue[] = [];
  const given = [...halvesGiven(of('half-term')), ...halvesOfTerms(of('term'), of('holiday'), issues)];
  const isWhole = new Set(given.map(({ number }) => number)).size === 6;
  const kept: Half[] = before?.halfTerms.filter((half) => !given.some(({ number }) => number === half.number)) ?? [];
  const halves: Half[] = [...given, ...kept].sort(
    (a, b) => a.number - b.number || (a.of?.row.line ?? 0) - (b.of?.row.line ?? 0),
  );
  issues.push(...orderFaults(halves, rows[0]!), ...holidayFaults(halves, of('holiday')));
  if (halves.length === 0 && issues.length === 0)
    issues.push(
      faultIn(
        rows[0]!.row,
        'what',
        `the half-terms of ${schoolYear} are not known.`,
        'Add them to the list: half-term 1 to half-term 6.',
      ),
    );
  if (issues.length > 0) return issues;

  const daysOf = (kind: 'inset' | 'closure', stored: LocalDate[] = []) => {
    const days = [...new Set(of(kind).flatMap(({ firstDay, lastDay }) => openDays(firstDay, lastDay)))].sort();
    return days.length === 0 && !isWhole ? stored : days;
  };
  const [insetDays, closures] = [daysOf('inset', before?.insetDays), daysOf('closure', before?.closures)];
  const after = TermYear.parse({
    schoolYear,
    halfTerms: halves.map(({ of: _, ...half }) => half),
    ...(insetDays.length > 0 ? { insetDays } : {}),
    ...(closures.length > 0 ? { closures } : {}),
    source: { kind: 'PARTNERSHIP' },
  });
  issues.push(...lengthFaults(given, after));
  return issues.length > 0 ? issues : { schoolYear, before, after, remarks: countRemarks(given, after) };
}

/** The school days of a half-term by the year's own dates. */
export function schoolDaysOf(half: HalfTerm, year: TermYear): number {
  return countSchoolDays(half, { id: 'own', area: 'the list', years: [year] });
}

/** The days from one to another on which a school could be open. */
export function openDays(from: LocalDate, to: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) if (!noSchool(day)) days.push(day);
  return days;
}

function halvesGiven(rows: TermRow[]): Given[] {
  return rows.flatMap((row) =>
    row.what.kind === 'half-term' ? [{ number: row.what.number, ...spanOf(row), of: row }] : [],
  );
}

const spanOf = ({ firstDay, lastDay }: TermRow) => ({ firstDay, lastDay });

/** Split each whole term by the holiday in it. */
function halvesOfTerms(terms: TermRow[], holidays: TermRow[], issues: ImportIssue[]): Given[] {
  return terms.flatMap((term) => {
    if (term.what.kind !== 'term') return [];
    const inside = holidays.filter((one) => term.firstDay < one.firstDay && one.lastDay < term.lastDay && !isOff(one));
    const [holiday, second] = inside;
    if (!holiday || second) {
      const problem = second
        ? 'this is a second holiday in one term.'
        : 'the holiday in the middle of this term is missing.';
      const remedy = second
        ? 'Give the half-terms one by one, as “half-term 1” to “half-term 6”.'
        : 'Add a row “holiday” with its first and last day.';
      issues.push(faultIn((second ?? term).row, 'what', problem, remedy));
      return [];
    }
    const number = 2 * term.what.number - 1;
    const lastDay = openDays(term.firstDay, addDays(holiday.firstDay, -1)).at(-1) ?? term.firstDay;
    const firstDay = openDays(addDays(holiday.lastDay, 1), term.lastDay)[0] ?? term.lastDay;
    return [
      { number, firstDay: term.firstDay, lastDay, of: term },
      { number: number + 1, firstDay, lastDay: term.lastDay, of: term },
    ];
  });
}

/** Whether nobody would be at school on any day of it anyway. */
const isOff = ({ firstDay, lastDay }: TermRow) => openDays(firstDay, lastDay).length === 0;

/** Where a half-term comes from: " (line 3)", or that it counts already. */
const from = ({ of }: Half) => (of ? `line ${of.row.line}` : 'which counts already');

function orderFaults(halves: Half[], anyRow: TermRow): ImportIssue[] {
  return halves.flatMap((half, at) => {
    const before = halves[at - 1];
    if (!before || (!half.of && !before.of)) return [];
    const { row } = half.of ?? before.of ?? anyRow;
    if (before.number === half.number)
      return [
        faultIn(row, 'what', `half-term ${half.number} is on ${from(before)} already.`, 'Keep one of the two rows.'),
      ];
    if (before.number + 1 < half.number)
      return [
        faultIn(
          row,
          'what',
          `half-term ${before.number + 1} is missing between ${before.number} and ${half.number}.`,
          'Add it, with its first and last day.',
        ),
      ];
    if (half.firstDay <= before.lastDay)
      return [
        faultIn(
          row,
          half.of ? 'first' : 'last',
          `half-term ${half.number} starts on ${sayShortDate(half.firstDay)}, before half-term ${before.number} (${from(half.of ? before : half)}) ends on ${sayShortDate(before.lastDay)}.`,
          'Look at the dates of both.',
        ),
      ];
    return [];
  });
}

/** A holiday in the midst of a half-term: one of the two is wrong. */
function holidayFaults(halves: Half[], holidays: TermRow[]): ImportIssue[] {
  return holidays.flatMap((holiday) => {
    const half = halves.find((one) => one.firstDay <= holiday.lastDay && holiday.firstDay <= one.lastDay);
    if (!half || isOff(holiday)) return [];
    return [
      faultIn(
        holiday.row,
        'first',
        `this holiday lies in half-term ${half.number} (${from(half)}).`,
        'End the half-term before it, or take the holiday out.',
      ),
    ];
  });
}

function lengthFaults(halves: Given[], year: TermYear): ImportIssue[] {
  return halves.flatMap((half) => {
    const days = schoolDaysOf(half, year);
    if (days >= SHORTEST && days <= LONGEST) return [];
    const problem = `half-term ${half.number} would have ${days} school days.`;
    const remedy = days > LONGEST ? 'If there is a holiday in it, end it before the holiday.' : 'Look at both dates.';
    return [faultIn(half.of.row, 'last', problem, remedy)];
  });
}

/** A list that counts its school days may have been printed before a bank holiday was added. */
function countRemarks(halves: Given[], year: TermYear): ImportIssue[] {
  return halves.flatMap((half) => {
    const { row, days, what } = half.of;
    const counted = schoolDaysOf(half, year);
    if (days === null || what.kind !== 'half-term' || days === counted) return [];
    const remedy =
      'Compare the dates, inset days and bank holidays with the council’s page; the dates count, not this number.';
    return [faultIn(row, 'days', `from its dates half-term ${half.number} has ${counted} school days.`, remedy)];
  });
}
