// What owners are reminded of: one card a person and day.
import { z } from 'zod';
import { countOf, listSeatHolders } from '../boards/index.ts';
import { sayDate } from '../calendar/index.ts';
import type { CardKind, Reading, Showing } from '../chat/contract.ts';
import { refOf } from '../chat/refs.ts';
import { template } from '../chat/template.ts';
import { shortOutcome, upper } from './cards.ts';
import { chairHearsOn, type Told } from './ladder.ts';
import { type Action, isPosted, listOwned, listTold } from './records.ts';
import { dueInWords } from './rules.ts';
import { readReminder } from './telling.ts';

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

/** So many actions have lines and buttons of their own on one card. */
export const SHOWN = 6;

/** The list once nothing on it is open any more. */
export function showSettled(actions: Action[]): Showing {
  const items = actions.map((one) => ({ ref: refOf('ACT', one.id), what: one.what, outcome: shortOutcome(one) }));
  const card = reminderSettled({ items, fallback: 'Nothing is left to do about this reminder.' });
  return { card, revision: 1, isSettled: true };
}

export const reminderKind: CardKind = {
  name: 'action-reminder',
  async show(subject, context) {
    const { personId, day } = readReminder(subject);
    const owned = await listOwned(context.tx, personId);
    const all = await listTold(
      context.tx,
      owned.map((one) => one.id),
    );
    const told = all.filter((row) => row.personId === personId && row.on === day);
    const of = (row: { actionId: number }) => owned.find((one) => one.id === row.actionId)!;
    const due = told.filter((row) => of(row).state === 'open' && of(row).dueRevision === row.dueRevision).map(of);
    if (due.length === 0) {
      if (!(await isPosted(context.tx, subject))) return undefined;
      return showSettled([...new Set(told.map(of))]);
    }
    const items = [];
    for (const one of due.slice(0, SHOWN)) {
      const note = await warning(
        context,
        one,
        all.filter((row) => row.actionId === one.id && row.dueRevision === one.dueRevision),
      );
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
async function warning({ tx, today, partnership }: Reading, one: Action, told: Told[]): Promise<string> {
  if (one.dueOn >= today) return '';
  const holders = await listSeatHolders(tx, one.boardId, today);
  const chair = holders.find((holder) => holder.isChair);
  if (!chair || chair.personId === one.ownerId) return '';
  const on = chairHearsOn({ dueOn: one.dueOn, told }, today, partnership.calendar);
  if (on > today)
    return `If it is not done or moved by ${sayDate(on)}, I will tell ${chair.name}, who chairs the board.`;
  return `I have asked ${chair.name}, who chairs the board, for a new owner or date.`;
}
