// What chairs are asked about overdue actions: a card an action, or one list a person and day when there are several.
import { z } from 'zod';
import { countOf } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, Reading, Showing } from '../chat/contract.ts';
import { idIn, refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { nameOf, viewerOf } from '../people/index.ts';
import { Base, baseOf, Outcome, outcomeOf, shortOutcome } from './cards.ts';
import { whoLeft } from './decided.records.ts';
import { managedCard, mayRun } from './managing.ts';
import { type Action, getAction, isPosted, listByIds } from './records.ts';
import { dueInWords } from './rules.ts';
import { dayOfInstant, listOnList, readOverdueList } from './telling.ts';

const overdueSettled = template('action-overdue-settled', z.strictObject({ ...Base, ...Outcome }));

const overdueKind: CardKind = {
  name: 'action-overdue',
  async show(subject, context) {
    const found = await getAction(context.tx, idIn(subject));
    const viewer = await viewerOf(context);
    if (!viewer || !mayRun(viewer, found)) return undefined;
    const own = await baseOf(context, found);
    const base = { ...own, facts: [{ title: 'Owner', value: found.owner.name }, ...own.facts] };
    const isSame = subject.endsWith(`:r${found.dueRevision}`);
    const became = isSame && found.state === 'open' ? await leftInWords(context, found) : await changed(context, found);
    if (!became)
      return { card: await managedCard(context, viewer, found, base, { isChased: true }), revision: found.version };
    if (!(await isPosted(context.tx, subject))) return undefined;
    return { card: overdueSettled({ ...base, ...became }), revision: found.version, isSettled: true };
  },
};

async function changed(context: Reading, found: Action) {
  const { evidence: _, hasEvidence: __, ...became } = await outcomeOf(context, found);
  if (found.state !== 'open') return became;
  const due = dueInWords(found.dueOn, context.today, context.partnership.calendar);
  return { ...became, title: 'This action has changed', outcome: `It is with ${found.owner.name} now, ${due}.` };
}

/** Who accepted it as overdue, for this deadline; undefined when nobody did. */
async function leftInWords(context: Reading, found: Action) {
  const left = (await whoLeft(context.tx, [found])).get(found.id);
  if (!left) return undefined;
  const who = left.byId === null ? 'Somebody' : await nameOf(context.tx, left.byId);
  const on = sayDate(dayOfInstant(left.at, context));
  const outcome = `${who} left it as it is on ${on}. It stays open, with ${found.owner.name}, and nobody is reminded of this date any more.`;
  return { title: 'Left as it is', outcome, reason: '', hasReason: false };
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
    const viewer = await viewerOf(context);
    if (!viewer || viewerId !== readOverdueList(subject).personId) return undefined;
    const asked = await listOnList(tx, subject);
    const actions = await listByIds(
      tx,
      asked.map((row) => row.actionId),
    );
    const mine = actions.filter((action) => mayRun(viewer, action));
    const revisions = new Map(asked.map((row) => [row.actionId, row.dueRevision]));
    const left = await whoLeft(tx, mine);
    const due = mine.filter(
      (one) => one.state === 'open' && revisions.get(one.id) === one.dueRevision && !left.has(one.id),
    );
    if (due.length === 0) {
      if (mine.length === 0 || !(await isPosted(tx, subject))) return undefined;
      return showSettled(mine, (one) => (left.has(one.id) ? 'left as it is' : becameOf(one)));
    }
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
        id: `decide-${one.id}`,
        title: `Decide: ${refOf('ACT', one.id)}`,
        actionId: one.id,
      })),
      more: `…and ${countOf(due.length - SHOWN, 'more action')}. Type “action list overdue” to see all.`,
      hasMore: due.length > SHOWN,
      fallback: `${title}: ${first.map((one) => refOf('ACT', one.id)).join(', ')}`,
    });
    return { card, revision: 0 };
  },
};

function becameOf(one: Action): string {
  return one.state === 'open' ? `now with ${one.owner.name}, due ${sayDate(one.dueOn)}` : shortOutcome(one);
}

function showSettled(actions: Action[], outcomeOf: (one: Action) => string): Showing {
  const items = actions.map((one) => ({ ref: refOf('ACT', one.id), what: one.what, outcome: outcomeOf(one) }));
  const card = listSettled({ items, fallback: 'Nothing is left to decide about these actions.' });
  return { card, revision: 1, isSettled: true };
}

export const overdueCards: CardKind[] = [overdueKind, overdueListKind];
