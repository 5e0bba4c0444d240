import { END_OF_TABLE } from './format.ts';

/** Longer than any header or ending. */
const LONGEST = 8 * 1024 * 1024;
const END = Buffer.from(END_OF_TABLE);
const AFTER_ROW = Buffer.from(`\n${END_OF_TABLE}`);

/** The text is not what was written. */
export class Damage extends Error {}

export interface Lines {
  /** The next line with its end, or undefined when there is none. Throws when it is too long to be one of ours. */
  line(): Promise<Buffer | undefined>;
  /** The rows up to the end of the table, in blocks of whole rows. Throws when the table has no end. */
  rows(): AsyncGenerator<Buffer>;
}

/** Take a stream apart into lines and tables. No more of it is kept than one piece and one row. */
export function openLines(source: AsyncIterable<Buffer>): Lines {
  const pieces = source[Symbol.asyncIterator]();
  let kept: Buffer = Buffer.alloc(0);

  const more = async (): Promise<boolean> => {
    const { value, done } = await pieces.next();
    if (!done) kept = kept.length === 0 ? value : Buffer.concat([kept, value]);
    return !done;
  };
  const take = (length: number): Buffer => {
    const taken = kept.subarray(0, length);
    kept = kept.subarray(length);
    return taken;
  };

  return {
    async line() {
      for (;;) {
        const end = kept.indexOf(10);
        if (end >= 0) return take(end + 1);
        if (kept.length > LONGEST) throw new Damage('A line is too long.');
        if (!(await more())) return kept.length === 0 ? undefined : take(kept.length);
      }
    },
    async *rows() {
      for (;;) {
        const end = endOfTable(kept);
        const rows = end ?? kept.lastIndexOf(10) + 1;
        if (rows > 0) yield take(rows);
        if (end !== undefined) {
          take(END_OF_TABLE.length);
          return;
        }
        if (!(await more())) throw new Damage('A table has no end.');
      }
    },
  };
}

// What is kept always begins with a row, or with the end of the table.
function endOfTable(kept: Buffer): number | undefined {
  if (kept.subarray(0, END_OF_TABLE.length).equals(END)) return 0;
  const at = kept.indexOf(AFTER_ROW);
  return at < 0 ? undefined : at + 1;
}
