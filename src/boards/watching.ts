// What a board's meetings say of a half-term in which it has to meet (D-04). Pure.
import { schoolDaysBetween, type TermCalendar } from '../calendar/index.ts';
import type { Obliging } from './missed.ts';

/** A meeting that was not called off. */
export interface MeetingDay {
  id: number;
  on: string;
  /** Local time, HH:MM. */
  at: string;
  place: string;
  state: 'planned' | 'held';
}

export interface Watch {
  /** The meeting that was held in the half-term: only that counts. */
  held: MeetingDay | undefined;
  /** The first meeting that is still to come in it. */
  planned: MeetingDay | undefined;
  /** A meeting whose day is over, which nobody has recorded as held or called off. */
  unrecorded: MeetingDay | undefined;
  /** The next meeting, in this half-term or later. */
  next: MeetingDay | undefined;
  /** The last meeting that was held at all. */
  last: MeetingDay | undefined;
}

/** Look at a board's meetings, in the order of their days, from a day. */
export function watch(
  meetings: MeetingDay[],
  { firstDay, lastDay }: Pick<Obliging, 'firstDay' | 'lastDay'>,
  today: string,
): Watch {
  const inIt = meetings.filter(({ on }) => firstDay <= on && on <= lastDay);
  const ahead = (one: MeetingDay) => one.state === 'planned' && one.on >= today;
  return {
    held: inIt.find((one) => one.state === 'held'),
    planned: inIt.find(ahead),
    unrecorded: inIt.findLast((one) => one.state === 'planned' && one.on < today),
    next: meetings.find(ahead),
    last: meetings.findLast((one) => one.state === 'held'),
  };
}

/** Whether a board is warned: it has not met, and nothing is planned in what remains. */
export function isUnmet({ held, planned }: Watch): boolean {
  return held === undefined && planned === undefined;
}

/**
 * Whether a meeting may just have been held: its clerk is asked on this morning, so a warning can wait for the next, unless
 * the half-term ends today.
 */
export function isWaitedFor(
  { unrecorded }: Pick<Watch, 'unrecorded'>,
  { lastDay }: Pick<Obliging, 'lastDay'>,
  { today, partnership: { calendar } }: { today: string; partnership: { calendar: TermCalendar | undefined } },
): boolean {
  if (unrecorded === undefined || calendar === undefined || today >= lastDay) return false;
  return schoolDaysBetween(unrecorded.on, today, calendar) <= 1;
}
