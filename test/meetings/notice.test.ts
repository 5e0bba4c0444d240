import { describe, expect, it } from 'vitest';
import { type LocalDate, londonPattern } from '../../src/calendar/index.ts';
import { boardTemplate, lewisham2015 } from '../../src/frameworks/index.ts';
import {
  draftDueOn,
  draftWarnOn,
  isShortNotice,
  isWorking,
  publishOn,
  warnOn,
  worryOn,
} from '../../src/meetings/notice.ts';

const rab = boardTemplate(lewisham2015, 'RAB');
const goesOut = (heldOn: LocalDate, calendar: typeof londonPattern | undefined = londonPattern) =>
  publishOn(heldOn, rab, calendar);

describe('an agenda goes out five working days before its meeting', () => {
  it.each([
    ['a Thursday', '2026-12-03', '2026-11-26'],
    ['a Friday', '2026-12-04', '2026-11-27'],
    ['a Saturday, which takes no working day', '2026-12-05', '2026-11-30'],
    ['the first school day after Christmas, with three bank holidays between', '2027-01-04', '2026-12-23'],
    ['the Tuesday after Easter, over two bank holidays', '2027-03-30', '2027-03-19'],
    ['the Monday after the clocks have gone back', '2026-10-26', '2026-10-19'],
    ['the Monday after the clocks have gone forward', '2027-04-05', '2027-03-25'],
    ['the first school day after half-term: the holidays of pupils are working days', '2026-11-02', '2026-10-26'],
  ])('%s', (_, heldOn, on) => {
    expect(goesOut(heldOn)).toBe(on);
    expect(goesOut(heldOn, undefined)).toBe(on);
  });

  it('or later by as many days as the authority is closed', () => {
    const closed = {
      ...londonPattern,
      years: londonPattern.years.map((year) =>
        year.schoolYear === '2026/27' ? { ...year, closures: ['2026-11-30'] } : year,
      ),
    };
    expect(goesOut('2026-12-03', closed)).toBe('2026-11-25');
    expect(isWorking('2026-11-30', closed)).toBe(false);
  });

  it('and on the working day itself where a board wants no notice', () => {
    const none = { ...rab, agendaNoticeWorkingDays: 0 };
    expect(publishOn('2026-12-03', none, undefined)).toBe('2026-12-03');
    expect(publishOn('2026-12-05', none, undefined)).toBe('2026-12-04');
  });

  it('counting weekdays in a year whose bank holidays nobody has written down', () => {
    expect(goesOut('2099-12-30')).toBe('2099-12-23');
    expect(isWorking('2099-12-25', undefined)).toBe(true);
    expect(isWorking('2099-12-26', undefined)).toBe(false);
  });
});

it('the clerk hears two working days before, over a weekend and a bank holiday', () => {
  expect(warnOn('2026-12-03', rab, londonPattern)).toBe('2026-11-24');
  expect(warnOn('2027-01-11', rab, londonPattern)).toBe('2026-12-30');
});

it('who is called on the day on which the agenda is due, or on the weekend after it, is called in time', () => {
  const isShort = (calledOn: LocalDate, heldOn: LocalDate) => isShortNotice(calledOn, heldOn, rab, londonPattern);
  expect(isShort('2026-11-26', '2026-12-03')).toBe(false);
  expect(isShort('2026-11-27', '2026-12-03')).toBe(true);
  expect(isShort('2026-11-28', '2026-12-04')).toBe(false);
  expect(isShort('2026-11-30', '2026-12-04')).toBe(true);
  expect(isShort('2026-12-03', '2026-12-03')).toBe(true);
});

it('answers are a worry from two working days before a meeting on', () => {
  expect(worryOn('2026-12-03', londonPattern)).toBe('2026-12-01');
  expect(worryOn('2027-01-04', londonPattern)).toBe('2026-12-30');
});

it('a draft is due ten working days after the meeting, and its clerk is reminded two before', () => {
  expect(draftDueOn('2026-12-03', rab, londonPattern)).toBe('2026-12-17');
  expect(draftWarnOn('2026-12-03', rab, londonPattern)).toBe('2026-12-15');
  expect(draftDueOn('2026-12-17', rab, londonPattern)).toBe('2027-01-05');
  expect(draftWarnOn('2026-12-17', rab, londonPattern)).toBe('2026-12-31');
});
