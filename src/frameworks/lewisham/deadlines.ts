// The Lewisham rows of the deadline catalogue (DOMAIN 15). Amounts are data: a place may change them.
import type { DeadlineRule } from '../../calendar/deadlines.ts';
import type { Deadline } from '../deadlines.ts';

const months = (amount: number): DeadlineRule => ({ amount, unit: 'CALENDAR_MONTHS' });

export const deadlines: Deadline[] = [
  // "Five days" is read strictly: what is on time in calendar days is on time in working days too (RES-03).
  within('D-01', 'L §8.3.3', 'visit held', 'Draft report with the headteacher', { amount: 5, unit: 'CALENDAR_DAYS' }, [
    'SIO_LINE_MANAGER',
  ]),
  within(
    'D-02',
    'L §9.1',
    'complaint received',
    'Answer, or say when one comes',
    { amount: 10, unit: 'WORKING_DAYS' },
    ['HEAD_OF_STANDARDS'],
  ),
  {
    kind: 'ON_STATED_DATE',
    id: 'D-03',
    source: 'L §9.1',
    trigger: 'holding answer sent',
    duty: 'Full answer by the date it gave',
    onBreach: ['HEAD_OF_STANDARDS'],
  },
  each('D-04', 'L §5.4.6.5, App F', 'Raising Attainment Board open', 'The board meets', 'HALF_TERM', [
    'CHAIR_OF_GOVERNORS',
    'SIO',
    'HEAD_OF_STANDARDS',
  ]),
  {
    ...within(
      'D-05',
      'L App F',
      'Raising Attainment Board opened',
      'Close it, or extend it with a reason',
      months(12),
      ['CHAIR', 'HEAD_OF_STANDARDS'],
    ),
    remindAfter: [months(9), months(11)],
  },
  {
    ...within(
      'D-06',
      'L §5.4.5 (amber)',
      'amber confirmed, last inspection good',
      'Decide the category again',
      months(12),
      ['SIO', 'SIO_LINE_MANAGER', 'CHAIR_OF_GOVERNORS'],
    ),
    remindAfter: [months(6), months(9), months(11)],
  },
  within('D-07', 'L §5.4.3, §5.4.4', 'last inspection', 'Evidence for green is renewed', months(24), ['SIO']),
  inMonths('D-08', 'L App A, App G; RES-04', 'The School Review Board meets', [9, 11, 3, 6], ['HEAD_OF_STANDARDS']),
  inMonths(
    'D-09',
    'L §5.3.1; RES-35',
    'Standards Meetings with schools that may become amber or red',
    [9],
    ['HEAD_OF_STANDARDS'],
  ),
  inMonths('D-10', 'L §5.3.2, App A', 'Autumn visit to every school', [9, 10], ['SIO_LINE_MANAGER']),
  each('D-11', 'L §6.5', 'school is red', 'Visit', 'HALF_TERM', ['SIO_LINE_MANAGER']),
  each('D-12', 'L §6.3', 'school is yellow', 'Standards visit, in spring and in summer', 'TERM', ['SIO_LINE_MANAGER']),
  each('D-13', 'L §6.4, App A; RES-41', 'school is amber', 'Monitoring visit, in spring and in summer', 'TERM', [
    'SIO_LINE_MANAGER',
  ]),
  inMonths('D-14', 'L §8.1.2, App A', 'Schools are asked for feedback', [6], ['HEAD_OF_STANDARDS']),
  each('D-15', 'L §8.3.2', 'officer in post', 'Termly briefing attended', 'TERM', ['SIO_LINE_MANAGER']),
  each('D-16', 'L §8.3.4', 'officer in post', 'Review, after a self-assessment', 'YEAR', ['SIO_LINE_MANAGER']),
  within('D-17', 'L §8.3.5', 'officer’s last shadowed visit', 'Another visit is shadowed', months(24), [
    'SIO_LINE_MANAGER',
  ]),
  each('D-18', 'L §2.10', 'school is an academy', 'A visit is offered', 'YEAR', ['SIO_LINE_MANAGER']),
  each('D-19', 'P', 'seat held on the Challenge Board', 'Report to the own governing body', 'TERM', [
    'PROGRAMME_DIRECTOR',
  ]),
  each('D-31', 'L §5.1.2', 'framework in force', 'Framework and allocation reviewed', 'YEAR', ['HEAD_OF_STANDARDS']),
];

function within(
  id: string,
  source: string,
  trigger: string,
  duty: string,
  rule: DeadlineRule,
  onBreach: string[],
): Extract<Deadline, { kind: 'WITHIN' }> {
  return { kind: 'WITHIN', id, source, trigger, duty, rule, onBreach, remindAfter: [] };
}

function each(
  id: string,
  source: string,
  trigger: string,
  duty: string,
  every: 'HALF_TERM' | 'TERM' | 'YEAR',
  onBreach: string[],
): Deadline {
  return { kind: 'PER_PERIOD', id, source, trigger, duty, every, least: 1, onBreach };
}

function inMonths(id: string, source: string, duty: string, months: number[], onBreach: string[]): Deadline {
  return { kind: 'IN_MONTHS', id, source, trigger: 'academic year', duty, months, onBreach };
}
