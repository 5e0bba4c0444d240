// A CSV file as rows with names and line numbers. A broken row is told and left out; the rows after it are read.
import { parse } from 'csv-parse/sync';
import { Refusal } from '../chat/refusal.ts';
import type { ImportIssue } from './issues.ts';
import { type FileKind, sayOtherKind } from './wrong-file.ts';

/** A column to be read: the key that the code uses and the names that files give it. */
export interface Column {
  key: string;
  names: string[];
  required?: boolean;
}

export interface Row {
  line: number;
  /** The text of a column, tidied; undefined when the file has no such column. */
  cell(key: string): string | undefined;
  /** The column as the file's header names it. */
  header(key: string): string;
}

export interface Table {
  rows: Row[];
  issues: ImportIssue[];
}

/**
 * Read the wanted columns of a CSV text; nothing else of it is kept. Headers match whatever their case and spacing.
 * Refuses a file without rows or without a required column, and names the column, or what the file is instead.
 */
export function readTable(text: string, columns: Column[], kind: FileKind): Table {
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1) throw new Refusal('The file is empty. Save it again as CSV and try once more.');
  const delimiter = likelyDelimiter(lines[first]!);
  const header = cellsOf(lines[first]!, delimiter, { relax: true }) ?? [];
  const places = findColumns(header, columns, kind);

  // Who writes a list leaves commas out at the end of a line, and so do spreadsheets; of a public file it means damage.
  const needed = columns.flatMap(({ key, required }) => (required ? places.get(key)! + 1 : []));
  const least = kind === 'schools' ? header.length : Math.max(...needed);
  const rows: Row[] = [];
  const issues: ImportIssue[] = [];
  for (let at = first + 1; at < lines.length; ) {
    const record = recordAt(lines, at, delimiter, header.length);
    const cells = padded(withoutTail(record.cells, header.length), least, header.length);
    if (cells === undefined || (cells.length !== header.length && !isBlank(cells)))
      issues.push(brokenRow(at + 1, cells, header));
    else if (!isBlank(cells)) rows.push(rowOf(at + 1, cells, header, places));
    at += record.length;
  }
  return { rows, issues };
}

/** The same name for a header however it is spaced or capitalised: "Latest  OEIF" is "latest oeif". */
export function plainHeader(name: string): string {
  return name
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .toLowerCase();
}

// A country's file has 140 columns and 50,000 rows: only what is wanted of a row is kept.
function rowOf(line: number, cells: string[], header: string[], places: Map<string, number>): Row {
  const kept: Record<string, string> = {};
  for (const [key, place] of places) kept[key] = tidy(cells[place]!);
  return {
    line,
    cell: (key) => kept[key],
    header: (key) => header[places.get(key) ?? -1]?.trim() ?? key,
  };
}

