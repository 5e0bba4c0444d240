// What waits for a person because of actions: their own, and what owners ask of whoever runs a board.
import { OFFICE } from '../boards/index.ts';
import type { Actor, HomeItem, Reading } from '../chat/contract.ts';
import { refOf, subjectOf } from '../chat/refs.ts';
import { listOpenAsks } from './asking.records.ts';
import { listDeciders } from './deciders.ts';
import { listByIds, listOpen } from './records.ts';
import { askSubject } from './telling.ts';
import { short } from './words.ts';

type Asking = Reading & { actor: Actor };

/** A person's own open actions; one about which they have asked waits for somebody else. */
export async function actionsAtHome({ tx, partnership, actor }: Asking): Promise<HomeItem[]> {
  const mine = await listOpen(tx, { partnershipId: partnership.id, ownerId: actor.personId });
  const asks = mine.length === 0 ? [] : await listOpenAsks(tx, { actionIds: mine.map((one) => one.id) });
  const asked = new Set(asks.map((one) => one.actionId));
  return mine.map((action) => {
    const ref = refOf('ACT', action.id);
    return {
      kind: 'action',
      title: `${ref}: ${short(action.what, 100)}`,
      dueOn: action.dueOn,
      hint: asked.has(action.id)
        ? 'What you asked about it waits for an answer; until then you are not reminded.'
        : `When it is done, type “action done ${ref}” and what shows it.`,
      card: { card: 'action', subject: subjectOf('ACT', action.id) },
    };
  });
}

/** What owners ask, for those who answer. */
export async function asksAtHome(reading: Asking): Promise<HomeItem[]> {
  const { tx, partnership, actor } = reading;
  const running = new Set(actor.seats.filter((seat) => seat.isChair || seat.isClerk).map((seat) => seat.boardId));
  const isOffice = actor.roles.some((held) => held.schoolId === null && OFFICE.includes(held.role));
  if (running.size === 0 && !isOffice) return [];
  const asks = await listOpenAsks(tx, { partnershipId: partnership.id });
  const ids = asks.map((one) => one.actionId);
  const actions = new Map((await listByIds(tx, ids)).map((one) => [one.id, one]));
  const items: HomeItem[] = [];
  for (const ask of asks) {
    const action = actions.get(ask.actionId)!;
    if (!isOffice && !running.has(action.boardId)) continue;
    const deciders = await listDeciders(reading, action.boardId, ask.askedById);
    if (!deciders.some((one) => one.id === actor.personId)) continue;
    const ref = refOf('ACT', action.id);
    const what = ask.kind === 'date' ? 'asks for another date' : 'says “not mine”';
    items.push({
      kind: 'question',
      title: `${ask.askedBy.name} ${what}: ${ref}, ${short(action.what, 80)}`,
      hint: `Open it to answer, or type “action agree ${ref}” or “action refuse ${ref} because …”.`,
      card: { card: 'action-ask', subject: askSubject(ask) },
    });
  }
  return items;
}
