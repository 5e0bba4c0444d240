import { today as todayIn } from '../calendar/index.ts';
import { frameworkById } from '../frameworks/index.ts';
import type { Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { chooseOne } from './choosing.ts';
import type { Encoding } from './decode.ts';
import type { ImportIssue } from './issues.ts';
import { findKeptSeats, findOpenSchools, findPeople, type KeptSeat, savePerson } from './people.records.ts';
import { isChanged, type PersonPlan, planPeople } from './people-plan.ts';
import { PEOPLE_COLUMNS, readPeople } from './people-rows.ts';
import { inOrder } from './people-schools.ts';
import { type Author, findPartnerships, oneImportAtATime, writeImported } from './records.ts';
import type { Table } from './table.ts';
import { takeFile } from './taking.ts';

export interface PeopleOptions {
  dryRun: boolean;
  partnership?: string | undefined;
}

export interface PeopleReport {
  dryRun: boolean;
  encoding: Encoding;
  partnership: string;
  people: PersonPlan[];
  /** For the words of the report: titles of roles, names of schools. */
  roles: Record<string, string>;
  schools: Map<number, string>;
  issues: ImportIssue[];
  /** Seats that go with a role which the list ends. */
  seats: KeptSeat[];
}

/** Import a list of people: all good rows in one transaction, the others told. With `dryRun` nothing is written. */
export async function importPeople(
  prisma: PrismaClient,
  bytes: Uint8Array,
  options: PeopleOptions,
  now: Date,
): Promise<PeopleReport> {
  const file = { bytes, columns: PEOPLE_COLUMNS, kind: 'people' as const, now };
  return takeFile(prisma, file, (tx, table, author) => takePeople(tx, table, options, author));
}

/** The same within a transaction, for a list that was read already. */
export async function takePeople(
  tx: Tx,
  table: Table,
  options: PeopleOptions,
  author: Author,
): Promise<Omit<PeopleReport, 'encoding'>> {
  if (!options.dryRun) await oneImportAtATime(tx);
  const partnership = chooseOne(await findPartnerships(tx), options.partnership, 'the list is for');
  const { roles } = frameworkById(partnership.frameworkId);
  const schools = await findOpenSchools(tx, partnership.id);
  const read = readPeople(table.rows, inOrder(schools), roles);
  const today = todayIn(author.now, partnership.timeZone);
  const plan = planPeople(read.people, await findPeople(tx, partnership.id), today);
  const issues = [...table.issues, ...read.issues, ...plan.issues].sort((a, b) => a.line - b.line);
  if (!options.dryRun) {
    for (const person of plan.people) await savePerson(tx, partnership.id, person, author);
    const after = { ...countPeople(plan.people), errors: issues.length };
    await writeImported(tx, {
      event: 'people.imported',
      subject: `partnership:${partnership.id}`,
      after,
      ...author,
    });
  }
  return {
    dryRun: options.dryRun,
    partnership: partnership.name,
    people: plan.people,
    roles,
    schools: new Map(schools.map(({ id, name }) => [id, name])),
    issues,
    seats: await findKeptSeats(tx, plan.people),
  };
}

/** Count people by what becomes of them. */
export function countPeople(people: PersonPlan[]): { created: number; changed: number; unchanged: number } {
  const created = people.filter(({ before }) => !before).length;
  const changed = people.filter((person) => person.before && (person.roles.length > 0 || isChanged(person))).length;
  return { created, changed, unchanged: people.length - created - changed };
}
