// What an import of schools says to the person who ran it.
import { sayShortDate } from '../calendar/index.ts';
import { sayIssue } from './issues.ts';
import { sayMissingTerms } from './known-terms.ts';
import type { Change } from './school-plan.ts';
import type { SchoolRow } from './school-rows.ts';
import type { SchoolsReport } from './schools.ts';

const MOST = 40;

/** Say what an import of schools did, or would do, line by line. */
export function saySchools(report: SchoolsReport): string[] {
  const { partnership, dryRun } = report;
  return [
    `${partnership.name}${partnership.isNew ? ' (new)' : ''}, framework ${partnership.frameworkId}. The file is in ${report.encoding}.`,
    ...authorityLines(report),
    ...saySchoolChanges(report),
    ...termLines(report),
    ...(dryRun ? ['This was a dry run: nothing was written.'] : []),
  ];
}

/** What changes, and what was wrong with the rows that were left out. */
export function saySchoolChanges(report: Omit<SchoolsReport, 'encoding'>): string[] {
  const { plan, issues } = report;
  return [
    ...list(
      `${count(plan.created.length, 'new school')}`,
      plan.created.map(({ urn, name }) => `${urn} ${name}`),
    ),
    ...list(
      `${count(plan.changed.length, 'changed school')}`,
      plan.changed.map(({ facts, changes }) => `${facts.urn} ${facts.name}: ${changes.map(sayChange).join('; ')}`),
    ),
    `${count(plan.unchanged, 'school')} unchanged.`,
    ...list(`${count(report.closed.length, 'closed school')}, kept for the record`, report.closed.map(sayClosed)),
    ...list(
      `${count(report.proposedToClose.length, 'school')} proposed to close`,
      report.proposedToClose.map(sayProposed),
    ),
    ...list(sayLeftOut(issues.length), issues.map(sayIssue), issues.length),
  ];
}

/** Whose term dates count, and whether they reach to the day of the import. */
function termLines({ partnership, calendar, today }: SchoolsReport): string[] {
  const whose = partnership.termCalendarId === null ? [] : [`Term dates: ${partnership.termCalendarId}.`];
  return [...whose, ...sayMissingTerms(calendar, today)];
}

function authorityLines({ authorities, elsewhere }: SchoolsReport): string[] {
  const names = authorities.map(({ code, name, count }) => `${name} (${code}): ${count}`);
  return [
    ...(authorities.length > 1
      ? [
          `The schools belong to ${authorities.length} authorities: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}. To take some only, use --la CODE.`,
        ]
      : []),
    ...(elsewhere > 0 ? [`${count(elsewhere, 'school')} of other authorities left out, as --la asks.`] : []),
  ];
}

function sayChange({ field, from, to }: Change): string {
  return `${FIELDS[field] ?? field} ${sayValue(from)} → ${sayValue(to)}`;
}

function sayValue(value: Change['from']): string {
  if (value === null) return 'empty';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' ? String(value) : `“${value}”`;
}

const FIELDS: Record<string, string> = {
  laCode: 'authority',
  laName: 'name of the authority',
  establishmentNumber: 'establishment number',
  typeCode: 'type code',
  typeName: 'type',
  lowAge: 'lowest age',
  highAge: 'highest age',
  hasSixthForm: 'sixth form',
  religiousCharacter: 'religious character',
  trustName: 'trust',
  openedOn: 'opened on',
  closedOn: 'closed on',
};

function sayClosed({ facts }: SchoolRow): string {
  return `${facts.urn} ${facts.name}${facts.closedOn ? `, closed on ${sayShortDate(facts.closedOn)}` : ''}`;
}

function sayProposed({ facts, proposedToCloseOn }: SchoolRow): string {
  return `${facts.urn} ${facts.name}${proposedToCloseOn ? `, on ${sayShortDate(proposedToCloseOn)}` : ''}`;
}

/** A heading with its lines below it; nothing when there are none. */
export function list(heading: string, lines: string[], most = MOST): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > most ? [`  … and ${lines.length - most} more`] : [];
  return [`${heading}:`, ...lines.slice(0, most).map((line) => `  ${line}`), ...more];
}

/** What stands above the faults of a list: "1 fault, so this row was left out". */
export function sayLeftOut(faults: number): string {
  return `${count(faults, 'fault')}, so ${faults === 1 ? 'this row was' : 'these rows were'} left out`;
}

/** "1 school", "2 schools". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
