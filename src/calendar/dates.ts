// Dates, not instants: a deadline is a day in the partnership's time zone and has no hour until somebody is told of it.
import * as z from 'zod';

export const LocalDate = z.iso.date();
/** A day of the calendar, `YYYY-MM-DD`. It sorts as text. */
export type LocalDate = z.infer<typeof LocalDate>;

export const LONDON = 'Europe/London';

/** Read a date from outside, such as a JSON column. Refuses anything that is not a real day written `YYYY-MM-DD`. */
export function parseDate(text: string): LocalDate {
  const read = LocalDate.safeParse(text);
  if (!read.success) throw new RangeError(`"${text}" is not a date. Write it like 2026-11-24.`);
  return read.data;
}

/** The date `days` later, or earlier when negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** The same day `months` later, or the last of that month when it is shorter: 31 January + 1 is 28 February. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year, month, day] = numbers(date);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const clamped = Math.min(day, lastOfMonth.getUTCDate());
  return new Date(lastOfMonth.setUTCDate(clamped)).toISOString().slice(0, 10);
}

/** Calendar days from the first date to the second; negative when the second is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The day of the week, 1 for Monday to 7 for Sunday. */
export function weekday(date: LocalDate): number {
  // 1 January 1970, day 0, was a Thursday.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** Order two dates, for `sort`: negative when the first is earlier. */
export function compareDates(a: LocalDate, b: LocalDate): number {
  return dayNumber(a) - dayNumber(b);
}

/** The date that a wall calendar shows at this instant in the zone. */
export function today(now: Date, zone: string = LONDON): LocalDate {
  return wallClock(now, zone).slice(0, 10);
}

/** The time of day, `HH:MM`, that a wall clock shows at this instant in the zone. */
export function timeOfDay(now: Date, zone: string = LONDON): string {
  return wallClock(now, zone).slice(11, 16);
}

/**
 * The instant of a wall-clock time `HH:MM` on a date. A time that the spring clock change skips moves forward (01:30
 * becomes 02:30 summer time); a time that the autumn change repeats means the first of the two.
 */
export function instantAt(date: LocalDate, time: string, zone: string = LONDON): Date {
  const wanted = `${parseDate(date)}T${time}`;
  const asIfUtc = Date.parse(`${wanted}:00Z`);
  if (Number.isNaN(asIfUtc)) throw new RangeError(`"${time}" is not a time of day. Write it like 09:00.`);

  // No zone changes its clocks twice within a day, so these are the only two offsets that can apply.
  const before = asIfUtc - offsetAt(asIfUtc - DAY, zone);
  const after = asIfUtc - offsetAt(asIfUtc + DAY, zone);
  const matching = [before, after].filter((at) => wallClock(new Date(at), zone) === wanted);
  return new Date(matching.length > 0 ? Math.min(...matching) : before);
}

/** Say a date in full: "Tuesday 24 November 2026". */
export function sayDate(date: LocalDate): string {
  const [year, month, day] = numbers(date);
  return `${WEEKDAYS[weekday(date) - 1]} ${day} ${MONTHS[month - 1]} ${year}`;
}

/** Say a date where space is short: "24 Nov 2026". */
export function sayShortDate(date: LocalDate): string {
  const [year, month, day] = numbers(date);
  return `${day} ${MONTHS[month - 1]!.slice(0, 3)} ${year}`;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

const DAY = 86_400_000;

// Days are counted one by one, the same few hundred of them again and again: checking each anew is the slow part.
const numberOf = new Map<LocalDate, number>();
const dateOf = new Map<number, LocalDate>();
const MOST_KNOWN = 20_000;

function dayNumber(date: LocalDate): number {
  const known = numberOf.get(date);
  if (known !== undefined) return known;
  const day = Date.parse(`${parseDate(date)}T00:00Z`) / DAY;
  if (numberOf.size < MOST_KNOWN) numberOf.set(date, day);
  return day;
}

function fromDayNumber(day: number): LocalDate {
  const known = dateOf.get(day);
  if (known !== undefined) return known;
  const date = parseDate(new Date(day * DAY).toISOString().slice(0, 10));
  if (dateOf.size < MOST_KNOWN) dateOf.set(day, date);
  return date;
}
const numbers = (date: LocalDate) => parseDate(date).split('-').map(Number) as [number, number, number];

const offsetAt = (at: number, zone: string) => {
  const minute = Math.floor(at / 60_000) * 60_000;
  return Date.parse(`${wallClock(new Date(minute), zone)}:00Z`) - minute;
};

// Making a formatter costs a hundred times more than using one.
const formatters = new Map<string, Intl.DateTimeFormat>();

// No zone that is in use differs from UTC by parts of a minute.
const minutes = new Map<string, string>();

function wallClock(now: Date, zone: string): string {
  const key = `${Math.floor(now.getTime() / 60_000)} ${zone}`;
  const known = minutes.get(key);
  if (known !== undefined) return known;
  const clock = formatClock(now, zone);
  if (minutes.size >= 1000) minutes.clear();
  minutes.set(key, clock);
  return clock;
}

function formatClock(now: Date, zone: string): string {
  const formatter =
    formatters.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
  formatters.set(zone, formatter);
  const [day, month, year, hour, minute] = formatter.format(now).match(/\d+/g) ?? [];
  return `${year}-${month}-${day}T${hour}:${minute}`;
}
