// What chairs are asked about overdue actions: a card an action, or one list a person and day when there are several.
import { z } from 'zod';
import { countOf, listSeatHolders } from '../boards/index.ts';
import type { CardKind, Showing } from '../chat/contract.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { dayOf } from '../store/days.ts';
import { Base, baseOf, outcomeOf, shortOutcome } from './cards.ts';
import { type Action, getAction, isPosted, listByIds } from './records.ts';
import { dueInWords } from './rules.ts';
import { listOnList, readOverdueList } from './telling.ts';

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

const overdueKind: CardKind = {
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
        next: nextFor(found, context.today),
        owners: owners.slice(0, 100),
      }),
      revision: found.version,
    };
  },
};

function nextFor({ owner }: Action, today: string): string {
  if (owner.leftOn !== null && dayOf(owner.leftOn) <= today)
    return `${owner.name} has left. Please choose a new owner.`;
  return `${owner.name} has been reminded. You can change the owner or move the date.`;
}

const listCard = template(
  'action-overdue-list',
  z.strictObject({
    title: z.string(),
    items: z.array(z.strictObject({ ref: z.string(), board: z.string(), what: z.string(), due: z.string() })),
    buttons: z.array(z.strictObject({ id: z.string(), title: z.string(), actionId: z.number() })),
    more: z.string(),
    hasMore: z.boolean(),
    fallback: z.string(),
  }),
);

const listSettled = template(
  'action-overdue-list-settled',
  z.strictObject({
    items: z.array(z.strictObject({ ref: z.string(), what: z.string(), outcome: z.string() })),
    fallback: z.string(),
  }),
);

/** So many actions have lines and buttons of their own on one card. */
const SHOWN = 6;

const overdueListKind: CardKind = {
  name: 'action-overdue-list',
  async show(subject, context) {
    const { tx, today, viewerId, partnership } = context;
    const { personId } = readOverdueList(subject);
    if (viewerId !== personId) return undefined;
    const asked = await listOnList(tx, subject);
    const actions = await listByIds(
      tx,
      asked.map((row) => row.actionId),
    );
    const mine: Action[] = [];
    for (const action of actions) {
      const seats = (await listSeatHolders(tx, action.boardId, today)).filter((one) => one.personId === personId);
      if (seats.some((one) => one.isChair || one.isClerk)) mine.push(action);
    }
    const revisions = new Map(asked.map((row) => [row.actionId, row.dueRevision]));
    const due = mine.filter((one) => one.state === 'open' && revisions.get(one.id) === one.dueRevision);
    if (due.length === 0) return mine.length > 0 && (await isPosted(tx, subject)) ? showSettled(mine) : undefined;
    const first = due.slice(0, SHOWN);
    const title = `${countOf(due.length, 'action is', 'actions are')} overdue`;
    const card = listCard({
      title,
      items: first.map((one) => ({
        ref: refOf('ACT', one.id),
        board: one.board.name,
        what: one.what,
        due: `${one.owner.name}: ${dueInWords(one.dueOn, today, partnership.calendar)}.`,
      })),
      buttons: first.map((one) => ({
        id: `reassign-${one.id}`,
        title: `New owner: ${refOf('ACT', one.id)}`,
        actionId: one.id,
      })),
      more: `…and ${countOf(due.length - SHOWN, 'more action')}. Type “action list overdue” to see all.`,
      hasMore: due.length > SHOWN,
      fallback: `${title}: ${first.map((one) => refOf('ACT', one.id)).join(', ')}`,
    });
    return { card, revision: 0 };
  },
};

/** The list once nothing on it is open any more. */
function showSettled(actions: Action[]): Showing {
  const items = actions.map((one) => ({ ref: refOf('ACT', one.id), what: one.what, outcome: shortOutcome(one) }));
  const card = listSettled({ items, fallback: 'Nothing is left to do about these actions.' });
  return { card, revision: 1, isSettled: true };
}

export const overdueCards: CardKind[] = [overdueKind, overdueListKind];
