import { describe, expect, it } from 'vitest';
import { checkNotOwn, readWish } from '../../src/actions/ask-rules.ts';
import { parseMove, parseReason, parseRef } from '../../src/actions/words.ts';

const TODAY = '2026-11-23';
const action = { ref: 'ACT-12', dueOn: '2026-12-04', board: { name: 'The board' }, limitOn: '2027-09-07' };
const wish = (words: string, more: Partial<typeof action> = {}) => readWish(words, { ...action, ...more }, TODAY);

describe('the day that an owner asks for', () => {
  it('is understood as dates are everywhere', () => {
    expect(wish('9 January')).toBe('2027-01-09');
    expect(wish('2026-12-05')).toBe('2026-12-05');
    expect(wish('in 3 weeks')).toBe('2026-12-14');
  });

  it.each([
    ['whenever', /^I could not read “whenever” as a day to come/],
    ['last Friday', /^I could not read “last Friday” as a day to come/],
    ['22/11/2026', /^Sunday 22 November 2026 is not later than today/],
    ['today', /^Monday 23 November 2026 is not later than today/],
    ['4 Dec', /^ACT-12 is due on Friday 4 December 2026 already/],
    ['3 Dec', /^ACT-12 is due on Friday 4 December 2026 only. You may do it sooner without asking/],
    ['8 September 2027', /^The board ends on Tuesday 7 September 2027\. Ask for a day until then/],
  ])('is not “%s”, and the sentence says why', (words, said) => {
    expect(() => wish(words)).toThrow(said);
  });

  it('may be the last day of the board’s life; a board that outlived it or has none looks a year ahead', () => {
    expect(wish('7 September 2027')).toBe('2027-09-07');
    for (const limitOn of ['2026-11-22', TODAY, undefined]) {
      expect(wish('2027-11-23', { limitOn: limitOn! })).toBe('2027-11-23');
      expect(() => wish('2027-11-24', { limitOn: limitOn! })).toThrow(/more than a year away/);
    }
  });

  it('may be tomorrow once the action is late, and is later than today also then', () => {
    expect(wish('tomorrow', { dueOn: '2026-11-20' })).toBe('2026-11-24');
    expect(() => wish('today', { dueOn: '2026-11-20' })).toThrow(/not later than today/);
  });
});

it('nobody decides alone what they asked for themselves', () => {
  expect(() => checkNotOwn({ askedById: 3 }, 3, 'ACT-12', ['Ben Chair', 'Clara Clerk'])).toThrow(
    'You asked about ACT-12 yourself, so Ben Chair or Clara Clerk decides.',
  );
  expect(() => checkNotOwn({ askedById: 3 }, 4, 'ACT-12', [])).not.toThrow();
  expect(() => checkNotOwn(undefined, 4, 'ACT-12', [])).not.toThrow();
});

it('what people type about asks is read', () => {
  expect(parseReason('ACT-12 because the exams officer does it')).toEqual({
    actionId: 'ACT-12',
    reason: 'the exams officer does it',
  });
  expect(parseReason('12, Because: it is over')).toEqual({ actionId: 'ACT-12', reason: 'it is over' });
  expect(parseReason('ACT-12 not my job')).toEqual({ actionId: 'ACT-12', reason: 'not my job' });
  expect(parseReason('ACT-12 because')).toEqual({ actionId: 'ACT-12' });
  expect(parseReason('because')).toEqual({});
  expect(parseMove('ACT-12 to 9 Dec because')).toEqual({ actionId: 'ACT-12', due: '9 Dec' });
  expect(parseRef('act 12.')).toEqual({ actionId: 'ACT-12' });
  expect(parseRef('soon')).toEqual({});
});
