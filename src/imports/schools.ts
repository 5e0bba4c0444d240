import { type LocalDate, type TermCalendar, termCalendarById, today as todayIn } from '../calendar/index.ts';
import { Refusal } from '../chat/refusal.ts';
import { frameworkById } from '../frameworks/index.ts';
import { calendarOf } from '../people/index.ts';
import type { Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import type { Encoding } from './decode.ts';
import { SCHOOL_COLUMNS } from './gias.ts';
import type { ImportIssue } from './issues.ts';
import {
  type Author,
  findPartnerships,
  findSchools,
  makePartnership,
  oneImportAtATime,
  saveSchools,
  setAuthority,
  setTerms,
  writeImported,
} from './records.ts';
import {
  choosePartnership,
  mainAuthority,
  NO_AUTHORITY,
  planSchools,
  type SchoolPlan,
  type StoredSchool,
} from './school-plan.ts';
import { readSchools, type SchoolRow } from './school-rows.ts';
import type { Table } from './table.ts';
import { takeFile } from './taking.ts';
import { findTermYears } from './terms.records.ts';

export interface SchoolsOptions {
  dryRun: boolean;
  /** The partnership's name: chooses one that is there, or names a new one. */
  partnership?: string | undefined;
  /** Only schools of these authorities; empty for all that are in the file. */
  authorities: string[];
  framework?: string | undefined;
  /** The id of a term calendar. */
  terms?: string | undefined;
}

export interface SchoolsReport {
  dryRun: boolean;
  /** The day of the import: term dates may have ended before it. */
  today: LocalDate;
  encoding: Encoding;
  partnership: { name: string; isNew: boolean; frameworkId: string; termCalendarId: string | null };
  /** The term dates that count, the partnership's own among them. */
  calendar: TermCalendar | undefined;
  plan: SchoolPlan;
  closed: SchoolRow[];
  proposedToClose: SchoolRow[];
  /** Rows of authorities that were not asked for. */
  elsewhere: number;
  /** How many schools of each authority the file brings: more than one deserves a word. */
  authorities: { code: string; name: string; count: number }[];
  issues: ImportIssue[];
}

export const DEFAULT_FRAMEWORK = 'lewisham-2015';

/**
 * Import a GIAS file: all good rows in one transaction, the others told. With `dryRun` nothing is written. Refuses a file
 * or an option that cannot be understood at all.
 */
export async function importSchools(
  prisma: PrismaClient,
  bytes: Uint8Array,
  options: SchoolsOptions,
  now: Date,
): Promise<SchoolsReport> {
  if (options.framework !== undefined) known(() => frameworkById(options.framework!));
  if (options.terms !== undefined) known(() => termCalendarById(options.terms!));
  const file = { bytes, columns: SCHOOL_COLUMNS, kind: 'schools' as const, now };
  return takeFile(prisma, file, (tx, table, author) => takeSchools(tx, table, options, author));
}

/** The same within a transaction, for a list that was read already. */
export async function takeSchools(
  tx: Tx,
  table: Table,
  options: SchoolsOptions,
  author: Author,
): Promise<Omit<SchoolsReport, 'encoding'>> {
  const read = readSchools(table.rows);
  const wanted = read.schools.filter(({ facts }) => isWanted(facts.laCode, options.authorities));
  const authority = mainAuthority(wanted);
  const laCode = options.authorities[0] ?? authority.code;

  if (!options.dryRun) await oneImportAtATime(tx);
  const chosen = choosePartnership(await findPartnerships(tx), { name: options.partnership, laCode });
  const frameworkId = options.framework ?? chosen?.frameworkId ?? DEFAULT_FRAMEWORK;
  const termCalendarId = options.terms ?? chosen?.termCalendarId ?? null;
  const name =
    chosen?.name ??
    options.partnership ??
    (authority.name ? `${authority.name} partnership` : `Partnership of ${laCode}`);
  if (chosen && chosen.frameworkId !== frameworkId)
    throw new Refusal(`${chosen.name} works with the framework ${chosen.frameworkId}. Leave --framework out.`);

  const stored = await findSchools(
    tx,
    wanted.map(({ facts }) => facts.urn),
  );
  const { ours, issues } = withoutOthers(wanted, stored, chosen?.id);
  const plan = planSchools(ours, stored);
  if (!options.dryRun && (chosen || plan.created.length > 0)) {
    const id = chosen?.id ?? (await makePartnership(tx, { name, laCode, frameworkId, termCalendarId }));
    if (chosen && chosen.termCalendarId !== termCalendarId) await setTerms(tx, id, termCalendarId);
    if (chosen?.laCode === NO_AUTHORITY && laCode !== NO_AUTHORITY) await setAuthority(tx, id, laCode);
    await saveSchools(tx, id, plan, author);
    const counts = { created: plan.created.length, changed: plan.changed.length, unchanged: plan.unchanged };
    await writeImported(tx, {
      event: 'schools.imported',
      subject: `partnership:${id}`,
      before: chosen ? { termCalendarId: chosen.termCalendarId } : null,
      after: { ...counts, errors: read.issues.length + table.issues.length + issues.length, termCalendarId },
      ...author,
    });
  }
  return {
    dryRun: options.dryRun,
    today: todayIn(author.now),
    partnership: { name, isNew: chosen === undefined, frameworkId, termCalendarId },
    calendar: calendarOf({ name, termCalendarId, terms: chosen ? await findTermYears(tx, chosen.id) : null }),
    plan,
    closed: ours.filter(({ facts }) => facts.status === 'Closed'),
    proposedToClose: ours.filter((row) => row.facts.status === 'Open, but proposed to close'),
    elsewhere: read.schools.length - wanted.length,
    authorities: countAuthorities(ours),
    issues: [...table.issues, ...read.issues, ...issues].sort((a, b) => a.line - b.line),
  };
}

function isWanted(laCode: string, authorities: string[]): boolean {
  return authorities.length === 0 || authorities.includes(laCode);
}

/** A school belongs to one partnership: rows of another's schools are told and left out. */
function withoutOthers(rows: SchoolRow[], stored: StoredSchool[], partnershipId: number | undefined) {
  const others = new Set(stored.filter((school) => school.partnershipId !== partnershipId).map(({ urn }) => urn));
  return {
    ours: rows.filter(({ facts }) => !others.has(facts.urn)),
    issues: rows
      .filter(({ facts }) => others.has(facts.urn))
      .map(({ line, facts }) => ({
        line,
        column: 'URN',
        value: String(facts.urn),
        problem: 'this school belongs to another partnership here.',
        remedy: 'Name that partnership with --partnership, or leave the row out.',
      })),
  };
}

function countAuthorities(rows: SchoolRow[]) {
  const counts = new Map<string, { code: string; name: string; count: number }>();
  for (const { facts } of rows) {
    const before = counts.get(facts.laCode) ?? { code: facts.laCode, name: facts.laName ?? 'no authority', count: 0 };
    counts.set(facts.laCode, { ...before, count: before.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

function known(look: () => unknown): void {
  try {
    look();
  } catch (error) {
    throw new Refusal((error as Error).message);
  }
}
