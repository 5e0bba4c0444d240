import { describe, expect, it } from 'vitest';
import { dueToday, isFirstRungTold, type Told } from '../../src/actions/ladder.ts';
import { dueInWords, isOverdue, readDeadline } from '../../src/actions/rules.ts';
import { parseAdd, parseDone, parseMove, parseReassign, splitBoard, splitDay } from '../../src/actions/words.ts';
import { termCalendarById } from '../../src/calendar/index.ts';

const calendar = termCalendarById('london-pattern');
const MONDAY = '2026-11-23';

describe('a deadline', () => {
  it('is a day that exists and is not over', () => {
    expect(readDeadline('next Friday', MONDAY)).toMatch(/^2026-(11-27|12-04)$/);
    expect(readDeadline('today', MONDAY)).toBe(MONDAY);
    expect(() => readDeadline('31 Feb', MONDAY)).toThrow(/could not read “31 Feb” as a date/);
    expect(() => readDeadline('yesterday', MONDAY)).toThrow('“yesterday” is over.');
    expect(() => readDeadline('22/11/2026', MONDAY)).toThrow('Sunday 22 November 2026 is over.');
  });

  it('is missed once its day is over, and counted in school days', () => {
    expect(isOverdue({ state: 'open', dueOn: MONDAY }, MONDAY)).toBe(false);
    expect(isOverdue({ state: 'open', dueOn: '2026-11-20' }, MONDAY)).toBe(true);
    expect(isOverdue({ state: 'done', dueOn: '2026-11-20' }, MONDAY)).toBe(false);
    expect(dueInWords('2026-11-20', MONDAY, calendar)).toBe('was due Friday 20 November 2026, 1 school day late');
    expect(dueInWords('2026-11-19', MONDAY, calendar)).toBe('was due Thursday 19 November 2026, 2 school days late');
    expect(dueInWords('2026-11-20', '2026-11-21', calendar)).toBe('was due Friday 20 November 2026, overdue');
    expect(dueInWords(MONDAY, MONDAY, calendar)).toBe('due today, Monday 23 November 2026');
    expect(dueInWords('2026-11-20', MONDAY, undefined)).toBe('was due Friday 20 November 2026, overdue');
  });
});

describe('the ladder', () => {
  const dueOn = '2026-11-24';
  /** Walk through days as the job does, keeping what was told. */
  function walk(days: string[], told: Told[] = [], chairs: string[] = []) {
    for (const day of days) {
      const due = dueToday({ dueOn, told }, day, calendar);
      if (due.owner !== undefined) told.push({ rung: due.owner, on: day });
      if (due.chair) chairs.push(day);
    }
    return { told: told.map(({ rung, on }) => `${rung} on ${on.slice(5)}`), chair: chairs[0] };
  }

  it('tells the owner five school days before, on the day, and one and three after; then the chair', () => {
    const days = [
      '2026-11-16',
      '2026-11-17',
      '2026-11-18',
      '2026-11-23',
      '2026-11-24',
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-30',
      '2026-12-04',
    ];
    expect(walk(days)).toEqual({
      told: ['-5 on 11-17', '0 on 11-24', '1 on 11-25', '3 on 11-27'],
      chair: '2026-11-27',
    });
  });

  it('overtakes what a stopped machine missed, and lets the chair wait until the owner was warned two school days ago', () => {
    expect(walk(['2026-11-19', '2026-11-26', '2026-11-27', '2026-11-30'])).toEqual({
      told: ['-5 on 11-19', '1 on 11-26', '3 on 11-27'],
      chair: '2026-11-30',
    });
    expect(walk(['2026-12-04', '2026-12-07', '2026-12-08'])).toEqual({ told: ['3 on 12-04'], chair: '2026-12-08' });
  });

  it('rests in the holidays and at weekends', () => {
    expect(dueToday({ dueOn, told: [] }, '2026-11-28', calendar)).toEqual({ chair: false });
    expect(dueToday({ dueOn: '2026-12-18', told: [] }, '2026-12-23', calendar)).toEqual({ chair: false });
  });

  it('does not wait for an owner who has left', () => {
    expect(dueToday({ dueOn, told: [], hasLeft: true }, '2026-11-27', calendar)).toEqual({ chair: true });
  });

  it('counts as told what was given within the week before its deadline', () => {
    expect(isFirstRungTold('2026-11-27', MONDAY, calendar)).toBe(true);
    expect(isFirstRungTold('2026-11-30', MONDAY, calendar)).toBe(false);
    expect(isFirstRungTold('2030-11-27', MONDAY, calendar)).toBe(false);
  });

  it('counts working days where the term dates are missing: better early than never', () => {
    expect(dueToday({ dueOn, told: [] }, '2026-11-17', undefined)).toEqual({ owner: -5, chair: false });
    expect(dueToday({ dueOn, told: [] }, '2026-11-25', undefined)).toEqual({ owner: 1, chair: false });
    expect(dueToday({ dueOn, told: [{ rung: 1, on: '2026-11-25' }] }, '2026-11-27', undefined)).toEqual({
      owner: 3,
      chair: true,
    });
    expect(dueToday({ dueOn: '2029-06-01', told: [] }, MONDAY, calendar)).toEqual({ chair: false });
  });
});

