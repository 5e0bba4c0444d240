// One row of the list of people, or what is wrong with it. A person with several roles has several rows.
import type { LocalDate } from '../calendar/index.ts';
import { readDay } from './cells.ts';
import type { ImportIssue } from './issues.ts';
import { type Schools, schoolIn } from './people-schools.ts';
import { nearestRole, placeOf, roleNamed } from './role-words.ts';
import type { Column, Row } from './table.ts';

export const PEOPLE_COLUMNS: Column[] = [
  { key: 'name', names: ['name', 'full name'], required: true },
  { key: 'role', names: ['role'], required: true },
  { key: 'email', names: ['email', 'e-mail', 'email address', 'e-mail address'] },
  { key: 'school', names: ['school', 'school name', 'urn'] },
  { key: 'from', names: ['from', 'from date', 'start'] },
  { key: 'until', names: ['until', 'until date', 'end', 'to'] },
  { key: 'key', names: ['key', 'staff number'] },
];

export interface PersonRow {
  line: number;
  name: string;
  email: string | null;
  /** The list's own key for the person; without one, name and e-mail serve. */
  key: string | null;
  role: string;
  schoolId: number | null;
  from: LocalDate | null;
  /** Undefined when the file has no such column: then an end that is stored stays. */
  until: LocalDate | null | undefined;
}

/** Read rows into people with roles. A row with anything wrong in it is left out and told. */
export function readPeople(
  rows: Row[],
  schools: Schools,
  roles: Record<string, string>,
): { people: PersonRow[]; issues: ImportIssue[] } {
  const people: PersonRow[] = [];
  const issues: ImportIssue[] = [];
  for (const row of rows) {
    const faults: ImportIssue[] = [];
    const fault = (key: string, problem: string, remedy: string) => {
      faults.push({ line: row.line, column: row.header(key), value: row.cell(key) ?? '', problem, remedy });
    };
    const person = readPerson(row, schools, roles, fault);
    if (person && faults.length === 0) people.push(person);
    issues.push(...faults);
  }
  return { people, issues };
}

type Fault = (key: string, problem: string, remedy: string) => void;

function readPerson(row: Row, schools: Schools, roles: Record<string, string>, fault: Fault): PersonRow | undefined {
  const name = row.cell('name') ?? '';
  if (name === '') fault('name', 'the person has no name.', 'Write the first and the last name.');
  if (name.length > 120) fault('name', 'the name is too long.', 'Write the first and the last name only.');
  const email = row.cell('email') || null;
  if (email !== null && !/^[^\s@]+@[^\s@]+$/.test(email))
    fault('email', 'this is not an e-mail address.', 'Correct it, or leave the cell empty: it is only a hint.');
  const from = readDate(row, 'from', fault) ?? null;
  const until = readDate(row, 'until', fault);
  if (from && until && until < from) fault('until', 'the role would end before it starts.', 'Look at both dates.');

  const said = row.cell('role') ?? '';
  const role = roleNamed(said, roles);
  if (!role) {
    const near = nearestRole(said, roles);
    const problem = said === '' ? 'the row has no role.' : 'this is not a role that I know.';
    fault('role', problem, near ? `Did you mean “${near}”?` : 'See the list of roles in docs/importing.md.');
    return undefined;
  }
  const schoolId = readSchool(row, role, schools, fault);
  return { line: row.line, name, email, key: row.cell('key') || null, role, schoolId, from, until };
}

function readSchool(row: Row, role: string, schools: Schools, fault: Fault): number | null {
  const words = row.cell('school') ?? '';
  const place = placeOf(role);
  if (words === '') {
    if (place === 'school')
      fault('school', 'this role is held at a school, and none is named.', 'Write the school’s URN or its name.');
    return null;
  }
  if (place === 'partnership') {
    fault('school', 'this role is held in the whole partnership.', 'Leave the school empty.');
    return null;
  }
  const found = schoolIn(words, schools);
  if ('id' in found) return found.id;
  fault('school', found.problem, found.remedy);
  return null;
}

function readDate(row: Row, key: 'from' | 'until', fault: Fault): LocalDate | null | undefined {
  const text = row.cell(key);
  if (text === undefined) return undefined;
  const read = readDay(text);
  if ('value' in read) return read.value;
  fault(key, read.problem, read.remedy);
  return undefined;
}
