// How records are called in chat: ACT-12, MIN-7. People may type it small, with a space, or only the number.
import { z } from 'zod';

export type Prefix = 'ACT' | 'MIN' | 'MTG' | 'BRD' | 'ALR' | 'CAT' | 'EVA' | 'RND' | 'MSG';

const NOUN: Record<Prefix, string> = {
  ACT: 'action',
  MIN: 'minutes',
  MTG: 'meeting',
  BRD: 'board',
  ALR: 'alert',
  CAT: 'category',
  EVA: 'evaluation',
  RND: 'round',
  MSG: 'message',
};

/** `ACT-12` */
export function refOf(prefix: Prefix, id: number): string {
  return `${prefix}-${id}`;
}

/** A card's subject: `action:ACT-12`. */
export function subjectOf(prefix: Prefix, id: number): string {
  return `${NOUN[prefix]}:${prefix}-${id}`;
}

/** The reference in a subject, `ACT-12` in `action:ACT-12`; undefined in one that is about no record. */
export function refIn(subject: string): string | undefined {
  return /:([A-Z]{3}-\d+)(:|$)/.exec(subject)?.[1];
}

/** The record's id in a subject. Throws for anything else: subjects are made here only. */
export function idIn(subject: string): number {
  const id = /^[a-z]+:[A-Z]{3}-(\d+)(:|$)/.exec(subject)?.[1];
  if (id === undefined) throw new Error(`${subject} is not the subject of a card`);
  return Number(id);
}

/** A typed reference or a number from a button; refuses another kind's reference. */
export function Ref(prefix: Prefix) {
  const message = `Give its number, for example ${prefix}-12.`;
  return z.union(
    [
      z.number(message).int(message).positive(message).max(999_999_999, message),
      z
        .string()
        .trim()
        .regex(new RegExp(`^(?:${prefix}[- ]?)?\\d{1,9}$`, 'i'), message)
        .transform((text) => Number(/\d+$/.exec(text)![0])),
    ],
    { error: message },
  );
}

/** Split typed words into a leading reference and the rest: "ACT-12 letter sent" → ["ACT-12", "letter sent"]. */
export function splitRef(prefix: Prefix, rest: string): [string | undefined, string] {
  const found = new RegExp(`^(?:${prefix}[- ]?)?(\\d{1,9})(?=\\s|$|[,:])[,:]?\\s*([\\s\\S]*)$`, 'i').exec(rest.trim());
  return found ? [`${prefix}-${found[1]}`, found[2]!.trim()] : [undefined, rest.trim()];
}
