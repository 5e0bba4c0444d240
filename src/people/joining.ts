// Joining with a code: single use, a fortnight long, and not to be guessed.

import type { Sender } from '../chat/contract.ts';
import { Refusal } from '../chat/refusal.ts';
import { hashOf, newJoinCode, plainCode } from '../chat/tokens.ts';
import type { Tx } from '../store/database.ts';

export const CODE_DAYS = 14;
const MOST_ATTEMPTS = 5;
const WINDOW_MS = 15 * 60_000;

/** Make a new code for a person; codes given before stop working. The code itself is not stored. */
export async function makeJoinCode(tx: Tx, personId: number, now: Date): Promise<{ code: string; expiresAt: Date }> {
  const code = newJoinCode();
  const expiresAt = new Date(now.getTime() + CODE_DAYS * 86_400_000);
  await tx.joinCode.updateMany({ where: { personId, usedAt: null, expiresAt: { gt: now } }, data: { expiresAt: now } });
  await tx.joinCode.create({ data: { codeHash: hashOf(plainCode(code)), personId, createdAt: now, expiresAt } });
  return { code, expiresAt };
}

/** Use up a code and bind the sender to its person. Refuses wrong, used and old codes alike, and too many tries. */
export async function join(
  tx: Tx,
  sender: Sender,
  code: string,
  now: Date,
): Promise<{ personId: number; name: string }> {
  const who = { platform: sender.platform, tenant: sender.tenant, userId: sender.userId };
  // One try of a sender at a time: tries side by side would not see each other's count.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`join:${Object.values(who).join(':')}`}, 7))`;
  const tries = await tx.joinAttempt.count({ where: { ...who, at: { gt: new Date(now.getTime() - WINDOW_MS) } } });
  if (tries >= MOST_ATTEMPTS)
    throw new Refusal('There were too many tries. Please wait a quarter of an hour and try again.');
  await tx.joinAttempt.create({ data: { ...who, at: now } });

  const row = await tx.joinCode.findUnique({ where: { codeHash: hashOf(plainCode(code)) }, include: { person: true } });
  // One sentence for all: nobody learns which codes exist. The attempt stays counted.
  const hasLeft = row?.person.leftOn != null && row.person.leftOn <= now;
  if (!row || hasLeft || row.usedAt !== null || row.expiresAt <= now)
    throw new Refusal(
      'That code does not work: it may be mistyped, used or more than 14 days old. Ask for a new one.',
      { keep: true },
    );
  const used = await tx.joinCode.updateMany({ where: { id: row.id, usedAt: null }, data: { usedAt: now } });
  if (used.count === 0) throw new Refusal('That code has just been used.', { keep: true });

  await tx.identity.upsert({
    where: { platform_tenant_userId: who },
    create: { ...who, personId: row.personId, boundAt: now },
    update: { personId: row.personId, boundAt: now, unboundAt: null },
  });
  await tx.knownTenant.upsert({
    where: { platform_tenant: { platform: sender.platform, tenant: sender.tenant } },
    create: { platform: sender.platform, tenant: sender.tenant, partnershipId: row.person.partnershipId, boundAt: now },
    update: {},
  });
  return { personId: row.personId, name: row.person.name };
}
