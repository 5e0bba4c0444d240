// Who people are to a partnership. One id per duty; titles differ from place to place and may be shown differently.

/** Every role that the sources name (DOMAIN 2), with the title that is shown by default. */
export const ROLES = {
  HEADTEACHER: 'Headteacher',
  EXEC_HEADTEACHER: 'Executive headteacher',
  CHAIR_OF_GOVERNORS: 'Chair of governors',
  ACADEMY_SPONSOR: 'Academy sponsor or trust',
  GOVERNOR: 'Governor',
  RAB_CHAIR: 'Chair of the Raising Attainment Board',
  CLERK: 'Clerk',
  SIO: 'School Improvement Officer',
  SIO_LINE_MANAGER: 'Line manager of the School Improvement Officer',
  BUSINESS_SUPPORT_OFFICER: 'Business support officer',
  HEAD_OF_STANDARDS: 'Head of Standards and Achievement',
  STRATEGIC_LEAD_PRIMARY: 'Primary strategic lead',
  STRATEGIC_LEAD_SECONDARY: 'Secondary strategic lead',
  STRATEGIC_LEAD_14_19: '14 to 19 strategic lead',
  EARLY_YEARS_LEAD: 'Early years lead officer',
  GOVERNOR_SERVICES_LEAD: 'Governor services lead',
  HEAD_SEN: 'Head of special educational needs',
  HEAD_SCHOOLS_HR: 'Head of human resources for schools',
  HEAD_SCHOOLS_FINANCE: 'Head of finance for schools',
  HEAD_ATTENDANCE_INCLUSION: 'Head of attendance and inclusion',
  SAFEGUARDING_LEAD: 'Safeguarding lead officer',
  SEN_OFFICER: 'Special educational needs officer',
  ADVISER_14_19: '14 to 19 adviser',
  EXECUTIVE_DIRECTOR: 'Director of Children’s Services',
  CABINET_MEMBER: 'Cabinet member for children and young people',
  MAYOR: 'Mayor',
  SELECT_COMMITTEE: 'Select committee for children and young people',
  DIOCESE_REP: 'Diocesan representative',
  RSC: 'Regional director of the Department for Education',
  PROGRAMME_DIRECTOR: 'Programme director',
  TSA_LEAD: 'Teaching school lead',
  NAMED_LA_REP: 'Named representative of the local authority',
  LEAD_FOR_SI: 'Lead for school improvement',
  KCA: 'Kent Challenge adviser',
  DISTRICT_HEAD: 'District head',
  LEAD_HEADTEACHER: 'Lead headteacher of a consortium',
  LASL_CHAIR: 'Chair of a local alliance of system leaders',
  INDEPENDENT_CHAIR: 'Independent chair',
  DEPUTY_HT_CHAIR: 'Deputy chair, a headteacher',
  SUBGROUP_COCHAIR: 'Co-chair of a sub-group',
} as const;

export type RoleId = keyof typeof ROLES;

/** Two printed names for one duty; imports and typed commands may use either (RES-10, RES-11, RES-31). */
export const ROLE_ALIASES: Readonly<Record<string, RoleId>> = {
  SEND_OFFICER: 'SEN_OFFICER',
  OFFICER_14_19: 'ADVISER_14_19',
  DCS: 'EXECUTIVE_DIRECTOR',
};

/** Officers of the local authority, none of whom may chair a school's own board (RES-25). */
export const LA_OFFICERS = [
  'SIO',
  'SIO_LINE_MANAGER',
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
  'SEN_OFFICER',
  'ADVISER_14_19',
  'BUSINESS_SUPPORT_OFFICER',
  'EXECUTIVE_DIRECTOR',
] as const satisfies RoleId[];
