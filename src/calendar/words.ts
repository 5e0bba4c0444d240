import { createRequire } from 'node:module';
import type { en as English } from 'chrono-node';
import { addDays, addMonths, LocalDate, sayDate, weekday } from './dates.ts';

/**
 * The date that someone typed: "tomorrow", "next Friday", "in 2 weeks", "24 Nov", "24/11/2026", "2026-11-24".
 * Days come before months, as in Britain; a date without a year is the next one to come. Undefined, never an error,
 * when it is no date, not a whole date ("next week"), or could be two ("Friday", said on a Friday): then ask again.
 */
export function parseDateWords(text: string, today: LocalDate): LocalDate | undefined {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/^(due by|due on|due|by|on)\s+/, '');
  if (words.length > 40) return undefined;
  return fromFigures(words, today) ?? fromWords(words, today);
}

// A day that is over by less than this is more likely meant than the one a year later.
const JUST_OVER_MONTHS = 3;

/**
 * Whether a day that was typed without its year was over only lately, so that reading it as next year's may be wrong: "13
 * December" on the 14th. Ask for the year then.
 */
export function needsYear(text: string, found: LocalDate, today: LocalDate): boolean {
  const hasYear = /\b\d{4}\b|\d[/.-]\d{1,2}[/.-]\d{2}\b/.test(text);
  const isCounted = /\b(day|week|fortnight|month|year)s?\b/i.test(text);
  return !hasYear && !isCounted && found > addMonths(today, 12 - JUST_OVER_MONTHS);
}

/** What to say of such a day. */
export function yearNeededInWords(text: string, found: LocalDate): string {
  return `“${text.trim()}” could be the day that is over, or ${sayDate(found)}. Type the year as well.`;
}

// Figures are read here: chrono swaps day and month when the month is too large, and 11/24/2026 is a slip, not a date.
function fromFigures(words: string, today: LocalDate): LocalDate | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(words)) return real(words);
  const [, day, month, year] = words.match(/^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?$/) ?? [];
  if (!day || !month) return undefined;
  const monthAndDay = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (year) return real(`${year.padStart(4, '20')}-${monthAndDay}`);
  const thisYear = Number(today.slice(0, 4));
  return [thisYear, thisYear + 1].map((y) => real(`${y}-${monthAndDay}`)).find((date) => date && date >= today);
}

function fromWords(words: string, today: LocalDate): LocalDate | undefined {
  if (/^(the )?day after tomorrow$/.test(words)) return addDays(today, 2);
  const said = words.replace(/\b(a )?fortnight\b/, '2 weeks').replace(/^the (?=\d)/, '');
  if (NOT_ONE_DAY.test(said) || (COUNTS.test(said) && !IN_A_WHILE.test(said))) return undefined;

  const [found, ...others] = readWith(said, today);
  if (!found || others.length > 0 || found.end || found.text.length !== said.length) return undefined;

  const { start } = found;
  const names = { day: start.isCertain('day'), weekday: start.isCertain('weekday') };
  if (start.isCertain('hour') || !(names.day || names.weekday || COUNTS.test(said))) return undefined;

  const date = real([pad(start.get('year'), 4), pad(start.get('month'), 2), pad(start.get('day'), 2)].join('-'));
  if (!date) return undefined;
  // "Friday" on a Friday is today to some and next week to others.
  if (names.weekday && !names.day && date === today) return undefined;
  // "Monday 24 November 2026" is a Tuesday: one of the two is wrong, and nobody here knows which.
  const named = WEEKDAYS.findIndex((day) => new RegExp(`\\b${day}`).test(said)) + 1;
  return named > 0 && weekday(date) !== named ? undefined : date;
}

// A slash, a full stop or a bare figure has had its chance above; the rest names a span of days, or looks back.
const NOT_ONE_DAY = /\d\s*[/.]\s*\d|^\d+$|^now$|last|past|weekend|tonight|end of/;
// Chrono reads "nextday", "the weeks" and "2026 weeks" as dates; people who count say "in 2 weeks".
const COUNTS = /(?<!fri|mon|tues|wednes|thurs|satur|sun|to|yester)(day|week|month|year)s?/;
const IN_A_WHILE = /^(in )?(an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|\d{1,3}) (day|week|month)s?$/;
const WEEKDAYS = ['mon(day)?\\b', 'tue', 'wed', 'thu', 'fri', 'sat(urday)?\\b', 'sun(day)?\\b'];

// It takes a tenth of a second to load, and only dates in words need it.
let known: typeof English | undefined;
function english(): typeof English {
  known ??= (createRequire(import.meta.url)('chrono-node') as { en: typeof English }).en;
  return known;
}

// The reference is noon in the machine's own zone: with a fixed zone chrono compares dates in the machine's anyway.
function readWith(said: string, today: LocalDate) {
  try {
    const [year, month, day] = today.split('-').map(Number) as [number, number, number];
    return english().GB.parse(said, new Date(year, month - 1, day, 12), { forwardDate: true });
  } catch {
    return [];
  }
}

const pad = (figure: number | null, width: number) => String(figure).padStart(width, '0');
const real = (text: string) => LocalDate.safeParse(text).data;
