// The card on which whoever runs a board decides about one of its open actions.
import { z } from 'zod';
import { aboutBoard, MAY_RUN } from '../boards/index.ts';
import type { Card } from '../chat/card.ts';
import type { Actor, Reading } from '../chat/contract.ts';
import { may } from '../chat/permission.ts';
import { template } from '../chat/template.ts';
import { noteForDeciders } from './ask-notes.ts';
import { findOpenAsk } from './asking.records.ts';
import { whoLeft } from './decided.records.ts';
import { MAY_FINISH } from './finding.ts';
import { listOwners } from './owners.ts';
import type { Action } from './records.ts';
import { isOverdue } from './rules.ts';
import { hasOwnerLeft } from './telling.ts';

const managed = template(
  'action-manage',
  z.strictObject({
    ref: z.string(),
    board: z.string(),
    what: z.string(),
    facts: z.array(z.strictObject({ title: z.string(), value: z.string() })),
    fallback: z.string(),
    title: z.string(),
    actionId: z.number(),
    dueRevision: z.number(),
    next: z.string(),
    hasNext: z.boolean(),
    asked: z.string(),
    hasAsked: z.boolean(),
    owners: z.array(z.strictObject({ title: z.string(), value: z.string() })),
    hasOwners: z.boolean(),
    canLeave: z.boolean(),
    canFinish: z.boolean(),
  }),
);

interface Base {
  ref: string;
  board: string;
  what: string;
  facts: { title: string; value: string }[];
}

/** Whether somebody runs the action's board: its chair, its clerk or the office. */
export function mayRun(viewer: Actor, action: Action): boolean {
  return may(MAY_RUN, viewer, aboutBoard(action.board));
}

/** Everything that can be decided about an open action; `isChased` when its owner has been reminded in vain. */
export async function managedCard(
  reading: Reading,
  viewer: Actor,
  action: Action,
  base: Base,
  { isChased = false }: { isChased?: boolean } = {},
): Promise<Card> {
  const { tx, today } = reading;
  const isLate = isOverdue(action, today);
  const isLeft = isLate && (await whoLeft(tx, [action])).size > 0;
  const owners = (await listOwners(reading, action.boardId)).filter((one) => one.id !== action.ownerId);
  const asked = noteForDeciders(await findOpenAsk(tx, action.id), action);
  const next = nextFor(action, { today, isLate, isLeft, isAsked: asked !== '', isChased });
  return managed({
    ...base,
    title: isLate ? 'An action is overdue' : 'An open action',
    fallback: `${base.ref} is ${isLate ? 'overdue' : 'open'}`,
    actionId: action.id,
    dueRevision: action.dueRevision,
    next,
    hasNext: next !== '',
    asked,
    hasAsked: asked !== '',
    owners: owners.slice(0, 100).map(({ id, name }) => ({ title: name, value: String(id) })),
    hasOwners: owners.length > 0,
    canLeave: isLate && !isLeft,
    canFinish: may(MAY_FINISH, viewer, aboutBoard(action.board)),
  });
}

function nextFor(
  action: Action,
  is: { today: string; isLate: boolean; isLeft: boolean; isAsked: boolean; isChased: boolean },
): string {
  const { owner } = action;
  if (hasOwnerLeft(is, action)) return `${owner.name} has left. Please choose a new owner.`;
  if (is.isLeft) return 'It is left as it is: nobody is reminded of this date any more.';
  if (!is.isLate || is.isAsked) return '';
  const choices = 'Give it to somebody else, move the date, call it off, or leave it as it is.';
  return is.isChased ? `${owner.name} has been reminded. ${choices}` : choices;
}
