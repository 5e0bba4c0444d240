// What stands in the place of a posted card that has nothing to say any more: the thing is over or gone, or whoever looks at the
// card may not see it now. Its buttons would only be refused.
import { z } from 'zod';
import type { CardKind, Showing } from './contract.ts';
import { refIn } from './refs.ts';
import { template } from './template.ts';

const closedCard = template('closed', z.strictObject({ ref: z.string(), hasRef: z.boolean() }));

/** Close a card of a kind about a subject, for good. Of what is confidential not even its number is said. */
export function closed(
  kind: CardKind,
  subject: string,
  shown: { revision: number; isSomebodyElses: boolean },
): Showing {
  const isSaid = kind.isConfidential !== true && !shown.isSomebodyElses;
  const ref = isSaid ? (refIn(subject) ?? '') : '';
  return { card: closedCard({ ref, hasRef: ref !== '' }), revision: shown.revision, isSettled: true };
}
