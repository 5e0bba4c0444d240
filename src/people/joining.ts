// Joining with a code: single use, a fortnight long, and not to be guessed.
import type { Sender } from '../chat/contract.ts';
import { Refusal } from '../chat/refusal.ts';
import { hashOf, newJoinCode, plainCode } from '../chat/tokens.ts';
import type { Tx } from '../store/database.ts';
import { bind, countTries, findBound, findCode, replaceCode, useUp, writeTry } from './joining.records.ts';

export const CODE_DAYS = 14;
const MOST_ATTEMPTS = 5;
const WINDOW_MS = 15 * 60_000;

/** Make a new code for a person, for so many days; codes given before stop working. The code itself is not stored. */
export async function makeJoinCode(
  tx: Tx,
  personId: number,
  now: Date,
  days = CODE_DAYS,
): Promise<{ code: string; expiresAt: Date }> {
  const code = newJoinCode();
  const expiresAt = new Date(now.getTime() + days * 86_400_000);
  await replaceCode(tx, { codeHash: hashOf(plainCode(code)), personId, createdAt: now, expiresAt });
  return { code, expiresAt };
}

/**
 * Use up a code and bind the sender to its person. Refuses wrong, used and old codes alike, too many tries, and somebody
 * else's code: whoever is known already does not become another person by typing it.
 */
export async function join(
  tx: Tx,
  sender: Sender,
  code: string,
  now: Date,
): Promise<{ personId: number; name: string }> {
  const tries = await countTries(tx, sender, new Date(now.getTime() - WINDOW_MS));
  if (tries >= MOST_ATTEMPTS)
    throw new Refusal('There were too many tries. Please wait a quarter of an hour and try again.');
  await writeTry(tx, sender, now);

  const row = await findCode(tx, hashOf(plainCode(code)));
  const hasLeft = row?.person.leftOn != null && row.person.leftOn <= now;
  // One sentence for all: nobody learns which codes exist. The try stays counted.
  if (!row || hasLeft || row.usedAt !== null || row.expiresAt <= now)
    throw new Refusal(
      'That code does not work: it may be mistyped, used or more than 14 days old. Ask for a new one.',
      { keep: true },
    );
  const bound = await findBound(tx, sender, now);
  if (bound && bound.id !== row.personId)
    throw new Refusal(`You are ${bound.name} here. This code is for somebody else; pass it on to them alone.`, {
      keep: true,
    });
  if (!(await useUp(tx, row.id, now))) throw new Refusal('That code has just been used.', { keep: true });
  await bind(tx, sender, row.person, now);
  return { personId: row.personId, name: row.person.name };
}
