// Who decides about an action when its owner may not.
import { listSeatHolders, OFFICE } from '../boards/index.ts';
import type { Reading } from '../chat/contract.ts';
import { listHolders } from '../people/index.ts';
import { once, type People } from './owners.ts';

/**
 * Those who decide for the owner of an action, and answer what the owner asks: the board's chair and its clerk, never the
 * owner; where that is nobody, the office. Each once.
 */
export async function listDeciders(
  { tx, today, partnership }: Reading,
  boardId: number,
  ownerId: number,
): Promise<People[]> {
  const holders = await listSeatHolders(tx, boardId, today);
  const running = holders.filter((one) => (one.isChair || one.isClerk) && one.personId !== ownerId);
  if (running.length > 0) return once(running.map(({ personId, name }) => ({ id: personId, name })));
  const office = await listHolders(tx, { partnershipId: partnership.id, roles: OFFICE, today });
  return once(office.filter((one) => one.schoolId === null && one.id !== ownerId));
}
