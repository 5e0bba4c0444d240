// A picture of the page has few colours: with a palette its file is a third as large, and nobody sees the difference.
import { inflateSync } from 'node:zlib';
import { pngFile } from '../manifests/png.ts';

const MOST_COLOURS = 256;

/** Write a PNG as Chromium makes them with a palette of its most frequent colours; others become the nearest of these. */
export function shrink(file: Buffer): Buffer {
  const { width, height, colours } = readColours(file);
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  // Of two that are as frequent the smaller number, so that the same picture is the same file.
  const frequent = [...counts].sort(([a, n], [b, m]) => m - n || a - b).map(([colour]) => colour);
  const palette = frequent.slice(0, MOST_COLOURS);
  const numberOf = new Map(palette.map((colour, index) => [colour, index]));
  for (const colour of frequent.slice(MOST_COLOURS)) numberOf.set(colour, nearest(colour, palette));

  const pixels = Buffer.from(Uint8Array.from(colours, (colour) => numberOf.get(colour)!));
  const entries = Buffer.from(palette.flatMap(parts));
  return pngFile({ width, height, pixels, palette: entries });
}

function nearest(colour: number, palette: number[]): number {
  const wanted = parts(colour);
  const distance = (other: number) => parts(other).reduce((sum, part, index) => sum + (part - wanted[index]!) ** 2, 0);
  return palette.reduce((best, other, index) => (distance(other) < distance(palette[best]!) ? index : best), 0);
}

// Chromium does not smooth every edge the same way twice.
const UNSEEN = 16;

/** Whether two pictures look the same: of one size, and no pixel so different that anybody could see it. */
export function looksLike(one: Buffer, other: Buffer): boolean {
  const [a, b] = [readColours(one), readColours(other)];
  if (a.width !== b.width || a.height !== b.height) return false;
  return a.colours.every((colour, at) => {
    const wanted = b.colours[at]!;
    return colour === wanted || parts(colour).every((part, index) => Math.abs(part - parts(wanted)[index]!) <= UNSEEN);
  });
}

const parts = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255];

/**
 * The colours of a PNG as 0xRRGGBB, row by row: one of eight bits for red, green and blue, with or without opacity, or one
 * with a palette. Throws for another kind.
 */
export function readColours(file: Buffer): { width: number; height: number; colours: Uint32Array } {
  const header = file.subarray(16, 29);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const bytes = { 2: 3, 3: 1, 6: 4 }[header[9]!];
  if (header[8] !== 8 || bytes === undefined || header[12] !== 0) throw new Error('This is another kind of PNG.');
  const palette = dataOf(file, 'PLTE');
  const rows = inflateSync(dataOf(file, 'IDAT'));
  const length = width * bytes;
  const colours = new Uint32Array(width * height);
  let above: Buffer = Buffer.alloc(length);
  for (let y = 0; y < height; y++) {
    const at = y * (length + 1);
    const row = unfiltered(rows[at]!, Buffer.from(rows.subarray(at + 1, at + 1 + length)), above, bytes);
    for (let x = 0; x < width; x++)
      colours[y * width + x] = bytes === 1 ? palette.readUIntBE(row[x]! * 3, 3) : row.readUIntBE(x * bytes, 3);
    above = row;
  }
  return { width, height, colours };
}

function dataOf(file: Buffer, chunk: string): Buffer {
  const found = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === chunk) found.push(file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return Buffer.concat(found);
}

// ISO/IEC 15948, section 9: each byte was written as its difference from its neighbours.
function unfiltered(filter: number, row: Buffer, above: Buffer, bytes: number): Buffer {
  for (let at = 0; at < row.length; at++) {
    const left = at < bytes ? 0 : row[at - bytes]!;
    const up = above[at]!;
    const corner = at < bytes ? 0 : above[at - bytes]!;
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
    if (guess === undefined) throw new Error('This is another kind of PNG.');
    row[at] = (row[at]! + guess) & 255;
  }
  return row;
}

function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
