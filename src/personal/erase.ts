import { sayDate } from '../calendar/index.ts';
import type { Partnership } from '../chat/contract.ts';
import { listInWords, roleLabel } from '../chat/permission.ts';
import { Refusal } from '../chat/refusal.ts';
import type { Tx } from '../store/database.ts';
import { type Erasure, forget, isErased } from './erase.records.ts';
import { findSomeone, listStillHeld } from './whose.records.ts';

export interface ErasureOptions {
  partnership: Partnership;
  today: string;
  now: Date;
  requestId: string;
  /** What they wrote with a decision goes too: evidence, reasons, what they said to minutes. */
  ownWords: boolean;
}

/**
 * Forget somebody who has left. Refuses while they are here or still hold something, and when they were erased before.
 * Everything or nothing is done: it is one transaction of the caller's.
 */
export async function erasePerson(
  tx: Tx,
  personId: number,
  { partnership, today, now, requestId, ownWords }: ErasureOptions,
): Promise<Erasure & { name: string; pseudonym: string; hasNamesake: boolean }> {
  const someone = await findSomeone(tx, personId, partnership.id);
  if (!someone) throw new Refusal(`There is nobody with the number P-${personId} here.`);
  if (await isErased(tx, personId)) throw new Refusal(`P-${personId} was erased before: there is no name any more.`);
  const { name, leftOn, lastRole, hasNamesake } = someone;
  const held = await listStillHeld(tx, personId, today);
  if (leftOn === null || leftOn > today || held.length > 0) {
    const why = held.length > 0 ? ` They still hold ${listInWords(held, 'and')}.` : '';
    throw new Refusal(
      `${name} is still here.${why} First type “person left ${name}” to Convenor, which ends roles and seats; then erase.`,
    );
  }
  const role = lastRole === undefined ? 'member' : roleLabel(partnership.framework, lastRole);
  const pseudonym = `a former ${role} (P-${personId})`;
  const insteadOfOwnWords = ownWords ? `(erased on ${sayDate(today)})` : undefined;
  const erasure = await forget(tx, { someone, pseudonym, insteadOfOwnWords, now, requestId });
  return { ...erasure, name, pseudonym, hasNamesake };
}
