// What is in a backup, in the order of the file, all of it compressed with gzip:
//
//   one line of JSON     the header
//   for each table       its rows as PostgreSQL's COPY writes them, a line each, and a line `\.`
//   one line of JSON     the ending: how many rows each table has, and hashes of them and of all that went before
//
// The hashes find damage. They are no signature: whoever may write the file can make another one that is whole.

import { createHash } from 'node:crypto';
import { z } from 'zod';

export const FORMAT = 'convenor-backup';
export const VERSION = 1;
export const END_OF_TABLE = '\\.\n';

export const Header = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** The version of Convenor that made it. */
  convenor: z.string(),
  madeAt: z.iso.datetime(),
  /** The partnerships' names. */
  partnerships: z.array(z.string()),
  /** In the order in which the database had them. */
  migrations: z.array(z.strictObject({ name: z.string(), checksum: z.string() })),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()) })),
  /** The values as text: they may be too long for a number. */
  sequences: z.array(z.strictObject({ name: z.string(), last: z.string().regex(/^-?\d+$/), isCalled: z.boolean() })),
});
export type Header = z.infer<typeof Header>;

/** How many rows there are, and the SHA-256 of their text in hex. */
export interface Sum {
  rows: number;
  sha256: string;
}

export interface Ending {
  tables: ({ name: string } & Sum)[];
  /** SHA-256 of everything before this line. */
  sha256: string;
}

/** What a backup holds, known when all of it has been read. */
export interface Contents {
  header: Header;
  ending: Ending;
}

/** A line of JSON: the header or the ending. */
export function asLine(value: Header | Ending): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/** Count and hash a table's rows as they pass by. */
export function openSum(): { add(text: Buffer): void; sum(): Sum } {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add(text) {
      hash.update(text);
      // A line end within what people wrote is written as `\n`: each line is a row.
      for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) rows += 1;
    },
    sum: () => ({ rows, sha256: hash.digest('hex') }),
  };
}

/** How many rows there are in all. */
export function countRows(tables: Ending['tables']): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

/** A name as SQL wants it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
