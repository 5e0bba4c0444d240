// When a meeting may be planned, what its agenda starts with, and who leads what. Pure.
import { sayDate } from '../calendar/index.ts';
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

/** Who leads an item: the people in the seats of that role, else its title; an item of somebody's own carries a name. */
export function leadInWords(
  lead: string,
  holders: { name: string; role: string; isChair: boolean }[],
  label: (role: string) => string,
): string {
  if (!/^[A-Z][A-Z0-9_]+$/.test(lead)) return lead;
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

/** What publishing means now: the agenda is new, has changed since, or stands as everybody has it. */
export function publishing(meeting: { agendaRevision: number; publishedAt: Date | null }): Publishing {
  if (meeting.agendaRevision === 0) return 'first';
  return meeting.publishedAt === null ? 'again' : 'unchanged';
}
