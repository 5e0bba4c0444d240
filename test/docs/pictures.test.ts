import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { looksLike, readColours, shrink } from '../../scripts/pictures/shrink.ts';

/** A picture as Chromium writes it: each row with a filter, which says from which neighbours its bytes are counted. */
function aPng(rows: { filter: number; bytes: number[] }[], width: number, kind: 2 | 6 = 2): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows.length, 4);
  header.set([8, kind, 0, 0, 0], 8);
  const chunk = (name: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
  };
  const data = deflateSync(Buffer.concat(rows.map(({ filter, bytes }) => Buffer.from([filter, ...bytes]))));
  const half = Math.floor(data.length / 2);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', data.subarray(0, half)),
    chunk('IDAT', data.subarray(half)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const plain = (...colours: number[]) =>
  aPng([{ filter: 0, bytes: colours.flatMap((one) => [one >> 16, (one >> 8) & 255, one & 255]) }], colours.length);

describe('a picture', () => {
  it('is read whichever way its rows are written', () => {
    const rows = [
      { filter: 0, bytes: [10, 20, 30, 40, 50, 60] },
      { filter: 1, bytes: [10, 20, 30, 30, 30, 30] },
      { filter: 2, bytes: [0, 0, 0, 0, 0, 0] },
      { filter: 3, bytes: [5, 10, 15, 15, 15, 15] },
      { filter: 4, bytes: [0, 0, 0, 0, 0, 0] },
    ];
    const { width, height, colours } = readColours(aPng(rows, 2));
    expect([width, height]).toEqual([2, 5]);
    expect([...colours].map((colour) => colour.toString(16).padStart(6, '0'))).toEqual(
      Array.from({ length: 5 }, () => ['0a141e', '28323c']).flat(),
    );
  });

  it('of few colours keeps every one of them', () => {
    const before = plain(0xffffff, 0x123456, 0xffffff, 0x000000);
    expect([...readColours(shrink(before)).colours]).toEqual([...readColours(before).colours]);
  });

  it('of many colours keeps the frequent ones, and gives the others the nearest', () => {
    const many = Array.from({ length: 300 }, (_, index) => index * 256);
    const { colours } = readColours(shrink(plain(0xfffff0, 0xfffff0, 0xfffff0, ...many, ...many.slice(0, 250))));
    expect([...colours.slice(0, 3)]).toEqual([0xfffff0, 0xfffff0, 0xfffff0]);
    expect([...colours.slice(3, 253)]).toEqual(many.slice(0, 250));
    expect(new Set(colours).size).toBeLessThanOrEqual(256);
  });

  it('is the same file when it is the same picture, and like one that nobody could tell from it', () => {
    const before = plain(0xffffff, 0x808080);
    expect(shrink(before)).toEqual(shrink(plain(0xffffff, 0x808080)));
    expect(looksLike(shrink(before), plain(0xfefefe, 0x83807d))).toBe(true);
    expect(looksLike(before, plain(0xffffff, 0x8080ff))).toBe(false);
    expect(looksLike(before, plain(0xffffff, 0x808080, 0x808080))).toBe(false);
  });

  it('of another kind is refused', () => {
    expect(() => readColours(aPng([{ filter: 7, bytes: [1, 2, 3] }], 1))).toThrow('another kind');
  });
});
