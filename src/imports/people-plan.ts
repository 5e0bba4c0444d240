// What an import of people would change, decided before anything is written.
import type { LocalDate } from '../calendar/index.ts';
import { plain } from '../chat/names.ts';

import type { ImportIssue } from './issues.ts';
import type { PersonRow } from './people-rows.ts';

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
  const planOf = new Map<number, PersonPlan>();
  const [known, fresh] = [lookUp(stored), lookUp<PersonPlan>([])];
  const issues: ImportIssue[] = [];
  const seen = new Map<string, number>();
  const taken = new Set<number>();
  for (const row of rows) {
    const fault = (problem: string, remedy: string) =>
      issues.push({ line: row.line, column: '', value: row.name, problem, remedy });
    const before = findStored(known, row);
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

    const planned = before ? planOf.get(before.id) : findFresh(fresh, row);
    const plan = planned ?? newPlan(row, before);
    if (!planned) {
      people.push(plan);
      if (before) planOf.set(before.id, plan);
      else fresh.add(plan);
    }
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

function newPlan(row: PersonRow, before: StoredPerson | undefined): PersonPlan {
  return {
    ...(before ? { before } : {}),
    name: row.name,
    email: before?.email ?? null,
    importKey: row.key ?? before?.importKey ?? importKeyOf(row),
    roles: [],
    unchanged: 0,
  };
}

interface Listed {
  name: string;
  email: string | null;
  importKey: string | null;
}

/** People by key and by name, so that a list of thousands is not gone through for each of its rows. */
interface LookUp<T extends Listed> {
  byKey: Map<string, T>;
  byName: Map<string, T[]>;
  add(one: T): void;
}

function lookUp<T extends Listed>(people: T[]): LookUp<T> {
  const made: LookUp<T> = {
    byKey: new Map(),
    byName: new Map(),
    add(one) {
      if (one.importKey !== null && !made.byKey.has(one.importKey)) made.byKey.set(one.importKey, one);
      const name = plain(one.name);
      made.byName.set(name, [...(made.byName.get(name) ?? []), one]);
    },
  };
  for (const one of people) made.add(one);
  return made;
}

/** Somebody new whom an earlier row has made already. */
function findFresh(fresh: LookUp<PersonPlan>, row: PersonRow): PersonPlan | undefined {
  return fresh.byKey.get(importKeyOf(row)) ?? (row.key === null ? onlyNamesake(fresh, row) : undefined);
}

function findStored(stored: LookUp<StoredPerson>, row: PersonRow): StoredPerson | undefined {
  // A list that had no e-mail, or no keys, the last time still means the same people.
  const isMeant = ({ importKey }: StoredPerson) => row.key === null || isMade(importKey);
  return stored.byKey.get(importKeyOf(row)) ?? onlyNamesake(stored, row, isMeant);
}

const isMade = (importKey: string | null) => importKey === null || importKey.includes('|');

function onlyNamesake<T extends Listed>(
  { byName }: LookUp<T>,
  row: PersonRow,
  isMeant: (one: T) => boolean = () => true,
): T | undefined {
  const namesakes = (byName.get(plain(row.name)) ?? []).filter(isMeant);
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
