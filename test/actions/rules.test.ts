import { describe, expect, it } from 'vitest';
import { chairHearsOn } from '../../src/actions/chairs.ts';
import { dueInWords, isOverdue, readDeadline } from '../../src/actions/rules.ts';
import { parseAdd, parseDone, parseMove, parseReassign, splitBoard, splitDay } from '../../src/actions/words.ts';
import { termCalendarById } from '../../src/calendar/index.ts';
import { countingIn } from '../../src/reminders/index.ts';

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

describe('the chair', () => {
  const counting = countingIn(calendar);
  const late = { dueOn: '2026-11-24', hasOwnerLeft: false, askedOn: null };

  it('hears of an action three school days after its deadline, and two after its owner was warned', () => {
    expect(chairHearsOn({ ...late, warnedOn: '2026-11-25' }, counting)).toBe('2026-11-27');
    expect(chairHearsOn({ ...late, warnedOn: '2026-11-26' }, counting)).toBe('2026-11-30');
    expect(chairHearsOn({ ...late, warnedOn: null }, counting)).toBeUndefined();
  });

  it('has two school days for what an owner asks, and hears of it again then when it is three days late', () => {
    expect(chairHearsOn({ ...late, warnedOn: null, askedOn: '2026-11-17' }, counting)).toBe('2026-11-27');
    expect(chairHearsOn({ ...late, warnedOn: '2026-11-25', askedOn: '2026-11-26' }, counting)).toBe('2026-11-30');
  });

  it('need not wait for an owner who has left', () => {
    expect(chairHearsOn({ ...late, warnedOn: null, hasOwnerLeft: true }, counting)).toBe('2026-11-27');
  });

  it('is left in peace in the holidays', () => {
    expect(chairHearsOn({ ...late, dueOn: '2026-12-17', warnedOn: '2026-12-18' }, counting)).toBe('2027-01-05');
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
