// What an import of schools says to the person who ran it.
import { lastYearOf, missingYearOf, sayShortDate, termCalendars } from '../calendar/index.ts';
import { sayIssue } from './issues.ts';
import type { Change } from './school-plan.ts';
import type { SchoolRow } from './school-rows.ts';
import type { SchoolsReport } from './schools.ts';

const MOST = 40;

/** Say what an import of schools did, or would do, line by line. */
export function saySchools(report: SchoolsReport): string[] {
  const { plan, partnership, issues, dryRun } = report;
  return [
    `${partnership.name}${partnership.isNew ? ' (new)' : ''}, framework ${partnership.frameworkId}. The file is in ${report.encoding}.`,
    ...authorityLines(report),
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
    ...list(
      `${count(issues.length, 'fault')} in the file: these rows were left out`,
      issues.map(sayIssue),
      issues.length,
    ),
    ...termLines(report),
    ...(dryRun ? ['This was a dry run: nothing was written.'] : []),
  ];
}

const NO_TERMS = `There are no term dates yet, so half-terms and school days cannot be counted. Import again with --terms and one of: ${termCalendars.map(({ id }) => id).join(', ')}.`;

/** Which term dates count, and whether they reach to the day of the import. */
function termLines({ partnership, today }: SchoolsReport): string[] {
  if (partnership.termCalendarId === null) return [NO_TERMS];
  const calendar = termCalendars.find(({ id }) => id === partnership.termCalendarId);
  const line = `Term dates: ${partnership.termCalendarId}.`;
  const missing = calendar && missingYearOf(today, calendar);
  if (missing === undefined) return [line];
  const last = lastYearOf(calendar!);
  // Councils publish the autumn first: the last year may be known in part.
  const what = last === missing ? `are not complete for ${missing}` : `end with the school year ${last}`;
  return [
    line,
    `The term dates of ${calendar!.area} ${what}; until newer ones are added, weekdays count as school days.`,
  ];
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

/** "1 school", "2 schools". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
