import { describe, expect, it } from 'vitest';
import { openGathering } from '../../src/chat/gathering.ts';
import { aGate } from '../support/posting.ts';

describe('what is to be written', () => {
  it('is written together when it comes together', async () => {
    const writes: number[][] = [];
    const write = openGathering(async (items: number[]) => {
      writes.push(items);
      return items.map((item) => item * 10);
    });
    expect(await Promise.all([write(1), write(2), write(3)])).toEqual([10, 20, 30]);
    expect(writes).toEqual([[1, 2, 3]]);
  });

  it('waits while something is being written, and nothing else', async () => {
    const gate = aGate();
    const writes: string[][] = [];
    const write = openGathering(async (items: string[]) => {
      writes.push(items);
      if (writes.length === 1) await gate.pass();
      return items;
    });
    const first = write('first');
    await gate.reached;
    const others = [write('second'), write('third')];
    gate.open();
    expect(await Promise.all([first, ...others])).toEqual(['first', 'second', 'third']);
    expect(writes).toEqual([['first'], ['second', 'third']]);
  });

  it('and cannot be, fails alone', async () => {
    const write = openGathering(async (items: string[]) => {
      if (items.includes('bad')) throw new Error('cannot be written');
      return items;
    });
    const ends = await Promise.allSettled([write('one'), write('bad'), write('two')]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await write('after')).toBe('after');
  });
});
