import { describe, expect, it } from 'vitest';
import { idIn, Ref, refOf, splitRef, subjectOf } from '../../src/chat/refs.ts';

describe('the number of an action', () => {
  it('is read however it is typed', () => {
    for (const typed of ['ACT-12', 'act-12', 'act12', 'Act 12', ' ACT-12 ', '12'])
      expect(Ref('ACT').parse(typed)).toBe(12);
    expect(Ref('ACT').parse(12)).toBe(12);
    expect(refOf('ACT', 12)).toBe('ACT-12');
  });

  it('is not taken from another kind of record, a word or a number that no record can have', () => {
    for (const wrong of [
      'MIN-12',
      'twelve',
      '',
      '1.5',
      '-3',
      '12345678901',
      1.5,
      -1,
      0,
      10_000_000_000,
      Number.NaN,
      null,
      {},
      ['12'],
    ]) {
      const parsed = Ref('ACT').safeParse(wrong);
      expect(parsed.success, String(wrong)).toBe(false);
      expect(parsed.error!.issues[0]!.message).toBe('Give its number, for example ACT-12.');
    }
  });

  it('may stand before other words', () => {
    expect(splitRef('ACT', 'ACT-12 letter sent')).toEqual(['ACT-12', 'letter sent']);
    expect(splitRef('ACT', 'act 12: letter sent')).toEqual(['ACT-12', 'letter sent']);
    expect(splitRef('ACT', '12, letter\nsent')).toEqual(['ACT-12', 'letter\nsent']);
    expect(splitRef('ACT', ' ACT-12 ')).toEqual(['ACT-12', '']);
  });

  it('is not seen in words that only look like it', () => {
    for (const rest of ['letter 12', '12th of March', 'MIN-3 x', 'ACT-', '', 'ACTION-3 x', 'ACT-1234567890'])
      expect(splitRef('ACT', rest)).toEqual([undefined, rest]);
  });
});

describe('the subject of a card', () => {
  it('leads back to its record, also where it names more than the record', () => {
    expect(subjectOf('MIN', 7)).toBe('minutes:MIN-7');
    expect(idIn(subjectOf('MIN', 7))).toBe(7);
    expect(idIn('minutes:MIN-7:r2')).toBe(7);
  });

  it('is refused when no record can be meant', () => {
    for (const wrong of ['minutes:7', 'MIN-7', 'minutes:MIN-', 'minutes:MIN-7r2', ''])
      expect(() => idIn(wrong)).toThrow('is not the subject of a card');
  });
});
