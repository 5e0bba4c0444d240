import type { BoardTemplate } from '../boards.ts';
import { ROLES, type RoleId } from '../roles.ts';

const members: RoleId[] = [
  'HEAD_OF_STANDARDS',
  'STRATEGIC_LEAD_PRIMARY',
  'STRATEGIC_LEAD_SECONDARY',
  'STRATEGIC_LEAD_14_19',
  'EARLY_YEARS_LEAD',
  'GOVERNOR_SERVICES_LEAD',
  'HEAD_SEN',
  'HEAD_SCHOOLS_HR',
  'HEAD_SCHOOLS_FINANCE',
  'HEAD_ATTENDANCE_INCLUSION',
  'SAFEGUARDING_LEAD',
];

/** The authority's officers over all its schools: eleven seats, four meetings a year (L §8.1, App A, App G; RES-04). */
export const schoolReviewBoard: BoardTemplate = {
  kind: 'SRB',
  name: 'School Review Board',
  scope: 'ALL_SCHOOLS',
  chairRule: { must: ['HEAD_OF_STANDARDS'], mustNot: [] },
  seats: members.map((role) => ({
    key: role.toLowerCase().replaceAll('_', '-'),
    title: ROLES[role],
    role,
    otherRoles: [],
    many: false,
    required: true,
  })),
  agendas: [
    {
      name: 'Evaluation',
      months: [9],
      items: [
        item('How schools did last year'),
        item('What the authority’s work changed'),
        item('What schools told us in June'),
        item('What worked and what did not'),
        { ...item('First risk assessment: which schools may become amber or red'), restricted: true },
      ],
    },
    {
      name: 'Agreeing categories',
      months: [11],
      items: [
        { ...item('Recommendations of the School Improvement Officers'), restricted: true },
        { ...item('Categories to agree'), decision: true, restricted: true },
        { ...item('Plans for red schools'), decision: true, restricted: true },
        item('Raising Attainment Boards to be set up'),
        item('Academies: has the Department for Education been told?'),
      ],
    },
    {
      name: 'Managing risk',
      months: [3, 6],
      items: [
        { ...item('Each red school: what every service has seen'), restricted: true },
        { ...item('Each amber school: what every service has seen'), restricted: true },
        { ...item('Other schools judged inadequate or requiring improvement'), restricted: true },
        item('Reports of the Raising Attainment Boards'),
        { ...item('Actions beyond those under way'), decision: true },
        item('What each school will be told, and by whom'),
      ],
    },
  ],
  cadence: { every: 'YEAR', inMonths: [9, 11, 3, 6], basis: 'SOURCE' },
  quorum: { chair: true, groups: [], share: 0.5, basis: 'DEFAULT_NOT_FROM_A_SOURCE' },
  minutes: {
    approvers: { roles: [], otherwise: 'CHAIR' },
    threshold: 'all',
    draftWithinWorkingDays: 10,
    answerWithinSchoolDays: 5,
    basis: 'DEFAULT_NOT_FROM_A_SOURCE',
  },
  agendaNoticeWorkingDays: 5,
};

function item(title: string) {
  return { title, leadRole: 'CHAIR', explicit: true, decision: false, restricted: false };
}
