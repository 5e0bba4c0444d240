import { crc32, inflateSync } from 'node:zlib';

export interface Picture {
  width: number;
  height: number;
  /** Eight bits for each of red, green, blue and opacity. */
  pixels: Buffer;
}

/** Read a PNG of the one kind that the project writes. Throws for any other. */
export function readPng(file: Buffer): Picture {
  if (file.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') throw new Error('This is no PNG.');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const named = file.subarray(at + 4, at + 8 + length);
    if (crc32(named) !== file.readUInt32BE(at + 8 + length)) throw new Error('A part of the picture is damaged.');
    chunks.set(named.toString('latin1', 0, 4), named.subarray(4));
    at += 12 + length;
  }
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (header[8] !== 8 || header[9] !== 6 || header[12] !== 0) throw new Error('This is another kind of PNG.');
  const rows = inflateSync(chunks.get('IDAT')!);
  const row = 1 + width * 4;
  if (rows.length !== row * height) throw new Error('The picture has another size than its header says.');
  const pixels = Array.from({ length: height }, (_, y) => {
    if (rows[y * row] !== 0) throw new Error('A row is filtered.');
    return rows.subarray(y * row + 1, (y + 1) * row);
  });
  return { width, height, pixels: Buffer.concat(pixels) };
}
