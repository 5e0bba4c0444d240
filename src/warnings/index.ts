// Warns the programme directors when something cannot be delivered or has not run, and lets them decide about it.
import { type Feature, type StatusLine, statusPart } from '../chat/contract.ts';
import { look, UNDELIVERED } from './beat.ts';
import { mayDecide, undeliveredKind, warningKind } from './cards.ts';
import { commands } from './commands.ts';
import { listUndecided, stateFacts } from './records.ts';
import { kindOf } from './rules.ts';
import { State } from './state.ts';
import { sayShort } from './words.ts';

export { MAY_DECIDE, mayDecide } from './cards.ts';

export const warnings: Feature = {
  name: 'warnings',
  commands,
  cards: [warningKind, undeliveredKind],
  beat: look,

  statusParts(question) {
    if (question.schoolId !== undefined) return [];
    return [statusPart(stateFacts(), (found: unknown) => lines(found, question))];
  },

  async homeItems({ tx, partnership, now, today, actor }) {
    if (!mayDecide(actor)) return [];
    const open = await listUndecided(tx, { partnershipId: partnership.id, now, today });
    if (open.length === 0) return [];
    const [messages, need] = open.length === 1 ? ['1 message', 'needs'] : [`${open.length} messages`, 'need'];
    return [
      {
        kind: 'question',
        title: `${messages} that did not arrive ${need} a decision`,
        hint: 'Open them, or type message list.',
        card: { card: 'undelivered', subject: UNDELIVERED },
      },
    ];
  },
};

/** What keeps Convenor from doing its work now, first of all in status. */
function lines(found: unknown, question: Parameters<typeof sayShort>[2]): StatusLine[] {
  const state = found === null ? undefined : State.parse(found);
  return Object.entries(state?.problems ?? {})
    .filter(([key, { overAt }]) => overAt === null && ['platform', 'waiting', 'job'].includes(kindOf(key)))
    .map(([key, known]) => ({ order: 0, title: 'Needs attention', value: sayShort(key, known, question) }));
}
