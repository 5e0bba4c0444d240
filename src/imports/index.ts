export { readImportFile } from './file.ts';
export { sayIssue } from './issues.ts';
export { importPeople, type PeopleReport } from './people.ts';
export { sayPeople } from './people-report.ts';
export { findPartnerships } from './records.ts';
export { nearestRole, roleNamed } from './role-words.ts';
export { DEMONSTRATION_LA } from './school-plan.ts';
export { saySchools } from './school-report.ts';
export { importSchools, type SchoolsReport } from './schools.ts';
