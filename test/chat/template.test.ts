import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Json } from '../../src/chat/contract.ts';
import { bind, template } from '../../src/chat/template.ts';

function bound(source: Json, data: Json): Json {
  return bind(source, { here: data, root: data });
}

describe('a card template', () => {
  it('puts the board’s words where their fields stand', () => {
    expect(
      bound({ text: 'The ${board.name} meets on ${day}.' }, { board: { name: 'Challenge Board' }, day: '5 March' }),
    ).toEqual({
      text: 'The Challenge Board meets on 5 March.',
    });
  });

  it('keeps the type of a field that stands alone', () => {
    const data = { count: 3, isLate: false, note: null, lines: ['a', 'b'], who: { id: 7 } };
    const source = { count: '${count}', isLate: '${isLate}', note: '${note}', lines: '${lines}', who: '${who}' };
    expect(bound(source, data)).toEqual(data);
    expect(bound('${count} of ${isLate}', data)).toBe('3 of false');
  });

  it('never reads what people typed as a template', () => {
    const typed = 'Send ${secret} and ${$root.secret}, $when, ${';
    const data = { typed, secret: 'the grades', rows: [typed] };
    expect(bound('${typed}', data)).toBe(typed);
    expect(bound('They said: ${typed}!', data)).toBe(`They said: ${typed}!`);
    expect(bound([{ $data: '${rows}', text: '${$data}' }], data)).toEqual([{ text: typed }]);
    expect(bound({ words: '${rows}' }, data)).toEqual({ words: [typed] });
    // A replacement pattern of String.replace is only words, too.
    expect(bound('<${a}>', { a: '$& $1 $`' })).toBe('<$& $1 $`>');
  });

  it('says which field is missing, in words and alone, at the end of a path and in its middle', () => {
    expect(() => bound('${name}', {})).toThrow('the data has no field "name"');
    expect(() => bound('Dear ${name}', {})).toThrow('the data has no field "name"');
    expect(() => bound('${a.b.c}', { a: { b: {} } })).toThrow('"a.b.c"');
    expect(() => bound('${a.b.c}', { a: null })).toThrow('"a.b.c"');
    expect(() => bound('${a.length}', { a: 'text' })).toThrow('"a.length"');
    expect(() => bound('${}', {})).toThrow('the data has no field');
    const undefinedField = { name: undefined } as unknown as Json;
    expect(() => bound('Dear ${name}', undefinedField)).toThrow('"name"');
    expect(() => bound('${name}', undefinedField)).toThrow('"name"');
  });

  it('knows only fields of the data itself, not those that every object has', () => {
    for (const path of ['constructor', '__proto__', 'toString', 'a.constructor.name', 'a.__proto__'])
      expect(() => bound(`\${${path}}`, { a: {} })).toThrow('the data has no field');
    const own = JSON.parse('{"__proto__": "as data"}') as Json;
    expect(bound('${__proto__}', own)).toBe('as data');
  });

  it('refuses nothing and lists in the middle of words', () => {
    expect(() => bound('Dear ${name}', { name: null })).toThrow('${name} is not text');
    expect(() => bound('Dear ${names}', { names: ['Ada'] })).toThrow('${names} is not text');
  });

  it('repeats a line for each row, and finds the row’s own fields and the root', () => {
    const source = [{ $data: '${items}', text: '${title}, ${$root.board}' }, 'last'];
    expect(bound(source, { board: 'SRB', items: [{ title: 'Welcome' }, { title: 'Results' }] })).toEqual([
      { text: 'Welcome, SRB' },
      { text: 'Results, SRB' },
      'last',
    ]);
    expect(bound([{ $data: '${items}', text: '${title}' }], { items: [] })).toEqual([]);
    expect(() => bound([{ $data: '${items}', text: '${board}' }], { board: 'SRB', items: [{}] })).toThrow('"board"');
  });

  it('refuses to repeat what is no list, and outside a list', () => {
    expect(() => bound([{ $data: '${items}' }], { items: 'two' })).toThrow('is not a list');
    expect(() => bound([{ $data: '${items}' }], { items: null })).toThrow('is not a list');
    expect(() => bound({ body: { $data: '${items}' } }, { items: [] })).toThrow('outside a list');
  });

  it('leaves out what is not the case, without looking at its fields', () => {
    const source = { a: { $when: '${isOpen}', text: '${missing}' }, list: [{ $when: '${isOpen}', text: 'x' }, 'y'] };
    expect(bound(source, { isOpen: false })).toEqual({ list: ['y'] });
    expect(() => bound(source, { isOpen: true })).toThrow('"missing"');
    const rows = [{ $data: '${rows}', $when: '${isDue}', text: '${title}' }];
    expect(
      bound(rows, {
        rows: [
          { isDue: true, title: 'a' },
          { isDue: false, title: 'b' },
        ],
      }),
    ).toEqual([{ text: 'a' }]);
  });

  it('takes only true and false for a condition: a count or a word could be meant either way', () => {
    for (const value of [0, '', 'false', null, []])
      expect(() => bound({ $when: '${value}' }, { value })).toThrow('is not true or false');
    expect(() => bound({ $when: '${value}' }, {})).toThrow('"value"');
  });

  it('does not change the template: the next card starts from the same', () => {
    const source = [{ $data: '${rows}', text: '${$data}' }];
    const before = structuredClone(source);
    bound(source, { rows: ['a'] });
    expect(bound(source, { rows: ['b'] })).toEqual([{ text: 'b' }]);
    expect(source).toEqual(before);
  });

  it('refuses data that its schema does not know before anything is bound', () => {
    const wrong = template('minutes', z.strictObject({ nothing: z.string() }));
    expect(() => wrong({ nothing: 1 } as never)).toThrow(z.ZodError);
    expect(() => wrong({ nothing: 'fits' })).toThrow(
      /^The card minutes cannot be made from its data: the data has no field/,
    );
  });
});
