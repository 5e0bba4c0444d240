// The director's week on one card: what needs somebody, how things stand, and in one line what there is nothing to tell about.
import { z } from 'zod';
import { sayDate, timeOfDay } from '../calendar/index.ts';
import type { CardKind } from '../chat/contract.ts';
import { gatherStatus } from '../chat/house.ts';
import { listInWords, may } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { RISK_OFFICERS } from '../risk/index.ts';
import { seesWhole } from '../status/index.ts';
import { missingTerms, partsFor } from './parts.ts';
import { mondayOf, weekBefore } from './week.ts';

const Line = z.strictObject({ title: z.string(), value: z.string() });

const digestCard = template(
  'digest',
  z.strictObject({
    title: z.string(),
    asOf: z.string(),
    needs: z.array(Line),
    hasNeeds: z.boolean(),
    quiet: z.string(),
    hasQuiet: z.boolean(),
    stands: z.array(Line),
    hasStands: z.boolean(),
    meetings: z.array(Line),
    hasMeetings: z.boolean(),
    seesRisk: z.boolean(),
  }),
);

/** The subject of a week's digest, by its Monday; without one it is about the week that is running. */
export function digestSubject(monday?: string): string {
  return `digest:${monday ?? 'now'}`;
}

export const digestKind: CardKind = {
  name: 'digest',
  isConfidential: true,
  async show(subject, context) {
    const { today, now, partnership } = context;
    const actor = await viewerOf(context);
    if (!actor || !seesWhole(actor)) return undefined;
    const monday = /^digest:(\d{4}-\d{2}-\d{2})$/.exec(subject)?.[1] ?? mondayOf(today);
    const since = weekBefore(monday, partnership.calendar);
    const question = { ...context, actor, since };
    const parts = partsFor(question);
    const facts = parts.map((one) => one.facts);
    const { more } = await gatherStatus([], question, facts);
    const told = parts.map((one, index) => one.tell(more[index]));
    const needs = [...told.flatMap((one) => one.needs), ...missingTerms(question)].map(({ title, value }) => ({
      title,
      value,
    }));
    const quiet = quietInWords(
      needs.length,
      told.flatMap((one) => one.quiet ?? []),
    );
    const stands = told.flatMap((one) => one.stands ?? []);
    const meetings = told.flatMap((one) => one.meetings ?? []);
    const card = digestCard({
      title: `Your week: ${partnership.name}`,
      asOf: `${sayDate(today)}, ${timeOfDay(now, partnership.timeZone)}. What is new is counted since ${sayDate(since)}.`,
      needs,
      hasNeeds: needs.length > 0,
      quiet,
      hasQuiet: quiet !== '',
      stands,
      hasStands: stands.length > 0,
      meetings,
      hasMeetings: meetings.length > 0,
      seesRisk: may(RISK_OFFICERS, actor, {}),
    });
    return { card, revision: 0 };
  },
};

/** What there is nothing to tell about, in one line. */
function quietInWords(needs: number, quiet: string[]): string {
  if (needs === 0) return 'Nothing needs you this week.';
  return quiet.length === 0 ? '' : `Nothing to tell about ${listInWords(quiet, 'or')}.`;
}
