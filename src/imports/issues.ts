// What was wrong with a cell or a row, told so that whoever keeps the file can put it right.

/** One thing wrong in a file. `value` is what stood there, shortened; `remedy` is a sentence that says what to do. */
export interface ImportIssue {
  /** The line of the file, counted as an editor does: the header is line 1. */
  line: number;
  /** The column as the file's own header names it; empty when the whole row is meant. */
  column: string;
  value: string;
  problem: string;
  remedy: string;
}

/** Say an issue in one line: `Line 14, OpenDate, “31/02/2020”: this is not a day of the calendar. Write it like 01/09/2024.` */
export function sayIssue({ line, column, value, problem, remedy }: ImportIssue): string {
  const where = [`Line ${line}`, ...(column === '' ? [] : [column]), ...(value === '' ? [] : [`“${short(value)}”`])];
  return `${where.join(', ')}: ${problem} ${remedy}`;
}

function short(value: string): string {
  return value.length > 60 ? `${value.slice(0, 57)}…` : value;
}
