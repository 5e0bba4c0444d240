import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { asLine, type Contents, END_OF_TABLE, type Ending, FORMAT, Header, openSum, VERSION } from './format.ts';
import { Damage, type Lines, openLines } from './lines.ts';

type TableName = Header['tables'][number];

/** Take a table's rows, all of them. */
export type TakeRows = (table: TableName, rows: AsyncIterable<Buffer>) => Promise<void>;

/** Read a backup to its end, handing its rows on. Throws one sentence when it is not, byte for byte, what was written. */
export function readBackup(file: string, take: TakeRows = passOver): Promise<Contents> {
  return reading(file, (lines) => readText(lines, take));
}

/** Read only what a file says that it is. Throws one sentence when it is no backup. */
export function readHeader(file: string): Promise<Header> {
  return reading(file, async (lines) => headerOf(await lines.line()));
}

async function reading<T>(file: string, read: (lines: Lines) => Promise<T>): Promise<T> {
  const packed = createReadStream(file);
  const unpacked = createGunzip({ chunkSize: 64 * 1024 });
  // What goes wrong reaches whoever reads the lines.
  pipeline(packed, unpacked, () => undefined);
  try {
    return await read(openLines(textOf(file, packed, unpacked)));
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
    throw new Error(
      `${file} is not a whole backup of Convenor: it is damaged, cut short, or something else. Use another backup.`,
      { cause: error },
    );
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

async function* textOf(
  file: string,
  packed: { bytesRead: number },
  unpacked: AsyncIterable<Buffer> & { bytesWritten: number },
): AsyncGenerator<Buffer> {
  try {
    yield* unpacked;
  } catch (error) {
    throw whyUnreadable(file, error as NodeJS.ErrnoException);
  }
  // gzip passes over what follows its own end.
  if (unpacked.bytesWritten !== packed.bytesRead) throw new Damage('Something follows its end.');
}

function whyUnreadable(file: string, cause: NodeJS.ErrnoException): Error {
  if (cause.code?.startsWith('Z_')) return new Damage('It cannot be unpacked.', { cause });
  if (cause.code === 'ENOENT') return new Error(`There is no file ${file}. Check its name.`, { cause });
  return new Error(`${file} cannot be read (${cause.message}). Check the name, and who may read it.`, { cause });
}

async function readText(lines: Lines, take: TakeRows): Promise<Contents> {
  const whole = createHash('sha256');
  const first = await lines.line();
  const header = headerOf(first);
  whole.update(first!);
  const sums: Ending['tables'] = [];
  for (const table of header.tables) {
    const sum = openSum();
    await take(table, passing(lines.rows(), sum, whole));
    whole.update(END_OF_TABLE);
    sums.push({ name: table.name, ...sum.sum() });
  }
  // What is read decides what the last line has to be.
  const ending: Ending = { tables: sums, sha256: whole.digest('hex') };
  if (!(await lines.line())?.equals(asLine(ending))) throw new Damage('Its last line is another one.');
  if (await lines.line()) throw new Damage('Something follows its last line.');
  return { header, ending };
}

function headerOf(line: Buffer | undefined): Header {
  const said = parse(line?.toString() ?? '');
  if (said?.format === FORMAT && Number(said.version) > VERSION)
    throw new Error('This backup was made by a newer version of Convenor. Use that version, or a newer one.');
  const header = Header.safeParse(said);
  if (!header.success) throw new Damage('Its first line is another one.');
  return header.data;
}

function parse(text: string): { format?: unknown; version?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* passing(rows: AsyncIterable<Buffer>, sum: ReturnType<typeof openSum>, whole: Hash) {
  for await (const text of rows) {
    sum.add(text);
    whole.update(text);
    yield text;
  }
}

async function passOver(_: TableName, rows: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of rows);
}
