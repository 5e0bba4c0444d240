import { z } from 'zod';
import { countOf, listSeatHolders } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, Reading } from '../chat/contract.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { nameOf } from '../people/index.ts';
import { chairHearsOn } from './ladder.ts';
import { type Action, getAction, isPosted, listOwned, listTold } from './records.ts';
import { dueInWords } from './rules.ts';
import { dayOfInstant, readReminder } from './telling.ts';

const Fact = z.strictObject({ title: z.string(), value: z.string() });
const Base = { ref: z.string(), board: z.string(), what: z.string(), facts: z.array(Fact), fallback: z.string() };

const openCard = template('action', z.strictObject({ ...Base, actionId: z.number() }));
const settledCard = template(
  'action-settled',
  z.strictObject({ ...Base, title: z.string(), outcome: z.string(), evidence: z.string(), hasEvidence: z.boolean() }),
);

const action: CardKind = {
  name: 'action',
  async show(subject, context) {
    const found = await getAction(context.tx, idIn(subject));
    const isOthers = context.viewerId !== undefined && context.viewerId !== found.ownerId;
    const base = await baseOf(context, found);
    if (found.state === 'open' && !isOthers) {
      const fallback = `An action for you: ${base.ref}, due ${sayDate(found.dueOn)}`;
      return { card: openCard({ ...base, fallback, actionId: found.id }), revision: found.version };
    }
    const outcome = await outcomeOf(context, found);
    const facts = [{ title: 'Owner', value: found.owner.name }, ...base.facts];
    return { card: settledCard({ ...base, ...outcome, facts }), revision: found.version, isSettled: true };
  },
};

