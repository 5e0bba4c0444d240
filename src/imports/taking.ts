// A file from a spreadsheet, read and taken as a whole: the same for each kind of list.
import { randomUUID } from 'node:crypto';
import type { Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';
import { decode, type Encoding } from './decode.ts';
import { type Author, inOneTransaction } from './records.ts';
import { type Column, readTable, type Table } from './table.ts';
import type { FileKind } from './wrong-file.ts';

/** Read a file and take its rows in one transaction; throws a Refusal for what is no such file. */
export async function takeFile<Report>(
  prisma: PrismaClient,
  { bytes, columns, kind, now }: { bytes: Uint8Array; columns: Column[]; kind: FileKind; now: Date },
  take: (tx: Tx, table: Table, author: Author) => Promise<Report>,
): Promise<Report & { encoding: Encoding }> {
  const { text, encoding } = decode(bytes);
  const table = readTable(text, columns, kind);
  const author = { now, requestId: randomUUID() };
  return inOneTransaction(prisma, async (tx) => ({ ...(await take(tx, table, author)), encoding }));
}
