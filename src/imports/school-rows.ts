// One row of GIAS as the facts that Convenor keeps about a school, or what is wrong with the row.
import type { LocalDate } from '../calendar/index.ts';
import type { SchoolPhase } from '../frameworks/index.ts';
import { type Reading, readDay, readWhole, readWords } from './cells.ts';
import { type Governance, governanceOf, PHASE_NAMES, phaseNamed, STATUSES } from './gias.ts';
import type { ImportIssue } from './issues.ts';
import type { Row } from './table.ts';

/** What a file says of a school. A fact whose column the file lacks is undefined, and leaves what is stored alone. */
export interface SchoolFacts {
  urn: number;
  name: string;
  laCode: string;
  typeCode: string;
  governance: Governance;
  phase: SchoolPhase;
  status: string;
  laName?: string | null | undefined;
  establishmentNumber?: number | null | undefined;
  typeName?: string | null | undefined;
  lowAge?: number | null | undefined;
  highAge?: number | null | undefined;
  hasSixthForm?: boolean | null | undefined;
  pupils?: number | null | undefined;
  religiousCharacter?: string | null | undefined;
  diocese?: string | null | undefined;
  trustName?: string | null | undefined;
  region?: string | null | undefined;
  openedOn?: LocalDate | null | undefined;
  closedOn?: LocalDate | null | undefined;
}

export interface SchoolRow {
  line: number;
  facts: SchoolFacts;
  /** For a school that is open and proposed to close: the day that is proposed. */
  proposedToCloseOn?: LocalDate;
}

/** Read rows into schools. A row with anything wrong in it is left out and told, each fault of it once. */
export function readSchools(rows: Row[]): { schools: SchoolRow[]; issues: ImportIssue[] } {
  const schools = new Map<number, SchoolRow>();
  const issues: ImportIssue[] = [];
  for (const row of rows) {
    const read = readSchool(row);
    const earlier = read.school && schools.get(read.school.facts.urn);
    if (earlier)
      issues.push(issueOf(row, 'urn', `this school is on line ${earlier.line} already.`, 'Keep one of the two rows.'));
    else if (read.school) schools.set(read.school.facts.urn, read.school);
    issues.push(...read.issues);
  }
  return { schools: [...schools.values()], issues };
}

function readSchool(row: Row): { school?: SchoolRow; issues: ImportIssue[] } {
  const issues: ImportIssue[] = [];
  const taken = <T>(key: string, read: (text: string) => Reading<T>): T | undefined => {
    const text = row.cell(key);
    if (text === undefined) return undefined;
    const reading = read(text);
    if ('value' in reading) return reading.value;
    issues.push(issueOf(row, key, reading.problem, reading.remedy));
    return undefined;
  };
  const words = (key: string) => {
    const text = row.cell(key);
    return text === undefined ? undefined : readWords(text);
  };

  const urn = taken('urn', readUrn);
  const name = taken('name', readName);
  const laCode = taken('laCode', readLaCode);
  const type = taken('typeCode', readType);
  const phase = taken('phase', readPhase);
  const status = taken('status', readStatus);
  const closes = taken('closedOn', readDay);
  const rest = {
    laName: words('laName'),
    establishmentNumber: taken('establishmentNumber', readWhole),
    typeName: words('typeName'),
    lowAge: taken('lowAge', readAge),
    highAge: taken('highAge', readAge),
    hasSixthForm: taken('sixthForm', readSixthForm),
    pupils: taken('pupils', readWhole),
    religiousCharacter: words('religiousCharacter'),
    diocese: words('diocese'),
    trustName: words('trustName'),
    region: words('region'),
    openedOn: taken('openedOn', readDay),
  };
  // A school that is only proposed to close has a date too, and is open all the same.
  const closedOn = closes === undefined ? undefined : status === 'Closed' ? closes : null;
  if (issues.length > 0 || !urn || !name || !laCode || !type || !phase || !status) return { issues };
  const facts: SchoolFacts = { urn, name, laCode, ...type, phase, status, ...rest, closedOn };
  const isProposed = status === 'Open, but proposed to close' && closes;
  return { school: { line: row.line, facts, ...(isProposed ? { proposedToCloseOn: closes } : {}) }, issues };
}

function readUrn(text: string): Reading<number> {
  const read = readWhole(text);
  if (!('value' in read)) return read;
  if (read.value !== null && read.value >= 100_000 && read.value <= 999_999) return { value: read.value };
  return { problem: 'a school’s URN has six figures.', remedy: 'Copy it from Get Information About Schools.' };
}

function readName(text: string): Reading<string> {
  if (text !== '' && text.length <= 200) return { value: text };
  return {
    problem: text === '' ? 'the school has no name.' : 'the name is too long.',
    remedy: 'Write the school’s name as GIAS has it.',
  };
}

/** Three figures: spreadsheets cut leading noughts, so that 000 (overseas) comes as 0. */
function readLaCode(text: string): Reading<string> {
  const read = readWhole(text);
  if ('value' in read && read.value !== null && read.value <= 999)
    return { value: String(read.value).padStart(3, '0') };
  return {
    problem: 'this is not the code of a local authority.',
    remedy: 'Write its three figures, for example 209 for Lewisham.',
  };
}

function readType(text: string): Reading<{ typeCode: string; governance: Governance }> {
  const read = readWhole(text);
  const governance = 'value' in read && read.value !== null ? governanceOf(read.value) : undefined;
  if (governance) return { value: { typeCode: text.replace(/\.0+$/, '').padStart(2, '0'), governance } };
  return {
    problem: 'this is not a type of establishment that I know.',
    remedy: 'Write GIAS’s code, for example 1 for a community school or 34 for an academy.',
  };
}

function readPhase(text: string): Reading<SchoolPhase> {
  const phase = phaseNamed(text);
  if (phase) return { value: phase };
  return { problem: 'this is not a phase of education.', remedy: `Write ${PHASE_NAMES}.` };
}

function readStatus(text: string): Reading<string> {
  const status = STATUSES.find((known) => known.toLowerCase() === text.toLowerCase());
  if (status) return { value: status };
  return { problem: 'this is not a status of a school.', remedy: `Write one of: ${STATUSES.join('; ')}.` };
}

function readAge(text: string): Reading<number | null> {
  const read = readWhole(text);
  if (!('value' in read) || read.value === null || read.value <= 99) return read;
  return { problem: 'nobody at a school is so old.', remedy: 'Write the age in years, or leave the cell empty.' };
}

function readSixthForm(text: string): Reading<boolean | null> {
  const said = text.toLowerCase();
  if (said === 'has a sixth form') return { value: true };
  if (said === 'does not have a sixth form') return { value: false };
  return { value: null };
}

function issueOf(row: Row, key: string, problem: string, remedy: string): ImportIssue {
  return { line: row.line, column: row.header(key), value: row.cell(key) ?? '', problem, remedy };
}