async function baseOf(context: Reading, found: Action) {
  const given =
    found.createdById === null ? [] : [{ title: 'Given by', value: await nameOf(context.tx, found.createdById) }];
  const impact = found.intendedImpact ? [{ title: 'Intended impact', value: found.intendedImpact }] : [];
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
async function outcomeOf(context: Reading, found: Action) {
  const none = { title: titleOf(found), evidence: '', hasEvidence: false };
  if (found.state === 'open') return { ...none, outcome: `This action is with ${found.owner.name} now.` };
  if (found.state !== 'done' || found.doneAt === null)
    return { ...none, outcome: 'This action was called off. Nothing more is needed.' };
  const by = found.doneById === null ? '' : ` by ${await nameOf(context.tx, found.doneById)}`;
  const outcome = `Marked as done on ${sayDate(dayOfInstant(found.doneAt, context))}${by}.`;
  return { title: titleOf(found), outcome, evidence: found.evidence ?? '', hasEvidence: Boolean(found.evidence) };
}

const reminderCard = template(
  'action-reminder',
  z.strictObject({
    title: z.string(),
    items: z.array(
      z.strictObject({
        ref: z.string(),
        board: z.string(),
        what: z.string(),
        due: z.string(),
        note: z.string(),
        hasNote: z.boolean(),
      }),
    ),
    buttons: z.array(z.strictObject({ id: z.string(), title: z.string(), actionId: z.number() })),
    more: z.string(),
    hasMore: z.boolean(),
    fallback: z.string(),
  }),
);

const reminderSettled = template(
  'action-reminder-settled',
  z.strictObject({
    items: z.array(z.strictObject({ ref: z.string(), what: z.string(), outcome: z.string() })),
    fallback: z.string(),
  }),
);

const SHOWN = 6;

const reminder: CardKind = {
  name: 'action-reminder',
  async show(subject, context) {
    const { personId, day } = readReminder(subject);
    const owned = await listOwned(context.tx, personId);
    const told = (
      await listTold(
        context.tx,
        owned.map((one) => one.id),
      )
    ).filter((row) => row.personId === personId && row.on === day);
    const of = (row: { actionId: number }) => owned.find((one) => one.id === row.actionId)!;
    const due = told.filter((row) => of(row).state === 'open' && of(row).dueRevision === row.dueRevision).map(of);
    if (due.length === 0) {
      if (!(await isPosted(context.tx, subject))) return undefined;
      const items = [...new Set(told.map(of))].map((one) => ({
        ref: refOf('ACT', one.id),
        what: one.what,
        outcome: shortOutcome(one),
      }));
      return {
        card: reminderSettled({ items, fallback: 'Nothing is left to do about this reminder.' }),
        revision: 1,
        isSettled: true,
      };
    }
    const items = [];
    for (const one of due.slice(0, SHOWN)) {
      const note = await warning(context, one);
      const words = dueInWords(one.dueOn, context.today, context.partnership.calendar);
      items.push({
        ref: refOf('ACT', one.id),
        what: one.what,
        board: one.board.name,
        due: `${upper(words)}.`,
        note,
        hasNote: note !== '',
      });
    }
    const needs = due.length === 1 ? '1 action needs you' : `${due.length} actions need you`;
    const card = reminderCard({
      title: needs,
      items,
      buttons: due
        .slice(0, SHOWN)
        .map((one) => ({ id: `done-${one.id}`, title: `Done: ${refOf('ACT', one.id)}`, actionId: one.id })),
      more: `…and ${countOf(due.length - SHOWN, 'more action')}. Type “action list mine” to see all.`,
      hasMore: due.length > SHOWN,
      fallback: `${needs}: ${due
        .slice(0, SHOWN)
        .map((one) => refOf('ACT', one.id))
        .join(', ')}`,
    });
    return { card, revision: 0 };
  },
};

/** Warn before telling: the owner reads when the chair hears of it, and what prevents that. */
async function warning({ tx, today, partnership }: Reading, one: Action): Promise<string> {
  if (one.dueOn >= today) return '';
  const holders = await listSeatHolders(tx, one.boardId, today);
  const chair = holders.find((holder) => holder.isChair);
  if (!chair || chair.personId === one.ownerId) return '';
  const on = chairHearsOn(one.dueOn, partnership.calendar);
  if (on !== undefined && on > today)
    return `If it is not done or moved by ${sayDate(on)}, I will tell ${chair.name}, who chairs the board.`;
  return `I have asked ${chair.name}, who chairs the board, for a new owner or date.`;
}

function shortOutcome(one: Action): string {
  if (one.state === 'done') return 'done';
  return one.state === 'open' ? `now due ${sayDate(one.dueOn)}` : 'called off';
}

const overdueCard = template(
  'action-overdue',
  z.strictObject({
    ...Base,
    actionId: z.number(),
    next: z.string(),
    owners: z.array(z.strictObject({ title: z.string(), value: z.string() })),
  }),
);
const overdueSettled = template(
  'action-overdue-settled',
  z.strictObject({ ...Base, title: z.string(), outcome: z.string() }),
);

const overdue: CardKind = {
  name: 'action-overdue',
  async show(subject, context) {
    const found = await getAction(context.tx, idIn(subject));
    const holders = await listSeatHolders(context.tx, found.boardId, context.today);
    if (!holders.some((one) => one.personId === context.viewerId && (one.isChair || one.isClerk))) return undefined;
    const own = await baseOf(context, found);
    const facts = [{ title: 'Owner', value: found.owner.name }, ...own.facts];
    const base = { ...own, facts, fallback: `${own.ref} is overdue` };
    const isSame = subject.endsWith(`:r${found.dueRevision}`);
    if (found.state !== 'open' || !isSame) {
      if (!(await isPosted(context.tx, subject))) return undefined;
      const moved = `It is with ${found.owner.name} now, ${dueInWords(found.dueOn, context.today, context.partnership.calendar)}.`;
      const became = await outcomeOf(context, found);
      const outcome = found.state === 'open' ? moved : became.outcome;
      const title = found.state === 'open' ? 'This action has changed' : became.title;
      const settled = { ...base, title, outcome, fallback: own.fallback };
      return { card: overdueSettled(settled), revision: found.version, isSettled: true };
    }
    const owners = [
      ...new Map(holders.map((one) => [one.personId, { title: one.name, value: String(one.personId) }])).values(),
    ];
    return {
      card: overdueCard({
        ...base,
        actionId: found.id,
        next: `${found.owner.name} has been reminded. You can change the owner or move the date.`,
        owners: owners.slice(0, 100),
      }),
      revision: found.version,
    };
  },
};

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const actionCards: CardKind[] = [action, reminder, overdue];
