// What is still to be done until a partnership works with Convenor: for whoever sets it up, and to look at later.
import { z } from 'zod';
import { type CardKind, command, type Feature } from '../chat/contract.ts';
import { may, roleLabel } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { viewerOf } from '../people/index.ts';
import { MAY_DECIDE } from '../warnings/index.ts';
import { readSetup } from './records.ts';
import { stepsOf } from './steps.ts';

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
    canCreate: z.boolean(),
  }),
);

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
    const facts = await readSetup(tx, { partnershipId: partnership.id, today, now });
    const steps = stepsOf(facts, {
      framework: partnership.framework.id,
      calendar: partnership.calendar,
      today,
      label: (role) => roleLabel(partnership.framework, role),
    });
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
      canCreate: facts.shared === null && facts.schools > 0,
    });
    return { card, revision: 0 };
  },
};

export const setup: Feature = { name: 'setup', commands: [show], cards: [setupKind] };
