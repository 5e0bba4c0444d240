// What stands in a cell, read with the damage in mind that spreadsheets do. Each reader answers with a value or says what
// is wrong with it.
import { LocalDate, sayDate, weekday } from '../calendar/index.ts';

export type Reading<T> = { value: T } | { problem: string; remedy: string };

// How the public files write "there is none" (DOMAIN F-32): none of these is ever 0.
const NOTHING = new Set([
  '',
  'null',
  'n/a',
  'na',
  'not applicable',
  'does not apply',
  'supp',
  'ne',
  'lowcov',
  'np',
  'c',
  'z',
  'x',
  '-',
]);

/** A text, or null for the words that mean there is none. */
export function readWords(text: string): string | null {
  return NOTHING.has(text.toLowerCase()) ? null : text;
}

/** A whole number from 0, or null when there is none: `100742`, `100742.0`, `1,045`. Refuses a number that a spreadsheet rounded. */
export function readWhole(text: string): Reading<number | null> {
  if (NOTHING.has(text.toLowerCase())) return { value: null };
  if (/^\d(\.\d+)?e\+?\d+$/i.test(text))
    return {
      problem: 'a spreadsheet has rounded this number, so its last figures are lost.',
      remedy: 'Take it from the original file and format the column as text.',
    };
  const plain = text.replace(/^(\d{1,3}(,\d{3})+)$/, (whole) => whole.replaceAll(',', '')).replace(/\.0+$/, '');
  if (/^\d{1,9}$/.test(plain)) return { value: Number(plain) };
  return { problem: 'this is not a whole number.', remedy: 'Write it in figures only, or leave the cell empty.' };
}

const LIKE = 'Write it like 01/09/2024, the day first, or leave the cell empty.';
const LAST_SERIAL = 73_050;

/**
 * A day, or null when there is none: `01/09/2024` and `01-09-2024` (the day first, as in Britain), `2024-09-01`,
 * `Sunday 1 September 2024`, or the serial number that a spreadsheet leaves when it forgets the format (43531 is 2019-03-07).
 */
export function readDay(text: string): Reading<LocalDate | null> {
  if (NOTHING.has(text.toLowerCase())) return { value: null };
  if (/^#+$/.test(text))
    return {
      problem: 'the spreadsheet’s column was too narrow to show the date.',
      remedy: 'Widen the column and save the file again as CSV.',
    };
  if (/^\d{1,5}(\.0+)?$/.test(text)) return fromSerial(Number(text));
  const [, year, month, day] = text.match(/^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?$/) ?? [];
  if (year && month && day) return realDay(year, month, day);
  const [, first, second, last] = text.match(/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: 00:00(?::00)?)?$/) ?? [];
  if (first && second && last) return realDay(last, second, first);
  if (/^(\d{1,2})[/.-](\d{1,2}|[a-z]{3,9})[/.-](\d{2})$/i.test(text))
    return {
      problem: 'the year has two figures, so its century is a guess.',
      remedy: 'Write the year in full, like 01/09/2024.',
    };
  return fromWords(text) ?? { problem: 'this is not a date.', remedy: LIKE };
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** "1 September 2024", "Sun 1st Sep 2024", "1-Sep-2024"; a day of the week that does not fit is a slip in one of the two. */
function fromWords(text: string): Reading<LocalDate> | undefined {
  const [, named, day, month, year] =
    text.match(/^(?:([a-z]{3,9})\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})$/i) ?? [];
  if (!day || !month || !year) return undefined;
  const number = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const weekdayNamed = named === undefined ? undefined : DAYS.indexOf(named.slice(0, 3).toLowerCase()) + 1;
  if (number === 0 || weekdayNamed === 0) return undefined;
  const read = realDay(year, String(number).padStart(2, '0'), day);
  if ('value' in read && weekdayNamed !== undefined && weekday(read.value) !== weekdayNamed)
    return { problem: `that day is a ${sayDate(read.value).split(' ')[0]}.`, remedy: 'Look at the day and the date.' };
  return read;
}

function realDay(year: string, month: string, day: string): Reading<LocalDate> {
  const read = LocalDate.safeParse(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  if (read.success) return { value: read.data };
  const isTurned = Number(month) > 12 && Number(day) <= 12;
  return isTurned
    ? { problem: 'the month stands before the day.', remedy: 'Write the day first, like 01/09/2024.' }
    : { problem: 'this is not a day of the calendar.', remedy: LIKE };
}

function fromSerial(serial: number): Reading<LocalDate> {
  if (serial < 1 || serial > LAST_SERIAL) return { problem: 'this is not a date.', remedy: LIKE };
  // Spreadsheets count a 29 February 1900 that never was; later days are one further on than they should be.
  const days = serial > 59 ? serial - 1 : serial;
  return { value: new Date(Date.UTC(1900, 0, days)).toISOString().slice(0, 10) };
}
