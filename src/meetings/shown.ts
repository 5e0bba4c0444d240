// What every card about a meeting says, and for whom it has buttons.
import { z } from 'zod';
import { aboutBoard, MAY_RUN, MAY_SEE } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { Actor, ShowContext } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { refOf } from '../chat/refs.ts';
import { viewerOf } from '../people/index.ts';
import { dayOf } from '../store/days.ts';
import type { Meeting } from './records.ts';

export const Common = {
  ref: z.string(),
  board: z.string(),
  when: z.string(),
  place: z.string(),
  hasPlace: z.boolean(),
};
export const Fact = z.strictObject({ title: z.string(), value: z.string() });
export const Line = z.strictObject({ what: z.string(), who: z.string() });
export const Paper = z.strictObject({ title: z.string(), lines: z.array(Line).min(1) });

export function commonOf(meeting: Meeting) {
  return {
    ref: refOf('MTG', meeting.id),
    board: meeting.board.name,
    when: whenOf(meeting),
    place: meeting.place,
    hasPlace: meeting.place !== '',
  };
}

/** "Thursday 3 December 2026, 17:30" */
export function whenOf(meeting: Pick<Meeting, 'heldOn' | 'startsAt'>): string {
  return `${sayDate(dayOf(meeting.heldOn))}, ${meeting.startsAt}`;
}

export interface Viewing {
  viewer: Actor | undefined;
  /** The viewer may look at the board; a channel was bound to it by those who may. */
  maySee: boolean;
  /** The viewer runs the board from day to day, or does so for those who should. */
  runs: boolean;
  /** The viewer is the board's own clerk or chair, who write its minutes. */
  writes: boolean;
}

/** Who looks at a meeting's card, and what they may do about it. */
export async function viewing(context: ShowContext, meeting: Meeting): Promise<Viewing> {
  const viewer = await viewerOf(context);
  if (!viewer) return { viewer, maySee: context.viewerId === undefined, runs: false, writes: false };
  const about = aboutBoard(meeting.board);
  return {
    viewer,
    maySee: may(MAY_SEE, viewer, about),
    runs: may(MAY_RUN, viewer, about),
    writes: viewer.seats.some((seat) => seat.boardId === meeting.boardId && (seat.isClerk || seat.isChair)),
  };
}
