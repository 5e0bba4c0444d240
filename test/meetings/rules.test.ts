import { expect, it } from 'vitest';
import { boardTemplate, lewisham2015 } from '../../src/frameworks/index.ts';
import { checkDate, leadInWords, publishing, standingItems } from '../../src/meetings/rules.ts';
import { parseAdd, parseTime, splitBoard } from '../../src/meetings/words.ts';

it('a meeting is planned for today or later', () => {
  expect(() => checkDate('2026-11-22', '2026-11-23')).toThrow('Sunday 22 November 2026 is over.');
  expect(() => checkDate('2026-11-23', '2026-11-23')).not.toThrow();
});

it('only a red school’s board speaks about its next monitoring inspection', () => {
  const rab = boardTemplate(lewisham2015, 'RAB');
  const titles = (category: string | undefined) => standingItems(rab, '2026-12-03', category).map((item) => item.title);
  expect(titles('RED')).toContain('Ready for the next monitoring inspection');
  expect(titles('AMBER')).not.toContain('Ready for the next monitoring inspection');
  expect(titles(undefined)).toHaveLength(11);
});

it('an item is led by whoever sits in the seat, and by the title where many do', () => {
  const holders = [
    { name: 'Ada', role: 'HEADTEACHER', isChair: false },
    { name: 'Ben', role: 'GOVERNOR', isChair: true },
  ];
  const label = (role: string) => role.toLowerCase();
  expect(leadInWords('CHAIR', holders, label)).toBe('Ben');
  expect(leadInWords('HEADTEACHER', holders, label)).toBe('Ada');
  expect(leadInWords('SIO', holders, label)).toBe('sio');
  expect(leadInWords('Grace Lim', holders, label)).toBe('Grace Lim');
  expect(leadInWords('HEADTEACHER', Array(14).fill(holders[0]), label)).toBe('headteacher');
});

it('publishing is told apart: the first time, after a change, and without one', () => {
  const now = new Date('2026-11-26T09:00Z');
  expect(publishing({ agendaRevision: 0, publishedAt: null }, now)).toBe('first');
  expect(publishing({ agendaRevision: 2, publishedAt: new Date('2026-11-26T09:15Z') }, now)).toBe('again');
  expect(publishing({ agendaRevision: 1, publishedAt: now }, now)).toBe('unchanged');
});

it('what people type to plan a meeting is read', () => {
  expect(parseAdd('Marsh Lane on 3 December at 17:30 in the library')).toEqual({
    board: 'Marsh Lane',
    on: '3 December',
    at: '17:30',
    place: 'the library',
  });
  expect(parseAdd('on next Friday at 5.30pm at Marsh Lane')).toEqual({
    on: 'next Friday',
    at: '5.30pm',
    place: 'Marsh Lane',
  });
  expect(parseAdd('for challenge on 2026-12-03')).toEqual({ board: 'challenge', on: '2026-12-03' });
  expect(parseAdd('Marsh Lane on 3 Dec in Room 4')).toEqual({ board: 'Marsh Lane', on: '3 Dec', place: 'Room 4' });
  expect(parseAdd('')).toEqual({});
  expect(splitBoard('Support for parents for Marsh Lane')).toEqual({
    text: 'Support for parents',
    board: 'Marsh Lane',
  });
});

it.each([
  ['17:30', '17:30'],
  ['5.30pm', '17:30'],
  ['9 am', '09:00'],
  ['12pm', '12:00'],
  ['noon', '12:00'],
  ['5:30', undefined],
  ['25:00', undefined],
  ['13pm', undefined],
  ['later', undefined],
])('%s is a time of day or is asked again', (text, time) => {
  expect(parseTime(text)).toBe(time);
});
