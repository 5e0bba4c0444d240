import { isDeepStrictEqual } from 'node:util';
import { type LocalDate, type TermCalendar, type TermYear, today as todayIn } from '../calendar/index.ts';
import { asJson } from '../chat/run.ts';
import { calendarOf } from '../people/index.ts';
import type { Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { chooseOne } from './choosing.ts';
import type { Encoding } from './decode.ts';
import type { ImportIssue } from './issues.ts';
import { type Author, findPartnerships, oneImportAtATime, writeImported } from './records.ts';
import type { Table } from './table.ts';
import { takeFile } from './taking.ts';
import { findTermYears, saveTermYear } from './terms.records.ts';
import { planYear, type YearPlan } from './terms-plan.ts';
import { readTermRow, TERM_COLUMNS, type TermRow } from './terms-rows.ts';

export interface TermsOptions {
  dryRun: boolean;
  partnership?: string | undefined;
}

export interface TermsReport {
  dryRun: boolean;
  encoding: Encoding;
  partnership: string;
  /** The school years that are taken, in order. */
  years: (YearPlan & { isOwn: boolean; isChanged: boolean })[];
  /** The school years with something wrong in them, which are left as they were. */
  leftOut: string[];
  /** The term dates that count with these, and the day of the import: they may not reach to it. */
  calendar: TermCalendar | undefined;
  today: LocalDate;
  issues: ImportIssue[];
}

/**
 * Import a partnership's own term dates: every school year without a fault in one transaction, the others told. With
 * `dryRun` nothing is written. What the partnership says of a year comes before what Convenor brings for its area.
 */
export async function importTerms(
  prisma: PrismaClient,
  bytes: Uint8Array,
  options: TermsOptions,
  now: Date,
): Promise<TermsReport> {
  const file = { bytes, columns: TERM_COLUMNS, kind: 'terms' as const, now };
  return takeFile(prisma, file, (tx, table, author) => takeTerms(tx, table, options, author));
}

/** The same within a transaction, for a list that was read already. */
export async function takeTerms(
  tx: Tx,
  table: Table,
  options: TermsOptions,
  author: Author,
): Promise<Omit<TermsReport, 'encoding'>> {
  const read = table.rows.map(readTermRow);
  const good = read.filter((one): one is TermRow => !('issues' in one));
  const bad = read.flatMap((one) => ('issues' in one ? [one] : []));
  const broken = new Set(bad.flatMap(({ schoolYear }) => schoolYear ?? []));

  if (!options.dryRun) await oneImportAtATime(tx);
  const partnership = chooseOne(await findPartnerships(tx), options.partnership, 'the dates are for');
  const own = await findTermYears(tx, partnership.id);
  const known = calendarOf({ ...partnership, terms: own })?.years ?? [];

  const plans = [...Map.groupBy(good, (row) => row.schoolYear)].map(([schoolYear, rows]) =>
    planYear(
      schoolYear,
      rows,
      known.find((year) => year.schoolYear === schoolYear),
    ),
  );
  const faults = [
    ...table.issues,
    ...bad.flatMap(({ issues }) => issues),
    ...plans.flatMap((one) => (Array.isArray(one) ? one : [])),
  ];
  const taken = plans
    .flatMap((one) => (Array.isArray(one) || broken.has(one.schoolYear) ? [] : [one]))
    .map((plan) => ({ ...plan, ...howChanged(plan, own) }))
    .sort((a, b) => a.schoolYear.localeCompare(b.schoolYear));
  if (!options.dryRun) {
    for (const { before, after, isChanged } of taken) {
      if (!isChanged) continue;
      await saveTermYear(tx, partnership.id, after, author.now);
      await writeImported(tx, {
        event: 'terms.imported',
        subject: `partnership:${partnership.id}`,
        before: before ? asJson(before) : null,
        after: asJson(after),
        ...author,
      });
    }
  }
  const given = taken.map(({ after }) => after);
  const others = own.filter((year) => !given.some(({ schoolYear }) => schoolYear === year.schoolYear));
  return {
    dryRun: options.dryRun,
    partnership: partnership.name,
    years: taken,
    leftOut: yearsLeftOut(read, taken),
    calendar: calendarOf({ ...partnership, terms: [...others, ...given] }),
    today: todayIn(author.now, partnership.timeZone),
    issues: faults.sort((a, b) => a.line - b.line),
  };
}

function howChanged({ schoolYear, after }: YearPlan, own: TermYear[]) {
  const stored = own.find((year) => year.schoolYear === schoolYear);
  return { isOwn: stored !== undefined, isChanged: !isDeepStrictEqual(stored, after) };
}

function yearsLeftOut(read: { schoolYear: string | undefined }[], taken: YearPlan[]): string[] {
  const all = new Set(read.flatMap(({ schoolYear }) => schoolYear ?? []));
  return [...all].filter((schoolYear) => !taken.some((plan) => plan.schoolYear === schoolYear)).sort();
}
