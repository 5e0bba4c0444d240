// The day and time of a meeting, as typed.
import type { Board } from '../boards/index.ts';
import {
  isSchoolDay,
  MissingTermDates,
  needsYear,
  parseDateWords,
  sayDate,
  yearNeededInWords,
} from '../calendar/index.ts';
import type { Reading } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { findOnDay } from './records.ts';
import { checkDate } from './rules.ts';
import { parseTime } from './words.ts';

/** The day that somebody typed. Refuses what is no day, and a day that is over. */
export function readDay(words: string, today: string): string {
  const heldOn = readAnyDay(words, today);
  checkDate(heldOn, today);
  return heldOn;
}

/** The day that somebody typed, whenever it is. Refuses what is no day. */
export function readAnyDay(words: string, today: string): string {
  const day = parseDateWords(words, today);
  if (day && needsYear(words, day, today))
    throw new Refusal(yearNeededInWords(words, day), { fieldErrors: { on: 'Type the year as well.' } });
  if (day) return day;
  throw new Refusal(`I could not read “${words}” as a day. Type it like 24 Nov or next Friday.`, {
    fieldErrors: { on: 'Type the day like 24 Nov.' },
  });
}

/** The time that somebody typed, as HH:MM. */
export function readTime(words: string): string {
  const startsAt = parseTime(words);
  if (startsAt) return startsAt;
  throw new Refusal(`I could not read “${words}” as a time. Type it like 17:30 or 5.30pm.`, {
    fieldErrors: { at: 'Type the time like 17:30 or 5.30pm.' },
  });
}

/** Refuse a second meeting of a board on a day. */
export async function checkFree({ tx }: Reading, board: Board, heldOn: string, meetingId?: number): Promise<void> {
  const same = await findOnDay(tx, board.id, heldOn);
  if (same && same.id !== meetingId)
    throw new Refusal(`${board.name} already meets on ${sayDate(heldOn)}: ${refOf('MTG', same.id)}.`, {
      fieldErrors: { on: 'The board meets that day already.' },
    });
}

/** A remark for a day on which no school is open; nothing when nobody knows. */
export function isNoSchoolDay({ partnership }: Reading, day: string): boolean {
  if (!partnership.calendar) return false;
  try {
    return !isSchoolDay(day, partnership.calendar);
  } catch (error) {
    if (error instanceof MissingTermDates) return false;
    throw error;
  }
}
