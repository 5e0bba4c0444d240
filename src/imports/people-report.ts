// What an import of people says to the person who ran it. Addresses are not repeated: the list may be shown to others.
import { sayShortDate } from '../calendar/index.ts';
import { roleLabel } from '../chat/permission.ts';
import { sayIssue } from './issues.ts';
import { countPeople, type PeopleReport } from './people.ts';
import { isChanged, type PersonPlan, type RolePlan } from './people-plan.ts';
import { list, sayLeftOut } from './school-report.ts';

/** Say what an import of people did, or would do, line by line. */
export function sayPeople(report: PeopleReport): string[] {
  return [
    `${report.partnership}. The file is in ${report.encoding}.`,
    ...sayPeopleChanges(report),
    ...(report.dryRun ? ['This was a dry run: nothing was written.'] : []),
  ];
}

/** What changes, and what was wrong with the rows that were left out. */
export function sayPeopleChanges(report: Omit<PeopleReport, 'encoding'>): string[] {
  const { people, issues } = report;
  const counts = countPeople(people);
  const fresh = people.filter(({ before }) => !before);
  const changed = people.filter((person) => person.before && (person.roles.length > 0 || isChanged(person)));
  const say = (person: PersonPlan) => sayPerson(person, report);
  return [
    ...list(persons(counts.created, 'new'), fresh.map(say)),
    ...list(persons(counts.changed, 'changed'), changed.map(say)),
    `${persons(counts.unchanged, 'unchanged')}.`,
    ...list(sayLeftOut(issues.length), issues.map(sayIssue), issues.length),
    ...report.seats.map(
      ({ name, role, board }) =>
        `${name} keeps the seat on ${board} as ${roleLabel(report, role)} when the role ends. To take it back, the board’s clerk or chair types “board unseat ${name} from ${board}”.`,
    ),
  ];
}

function persons(number: number, what: string): string {
  return number === 1 ? `1 ${what} person` : `${number} ${what} people`;
}

function sayPerson(person: PersonPlan, report: Omit<PeopleReport, 'encoding'>): string {
  const { before, name, email } = person;
  const parts = [
    ...(before && before.name !== name ? [`name “${before.name}” → “${name}”`] : []),
    ...(before && before.email !== email ? ['e-mail address changed'] : []),
    ...person.roles.map((role) => sayRole(role, report)),
  ];
  return parts.length === 0 ? `${name}: key changed` : `${name}: ${parts.join('; ')}`;
}

function sayRole(
  { role, schoolId, fromOn, untilOn, before }: RolePlan,
  { roles, schools }: Pick<PeopleReport, 'roles' | 'schools'>,
): string {
  const where = schoolId === null ? '' : `, ${schools.get(schoolId)}`;
  const now = span(fromOn, untilOn);
  return `${roles[role] ?? role}${where}, ${before ? `${span(before.fromOn, before.untilOn)} → ${now}` : now}`;
}

function span(fromOn: string, untilOn: string | null): string {
  return `from ${sayShortDate(fromOn)}${untilOn === null ? '' : ` until ${sayShortDate(untilOn)}`}`;
}
