import type { Answer, Deed } from './contract.ts';

/**
 * What is wrong field by field belongs to a form. Whoever typed has none before them: the sentence says it all, and a field's
 * name would tell them nothing.
 */
export function forDeed(deed: Deed, answer: Answer): Answer {
  if (deed.kind !== 'typed' || answer.said === undefined) return answer;
  const { fieldErrors: _, ...words } = answer;
  return words;
}