it('what people type about actions is read', () => {
  expect(parseAdd('Letter to parents owner Ada Okafor by 4 Dec for Marsh Lane impact more pupils revise')).toEqual({
    what: 'Letter to parents',
    owner: 'Ada Okafor',
    due: '4 Dec',
    board: 'Marsh Lane',
    impact: 'more pupils revise',
  });
  expect(parseAdd('Review the impact of tutoring, owner: me, by next Friday')).toEqual({
    what: 'Review the impact of tutoring',
    owner: 'me',
    due: 'next Friday',
  });
  expect(parseAdd('Plan owner Ada')).toEqual({ what: 'Plan', owner: 'Ada' });
  expect(parseAdd('Just a thought')).toEqual({ what: 'Just a thought' });
  expect(parseAdd('')).toEqual({});
  expect(parseDone('ACT-12 letter sent')).toEqual({ actionId: 'ACT-12', evidence: 'letter sent' });
  expect(parseReassign('12 to Ben Hughes')).toEqual({ actionId: 'ACT-12', owner: 'Ben Hughes' });
  expect(parseMove('ACT-12 to 11 Dec because the data comes late')).toEqual({
    actionId: 'ACT-12',
    due: '11 Dec',
    reason: 'the data comes late',
  });
  expect(parseMove('ACT-12 to 11 Dec')).toEqual({ actionId: 'ACT-12', due: '11 Dec' });
});

it('a new action’s board, day and meeting are found where people put them', () => {
  expect(parseAdd('Letter owner Ada by 4 Dec from MTG-3')).toEqual({
    what: 'Letter',
    owner: 'Ada',
    due: '4 Dec',
    meetingId: 'MTG-3',
  });
  expect(parseAdd('Letter from mtg 3')).toEqual({ what: 'Letter', meetingId: 'mtg 3' });
  expect(splitBoard('Letter to parents for Marsh Lane')).toEqual({ what: 'Letter to parents', board: 'Marsh Lane' });
  expect(splitBoard('Plan for maths for Marsh Lane')).toEqual({ what: 'Plan for maths', board: 'Marsh Lane' });
  expect(splitBoard('for Marsh Lane')).toEqual({ what: '', board: 'Marsh Lane' });
  expect(splitBoard('Letter to parents')).toBeUndefined();
  expect(splitDay('Letter by next Friday', MONDAY)).toEqual({ what: 'Letter', due: 'next Friday' });
  expect(splitDay('Letter, due: 4 Dec', MONDAY)).toEqual({ what: 'Letter', due: '4 Dec' });
  expect(splitDay('Stand by the gate', MONDAY)).toEqual({ what: 'Stand by the gate' });
  expect(splitDay(undefined, MONDAY)).toEqual({ what: undefined });
});
