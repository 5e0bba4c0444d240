import { type TermCalendar, TermYear, termCalendarById, today as todayIn } from '../calendar/index.ts';
import type { Partnership } from '../chat/contract.ts';
import { frameworkById } from '../frameworks/index.ts';
import { askJson, sql, type Tx } from '../store/database.ts';
import { partnershipJson } from './who.records.ts';

/** A partnership as it is stored. */
export interface PartnershipRow {
  id: number;
  name: string;
  frameworkId: string;
  timeZone: string;
  termCalendarId: string | null;
  /** The school years whose dates the partnership gave itself. */
  terms: unknown[] | null;
}

/** Read a partnership with its framework and term dates, and what day it is there. Without an id: the only or first one. */
export async function readPartnership(
  tx: Tx,
  partnershipId: number | undefined,
  now: Date,
): Promise<{ partnership: Partnership; today: string } | undefined> {
  const id = partnershipId === undefined ? sql`(select min(id) from "Partnership")` : sql`${partnershipId}::int`;
  const row = await askJson<PartnershipRow>(tx, partnershipJson(id));
  return row ? partnershipOf(row, now) : undefined;
}

/** A stored partnership as the rooms know it, and what day it is there. */
export function partnershipOf(row: PartnershipRow, now: Date): { partnership: Partnership; today: string } {
  const { id, name, timeZone } = row;
  return {
    today: todayIn(now, timeZone),
    partnership: { id, name, timeZone, framework: frameworkById(row.frameworkId), calendar: calendarOf(row) },
  };
}

// The same dates are read again and again; checking them is the slow part. Few partnerships, and their dates seldom change.
const calendars = new Map<string, TermCalendar | undefined>();

/** The term dates that count for a partnership: its own, and for other years those that Convenor brings for its area. */
export function calendarOf({
  name,
  termCalendarId,
  terms,
}: Pick<PartnershipRow, 'name' | 'termCalendarId' | 'terms'>): TermCalendar | undefined {
  const shipped = termCalendarId === null ? undefined : termCalendarById(termCalendarId);
  if (terms === null || terms.length === 0) return shipped;
  const key = JSON.stringify([name, termCalendarId, terms]);
  if (!calendars.has(key)) {
    if (calendars.size > 50) calendars.clear();
    calendars.set(key, withOwnYears(name, shipped, terms));
  }
  return calendars.get(key);
}

/** What the partnership says of a school year comes before what Convenor brings for its area. */
function withOwnYears(name: string, shipped: TermCalendar | undefined, terms: unknown[]): TermCalendar {
  const own = terms.map((year) => TermYear.parse(year));
  const others = shipped?.years.filter((year) => !own.some(({ schoolYear }) => schoolYear === year.schoolYear)) ?? [];
  const years = [...others, ...own].sort((a, b) => a.schoolYear.localeCompare(b.schoolYear));
  return { id: shipped ? `${shipped.id}+own` : 'own', area: shipped?.area ?? name, years };
}
