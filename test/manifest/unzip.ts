// Reads an archive the way Teams does: from the directory at its end.
import { crc32, inflateRawSync } from 'node:zlib';

/** The files of an archive, by name. Throws where a length, offset or check sum is wrong. */
export function unzip(archive: Buffer): Map<string, Buffer> {
  const end = archive.length - 22;
  expectAt(archive, end, 0x06054b50);
  const count = archive.readUInt16LE(end + 10);
  const size = archive.readUInt32LE(end + 12);
  let at = archive.readUInt32LE(end + 16);
  if (at + size !== end) throw new Error('The directory does not end where the archive says.');
  const files = new Map<string, Buffer>();
  for (let i = 0; i < count; i += 1) {
    expectAt(archive, at, 0x02014b50);
    const [name, data] = fileAt(archive, at);
    files.set(name, data);
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  if (at !== end) throw new Error('The directory holds something else too.');
  return files;
}

function fileAt(archive: Buffer, at: number): [string, Buffer] {
  const [packedSize, size, nameSize] = [
    archive.readUInt32LE(at + 20),
    archive.readUInt32LE(at + 24),
    archive.readUInt16LE(at + 28),
  ];
  const name = archive.toString('latin1', at + 46, at + 46 + nameSize);
  const local = archive.readUInt32LE(at + 42);
  expectAt(archive, local, 0x04034b50);
  // What both headers say about the file must be the same.
  if (!archive.subarray(local + 4, local + 30).equals(archive.subarray(at + 6, at + 32)))
    throw new Error(`The headers of ${name} differ.`);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + packedSize);
  const data = archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed;
  if (data.length !== size || crc32(data) !== archive.readUInt32LE(at + 16)) throw new Error(`${name} is damaged.`);
  return [name, data];
}

function expectAt(archive: Buffer, at: number, signature: number): void {
  if (archive.readUInt32LE(at) !== signature) throw new Error(`There is no record at ${at}.`);
}
