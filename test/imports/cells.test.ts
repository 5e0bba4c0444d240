import { describe, expect, it } from 'vitest';
import { readDay, readWhole } from '../../src/imports/cells.ts';
import { governanceOf } from '../../src/imports/gias.ts';

describe('a date in a cell', () => {
  it.each([
    ['01/09/2024', '2024-09-01'],
    ['1-9-2024', '2024-09-01'],
    ['2024-09-01', '2024-09-01'],
    ['01/09/2024 00:00:00', '2024-09-01'],
    ['43531', '2019-03-07'],
    ['1 September 2024', '2024-09-01'],
    ['Sunday 1 September 2024', '2024-09-01'],
    ['Sun, 1st Sept 2024', '2024-09-01'],
    ['1-Sep-2024', '2024-09-01'],
    ['1', '1900-01-01'],
    ['', null],
    ['NULL', null],
  ])('%s is %s', (text, day) => {
    expect(readDay(text)).toEqual({ value: day });
  });

  it.each([
    ['31/02/2024', 'this is not a day of the calendar.'],
    ['09/13/2024', 'the month stands before the day.'],
    ['01/09/24', 'the year has two figures, so its century is a guess.'],
    ['#####', 'the spreadsheet’s column was too narrow to show the date.'],
    ['01-Sep-24', 'the year has two figures, so its century is a guess.'],
    ['Monday 1 September 2024', 'that day is a Sunday.'],
    ['31 June 2024', 'this is not a day of the calendar.'],
    ['1 Sextember 2024', 'this is not a date.'],
    ['soon', 'this is not a date.'],
    ['2E+11', 'this is not a date.'],
  ])('%s is refused: %s', (text, problem) => {
    expect(readDay(text)).toMatchObject({ problem });
  });
});

describe('a number in a cell', () => {
  it.each([
    ['1,204', 1204],
    ['900101.0', 900101],
    ['0', 0],
    ['SUPP', null],
    ['LOWCOV', null],
    ['z', null],
  ])('%s is %s', (text, value) => {
    expect(readWhole(text)).toEqual({ value });
  });

  it('is refused when a spreadsheet has rounded it', () => {
    expect(readWhole('2E+11')).toMatchObject({ problem: expect.stringContaining('rounded') });
    expect(readWhole('1.00023E+11')).toMatchObject({ problem: expect.stringContaining('rounded') });
    expect(readWhole('about 900')).toMatchObject({ problem: 'this is not a whole number.' });
  });
});

describe('a type of school', () => {
  it('says who is answerable for it', () => {
    expect([1, 14, 12].map(governanceOf)).toEqual(['maintained', 'maintained', 'maintained']);
    expect([28, 34, 35, 40].map(governanceOf)).toEqual(['academy', 'academy', 'academy', 'academy']);
    expect([10, 11].map(governanceOf)).toEqual(['independent', 'independent']);
    expect([37, 8, 30].map(governanceOf)).toEqual(['other', 'other', 'other']);
    expect(governanceOf(99)).toBeUndefined();
  });
});
