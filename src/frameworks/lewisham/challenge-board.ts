import type { BoardTemplate } from '../boards.ts';

/**
 * The secondary schools' own board, two seats for each member (P; DOMAIN 3.1 and 11, RES-15). The prospectus names no
 * chair and no rhythm: the chair is elected, and a meeting each term is our default.
 */
export const challengeBoard: BoardTemplate = {
  kind: 'CHALLENGE',
  name: 'Secondary Challenge Board',
  scope: 'MEMBER_SCHOOLS',
  chairRule: { must: [], mustNot: [] },
  seats: [
    seat('school-chair', 'Chair of governors', 'CHAIR_OF_GOVERNORS', 'SCHOOL', ['ACADEMY_SPONSOR']),
    seat('school-head', 'Headteacher', 'HEADTEACHER', 'SCHOOL', ['EXEC_HEADTEACHER']),
    seat('la-director', 'Director of Children’s Services', 'EXECUTIVE_DIRECTOR', 'LOCAL_AUTHORITY'),
    seat('la-cabinet', 'Cabinet member', 'CABINET_MEMBER', 'LOCAL_AUTHORITY'),
  ],
  agendas: [
    {
      name: 'Board meeting',
      items: [
        item('Apologies, and which seats are present', 'CHAIR'),
        item('Minutes and actions', 'CHAIR'),
        { ...item('Schools at risk', 'PROGRAMME_DIRECTOR'), restricted: true },
        item('Delivery plan 1: senior leadership', 'PROGRAMME_DIRECTOR', true),
        item('Delivery plan 2: middle leadership of teaching and learning', 'PROGRAMME_DIRECTOR', true),
        item('Delivery plan 3: teaching, with maths and science first', 'PROGRAMME_DIRECTOR', true),
        item('Measures of success', 'PROGRAMME_DIRECTOR', true),
        { ...item('Resources and funding', 'EXECUTIVE_DIRECTOR', true), decision: true },
        item('News from partners: heads’ group, teaching schools, other phases', 'PROGRAMME_DIRECTOR'),
        item('What members told their governing bodies this term', 'CHAIR', true),
        item('Report to the Lewisham Education Partnership', 'CHAIR', true),
      ],
    },
  ],
  cadence: { every: 'TERM', least: 1, basis: 'DEFAULT_NOT_FROM_A_SOURCE' },
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

function seat(
  key: string,
  title: string,
  role: string,
  perMember: 'SCHOOL' | 'LOCAL_AUTHORITY',
  otherRoles: string[] = [],
) {
  return { key, title, role, otherRoles, perMember, many: false, required: true };
}

function item(title: string, leadRole: string, explicit = false) {
  return { title, leadRole, explicit, decision: false, restricted: false };
}