// Control characters do not print and PostgreSQL refuses some of them.
function tidy(cell: string): string {
  return cell
    .replace(/[\u0000-\u001f\u007f-\u009f\u00a0]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

function findColumns(header: string[], columns: Column[], kind: FileKind): Map<string, number> {
  const plain = header.map(plainHeader);
  const places = new Map<string, number>();
  for (const { key, names } of columns) {
    const wanted = new Set(names.map(plainHeader));
    const place = plain.findIndex((name) => wanted.has(name));
    if (place !== -1) places.set(key, place);
  }
  const missing = columns.filter(({ key, required }) => required && !places.has(key)).map(({ names }) => names[0]);
  if (missing.length === 0) return places;
  const other = sayOtherKind(plain, kind);
  if (other) throw new Refusal(other);
  const [what, them] = missing.length === 1 ? ['column', 'it'] : ['columns', 'them'];
  throw new Refusal(
    `The file has no ${what} ${missing.join(', ')}. Add ${them}, with that name in the first line, and import the file again.`,
  );
}

/** Whether a line names all the columns that have to be there, so that it is the heading of a list. */
export function isHeading(line: string, columns: Column[]): boolean {
  const names = new Set((cellsOf(line, likelyDelimiter(line), { relax: true }) ?? []).map(plainHeader));
  return columns
    .filter(({ required }) => required)
    .every((column) => column.names.some((name) => names.has(plainHeader(name))));
}

/** Spreadsheets set to another language write semicolons or tabs. */
export function likelyDelimiter(header: string): string {
  const count = (mark: string) => header.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

const MOST_LINES = 30;

/**
 * The record that starts on a line. A quotation mark that is not closed takes in the lines after it, but only when the
 * row comes out whole: otherwise the mark is a slip, and the next line is a row of its own. No cells: it cannot be read.
 */
function recordAt(
  lines: string[],
  at: number,
  delimiter: string,
  width: number,
): { cells: string[] | undefined; length: number } {
  let text = lines[at]!;
  for (let length = 2; !isClosed(text) && length <= MOST_LINES && at + length <= lines.length; length++) {
    text += `\n${lines[at + length - 1]}`;
    const cells = isClosed(text) ? cellsOf(text, delimiter, { relax: false }) : undefined;
    if (cells?.length === width) return { cells, length };
  }
  return { cells: cellsOf(lines[at]!, delimiter, { relax: true }), length: 1 };
}

const isClosed = (text: string) => (text.match(/"/g)?.length ?? 0) % 2 === 0;
/** Fill up the end of a row that has at least so many cells. */
function padded(cells: string[] | undefined, least: number, width: number): string[] | undefined {
  if (!cells || cells.length < least || cells.length >= width) return cells;
  return [...cells, ...Array<string>(width - cells.length).fill('')];
}

/** Spreadsheets put empty cells after the last column. */
function withoutTail(cells: string[] | undefined, width: number): string[] | undefined {
  return cells && isBlank(cells.slice(width)) ? cells.slice(0, width) : cells;
}

const isBlank = (cells: string[]) => cells.every((cell) => cell.trim() === '');

/** The cells of one record; `relax` lets a mark stand inside an unquoted cell, as in 5" pipe. */
function cellsOf(text: string, delimiter: string, { relax }: { relax: boolean }): string[] | undefined {
  return cleanCells(text, delimiter) ?? oddCells(text, delimiter, relax);
}

/** The cells of a record in which every quotation mark stands where it should, as nearly all do; undefined for others. */
function cleanCells(text: string, delimiter: string): string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  for (let at = 0; ; ) {
    const isQuoted = text[at] === '"';
    const end = isQuoted ? closingMark(text, at) + 1 : text.indexOf(delimiter, at);
    const next = end === -1 ? text.length : end;
    if (next === 0 || (next < text.length && text[next] !== delimiter)) return undefined;
    const cell = isQuoted ? text.slice(at + 1, next - 1).replaceAll('""', '"') : text.slice(at, next);
    if (!isQuoted && cell.includes('"')) return undefined;
    cells.push(cell);
    if (next === text.length) return cells;
    at = next + 1;
  }
}

/** Where the mark stands that closes the one at `at`; -1 for none. */
function closingMark(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end;
}

function oddCells(text: string, delimiter: string, relax: boolean): string[] | undefined {
  try {
    const records: string[][] = parse(text, {
      delimiter,
      relax_quotes: relax,
      relax_column_count: true,
      record_delimiter: ['\n'],
    });
    return records.length === 1 ? records[0] : undefined;
  } catch {
    return undefined;
  }
}

function brokenRow(line: number, cells: string[] | undefined, header: string[]): ImportIssue {
  const problem =
    cells === undefined
      ? 'a quotation mark is opened and not closed.'
      : `the row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where the header has ${header.length}.`;
  const remedy = 'Look for a comma or a quotation mark too many or too few, and save the file again as CSV.';
  return { line, column: '', value: '', problem, remedy };
}
