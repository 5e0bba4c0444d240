// What is still to be done until a partnership works with Convenor: for whoever sets it up, and to look at later.
import { z } from 'zod';
import { type CardKind, command, type Feature } from '../chat/contract.ts';
import { may, roleLabel } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { MAY_DECIDE } from '../warnings/index.ts';
import { checkCommand, endLostChecks } from './check.ts';
import { selfCheckKind } from './check-card.ts';
import { codesCommand } from './codes.ts';
import { pastedListKind } from './list-card.ts';
import { listCommands } from './lists.ts';
import { partnershipCommand } from './partnership.ts';
import { hasSchools, readSetup } from './records.ts';
import { stepsOf } from './steps.ts';
import { MAY_SET_UP } from './who.ts';

const setupCard = template(
  'setup',
  z.strictObject({
    title: z.string(),
    progress: z.string(),
    steps: z.array(
      z.strictObject({
        mark: z.string(),
        title: z.string(),
        stands: z.string(),
        next: z.string(),
        hasNext: z.boolean(),
      }),
    ),
    canName: z.boolean(),
    canAdd: z.boolean(),
    list: z.string(),
    canInvite: z.boolean(),
    canCreate: z.boolean(),
  }),
);

/** The list that a step needs. */
const LIST_OF: Record<string, string> = { Schools: 'schools', 'Term dates': 'terms', People: 'people' };

const show = command({
  name: 'setup.show',
  help: 'See what is set up, what is still missing, and what to do next.',
  typed: { words: 'setup', usage: 'setup', example: 'setup', parse: () => ({}) },
  input: z.object({}),
  isQuestion: true,
  may: MAY_DECIDE,
  run: async () => ({ card: { card: 'setup', subject: 'setup:all' }, isPrivate: true }),
});

const setupKind: CardKind = {
  name: 'setup',
  isConfidential: true,
  // It names no school.
  isWatched: false,
  isFleeting: true,
  async show(_, context) {
    const { tx, now, today, partnership } = context;
    const viewer = await viewerOf(context);
    if (!viewer || !may(MAY_DECIDE, viewer, {})) return undefined;
    const maySetUp = may(MAY_SET_UP, viewer, {});
    const facts = await readSetup(tx, { partnershipId: partnership.id, today, now });
    const steps = stepsOf(facts, {
      name: partnership.name,
      framework: partnership.framework.id,
      maySetUp,
      calendar: partnership.calendar,
      today,
      label: (role) => roleLabel(partnership.framework, role),
    });
    const first = steps.find(({ isDone, title }) => !isDone && title in LIST_OF);
    const done = steps.filter(({ isDone }) => isDone).length;
    const card = setupCard({
      title: `Setting up: ${partnership.name}`,
      progress:
        done === steps.length
          ? 'Everything is set up.'
          : `${done} of ${steps.length} steps are done. Take them in this order; what you have done stays done.`,
      steps: steps.map(({ title, isDone, stands, next }) => ({
        mark: isDone ? '✓' : '○',
        title,
        stands,
        next,
        hasNext: next !== '',
      })),
      // When all is there, names change seldom, and there is no room for a seventh button.
      canName: maySetUp && facts.shared === null,
      canAdd: maySetUp,
      list: first === undefined ? 'people' : LIST_OF[first.title]!,
      canInvite: facts.people > facts.joined + facts.invited,
      canCreate: facts.shared === null && facts.schools > 0,
    });
    return { card, revision: 0 };
  },
};

export { lineOf, markOf, sayResult } from './check-lines.ts';
export { type Checker, type CheckerOptions, listCheckups, looked, openChecker } from './checking.ts';
export { type Begun, begin } from './first.ts';
export type { HouseFacts } from './house-checks.ts';
export { type Outside, openOutside, PROOF_HEADER, proofFor } from './outside.ts';

export const setup: Feature = {
  name: 'setup',
  commands: [show, partnershipCommand, ...listCommands, codesCommand, checkCommand],
  cards: [setupKind, pastedListKind, selfCheckKind],
  beat: endLostChecks,

  async homeItems({ tx, partnership, actor }) {
    if (!may(MAY_SET_UP, actor, {}) || (await hasSchools(tx, partnership.id))) return [];
    return [
      {
        kind: 'question',
        title: `${partnership.name} is still to be set up`,
        hint: 'Open it, or type setup.',
        card: { card: 'setup', subject: 'setup:all' },
      },
    ];
  },
};
