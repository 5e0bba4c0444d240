import { describe, expect, it } from 'vitest';
import { addDays, kent, londonPattern } from '../../src/calendar/index.ts';
import { countingIn, remindedInWords } from '../../src/reminders/index.ts';
import { type Deadline, rungToSay } from '../../src/reminders/ladder.ts';

interface Walk extends Deadline {
  /** The days on which the job runs; every day unless it was stopped. */
  runs?: string[];
}

/** Walk through days as the job does, keeping what was told. */
function walk({ dueOn, since, runs }: Walk, from: string, to: string, calendar = londonPattern) {
  const counting = countingIn(calendar);
  const told: { rung: number; on: string }[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (!counting.isSchoolDay(day) || (runs && !runs.includes(day))) continue;
    const highest = told.length === 0 ? undefined : Math.max(...told.map((one) => one.rung));
    const rung = rungToSay({ dueOn, since }, highest, day, counting);
    if (rung !== undefined) told.push({ rung, on: day });
  }
  return told.map(({ rung, on }) => `${rung} on ${on.slice(5)}`);
}

describe('somebody who owes something by Tuesday 24 November', () => {
  const deadline = { dueOn: '2026-11-24', since: '2026-11-02' };

  it('hears five school days before, on the day, one and three after, and at twenty for the last time', () => {
    expect(walk(deadline, '2026-11-02', '2027-07-21')).toEqual([
      '-5 on 11-17',
      '0 on 11-24',
      '1 on 11-25',
      '3 on 11-27',
      '20 on 01-05',
    ]);
  });

  it('hears only the highest rung that is true after the program was off', () => {
    const runs = ['2026-11-19', '2026-11-26', '2026-12-04', '2027-01-11'];
    expect(walk({ ...deadline, runs }, '2026-11-02', '2027-02-01')).toEqual([
      '-5 on 11-19',
      '1 on 11-26',
      '3 on 12-04',
      '20 on 01-11',
    ]);
    expect(walk({ ...deadline, runs: ['2027-02-01', '2027-02-02'] }, '2026-11-02', '2027-02-12')).toEqual([
      '20 on 02-01',
    ]);
  });

  it('is not reminded of what was before they were told of it', () => {
    expect(walk({ ...deadline, since: '2026-11-18' }, '2026-11-18', '2026-12-04')).toEqual([
      '0 on 11-24',
      '1 on 11-25',
      '3 on 11-27',
    ]);
    // Told in the morning of the day itself, and when it was late already.
    expect(walk({ ...deadline, since: '2026-11-24' }, '2026-11-24', '2026-12-04')).toEqual([
      '1 on 11-25',
      '3 on 11-27',
    ]);
    expect(walk({ ...deadline, since: '2026-11-30' }, '2026-11-30', '2027-01-11')).toEqual(['20 on 01-05']);
  });
});

describe('the ladder rests', () => {
  it('at weekends: what is due on a Friday is a day late on Monday', () => {
    expect(walk({ dueOn: '2026-11-27', since: '2026-11-02' }, '2026-11-26', '2026-12-01')).toEqual([
      '-5 on 11-26',
      '0 on 11-27',
      '1 on 11-30',
    ]);
  });

  it('in half-term while the clocks go back, on 25 October', () => {
    expect(walk({ dueOn: '2026-10-23', since: '2026-10-01' }, '2026-10-12', '2026-11-06')).toEqual([
      '-5 on 10-16',
      '0 on 10-23',
      '1 on 11-02',
      '3 on 11-04',
    ]);
  });

  it('over Easter while the clocks go forward, on 28 March', () => {
    expect(walk({ dueOn: '2027-03-29', since: '2027-03-01' }, '2027-03-15', '2027-04-20')).toEqual([
      '-5 on 03-18',
      '0 on 03-25',
      '1 on 04-12',
      '3 on 04-14',
    ]);
  });

  it('on a day on which schools are closed', () => {
    const closed = structuredClone(kent);
    closed.years.find((year) => year.schoolYear === '2026/27')!.closures = ['2026-11-25'];
    expect(walk({ dueOn: '2026-11-24', since: '2026-11-02' }, '2026-11-24', '2026-11-26', closed)).toEqual([
      '0 on 11-24',
      '1 on 11-26',
    ]);
  });
});

describe('where term dates are missing', () => {
  it('weekdays count that are no bank holidays, and it is known which year is missing', () => {
    const counting = countingIn(undefined);
    expect(counting.between('2026-12-24', '2026-12-29')).toBe(1);
    expect(counting.isSchoolDay('2026-12-28')).toBe(false);
    expect([...counting.missing]).toEqual(['2026/27']);
  });

  it('the days that are known count as they are: the summer holidays stay holidays', () => {
    const counting = countingIn(kent);
    expect(counting.between('2027-07-30', '2027-09-03')).toBe(3);
    expect([...counting.missing]).toEqual(['2027/28']);
  });

  it('nothing is counted for what is due in a distant year, or was long ago', () => {
    const counting = countingIn(londonPattern);
    expect(rungToSay({ dueOn: '2029-06-01', since: '2026-11-01' }, undefined, '2026-11-23', counting)).toBeUndefined();
    expect(rungToSay({ dueOn: '2009-06-01', since: '2009-05-01' }, 3, '2026-11-23', counting)).toBe(20);
    expect(rungToSay({ dueOn: '2009-06-01', since: '2009-05-01' }, 20, '2026-11-23', counting)).toBeUndefined();
    expect(counting.missing).not.toContain('2028/29');
  });

  it('a weekday counts in years whose bank holidays nobody knows yet', () => {
    expect(countingIn(undefined).between('2099-01-02', '2099-01-09')).toBe(5);
  });
});

describe('who was reminded', () => {
  const on = (...days: string[]) => days.map((day) => ({ on: day, isReached: true }));

  it('is said with the days', () => {
    expect(remindedInWords([])).toBe('');
    expect(remindedInWords(on('2026-12-03'))).toBe('reminded on 3 December');
    expect(remindedInWords(on('2026-12-08', '2026-12-03', '2026-12-03'))).toBe('reminded on 3 and 8 December');
    expect(remindedInWords(on('2026-11-30', '2026-12-01', '2026-12-03'))).toBe(
      'reminded on 30 November, 1 and 3 December',
    );
    expect(remindedInWords(on('2026-11-26', '2026-11-27', '2026-12-01'))).toBe(
      'reminded on 26 and 27 November, 1 December',
    );
    expect(remindedInWords(on('2026-12-18', '2027-01-04'))).toBe('reminded on 18 December 2026 and 4 January 2027');
  });

  it('and on which days nobody could be reached', () => {
    const reminded = [...on('2026-12-03'), { on: '2026-12-08', isReached: false }];
    expect(remindedInWords(reminded)).toBe('reminded on 3 December; could not be reached on 8 December');
  });
});
