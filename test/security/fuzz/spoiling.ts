// What becomes of a payload that somebody spoils: other types, other keys, missing and doubled parts, and bytes out of place.
import fc from 'fast-check';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const nested = (depth: number): Json => (depth === 0 ? 1 : [nested(depth - 1)]);

/** What stands where something else was expected. */
const VALUES: Json[] = [
  null, true, false, 0, -1, 1e308, 2 ** 53, '', ' ', [], {}, [[]], [null], '\u0000', '\ud800', '\u202e', 'x'.repeat(5000), '__proto__',
  'constructor', '<!channel>', '<at>all</at>', '${name}', "'; drop table \"Person\"; --", 'NaN', '2026-02-30', 'ACT-0', 'MIN-2147483648',
  '99999999999999999999', '%', '\\', '👩‍🏫', 'https://evil.example', nested(20), { toString: 1 }, { length: -1 }, { valueOf: 1 }, { toJSON: 'x' },
  Array.from({ length: 600 }, () => null), Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, at])),
]; // biome-ignore format: a list to read across

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json> },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
);
const change = fc.record({
  how: fc.constantFrom('replace', 'remove', 'add', 'double', 'rename'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  value,
  key: fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'type', 'id'),
    fc.string({ maxLength: 20 }),
  ),
});
export type Change = typeof change extends fc.Arbitrary<infer C> ? C : never;
export const changes = fc.array(change, { minLength: 1, maxLength: 4 });

/** Every object and list in a value, with what stands in it. */
function holders(root: Json, found: (Json[] | { [key: string]: Json })[] = []) {
  if (root === null || typeof root !== 'object') return found;
  found.push(root);
  for (const one of Object.values(root)) holders(one, found);
  return found;
}

/** A JSON text with the changes made to it. */
export function spoil(json: string, made: Change[]): string {
  let root = JSON.parse(json) as Json;
  for (const { how, at, value, key } of made) {
    const all = holders(root);
    if (all.length === 0) {
      root = value;
      continue;
    }
    const place = all[Math.min(all.length - 1, Math.floor(at * all.length))] as { [key: string]: Json };
    const keys = Object.keys(place);
    const own = keys[Math.floor(at * 997) % Math.max(1, keys.length)];
    if (how === 'add' || own === undefined) define(place, key, value);
    else if (how === 'replace') define(place, own, value);
    else if (how === 'double') define(place, key, place[own]!);
    else {
      const kept = place[own]!;
      Reflect.deleteProperty(place, own);
      if (how === 'rename') define(place, key, kept);
    }
  }
  return JSON.stringify(root);
}

/** A key of its own, whatever it is called: JSON has no prototypes. */
function define(place: object, key: string, value: Json): void {
  if (Array.isArray(place)) place.push(value);
  else Object.defineProperty(place, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Bytes out of place: some changed, some left out, some put in, the end cut off. */
export const bytes = fc.record({
  at: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 6 }),
  put: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 3 }),
});
export function shake(body: string, { at, put, cut }: { at: number[]; put: Uint8Array; cut: number | null }): Buffer {
  let shaken = Buffer.from(body);
  for (const place of at) {
    const index = Math.floor(place * shaken.length);
    shaken = Buffer.concat([shaken.subarray(0, index), put, shaken.subarray(index + (put.length % 3))]);
  }
  return cut === null ? shaken : shaken.subarray(0, Math.floor(cut * shaken.length));
}
