import { describe, expect, test } from 'vitest';
import { dueOn } from '../../src/calendar/index.ts';
import {
  agendaFor,
  boardTemplate,
  categoryById,
  frameworkById,
  LA_OFFICERS,
  lewisham2015,
  ROLE_ALIASES,
  seatCount,
} from '../../src/frameworks/index.ts';

const rab = boardTemplate(lewisham2015, 'RAB');
const srb = boardTemplate(lewisham2015, 'SRB');
const challenge = boardTemplate(lewisham2015, 'CHALLENGE');

describe('the Lewisham framework', () => {
  test('is found by its id, and an unknown id is answered with the known ones', () => {
    expect(frameworkById('lewisham-2015')).toBe(lewisham2015);
    expect(() => frameworkById('kent-2011')).toThrow('no framework "kent-2011". Known: lewisham-2015.');
  });

  test('has four categories with their colours, of which amber and red ask for a board', () => {
    expect(lewisham2015.categories.map(({ order, colourName }) => `${order} ${colourName}`)).toEqual([
      '1 Green',
      '2 Yellow',
      '3 Amber',
      '4 Red',
    ]);
    const needBoard = lewisham2015.categories.filter(({ obligations }) =>
      obligations.includes('RAISING_ATTAINMENT_BOARD'),
    );
    expect(needBoard.map(({ id }) => id)).toEqual(['AMBER', 'RED']);
    expect(lewisham2015.categories.filter(({ atRisk }) => atRisk)).toEqual(needBoard);
    expect(categoryById(lewisham2015, 'YELLOW').label).toBe('Performing well and self-improving');
  });

  test('names every role that the sources name', () => {
    const named = `HEADTEACHER EXEC_HEADTEACHER CHAIR_OF_GOVERNORS ACADEMY_SPONSOR GOVERNOR RAB_CHAIR CLERK SIO
      SIO_LINE_MANAGER BUSINESS_SUPPORT_OFFICER HEAD_OF_STANDARDS STRATEGIC_LEAD_PRIMARY STRATEGIC_LEAD_SECONDARY
      STRATEGIC_LEAD_14_19 EARLY_YEARS_LEAD GOVERNOR_SERVICES_LEAD HEAD_SEN HEAD_SCHOOLS_HR HEAD_SCHOOLS_FINANCE
      HEAD_ATTENDANCE_INCLUSION SAFEGUARDING_LEAD SEN_OFFICER SEND_OFFICER ADVISER_14_19 OFFICER_14_19
      EXECUTIVE_DIRECTOR CABINET_MEMBER MAYOR SELECT_COMMITTEE DIOCESE_REP RSC PROGRAMME_DIRECTOR TSA_LEAD NAMED_LA_REP
      LEAD_FOR_SI KCA DISTRICT_HEAD LEAD_HEADTEACHER LASL_CHAIR INDEPENDENT_CHAIR DEPUTY_HT_CHAIR
      SUBGROUP_COCHAIR`.split(/\s+/);
    expect(named.filter((id) => !((ROLE_ALIASES[id] ?? id) in lewisham2015.roles))).toEqual([]);
  });

  test('has a draft report due in five days and a complaint in ten working days', () => {
    const within = (id: string) =>
      lewisham2015.deadlines.find((deadline) => deadline.id === id && deadline.kind === 'WITHIN');
    expect(within('D-01')).toMatchObject({
      rule: { amount: 5, unit: 'CALENDAR_DAYS' },
      onBreach: ['SIO_LINE_MANAGER'],
    });
    expect(within('D-02')).toMatchObject({ rule: { amount: 10, unit: 'WORKING_DAYS' } });
  });

  test('reminds of an amber category at six, nine and eleven months', () => {
    const amber = lewisham2015.deadlines.find(({ id }) => id === 'D-06');
    if (amber?.kind !== 'WITHIN') throw new Error('D-06 is a deadline after an event.');
    const reminders = amber.remindAfter.map((rule) => dueOn(rule, '2026-11-17'));
    expect(reminders).toEqual(['2027-05-17', '2027-08-17', '2027-10-17']);
    expect(dueOn(amber.rule, '2026-11-17')).toBe('2027-11-17');
  });
});

describe('a Raising Attainment Board', () => {
  test('is chaired by a governor, never by the headteacher or an officer', () => {
    expect(rab.chairRule.must).toContain('GOVERNOR');
    expect(rab.chairRule.must).toContain('CHAIR_OF_GOVERNORS');
    expect(rab.chairRule.mustNot).toEqual(['HEADTEACHER', 'EXEC_HEADTEACHER', ...LA_OFFICERS]);
  });

  test('meets each half-term for at most a year', () => {
    expect(rab).toMatchObject({ cadence: { every: 'HALF_TERM', least: 1, basis: 'SOURCE' }, lifeMonths: 12 });
  });

  test('has its minutes approved by its governors and not by the head', () => {
    expect(rab.minutes.approvers.roles).toContain('GOVERNOR');
    expect(rab.minutes.approvers.roles).not.toContain('HEADTEACHER');
    expect(rab.minutes).toMatchObject({ draftWithinWorkingDays: 10, basis: 'DEFAULT_NOT_FROM_A_SOURCE' });
    expect(rab.quorum.basis).toBe('DEFAULT_NOT_FROM_A_SOURCE');
  });

  test('has an agenda of twelve items, one of them for red schools only', () => {
    const { items } = agendaFor(rab, 1);
    expect(items).toHaveLength(12);
    expect(items.filter(({ onlyInCategories }) => onlyInCategories?.join() === 'RED')).toHaveLength(1);
    expect(items.filter(({ explicit }) => !explicit)).toHaveLength(3);
  });
});

describe('the School Review Board', () => {
  test('has eleven seats and meets in September, November, March and June', () => {
    expect(srb.seats).toHaveLength(11);
    expect(srb.cadence).toMatchObject({ inMonths: [9, 11, 3, 6] });
  });

  test('looks back in September, agrees categories in November and watches risk in March and June', () => {
    const names = [9, 11, 3, 6].map((month) => agendaFor(srb, month).name);
    expect(names).toEqual(['Evaluation', 'Agreeing categories', 'Managing risk', 'Managing risk']);
  });
});

describe('the Secondary Challenge Board', () => {
  test('with fourteen schools has thirty seats', () => {
    expect(seatCount(challenge, { schools: 14, localAuthorities: 1 })).toBe(30);
  });

  test('without governors named as approvers asks its chair', () => {
    expect(challenge.minutes.approvers).toEqual({ roles: [], otherwise: 'CHAIR' });
  });

  test('keeps the schools at risk to its members', () => {
    const restricted = agendaFor(challenge, 1).items.filter((item) => item.restricted);
    expect(restricted.map(({ title }) => title)).toEqual(['Schools at risk']);
  });
});
