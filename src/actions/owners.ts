// Who may own an action, and whom typed words mean.
import { listSeatHolders } from '../boards/index.ts';
import type { Actor, Reading } from '../chat/contract.ts';
import { Refusal } from '../chat/refusal.ts';
import { getPersonNamed } from '../people/index.ts';
import type { Action } from './records.ts';

export interface People {
  id: number;
  name: string;
}

/** Those who may own an action: everybody who sits at the board today, each once, by name. */
export async function listOwners({ tx, today }: Reading, boardId: number): Promise<People[]> {
  const holders = await listSeatHolders(tx, boardId, today);
  return once(holders.map(({ personId, name }) => ({ id: personId, name }))).sort((a, b) =>
    a.name.localeCompare(b.name, 'en-GB'),
  );
}

/** Those to whom an action can be given who do not have it now. Refuses when there is nobody. */
export async function listOthers(
  reading: Reading,
  action: Pick<Action, 'boardId' | 'ownerId' | 'board'>,
): Promise<People[]> {
  const others = (await listOwners(reading, action.boardId)).filter((one) => one.id !== action.ownerId);
  if (others.length === 0)
    throw new Refusal(`Nobody else sits on ${action.board.name}. Type “board seat” to give somebody a seat first.`);
  return others;
}

/** A choice gives the person's number, typed words a name or "me". Refuses anybody who does not sit at the board. */
export async function ownerOf(
  words: string,
  owners: People[],
  { tx, today, partnership }: Reading,
  actor: Actor,
): Promise<People> {
  const id = /^me$/i.test(words) ? actor.personId : /^\d+$/.test(words) ? Number(words) : undefined;
  if (id !== undefined) {
    const chosen = owners.find((one) => one.id === id);
    if (chosen) return chosen;
    throw new Refusal('Only somebody with a seat on the board can own its actions.', {
      fieldErrors: { owner: 'Choose somebody with a seat on the board.' },
    });
  }
  return getPersonNamed(tx, words, { partnershipId: partnership.id, today, among: owners.map((one) => one.id) });
}

/** People of several seats or roles, each once. */
export function once(people: People[]): People[] {
  return [...new Map(people.map(({ id, name }) => [id, { id, name }])).values()];
}
