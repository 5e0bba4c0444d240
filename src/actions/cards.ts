// The card of one action: its owner answers on it, whoever runs the board decides on it, and others see how it stands.
import { z } from 'zod';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, Reading } from '../chat/contract.ts';
import { listInWords } from '../chat/permission.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { nameOf, viewerOf } from '../people/index.ts';
import { dayOf } from '../store/days.ts';
import { noteForOwner } from './ask-notes.ts';
import { whoCancelled } from './decided.records.ts';
import { listDeciders } from './deciders.ts';
import { managedCard, mayRun } from './managing.ts';
import { type Action, getAction } from './records.ts';
import { dueInWords } from './rules.ts';
import { dayOfInstant } from './telling.ts';

const Fact = z.strictObject({ title: z.string(), value: z.string() });
/** What every card about one action is given. */
export const Base = {
  ref: z.string(),
  board: z.string(),
  what: z.string(),
  facts: z.array(Fact),
  fallback: z.string(),
};

/** What every card about an action that is settled is given. */
export const Outcome = { title: z.string(), outcome: z.string(), reason: z.string(), hasReason: z.boolean() };

const openCard = template(
  'action',
  z.strictObject({
    ...Base,
    actionId: z.number(),
    note: z.string(),
    hasNote: z.boolean(),
    canAsk: z.boolean(),
    whoAnswers: z.string(),
  }),
);
const settledCard = template(
  'action-settled',
  z.strictObject({ ...Base, ...Outcome, evidence: z.string(), hasEvidence: z.boolean() }),
);

export const actionKind: CardKind = {
  name: 'action',
  async show(subject, context) {
    const found = await getAction(context.tx, idIn(subject));
    const isOwner = context.viewerId === undefined || context.viewerId === found.ownerId;
    const base = await baseOf(context, found);
    if (found.state === 'open' && isOwner) {
      const deciders = await listDeciders(context, found.boardId, found.ownerId);
      const names = deciders.map((one) => one.name);
      const note = await noteForOwner(context, found, names);
      const card = openCard({
        ...base,
        fallback: `An action for you: ${base.ref}, due ${sayDate(found.dueOn)}`,
        actionId: found.id,
        note,
        hasNote: note !== '',
        canAsk: names.length > 0,
        whoAnswers: `${listInWords(names, 'or')} will answer.`,
      });
      return { card, revision: found.version };
    }
    const facts = [{ title: 'Owner', value: found.owner.name }, ...base.facts];
    const viewer = await viewerOf(context);
    if (found.state === 'open' && viewer && mayRun(viewer, found))
      return { card: await managedCard(context, viewer, found, { ...base, facts }), revision: found.version };
    const outcome = await outcomeOf(context, found);
    return { card: settledCard({ ...base, ...outcome, facts }), revision: found.version, isSettled: true };
  },
};

/** What every card about one action says. */
export async function baseOf(context: Reading, found: Action) {
  const given =
    found.createdById === null ? [] : [{ title: 'Given by', value: await nameOf(context.tx, found.createdById) }];
  const impact = found.intendedImpact ? [{ title: 'Intended impact', value: found.intendedImpact }] : [];
  const meeting = found.meeting ? [{ title: 'Meeting', value: sayDate(dayOf(found.meeting.heldOn)) }] : [];
  const ref = refOf('ACT', found.id);
  return {
    ref,
    board: found.board.name,
    what: found.what,
    facts: [
      {
        title: 'Due',
        value:
          found.state === 'open'
            ? upper(dueInWords(found.dueOn, context.today, context.partnership.calendar).replace(/^(was )?due /, ''))
            : sayDate(found.dueOn),
      },
      ...impact,
      ...meeting,
      ...given,
    ],
    fallback: `${ref}: ${titleOf(found).toLowerCase()}`,
  };
}

function titleOf({ state }: Action): string {
  if (state === 'open') return 'An open action';
  return state === 'done' ? 'Action done' : 'Action called off';
}

/** What became of an action, for cards that can no longer be answered. */
export async function outcomeOf(context: Reading, found: Action) {
  const none = { title: titleOf(found), evidence: '', hasEvidence: false, reason: '', hasReason: false };
  if (found.state === 'open') return { ...none, outcome: `This action is with ${found.owner.name} now.` };
  if (found.state === 'done' && found.doneAt !== null) {
    const by = found.doneById === null ? '' : ` by ${await nameOf(context.tx, found.doneById)}`;
    const outcome = `Marked as done on ${sayDate(dayOfInstant(found.doneAt, context))}${by}.`;
    return { ...none, outcome, evidence: found.evidence ?? '', hasEvidence: Boolean(found.evidence) };
  }
  const how = await calledOffInWords(context, found);
  const reason = found.reason ?? '';
  return { ...none, outcome: `${how}. Nothing more is needed.`, reason, hasReason: reason !== '' };
}

/** "Called off on Monday 23 November 2026 by Clara Clerk". */
export async function calledOffInWords(context: Reading, { id }: Action): Promise<string> {
  const decided = (await whoCancelled(context.tx, [id])).get(id);
  if (!decided) return 'Called off';
  const by = decided.byId === null ? '' : ` by ${await nameOf(context.tx, decided.byId)}`;
  return `Called off on ${sayDate(dayOfInstant(decided.at, context))}${by}`;
}

/** What became of an action, in a word or two. */
export function shortOutcome(one: Action): string {
  if (one.state === 'done') return 'done';
  return one.state === 'open' ? `now due ${sayDate(one.dueOn)}` : 'called off';
}

export const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
