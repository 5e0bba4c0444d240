// What is particular to how people write the names of schools.
import { sayDate } from '../calendar/index.ts';
import type { Manner } from '../chat/naming.ts';
import { Refusal } from '../chat/refusal.ts';
import { dayOf } from '../store/days.ts';

export const SCHOOL_NAMES: Manner = {
  forms: new Map([
    ['saint', 'st'],
    ['saints', 'sts'],
    ['sch', 'school'],
    ['schl', 'school'],
    ['acad', 'academy'],
    ['coll', 'college'],
    ['prim', 'primary'],
    ['sec', 'secondary'],
    ['ce', 'cofe'],
    ['rc', 'catholic'],
  ]),
  phrases: [
    [/\b(?:church of england|c of e)\b/, 'cofe'],
    [/\b(?:roman catholic|r c)\b/, 'catholic'],
  ],
  light: new Set(['the', 'school', 'schools', 'academy', 'college', 'and', 'of', 'at', 'in', 'a']),
  common: new Set([
    ...['primary', 'secondary', 'infant', 'infants', 'junior', 'juniors', 'nursery', 'high', 'grammar', 'special'],
    ...['community', 'catholic', 'cofe', 'church', 'england', 'st', 'sts', 'girls', 'boys', 'free', 'trust', 'centre'],
  ]),
};

/** The URN that typed words are or end with, as the bot writes it after a name: "100742", "Fernhill School (100742)". */
export function urnIn(words: string): number | undefined {
  const found = /^(?:urn\s*:?\s*)?(\d{6})$|\((\d{6})\)$/i.exec(words.trim());
  return found ? Number(found[1] ?? found[2]) : undefined;
}

/** "Fernhill School (100742)" */
export function withNumber({ name, urn }: { name: string; urn: number }): string {
  return `${name} (${urn})`;
}

/** What is said to somebody who means a school that has closed. */
export function isClosed({ name, closedOn }: { name: string; closedOn: Date | null }): Refusal {
  const when = closedOn === null ? 'has closed' : `closed on ${sayDate(dayOf(closedOn))}`;
  return new Refusal(`${name} ${when}. Type the name of an open school.`);
}
