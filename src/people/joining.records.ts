// Join codes, the tries of those who type them, and who a platform's user is known as.
import type { Sender } from '../chat/contract.ts';
import type { Tx } from '../store/database.ts';

/** Replace a person's code: those given before stop working. */
export async function replaceCode(
  tx: Tx,
  code: { personId: number; codeHash: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  const { personId, createdAt: now } = code;
  await tx.joinCode.updateMany({ where: { personId, usedAt: null, expiresAt: { gt: now } }, data: { expiresAt: now } });
  await tx.joinCode.create({ data: code });
}

/** Count a sender's tries since an instant. One try of a sender at a time: tries side by side would not see each other. */
export async function countTries(tx: Tx, sender: Sender, since: Date): Promise<number> {
  const who = whoIs(sender);
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`join:${Object.values(who).join(':')}`}, 7))`;
  return tx.joinAttempt.count({ where: { ...who, at: { gt: since } } });
}

export async function writeTry(tx: Tx, sender: Sender, at: Date): Promise<void> {
  await tx.joinAttempt.create({ data: { ...whoIs(sender), at } });
}

/** Find a code with the person that it was given to. */
export async function findCode(tx: Tx, codeHash: string) {
  return tx.joinCode.findUnique({ where: { codeHash }, include: { person: true } });
}

/** Use a code up; false when somebody else just has. */
export async function useUp(tx: Tx, codeId: number, now: Date): Promise<boolean> {
  const used = await tx.joinCode.updateMany({ where: { id: codeId, usedAt: null }, data: { usedAt: now } });
  return used.count === 1;
}

/** The person whom a platform's user is known as and who has not left. */
export async function findBound(tx: Tx, sender: Sender, now: Date): Promise<{ id: number; name: string } | undefined> {
  const identity = await tx.identity.findUnique({
    where: { platform_tenant_userId: whoIs(sender) },
    select: { unboundAt: true, person: { select: { id: true, name: true, leftOn: true } } },
  });
  if (!identity || identity.unboundAt !== null) return undefined;
  const { leftOn, ...person } = identity.person;
  return leftOn !== null && leftOn <= now ? undefined : person;
}

/** Know a platform's user as this person from now on, and their tenant as one of the partnership's. */
export async function bind(
  tx: Tx,
  sender: Sender,
  person: { id: number; partnershipId: number },
  boundAt: Date,
): Promise<void> {
  const who = whoIs(sender);
  const { platform, tenant } = who;
  await tx.identity.upsert({
    where: { platform_tenant_userId: who },
    create: { ...who, personId: person.id, boundAt },
    update: { personId: person.id, boundAt, unboundAt: null },
  });
  await tx.knownTenant.upsert({
    where: { platform_tenant: { platform, tenant } },
    create: { platform, tenant, partnershipId: person.partnershipId, boundAt },
    update: {},
  });
}

function whoIs({ platform, tenant, userId }: Sender) {
  return { platform, tenant, userId };
}
