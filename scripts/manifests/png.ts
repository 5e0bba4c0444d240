// Pictures from shapes, as PNG: enough for two icons, without a drawing program.
import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue and opacity, each from 0 to 1. */
export type Colour = [red: number, green: number, blue: number, opacity: number];

/** The colour at a point of the picture, whose sides are from 0 to 1. */
export type Drawing = (x: number, y: number) => Colour;

const FINE = 8;

/** Draw a square picture of `size` pixels a side: eight bits for each of red, green, blue and opacity, edges smoothed. */
export function draw(size: number, drawing: Drawing): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1)
      pixels.set(pixel(size, column, row, drawing), (row * size + column) * 4);
  return pixels;
}

/** Write the pixels of a square picture as a PNG file. */
export function png(size: number, pixels: Buffer): Buffer {
  return pngFile({ width: size, height: size, pixels });
}

/**
 * Write a PNG file (ISO/IEC 15948: header, palette, data, end). A pixel is four bytes, red, green, blue and opacity; with a
 * palette, of at most 256 colours of three bytes, it is one byte, the colour's number.
 */
export function pngFile(picture: { width: number; height: number; pixels: Buffer; palette?: Buffer }): Buffer {
  const { width, height, pixels, palette } = picture;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, palette ? 3 : 6, 0, 0, 0], 8);
  // Each row starts with the number of its filter; 0 leaves it as it is.
  const length = pixels.length / height;
  const rows = Array.from({ length: height }, (_, row) =>
    Buffer.concat([Buffer.alloc(1), pixels.subarray(row * length, (row + 1) * length)]),
  );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(palette ? [chunk('PLTE', palette)] : []),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

// The mean of many points in the pixel, weighed by their opacity, so that smooth edges do not darken.
function pixel(size: number, column: number, row: number, drawing: Drawing): number[] {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < FINE * FINE; i += 1) {
    const x = (column + ((i % FINE) + 0.5) / FINE) / size;
    const y = (row + (Math.floor(i / FINE) + 0.5) / FINE) / size;
    const [red, green, blue, opacity] = drawing(x, y);
    for (const [k, part] of [red, green, blue].entries()) sum[k]! += part * opacity;
    sum[3]! += opacity;
  }
  const opacity = sum[3]!;
  const colour = sum.slice(0, 3).map((part) => Math.round((opacity === 0 ? 0 : part / opacity) * 255));
  return [...colour, Math.round((opacity / FINE ** 2) * 255)];
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
