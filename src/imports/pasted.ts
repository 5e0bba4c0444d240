// A list that was pasted in chat: rows copied from a spreadsheet, with or without the line of headings. What is wrong with it
// and what would change is said in the same words as for a file.
import { listInWords } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';
import { SCHOOL_COLUMNS } from './gias.ts';
import type { ImportIssue } from './issues.ts';
import { countPeople, takePeople } from './people.ts';
import { sayPeopleChanges } from './people-report.ts';
import { PEOPLE_COLUMNS } from './people-rows.ts';
import { type Author, findPartnerships } from './records.ts';
import { DEMONSTRATION_LA } from './school-plan.ts';
import { count, saySchoolChanges } from './school-report.ts';
import { takeSchools } from './schools.ts';
import { type Column, isHeading, likelyDelimiter, plainHeader, readTable, type Table } from './table.ts';
import { takeTerms } from './terms.ts';
import { sayTermChanges } from './terms-report.ts';
import { TERM_COLUMNS } from './terms-rows.ts';
import { type FileKind, sayOtherKind } from './wrong-file.ts';

export type ListKind = FileKind;

const COLUMNS: Record<ListKind, Column[]> = { schools: SCHOOL_COLUMNS, people: PEOPLE_COLUMNS, terms: TERM_COLUMNS };

/** The columns of rows that come without headings, in their order. */
export const LIST_COLUMNS: Record<ListKind, string[]> = {
  schools: [
    'URN',
    'EstablishmentName',
    'LA (code)',
    'TypeOfEstablishment (code)',
    'EstablishmentStatus (name)',
    'PhaseOfEducation (name)',
  ],
  people: ['name', 'email', 'role', 'school', 'from', 'until', 'key'],
  terms: ['school year', 'what', 'first day', 'last day', 'school days'],
};

export interface ListReport {
  /** What changes and what is wrong, as the import of a file says it. */
  lines: string[];
  /** How much would be stored or was; with 0 there is nothing to store. */
  changes: number;
  /** The same without names: "2 new people and 1 changed". */
  outcome: string;
  /** How many rows are left out. */
  faults: number;
}

/**
 * Store what a pasted list says, all good rows of it, or with `dryRun` say what would be stored. Refuses what is no such
 * list at all.
 */
export async function takeList(
  tx: Tx,
  { kind, text }: { kind: ListKind; text: string },
  options: { dryRun: boolean; partnership: string },
  author: Author,
): Promise<ListReport> {
  const table = readPasted(text, kind);
  switch (kind) {
    case 'people': {
      const report = await takePeople(tx, table, options, author);
      const { created, changed } = countPeople(report.people);
      const parts = [
        ...some(created, 'new person', 'new people'),
        ...some(changed, 'changed person', 'changed people'),
      ];
      return reportOf(sayPeopleChanges(report), created + changed, parts, report.issues);
    }
    case 'schools': {
      await refuseDemonstration(tx, options.partnership);
      const report = await takeSchools(tx, table, { ...options, authorities: [] }, author);
      const { created, changed } = report.plan;
      const parts = [
        ...some(created.length, 'new school', 'new schools'),
        ...some(changed.length, 'changed school', 'changed schools'),
      ];
      return reportOf(saySchoolChanges(report), created.length + changed.length, parts, report.issues);
    }
    case 'terms': {
      const report = await takeTerms(tx, table, options, author);
      const years = report.years.filter(({ isChanged }) => isChanged).map(({ schoolYear }) => schoolYear);
      const parts = years.length === 0 ? [] : [`the term dates of ${listInWords(years)}`];
      return reportOf(sayTermChanges(report), years.length, parts, report.issues);
    }
  }
}

/** Invented schools must never be mixed with real ones. */
async function refuseDemonstration(tx: Tx, partnership: string): Promise<void> {
  const found = (await findPartnerships(tx)).find(({ name }) => name === partnership);
  if (found?.laCode === DEMONSTRATION_LA)
    throw new Refusal(
      'This is the demonstration, whose schools are invented. Real ones belong into a house of your own.',
    );
}

function some(number: number, one: string, many: string): string[] {
  return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
}

function reportOf(said: string[], changes: number, parts: string[], issues: ImportIssue[]): ListReport {
  const faults = new Set(issues.map(({ line }) => line)).size;
  // On a card there is no room for what does not happen.
  const lines = said.filter((line) => !line.startsWith('0 '));
  const left = faults === 0 ? '' : `; ${count(faults, 'faulty row')} left out`;
  return { lines, changes, outcome: `${parts.length === 0 ? 'nothing new' : listInWords(parts)}${left}`, faults };
}

const NAMES: Record<ListKind, string> = { schools: 'schools', people: 'people', terms: 'term dates' };

function readPasted(text: string, kind: ListKind): Table {
  const first = text.split('\n').find((line) => line.trim() !== '') ?? '';
  if (first === '') throw new Refusal('There is nothing in it. Copy the rows from your spreadsheet and paste them.');
  if (isHeading(first, COLUMNS[kind])) return readTable(text, COLUMNS[kind], kind);
  const other = (Object.keys(COLUMNS) as ListKind[]).find((one) => one !== kind && isHeading(first, COLUMNS[one]));
  if (other)
    throw new Refusal(
      `By its headings this is a list of ${NAMES[other]}, not of ${NAMES[kind]}. Choose ${NAMES[other]}.`,
    );
  const delimiter = likelyDelimiter(first);
  const foreign = sayOtherKind(first.split(delimiter).map(plainHeader), kind);
  if (foreign) throw new Refusal(foreign);
  // Lines are counted as they were pasted: the headings that are put before them do not count.
  const { rows, issues } = readTable(`${LIST_COLUMNS[kind].join(delimiter)}\n${text}`, COLUMNS[kind], kind);
  const upOne = <T extends { line: number }>(one: T): T => ({ ...one, line: one.line - 1 });
  return { rows: rows.map(upOne), issues: issues.map(upOne) };
}
