// A zip archive of a few small files, as PKWARE's APPNOTE describes it (4.3): for each file a header and its bytes, then
// the directory, then its end. Without dates of today, so that the same files make the same bytes.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  /** Its path in the archive, in plain letters. */
  name: string;
  data: Buffer;
}

const VERSION = 20;
const DEFLATED = 8;
const STORED = 0;
// 1 January 1980, midnight: the first day that the format knows.
const TIME = 0;
const DATE = 0x21;

/** Pack files into an archive; each is deflated where that makes it smaller. */
export function zip(files: ZipFile[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data } of files) {
    const deflated = deflateRawSync(data, { level: 9 });
    const isSmaller = deflated.length < data.length;
    const packed = isSmaller ? deflated : data;
    const title = Buffer.from(name, 'latin1');
    const about = fields([
      [2, VERSION],
      [2, 0],
      [2, isSmaller ? DEFLATED : STORED],
      [2, TIME],
      [2, DATE],
      [4, crc32(data)],
      [4, packed.length],
      [4, data.length],
      [2, title.length],
      [2, 0],
    ]);
    const header = Buffer.concat([signature(0x04034b50), about, title]);
    bodies.push(header, packed);
    // Comment, disk and attributes are none; then where the file starts.
    const place = fields([
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ]);
    directory.push(signature(0x02014b50), fields([[2, VERSION]]), about, place, title);
    offset += header.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = fields([
    [2, 0],
    [2, 0],
    [2, files.length],
    [2, files.length],
    [4, list.length],
    [4, offset],
    [2, 0],
  ]);
  return Buffer.concat([...bodies, list, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  return fields([[4, value]]);
}

/** Whole numbers in little-endian order, each with its size in bytes. */
function fields(numbers: [size: 2 | 4, value: number][]): Buffer {
  return Buffer.concat(
    numbers.map(([size, value]) => {
      const bytes = Buffer.alloc(size);
      bytes.writeUIntLE(value, 0, size);
      return bytes;
    }),
  );
}
