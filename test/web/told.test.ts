import { expect, test } from 'vitest';
import { instantAt } from '../../src/calendar/index.ts';
import { stopsBetween } from '../../src/web/clock.ts';
import { type Told, toldInWords } from '../../src/web/told.ts';

const told = (...counts: [name: string, messages: number][]): Told[] =>
  counts.map(([name, messages], index) => ({ in: `person-${index}`, name, messages }));
const at = (day: string, time = '09:00') => instantAt(day, time);
const people = (count: number) =>
  told(...Array.from({ length: count }, (_, n): [string, number] => [`Person ${n}`, 1]));

test.each([
  [told(), 'nothing was due, so Convenor wrote to nobody.'],
  [told(['Ama Mensah', 1]), 'Convenor sent 1 message to Ama Mensah.'],
  [told(['Ama Mensah', 3]), 'Convenor sent 3 messages to Ama Mensah.'],
  [told(['Ama Mensah', 2], ['# Board', 1]), 'Convenor sent 3 messages: to Ama Mensah (2) and # Board.'],
  [people(5), 'Convenor sent 5 messages to 5 people.'],
  [[...people(4), ...told(['# Board', 2])], 'Convenor sent 6 messages to 4 people and 1 channel.'],
])('what was sent is counted and named: %#', (sent, words) => {
  expect(toldInWords(sent, at('2026-11-25', '16:40'), at('2026-11-26'))).toBe(`Overnight ${words}`);
});

test('the words say how long it was', () => {
  expect(toldInWords([], at('2026-11-27'), at('2026-11-30'))).toMatch(/^In 3 days nothing/);
  expect(toldInWords([], at('2026-11-27', '07:00'), at('2026-11-27'))).toMatch(/^Meanwhile nothing/);
  // An evening that is the next day already in London.
  expect(toldInWords([], at('2026-06-30', '23:30'), at('2026-07-01'))).toMatch(/^Overnight/);
});

test('the clock stops in the morning and in the evening of each day, also when the hour changes', () => {
  const stops = stopsBetween(at('2027-03-27', '10:00'), at('2027-03-29'));
  const expected = [at('2027-03-27', '20:00'), at('2027-03-28'), at('2027-03-28', '20:00'), at('2027-03-29')];
  expect(stops).toEqual(expected);
  expect(expected[1]!.toISOString()).toBe('2027-03-28T08:00:00.000Z');
  expect(stopsBetween(at('2026-11-25', '20:00'), at('2026-11-26'))).toEqual([at('2026-11-26')]);
});
