import type { Actor, Reading } from '../chat/contract.ts';
import { partnershipOf } from './partnership.ts';
import type { Who } from './who.records.ts';

/** What `whoIs` evaluated to, in the rooms' words: the person with today's roles and seats, and whose partnership it is. */
export function readWho(
  value: unknown,
  now: Date,
): { actor: Actor | undefined; found: Pick<Reading, 'partnership' | 'today'> | undefined } {
  const { person, partnership } = value as Who;
  const found = partnership === null ? undefined : partnershipOf(partnership, now);
  if (person === null) return { actor: undefined, found };
  const { partnershipId: _, ...actor } = person;
  return { actor, found };
}
