import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Command, command } from '../../src/chat/contract.ts';
import { distance, nearest, slipOf, understand } from '../../src/chat/grammar.ts';

function aCommand(words: string): Command {
  return command({
    name: words.replace(' ', '.'),
    help: words,
    typed: { words, usage: words, example: words, parse: (rest) => ({ rest }) },
    input: z.object({ rest: z.string() }),
    may: 'anyone',
    run: async () => ({}),
  });
}

const commands = ['status', 'help', 'join', 'action add', 'action done', 'minutes write', 'minutes', 'who am i'].map(
  aCommand,
);
commands.push({ ...aCommand('silent'), typed: undefined } as unknown as Command);

function heard(text: string): [string, unknown] | undefined {
  const found = understand(text, commands);
  return found && [found.command.name, found.input['rest']];
}

describe('typed words', () => {
  it('mean the same with and without a slash, in any case and with any spaces', () => {
    for (const text of ['status', '/status', '/ status', '  STATUS  ', '/Status', 'status\n'])
      expect(heard(text)).toEqual(['status', '']);
    expect(heard('Action   ADD letter to parents')).toEqual(['action.add', 'letter to parents']);
    expect(heard('action\u00a0add letter')).toEqual(['action.add', 'letter']);
  });

  it('may end like a sentence, and what is to be kept keeps its marks', () => {
    for (const text of ['status?', 'Status!', 'status .', '/status...']) expect(heard(text)).toEqual(['status', '']);
    expect(heard('Who am I?')).toEqual(['who.am i', '']);
    expect(heard('action add Ask the parents?')).toEqual(['action.add', 'Ask the parents?']);
    expect(heard(`status${'!'.repeat(300_000)}x`)).toBeUndefined();
    const asking = commands.map((one) => ({ ...one, isQuestion: true }) as Command);
    expect(understand('minutes MIN-3?', asking)?.input['rest']).toBe('MIN-3');
  });

  it('go to the command whose words are longest', () => {
    expect(heard('minutes write Present: all')).toEqual(['minutes.write', 'Present: all']);
    expect(heard('minutes MIN-3')).toEqual(['minutes', 'MIN-3']);
  });

  it('keep the line breaks and capitals of pasted minutes', () => {
    expect(heard('/minutes write\n\nPresent: ALL.\n\n1. Welcome\n  2. Results  ')).toEqual([
      'minutes.write',
      'Present: ALL.\n\n1. Welcome\n  2. Results',
    ]);
  });

  it('are no command when they only start like one', () => {
    for (const text of ['statuses', 'joint', 'join-ABC', 'minuteswrite', 'actions add', 'helpful ideas', 'who am', ''])
      expect(heard(text)).toBeUndefined();
  });

  it('do not reach a command that cannot be typed', () => {
    expect(heard('silent')).toBeUndefined();
    expect(nearest('silent', commands)).toEqual([]);
  });

  it('repeat a command’s words only once when the rest has them too', () => {
    expect(heard('join join')).toEqual(['join', 'join']);
    expect(heard('help /help')).toEqual(['help', '/help']);
  });
});

describe('words that are no command', () => {
  const near = (text: string) => nearest(text, commands).map((one) => one.name);

  it('get the nearest commands, the best first', () => {
    expect(near('statsu')[0]).toBe('status');
    expect(near('/hlep')[0]).toBe('help');
    expect(near('acton add a letter')[0]).toBe('action.add');
    expect(near('who am I?')[0]).toBe('who.am i');
  });

  it('get the commands of their noun, three at most', () => {
    expect(near('action')).toEqual(expect.arrayContaining(['action.add', 'action.done']));
    expect(near('action xyz').length).toBeLessThanOrEqual(3);
  });

  it('get none that is only as short', () => {
    expect(near('what is the weather like')).toEqual([]);
    expect(near('')).toEqual([]);
  });

  it('are compared by their beginning, however much was pasted', () => {
    // A word of 300,000 letters against every command would take minutes if it were compared whole.
    expect(near('x'.repeat(300_000))).toEqual([]);
    expect(near(`statsu ${'words '.repeat(50_000)}`)[0]).toBe('status');
  });
});

describe('a few words', () => {
  const slip = (text: string) => slipOf(text, commands)?.name;

  it('that are nearly a command are taken for a slip', () => {
    expect(slip('stauts')).toBe('status');
    expect(slip('Hlep!')).toBe('help');
    expect(slip('who am y')).toBe('who.am i');
    expect(slip('acton done')).toBe('action.done');
    expect(slip('statsu Fernhill')).toBe('status');
  });

  it('that say something else are not', () => {
    for (const text of ['good', 'Outstanding', 'hello', 'held well', 'Results rose', '2', ''])
      expect(slip(text)).toBeUndefined();
    expect(slip('stauts of the books is much better')).toBeUndefined();
  });
});

it('two words differ by the letters that were added, left out or changed', () => {
  expect(distance('status', 'status')).toBe(0);
  expect(distance('statsu', 'status')).toBe(2);
  expect(distance('', 'join')).toBe(4);
  expect(distance('jion', '')).toBe(4);
});
