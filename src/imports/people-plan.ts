// What an import of people would change, decided before anything is written.
import type { LocalDate } from '../calendar/index.ts';
import type { ImportIssue } from './issues.ts';
import { type PersonRow, plain } from './people-rows.ts';

export interface StoredRole {
  id: number;
  role: string;
  schoolId: number | null;
  fromOn: LocalDate;
  untilOn: LocalDate | null;
}

export interface StoredPerson {
  id: number;
  name: string;
  email: string | null;
  importKey: string | null;
  leftOn: LocalDate | null;
  version: number;
  roles: StoredRole[];
}

export interface RolePlan {
  /** The held role that changes; a new one without. */
  id?: number;
  role: string;
  schoolId: number | null;
  fromOn: LocalDate;
  untilOn: LocalDate | null;
  before?: { fromOn: LocalDate; untilOn: LocalDate | null };
}

export interface PersonPlan {
  /** The stored person; a new one without. */
  before?: StoredPerson;
  name: string;
  email: string | null;
  importKey: string;
  roles: RolePlan[];
  /** Roles that were held already, so that nobody is given one twice. */
  unchanged: number;
}

export interface PeoplePlan {
  people: PersonPlan[];
  issues: ImportIssue[];
}

/** Compare the list with who is stored. A role without a first day starts today, unless it is held already. */
export function planPeople(rows: PersonRow[], stored: StoredPerson[], today: LocalDate): PeoplePlan {
  const people: PersonPlan[] = [];
  const issues: ImportIssue[] = [];
  const seen = new Map<string, number>();
  const taken = new Set<number>();
  for (const row of rows) {
    const fault = (problem: string, remedy: string) =>
      issues.push({ line: row.line, column: '', value: row.name, problem, remedy });
    const before = findStored(stored, row);
    if (before?.leftOn && before.leftOn <= today) {
      fault('this person has left.', 'Take the row out of the list; for somebody who came back, give another key.');
      continue;
    }
    const twin = [row.key ?? `${plain(row.name)}|${row.email}`, row.role, row.schoolId, row.from].join('|');
    if (seen.has(twin)) {
      fault(`this role is on line ${seen.get(twin)} already.`, 'Keep one of the two rows.');
      continue;
    }
    seen.set(twin, row.line);

    const plan = findPlanned(people, row, before) ?? newPlan(people, row, before);
    if (row.email !== null) plan.email = row.email;
    const held = before ? findHeld(before.roles, row, today, taken) : undefined;
    if (held) taken.add(held.id);
    const fromOn = row.from ?? held?.fromOn ?? today;
    const untilOn = row.until === undefined ? (held?.untilOn ?? null) : row.until;
    if (untilOn !== null && untilOn < fromOn) {
      fault('the role would end before it starts.', 'Write in “from” since when it is held.');
      continue;
    }
    const wanted = { role: row.role, schoolId: row.schoolId, fromOn, untilOn };
    if (!held) plan.roles.push(wanted);
    else if (held.fromOn !== fromOn || held.untilOn !== untilOn)
      plan.roles.push({ ...wanted, id: held.id, before: { fromOn: held.fromOn, untilOn: held.untilOn } });
    else plan.unchanged += 1;
  }
  return { people: people.filter((plan) => plan.roles.length + plan.unchanged > 0), issues };
}

/** Say whether anything about the person themselves changes. */
export function isChanged({ before, name, email, importKey }: PersonPlan): boolean {
  return before !== undefined && (before.name !== name || before.email !== email || before.importKey !== importKey);
}

/** The key under which a row's person is kept: the list's own, or name and e-mail. */
export function importKeyOf({ key, name, email }: Pick<PersonRow, 'key' | 'name' | 'email'>): string {
  return key ?? `${plain(name)}|${email?.toLowerCase() ?? ''}`;
}

function newPlan(people: PersonPlan[], row: PersonRow, before: StoredPerson | undefined): PersonPlan {
  const plan: PersonPlan = {
    ...(before ? { before } : {}),
    name: row.name,
    email: before?.email ?? null,
    importKey: row.key ?? before?.importKey ?? importKeyOf(row),
    roles: [],
    unchanged: 0,
  };
  people.push(plan);
  return plan;
}

function findPlanned(people: PersonPlan[], row: PersonRow, before: StoredPerson | undefined): PersonPlan | undefined {
  if (before) return people.find((plan) => plan.before?.id === before.id);
  const fresh = people.filter((plan) => !plan.before);
  return (
    fresh.find(({ importKey }) => importKey === importKeyOf(row)) ??
    (row.key === null ? onlyNamesake(fresh, row) : undefined)
  );
}

function findStored(stored: StoredPerson[], row: PersonRow): StoredPerson | undefined {
  const keyed = stored.find(({ importKey }) => importKey === importKeyOf(row));
  // A list that had no e-mail, or no keys, the last time still means the same people.
  return keyed ?? onlyNamesake(row.key === null ? stored : stored.filter(({ importKey }) => isMade(importKey)), row);
}

const isMade = (importKey: string | null) => importKey === null || importKey.includes('|');

function onlyNamesake<T extends { name: string; email: string | null }>(people: T[], row: PersonRow): T | undefined {
  const namesakes = people.filter(({ name }) => plain(name) === plain(row.name));
  const same = namesakes.filter(
    ({ email }) => email === null || row.email === null || email.toLowerCase() === row.email.toLowerCase(),
  );
  return same.length === 1 && namesakes.length === 1 ? same[0] : undefined;
}

/** The role that a row is about: the one from the same day, else the one held now, else the one that ended on the row's day. */
function findHeld(roles: StoredRole[], row: PersonRow, today: LocalDate, taken: Set<number>): StoredRole | undefined {
  const same = roles.filter(
    ({ id, role, schoolId }) => role === row.role && schoolId === row.schoolId && !taken.has(id),
  );
  return (
    same.find(({ fromOn }) => fromOn === row.from) ??
    same.find(({ untilOn }) => untilOn === null || untilOn >= today) ??
    same.find(({ untilOn }) => row.from === null && row.until != null && untilOn === row.until)
  );
}
