// A school's category: recommended by its improvement officer, confirmed by somebody else (R-CAT-2).
import type { LocalDate } from '../calendar/index.ts';
import { listInWords } from '../chat/permission.ts';
import { refOf } from '../chat/refs.ts';
import { Refusal } from '../chat/refusal.ts';
import { type Category, categoryById, type Framework } from '../frameworks/index.ts';

export interface Decision {
  id: number;
  schoolId: number;
  schoolName: string;
  state: 'recommended' | 'confirmed' | 'ratified' | 'withdrawn';
  value: string;
  reason: string;
  evidence: string;
  nextStep: string;
  recommendedById: number | null;
  recommendedAt: Date;
  confirmedById: number | null;
  confirmedAt: Date | null;
  effectiveOn: LocalDate | null;
  version: number;
}

/**
 * Say whether a recommendation can be confirmed by this person. True when it has been already: nothing is left to do.
 * Refuses the recommending officer (R-CAT-2), a recommendation without evidence, and one that was decided otherwise.
 */
export function isAlreadyConfirmed(decision: Decision, personId: number): boolean {
  if (decision.state === 'confirmed' || decision.state === 'ratified') return true;
  refuseToDecide(decision, personId);
  if (decision.evidence.trim() === '')
    throw new Refusal('There is no summary of the evidence, so it cannot be confirmed. Ask for a new recommendation.');
  return false;
}

/** Refuse another category for a recommendation: the recommended one, a recommender's own, or one already decided. */
export function refuseOverride(decision: Decision, value: Category, personId: number): void {
  if (decision.state === 'confirmed' || decision.state === 'ratified')
    throw new Refusal(`${refOf('CAT', decision.id)} has been confirmed already. A change needs a new recommendation.`);
  refuseToDecide(decision, personId);
  if (decision.value === value.id) {
    const sentence = `${value.colourName} is what was recommended. Press Confirm for that, or choose another category.`;
    throw new Refusal(sentence, { fieldErrors: { value: sentence } });
  }
}

/** The category that somebody typed: its colour, id, number or label. Undefined when it is none of them. */
export function readCategory(framework: Framework, words: string): Category | undefined {
  const said = words.trim().toLowerCase();
  return framework.categories.find(({ id, colourName, label, order }) =>
    [id, colourName, label, String(order)].some((name) => name.toLowerCase() === said),
  );
}

/** Split "Fernhill Secondary amber" into the school's words and the category that they end in, if they do. */
export function splitCategory(framework: Framework, words: string): { school: string; value?: Category } {
  const [, school, last] = /^([\s\S]*?)[\s,:]*\b(\S+)$/.exec(words.trim()) ?? [];
  const value = last === undefined || /^\d+$/.test(last) ? undefined : readCategory(framework, last);
  return value ? { school: school!.trim(), value } : { school: words.trim() };
}

/** A category as a sentence says it, never as a colour alone: "Amber (challenge and possible intervention required)". */
export function categoryWords(framework: Framework, value: string): string {
  const { colourName, label } = categoryById(framework, value);
  return `${colourName} (${label.charAt(0).toLowerCase()}${label.slice(1)})`;
}

/** Say where a category came from: "was Yellow, so more support and challenge". */
export function directionWords(framework: Framework, value: string, previous: string | null): string {
  if (previous === null) return 'the first category on record for this school';
  const now = categoryById(framework, value);
  const before = categoryById(framework, previous);
  if (now.order === before.order) return `no change: it is ${before.colourName} now`;
  return now.order > before.order
    ? `now ${before.colourName}, so there are more concerns than before`
    : `now ${before.colourName}, so there are fewer concerns than before`;
}

/** The colours to choose from: "Green, Yellow, Amber or Red". */
export function coloursOf(framework: Framework): string {
  return listInWords(
    framework.categories.map((category) => category.colourName),
    'or',
  );
}

function refuseToDecide(decision: Decision, personId: number): void {
  if (decision.state === 'withdrawn')
    throw new Refusal(
      `${refOf('CAT', decision.id)} is no longer open: something else was decided. Open the newest card.`,
    );
  if (decision.recommendedById === personId)
    throw new Refusal(
      'You recommended this category, so somebody else has to decide: the Head of Standards or a strategic lead.',
    );
}
