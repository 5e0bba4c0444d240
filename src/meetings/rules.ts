// When a meeting may be planned, what its agenda starts with, and who leads what. Pure.
import { addDays, sayDate } from '../calendar/index.ts';
import { listInWords } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import { agendaFor, type BoardTemplate } from '../frameworks/index.ts';

/** Refuse to plan a meeting for a day that is over. */
export function checkDate(heldOn: string, today: string): void {
  if (heldOn < today)
    throw new Refusal(`${sayDate(heldOn)} is over. Type a day that is still to come.`, {
      fieldErrors: { on: 'Choose a day that is still to come.' },
    });
}

export interface StandingItem {
  title: string;
  /** A role id, or CHAIR. */
  lead: string;
}

/** The items that every such meeting has, by the board's template for that month and the school's category. */
export function standingItems(template: BoardTemplate, heldOn: string, category: string | undefined): StandingItem[] {
  return agendaFor(template, Number(heldOn.slice(5, 7)))
    .items.filter(
      (item) => !item.onlyInCategories || (category !== undefined && item.onlyInCategories.includes(category)),
    )
    .map((item) => ({ title: item.title, lead: item.leadRole }));
}

/** Whether an item is led by whoever has a role, and not by somebody named. */
export const isRole = (lead: string) => /^[A-Z][A-Z0-9_]+$/.test(lead);

/** Who leads an item: the people in the seats of that role, else its title; an item of somebody's own carries a name. */
export function leadInWords(
  lead: string,
  holders: { name: string; role: string; isChair: boolean }[],
  label: (role: string) => string,
): string {
  if (!isRole(lead)) return lead;
  const who = holders.filter((one) => (lead === 'CHAIR' ? one.isChair : one.role === lead)).map((one) => one.name);
  const title = lead === 'CHAIR' ? 'the chair' : label(lead);
  // A board over schools has a chair and a head from each: then the title says it better than thirty names.
  return who.length === 1 || who.length === 2 ? listInWords(who) : title;
}

/** Refuse an answer to a meeting that is over or called off. */
export function checkOpen(meeting: { state: string; heldOn: string }, today: string): void {
  if (meeting.state === 'cancelled') throw new Refusal('This meeting was called off, so there is nothing to answer.');
  if (meeting.state !== 'planned' || meeting.heldOn < today)
    throw new Refusal('This meeting is over. Type “agenda show” for the next one.');
}

export type Publishing = 'first' | 'again' | 'unchanged';

interface Published {
  agendaRevision: number;
  /** When its newest revision goes out, or went out. */
  publishedAt: Date | null;
}

/** What publishing means now: the agenda is new, has changes that nobody has been told of, or stands as everybody has it. */
export function publishing(meeting: Published, now: Date): Publishing {
  if (meeting.agendaRevision === 0) return 'first';
  return isPending(meeting, now) ? 'again' : 'unchanged';
}

/** Whether a note about changes is still to go out. */
export function isPending({ agendaRevision, publishedAt }: Published, now: Date): boolean {
  return agendaRevision > 0 && publishedAt !== null && publishedAt > now;
}

/** Whether a revision is the newest of which people have been told, or are being told. */
export function isNewest(revision: number, meeting: Published, now: Date): boolean {
  const told = isPending(meeting, now) ? meeting.agendaRevision - 1 : meeting.agendaRevision;
  return revision === told || revision === meeting.agendaRevision;
}

// A day that is long over is a slip: nobody records so late that a meeting was on another day.
const LONG_AGO = 31;

/**
 * Refuse the new day of a meeting. While its day is not over it can only move to a day to come; afterwards it may have been
 * held on a day that is over by now, too.
 */
export function checkNewDay(heldOn: string, meeting: { heldOn: string }, today: string): void {
  if (meeting.heldOn >= today || heldOn < addDays(today, -LONG_AGO)) checkDate(heldOn, today);
}

/** Refuse to change a meeting that was held or called off. */
export function checkPlanned(meeting: { state: string }, ref: string): void {
  if (meeting.state === 'cancelled') throw new Refusal(`${ref} was called off. Type “meeting add” to plan another.`);
  if (meeting.state !== 'planned') throw new Refusal(`${ref} was held, so it can no longer be moved or called off.`);
}
