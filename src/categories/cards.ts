import { z } from 'zod';
import { today as dayIn, sayDate } from '../calendar/index.ts';
import type { CardKind, ShowContext } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { nameOf, viewerOf } from '../people/index.ts';
import { otherChoices } from './forms.ts';
import { leadersInWords } from './leaders.ts';
import { findCurrent, findOverrideOf, getDecision } from './records.ts';
import { categoryWords, type Decision, directionWords } from './rules.ts';
import { CONFIRMERS } from './who.ts';

const openCard = template(
  'category-recommendation',
  z.strictObject({
    categoryId: z.number(),
    title: z.string(),
    who: z.string(),
    value: z.string(),
    direction: z.string(),
    reason: z.string(),
    evidence: z.string(),
    hasNextStep: z.boolean(),
    nextStep: z.string(),
    choices: z.array(z.strictObject({ title: z.string(), value: z.string() })),
  }),
);
const settledCard = template(
  'category-recommendation-settled',
  z.strictObject({ title: z.string(), who: z.string(), value: z.string(), outcome: z.string(), reason: z.string() }),
);

/** A recommendation for those who may confirm it; settled once something has been decided. */
export const recommendationKind: CardKind = {
  name: 'category-recommendation',
  isConfidential: true,
  async show(subject, context) {
    const { tx, partnership } = context;
    const viewer = await viewerOf(context);
    if (!viewer || !may(CONFIRMERS, viewer, {})) return undefined;
    const decision = await getDecision(tx, idIn(subject));
    const common = {
      title: `${decision.state === 'recommended' ? 'Category to confirm:' : 'Category for'} ${decision.schoolName}`,
      who: await whoRecommended(decision, context),
      value: categoryWords(partnership.framework, decision.value),
      reason: decision.reason,
    };
    if (decision.state !== 'recommended') {
      const outcome = await outcomeOf(decision, context);
      return { revision: decision.version, isSettled: true, card: settledCard({ ...common, outcome }) };
    }
    const current = await findCurrent(tx, decision.schoolId);
    const { id: categoryId, evidence, nextStep } = decision;
    const direction = `${sentence(directionWords(partnership.framework, decision.value, current?.value ?? null))}.`;
    const choices = otherChoices(partnership.framework, decision.value);
    const more = { categoryId, evidence, hasNextStep: nextStep !== '', nextStep, direction, choices };
    return { revision: decision.version, card: openCard({ ...common, ...more }) };
  },
};

async function whoRecommended({ id, recommendedById, recommendedAt }: Decision, context: ShowContext): Promise<string> {
  const name = recommendedById === null ? 'somebody' : await nameOf(context.tx, recommendedById);
  return `${refOf('CAT', id)}, recommended by ${name} on ${onDay(recommendedAt, context)}`;
}

async function outcomeOf(decision: Decision, context: ShowContext): Promise<string> {
  const { tx, partnership } = context;
  if (decision.state === 'withdrawn') {
    const instead = await findOverrideOf(tx, decision);
    if (!instead) return 'Not decided: a newer recommendation took its place.';
    const name = await nameOf(tx, instead.confirmedById!);
    const value = categoryWords(partnership.framework, instead.value);
    return `${name} decided on ${value} instead, on ${onDay(instead.confirmedAt!, context)}: ${instead.reason}`;
  }
  const name = await nameOf(tx, decision.confirmedById!);
  const told = await leadersInWords(context, decision.schoolId, { one: 'is told', both: 'are told' });
  return `Confirmed by ${name} on ${onDay(decision.confirmedAt!, context)}. ${told}`;
}

function onDay(at: Date, { partnership }: ShowContext): string {
  return sayDate(dayIn(at, partnership.timeZone));
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
