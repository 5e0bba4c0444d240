import type { BoardTemplate } from '../boards.ts';
import { LA_OFFICERS } from '../roles.ts';

/** A school's board while it is amber or red (L §5.4.6.5, §7.1.4, §7.2.3, App F; RES-05, RES-24, RES-25, RES-30). */
export const raisingAttainmentBoard: BoardTemplate = {
  kind: 'RAB',
  name: 'Raising Attainment Board',
  scope: 'ONE_SCHOOL',
  chairRule: {
    must: ['GOVERNOR', 'CHAIR_OF_GOVERNORS', 'RAB_CHAIR'],
    mustNot: ['HEADTEACHER', 'EXEC_HEADTEACHER', ...LA_OFFICERS],
  },
  seats: [
    seat('headteacher', 'Headteacher', 'HEADTEACHER', ['EXEC_HEADTEACHER']),
    seat('chair-of-governors', 'Chair of governors', 'CHAIR_OF_GOVERNORS', ['ACADEMY_SPONSOR']),
    { ...seat('governor', 'Governor, who may chair', 'GOVERNOR', ['RAB_CHAIR']), many: true, required: false },
    seat('la-officer', 'Senior officer of the authority', 'HEAD_OF_STANDARDS', [
      'STRATEGIC_LEAD_PRIMARY',
      'STRATEGIC_LEAD_SECONDARY',
      'STRATEGIC_LEAD_14_19',
    ]),
    seat('sio', 'School Improvement Officer', 'SIO'),
    { ...seat('clerk', 'Clerk, from the school office', 'CLERK'), required: false },
    { ...seat('diocese', 'Diocesan officer, for a church school', 'DIOCESE_REP'), required: false },
  ],
  agendas: [
    {
      name: 'Half-termly meeting',
      items: [
        item('Welcome, apologies and declarations of interest', 'CHAIR', false),
        item('Minutes of the last meeting and the action log', 'CHAIR'),
        item('Progress on the core priorities, with a judgement on each area for improvement', 'HEADTEACHER'),
        item('Attainment, progress, groups of pupils, attendance and exclusions', 'HEADTEACHER'),
        item('Teaching in the key stage, year or subject of concern', 'HEADTEACHER'),
        item('Report of the School Improvement Officer: visits and reviews', 'SIO'),
        item('Support received so far, against what the school is entitled to', 'SIO', false),
        { ...item('Ready for the next monitoring inspection', 'HEADTEACHER'), onlyInCategories: ['RED'] },
        item('Governance and leadership', 'CHAIR_OF_GOVERNORS', false),
        item('Specific issues, with invited staff and officers', 'CHAIR'),
        { ...item('Will the board close within its year, or is more time needed?', 'CHAIR'), decision: true },
        item('What to report to the School Review Board, and the next date', 'CHAIR'),
      ],
    },
  ],
  cadence: { every: 'HALF_TERM', least: 1, basis: 'SOURCE' },
  lifeMonths: 12,
  quorum: {
    chair: true,
    groups: [
      { title: 'the headteacher', seats: ['headteacher'], least: 1 },
      { title: 'someone from the local authority', seats: ['la-officer', 'sio'], least: 1 },
    ],
    basis: 'DEFAULT_NOT_FROM_A_SOURCE',
  },
  minutes: {
    approvers: { roles: ['CHAIR_OF_GOVERNORS', 'GOVERNOR', 'RAB_CHAIR', 'ACADEMY_SPONSOR'], otherwise: 'CHAIR' },
    threshold: 'all',
    draftWithinWorkingDays: 10,
    answerWithinSchoolDays: 5,
    basis: 'DEFAULT_NOT_FROM_A_SOURCE',
  },
  agendaNoticeWorkingDays: 5,
};

function seat(key: string, title: string, role: string, otherRoles: string[] = []) {
  return { key, title, role, otherRoles, many: false, required: true };
}

function item(title: string, leadRole: string, explicit = true) {
  return { title, leadRole, explicit, decision: false, restricted: false };
}
