// Aldermarsh: a London borough that does not exist, with fourteen secondary schools that do not exist. Their numbers lie
// where no real school has one, and 999 is no authority's code.
import type { SchoolPhase } from '../../src/frameworks/index.ts';

export const BOROUGH = {
  name: 'Aldermarsh Secondary Partnership',
  laCode: '999',
  laName: 'Aldermarsh',
  frameworkId: 'lewisham-2015',
  termCalendarId: 'london-pattern',
};

export interface DemoSchool {
  urn: number;
  name: string;
  typeCode: string;
  governance: 'maintained' | 'academy';
  phase: SchoolPhase;
  ages: readonly [low: number, high: number];
  pupils: number;
  religiousCharacter?: string;
  diocese?: string;
  trustName?: string;
  /** The category in force. */
  category: 'GREEN' | 'YELLOW' | 'AMBER' | 'RED';
  head: string;
  chair: string;
  governors?: string[];
  /** The School Improvement Officer who looks after it. */
  sio: 'nadia' | 'thomas';
}

const community = { typeCode: '01', governance: 'maintained' } as const;
const aided = { typeCode: '02', governance: 'maintained' } as const;
const foundation = { typeCode: '05', governance: 'maintained' } as const;
const sponsored = { typeCode: '28', governance: 'academy' } as const;
const converter = { typeCode: '34', governance: 'academy' } as const;
const free = { typeCode: '35', governance: 'academy' } as const;
const secondary = { phase: 'SECONDARY', ages: [11, 16] } as const;
const withSixthForm = { phase: 'SECONDARY', ages: [11, 18] } as const;

export const QUILLGATE = 900002;
export const TOLLMARSH = 900003;
export const LANTERNGATE = 900004;
export const VERRALL_GREEN = 900005;
export const MALLOW_STREET = 900012;
export const WICKERHAM = 900014;

export const SCHOOLS: DemoSchool[] = [
  school(900001, 'Aldermarsh Academy', 'GREEN', 'Folasade Adeyinka', 'Graham Whitlock', 'nadia', 1180, {
    ...converter,
    ...withSixthForm,
    trustName: 'Estuary Learning Trust',
  }),
  school(QUILLGATE, 'Quillgate School', 'RED', 'Martin Okonjo', 'Ruth Abernethy', 'nadia', 842, {
    ...community,
    ...secondary,
    governors: ['Samir Haddad', 'Denise Palfrey'],
  }),
  school(TOLLMARSH, 'Tollmarsh Academy', 'AMBER', 'Siobhan Kerrigan', 'Olu Bankole', 'nadia', 910, {
    ...sponsored,
    ...secondary,
    trustName: 'Estuary Learning Trust',
    governors: ['Hannah Weissman', 'Tomasz Zielinski'],
  }),
  school(LANTERNGATE, 'Lanterngate School', 'AMBER', 'Farida Chowdhury', 'Peter Langstaff', 'thomas', 1015, {
    ...community,
    ...withSixthForm,
    governors: ['Yusuf Demir', 'Joan Mbeki'],
  }),
  school(VERRALL_GREEN, 'Verrall Green School', 'YELLOW', 'Eleanor Voss', 'Dev Ramanathan', 'nadia', 896, {
    ...community,
    ...secondary,
  }),
  school(900006, 'Hollin Wharf School', 'YELLOW', 'Anselm Brathwaite', 'Kathleen O’Dowd', 'nadia', 1420, {
    ...community,
    phase: 'ALL_THROUGH',
    ages: [3, 18],
  }),
  school(900007, 'Cutlers Reach Academy', 'GREEN', 'Miriam Goldfarb', 'Winston Clarke', 'nadia', 1275, {
    ...converter,
    phase: 'ALL_THROUGH',
    ages: [4, 16],
    trustName: 'Cutlers Reach Academy Trust',
  }),
  school(900008, 'St Ethelind’s Catholic School', 'GREEN', 'Bernadette Quigley', 'Michael Tranter', 'thomas', 1102, {
    ...aided,
    ...withSixthForm,
    religiousCharacter: 'Roman Catholic',
    diocese: 'Archdiocese of Thornmere',
  }),
  school(900009, 'Archbishop Thorne School', 'YELLOW', 'Chidi Nwosu', 'Penelope Ashworth', 'thomas', 988, {
    ...aided,
    ...secondary,
    religiousCharacter: 'Church of England',
    diocese: 'Diocese of Thornmere',
  }),
  school(900010, 'Saltmere Park School', 'YELLOW', 'Gareth Pugh', 'Nasreen Malik', 'thomas', 930, {
    ...foundation,
    ...secondary,
  }),
  school(900011, 'Kestrel Dock Academy', 'GREEN', 'Leila Farahani', 'Duncan Frayne', 'nadia', 760, {
    ...free,
    ...withSixthForm,
    trustName: 'Kestrel Dock Trust',
  }),
  school(MALLOW_STREET, 'Mallow Street School', 'YELLOW', 'Ravi Sundaram', 'Beatrice Osei', 'thomas', 874, {
    ...foundation,
    ...secondary,
  }),
  school(900013, 'Orrery Hill School', 'GREEN', 'Catriona Muir', 'Vikram Sethi', 'thomas', 1230, {
    ...community,
    ...withSixthForm,
  }),
  school(WICKERHAM, 'Wickerham School', 'GREEN', 'Josephine Tembo', 'Alan Pettifer', 'thomas', 1344, {
    ...community,
    phase: 'ALL_THROUGH',
    ages: [3, 16],
  }),
];

export interface DemoOfficer {
  key: string;
  name: string;
  role: string;
  /** Besides: the same role at these schools. */
  at?: number[];
  /** Only at those schools, not for the whole partnership. */
  onlyAt?: boolean;
}

const lookedAfterBy = (sio: DemoSchool['sio']) => SCHOOLS.filter((one) => one.sio === sio).map(({ urn }) => urn);

export const OFFICERS: DemoOfficer[] = [
  { key: 'nadia', name: 'Nadia Rahman', role: 'SIO', at: lookedAfterBy('nadia') },
  { key: 'thomas', name: 'Thomas Birkett', role: 'SIO', at: lookedAfterBy('thomas') },
  { key: 'standards', name: 'Helen Marchbanks', role: 'HEAD_OF_STANDARDS' },
  { key: 'secondary', name: 'Isaac Boateng', role: 'STRATEGIC_LEAD_SECONDARY' },
  { key: 'programme', name: 'Sunita Gill', role: 'PROGRAMME_DIRECTOR' },
  { key: 'director', name: 'Robert Ellingham', role: 'EXECUTIVE_DIRECTOR' },
  { key: 'cabinet', name: 'Amara Diallo', role: 'CABINET_MEMBER' },
  { key: 'support', name: 'Wendy Castell', role: 'BUSINESS_SUPPORT_OFFICER' },
  { key: 'clerk', name: 'Priya Nair', role: 'CLERK' },
  { key: 'tollmarsh-clerk', name: 'Lorraine Tully', role: 'CLERK', at: [TOLLMARSH], onlyAt: true },
];

function school(
  urn: number,
  name: string,
  category: DemoSchool['category'],
  head: string,
  chair: string,
  sio: DemoSchool['sio'],
  pupils: number,
  rest: Pick<DemoSchool, 'typeCode' | 'governance' | 'phase' | 'ages'> & Partial<DemoSchool>,
): DemoSchool {
  return { ...rest, urn, name, category, head, chair, sio, pupils };
}
