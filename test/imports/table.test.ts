import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decode } from '../../src/imports/decode.ts';
import { readImportFile } from '../../src/imports/file.ts';
import { readTable } from '../../src/imports/table.ts';

const columns = [
  { key: 'a', names: ['Alpha (name)'], required: true },
  { key: 'b', names: ['Beta'] },
];

function rowsOf(text: string) {
  const { rows, issues } = readTable(text, columns, 'schools');
  return { rows: rows.map((row) => [row.line, row.cell('a'), row.cell('b')]), issues };
}

describe('a file’s encoding', () => {
  it('is UTF-8 with or without its mark', () => {
    const text = 'Alpha (name)\nÖztürk';
    expect(decode(Buffer.from(text))).toEqual({ text, encoding: 'UTF-8' });
    expect(decode(Buffer.from(`\ufeff${text}`))).toEqual({ text, encoding: 'UTF-8' });
  });

  it('is Windows-1252 when it is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('St Osric'), Buffer.from([0x92]), Buffer.from('s \u00c9cole', 'latin1')]);
    expect(decode(bytes)).toEqual({ text: 'St Osric’s École', encoding: 'Windows-1252' });
  });

  it('is UTF-16 when a spreadsheet saved “Unicode text”', () => {
    expect(decode(Buffer.from('\ufeffName\tRole', 'utf16le'))).toEqual({ text: 'Name\tRole', encoding: 'UTF-16' });
  });
});

describe('a file that is no CSV', () => {
  it.each([
    ['an Excel workbook with another name', Buffer.from('PK\u0003\u0004 the rest of it', 'latin1')],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])],
  ])('is refused with what to do: %s', (_what, bytes) => {
    expect(() => decode(bytes)).toThrow(
      'This is an Excel workbook (or another binary file), not a CSV. In Excel, save it as CSV UTF-8 and import that.',
    );
  });
});

describe('a file that cannot be read', () => {
  const folder = mkdtemp(path.join(tmpdir(), 'convenor-import-'));
  afterAll(async () => rm(await folder, { recursive: true }));

  it('is told in a sentence: a folder, and a name that leads nowhere', async () => {
    await expect(readImportFile(await folder)).rejects.toThrow(/ is a folder\. Name the CSV file that is in it\.$/);
    const missing = path.join(await folder, 'schools.csv');
    await expect(readImportFile(missing)).rejects.toThrow(
      `There is no file ${missing}. Check its name and its folder.`,
    );
  });
});

describe('a table', () => {
  it('finds columns whatever their case and spacing, and reads every kind of line end', () => {
    const { rows } = rowsOf(' ALPHA   (name) ,Beta\r\none,1\r\n\r\ntwo,2\n');
    expect(rows).toEqual([
      [2, 'one', '1'],
      [4, 'two', '2'],
    ]);
  });

  it('reads semicolons and tabs, as other spreadsheets write them', () => {
    expect(rowsOf('Alpha (name);Beta\none, two;1').rows).toEqual([[2, 'one, two', '1']]);
    expect(rowsOf('Alpha (name)\tBeta\none\t1').rows).toEqual([[2, 'one', '1']]);
  });

  it('passes over the empty cells that a spreadsheet puts after the last column', () => {
    expect(rowsOf('Alpha (name),Beta\none,1,,\n,,,').rows).toEqual([[2, 'one', '1']]);
  });

  it('names a column that is missing', () => {
    expect(() => rowsOf('Beta\n1')).toThrow('The file has no column Alpha (name). Add it');
    expect(() => rowsOf(' \n')).toThrow('The file is empty.');
  });

  it('fills up the end of a row of a list, and takes a short row of a public file for damage', () => {
    const list = (text: string) => readTable(text, columns, 'people');
    expect(list('Alpha (name),Beta\none\n').rows[0]!.cell('b')).toBe('');
    expect(list('Beta,Alpha (name)\none\n').issues[0]!.problem).toBe('the row has 1 cell where the header has 2.');
    expect(rowsOf('Alpha (name),Beta\none\n').issues).toHaveLength(1);
  });

  it('of another kind is told what it is', () => {
    expect(() => rowsOf('URN,LinkURN,LinkName\n1,2,x')).toThrow('This is the list of links between schools.');
    expect(() => rowsOf('Group UID,Group ID\n1,2')).toThrow('This is the list of trusts and groups.');
    expect(() => rowsOf('Name,Role,E-mail\na,b,c')).toThrow('npm run import -- people FILE');
    expect(() => readTable('URN,EstablishmentName\n1,2', columns, 'people')).toThrow('npm run import -- schools FILE');
    expect(() => rowsOf('School year,What,First day\n1,2,3')).toThrow('npm run import -- terms FILE');
  });

  it('reads marks around cells, doubled marks within them and delimiters between them', () => {
    expect(rowsOf('"Alpha (name)","Beta"\n"one, ""two""",\n"","x"\n').rows).toEqual([
      [2, 'one, "two"', ''],
      [3, '', 'x'],
    ]);
  });

  it('keeps reading after a quotation mark that was never closed', () => {
    const { rows, issues } = rowsOf('Alpha (name),Beta\n"one,1\ntwo,2\n5" pipe,3\n');
    expect(rows).toEqual([
      [3, 'two', '2'],
      [4, '5" pipe', '3'],
    ]);
    expect(issues.map(({ line }) => line)).toEqual([2]);
  });

  it('counts lines as an editor does when a cell has a line break', () => {
    expect(rowsOf('Alpha (name),Beta\n"one\nand a half",1\ntwo,2').rows).toEqual([
      [2, 'one and a half', '1'],
      [4, 'two', '2'],
    ]);
  });
});
