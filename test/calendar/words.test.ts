import { describe, expect, test } from 'vitest';
import { needsYear, parseDateWords } from '../../src/calendar/index.ts';

const SUNDAY = '2026-11-22';

describe('a deadline typed in words', () => {
  test.each([
    ['tomorrow', '2026-11-23'],
    ['Today', '2026-11-22'],
    ['next Friday', '2026-11-27'],
    ['by Friday', '2026-11-27'],
    ['due by fri', '2026-11-27'],
    ['in 2 weeks', '2026-12-06'],
    ['in a fortnight', '2026-12-06'],
    ['in 3 months', '2027-02-22'],
    ['10 days', '2026-12-02'],
    ['24 Nov', '2026-11-24'],
    ['the 24th of November', '2026-11-24'],
    ['Tuesday 24 November 2026', '2026-11-24'],
    ['20 Nov', '2027-11-20'],
    ['22 Nov', '2026-11-22'],
    ['24/11', '2026-11-24'],
    ['21/11', '2027-11-21'],
    ['3/4/2027', '2027-04-03'],
    ['24/11/26', '2026-11-24'],
    ['24.11.2026', '2026-11-24'],
    ['2026-11-24', '2026-11-24'],
    ['the day after tomorrow', '2026-11-24'],
    ['yesterday', '2026-11-21'],
  ])('“%s” is understood', (words, date) => {
    expect(parseDateWords(words, SUNDAY)).toBe(date);
  });

  test.each([
    ['31 Feb'],
    ['30 Feb 2027'],
    ['31/02/2027'],
    ['2026-13-24'],
    ['11/24/2026'],
    ['29 Feb 2027'],
    ['Monday 24 November 2026'],
    ['Sunday'],
    ['Friday or Monday'],
    ['24 Nov - 26 Nov'],
    ['next week'],
    ['next month'],
    ['nextday'],
    ['lastfriday'],
    ['2026 weeks'],
    ['this weekend'],
    ['Friday week'],
    ['last Friday'],
    ['November'],
    ['Nov 24'],
    ['24'],
    ['in 2 hours'],
    ['tomorrow at 3pm'],
    ['in 999999999999 days'],
    ['soon'],
    [''],
    ['x'.repeat(10_000)],
  ])('“%.30s” is asked again', (words) => {
    expect(parseDateWords(words, SUNDAY)).toBeUndefined();
  });

  test('means the same on a machine in any time zone', () => {
    const zone = process.env.TZ;
    try {
      const read = ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles'].map((machine) => {
        process.env.TZ = machine;
        return ['tomorrow', '22 Nov', 'next Sunday', 'in 2 weeks'].map((words) => parseDateWords(words, SUNDAY));
      });
      expect(read).toEqual(Array(3).fill(['2026-11-23', '2026-11-22', '2026-11-29', '2026-12-06']));
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});

describe('a day without its year that was over only lately', () => {
  test.each([
    ['20 Nov', '2027-11-20', true],
    ['21/11', '2027-11-21', true],
    ['Sunday 21 November', '2027-11-21', true],
    ['1 September', '2027-09-01', true],
    ['20 Nov 2027', '2027-11-20', false],
    ['21/11/27', '2027-11-21', false],
    ['2027-11-21', '2027-11-21', false],
    ['in 11 months', '2027-10-22', false],
    ['1 July', '2027-07-01', false],
    ['24 Nov', '2026-11-24', false],
  ] as const)('“%s” may be meant otherwise than as %s: %s', (words, found, isAsked) => {
    expect(needsYear(words, found, SUNDAY)).toBe(isAsked);
  });
});
