// What the audit tells about a meeting: when people were called, what changed since, why it was called off. Pure.
import { z } from 'zod';
import { today as dayIn, type LocalDate } from '../calendar/index.ts';
import type { MeetingEvent } from './history.records.ts';

const Slot = z.looseObject({ heldOn: z.string(), startsAt: z.string(), place: z.string() });
/** When and where a meeting was to be. */
export type Slot = z.infer<typeof Slot>;

/** `revision`: in which revision of the agenda people hear of it; `follows`: it says what that one was still to say. */
const Told = z.looseObject({ revision: z.number().optional(), follows: z.number().optional() });
const Changed = Told.extend({
  added: z.number().optional(),
  moved: z.number().optional(),
  title: z.string().optional(),
});
const Removed = z.looseObject({ removed: z.number(), title: z.string() });
const Cancelled = z.looseObject({ reason: z.string() });

export interface Changes {
  added: { id: number; title: string }[];
  removed: { id: number; title: string }[];
  moved: { id: number; title: string }[];
  /** When and where it was to be before, if that changed. */
  from: Slot | undefined;
}

/** What is new in a revision of the agenda. What was added and taken off again within it is nothing. */
export function changesIn(events: MeetingEvent[], revision: number): Changes {
  const told = events.map((one) => ({ ...one, told: Told.safeParse(one.after).data }));
  const follows = told.find((one) => one.told?.revision === revision)?.told?.follows;
  const within = told.filter(({ told: of }) => of?.revision !== undefined && [revision, follows].includes(of.revision));
  const changes: Changes = { added: [], removed: [], moved: [], from: undefined };
  for (const { event, before, after } of within) {
    if (event === 'meeting.moved') changes.from ??= Slot.parse(before);
    if (event !== 'agenda.changed') continue;
    const { added, moved, title = '' } = Changed.parse(after);
    if (added !== undefined) changes.added.push({ id: added, title });
    if (moved !== undefined && !changes.moved.some(({ id }) => id === moved)) changes.moved.push({ id: moved, title });
    const gone = Removed.safeParse(before).data;
    if (gone) changes.removed.push({ id: gone.removed, title: gone.title });
  }
  const isGone = ({ id }: { id: number }) => changes.removed.some((one) => one.id === id);
  const isNew = ({ id }: { id: number }) => changes.added.some((one) => one.id === id);
  return {
    from: changes.from,
    added: changes.added.filter((one) => !isGone(one)),
    removed: changes.removed.filter((one) => !isNew(one)),
    moved: changes.moved.filter((one) => !isGone(one) && !isNew(one)),
  };
}

/** Where a meeting was to be before it was moved last, if people had its agenda by then. */
export function movedFrom(events: MeetingEvent[]): Slot | undefined {
  const last = events.findLast(({ event }) => event === 'meeting.moved');
  return last && Told.parse(last.after).revision !== undefined ? Slot.parse(last.before) : undefined;
}

/** The day on which people were called to the day that stands: when the agenda went out, or the day was moved after that. */
export function calledOn(events: MeetingEvent[], zone: string): LocalDate | undefined {
  const last = events.findLast(
    ({ event, before, after }) =>
      (event === 'agenda.published' && Told.parse(after).follows === undefined) ||
      (event === 'meeting.moved' &&
        Told.parse(after).revision !== undefined &&
        Slot.parse(before).heldOn !== Slot.parse(after).heldOn),
  );
  return last && dayIn(last.at, zone);
}

/** The day on which the agenda first went out. */
export function firstPublishedOn(events: MeetingEvent[], zone: string): LocalDate | undefined {
  const first = events.find(({ event }) => event === 'agenda.published');
  return first && dayIn(first.at, zone);
}

/** Why a meeting was called off, and on which day that was said. */
export function calledOff(events: MeetingEvent[], zone: string): { reason: string; on: LocalDate } | undefined {
  const last = events.findLast(({ event }) => event === 'meeting.cancelled');
  return last && { reason: Cancelled.parse(last.after).reason, on: dayIn(last.at, zone) };
}
