// Get Information About Schools in our words: its columns, its codes for types of school, its names for phases.
import type { SchoolPhase } from '../frameworks/index.ts';
import type { Column } from './table.ts';

/** Who is answerable for a school, which decides who may demand what of it. */
export type Governance = 'maintained' | 'academy' | 'independent' | 'other';

// Headteachers' names stand in these files too. They are not among the columns, so they are never read.
export const SCHOOL_COLUMNS: Column[] = [
  { key: 'urn', names: ['URN'], required: true },
  { key: 'name', names: ['EstablishmentName'], required: true },
  { key: 'laCode', names: ['LA (code)'], required: true },
  { key: 'typeCode', names: ['TypeOfEstablishment (code)'], required: true },
  { key: 'status', names: ['EstablishmentStatus (name)'], required: true },
  { key: 'phase', names: ['PhaseOfEducation (name)'], required: true },
  { key: 'laName', names: ['LA (name)'] },
  { key: 'establishmentNumber', names: ['EstablishmentNumber'] },
  { key: 'typeName', names: ['TypeOfEstablishment (name)'] },
  { key: 'lowAge', names: ['StatutoryLowAge'] },
  { key: 'highAge', names: ['StatutoryHighAge'] },
  { key: 'sixthForm', names: ['OfficialSixthForm (name)'] },
  { key: 'pupils', names: ['NumberOfPupils'] },
  { key: 'religiousCharacter', names: ['ReligiousCharacter (name)'] },
  { key: 'diocese', names: ['Diocese (name)'] },
  { key: 'trustName', names: ['Trusts (name)'] },
  { key: 'region', names: ['GOR (name)'] },
  { key: 'openedOn', names: ['OpenDate'] },
  { key: 'closedOn', names: ['CloseDate'] },
];

export const STATUSES = ['Open', 'Closed', 'Open, but proposed to close', 'Proposed to open'] as const;

const PHASES: Record<string, SchoolPhase> = {
  nursery: 'NURSERY',
  primary: 'PRIMARY',
  'middle deemed primary': 'MIDDLE_DEEMED_PRIMARY',
  'middle deemed secondary': 'MIDDLE_DEEMED_SECONDARY',
  secondary: 'SECONDARY',
  'all-through': 'ALL_THROUGH',
  'all through': 'ALL_THROUGH',
  '16 plus': 'SIXTEEN_PLUS',
  // Special schools, referral units and independents have no phase in GIAS.
  'not applicable': 'OTHER',
  '': 'OTHER',
};

export const PHASE_NAMES =
  'Nursery, Primary, Middle deemed primary, Middle deemed secondary, Secondary, All-through, 16 plus or Not applicable';

/** A phase as GIAS names it; undefined for a name that it does not use. */
export function phaseNamed(name: string): SchoolPhase | undefined {
  return PHASES[name.toLowerCase()];
}

const TYPES: Record<Governance, number[]> = {
  // Community, voluntary, foundation and nursery schools, referral units, community and foundation special schools.
  maintained: [1, 2, 3, 5, 7, 12, 14, 15],
  // Academies and free schools of every kind, university technical colleges and studio schools among them.
  academy: [28, 33, 34, 35, 36, 38, 39, 40, 41, 42, 43, 44, 45, 46, 57],
  independent: [6, 10, 11],
  // Colleges, universities, non-maintained special schools, Welsh, offshore, service and British schools overseas …
  other: [8, 18, 24, 25, 26, 27, 29, 30, 31, 32, 37, 49, 56],
};

const GOVERNANCE = new Map(
  (Object.entries(TYPES) as [Governance, number[]][]).flatMap(([governance, codes]) =>
    codes.map((code) => [code, governance]),
  ),
);

/** Who is answerable for a school of this type, by GIAS's code; undefined for a code that it does not use. */
export function governanceOf(typeCode: number): Governance | undefined {
  return GOVERNANCE.get(typeCode);
}
