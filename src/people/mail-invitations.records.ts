// Who was invited at an e-mail address, and what becomes of the address when they accept.
import type { Tx } from '../store/database.ts';

export const MAIL = { platform: 'mail', tenant: 'mail' } as const;

/** The e-mail address that is written down for somebody. */
export async function findEmail(tx: Tx, personId: number): Promise<string | undefined> {
  const { email } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { email: true } });
  return email ?? undefined;
}

/** Whose page an address leads to now. */
export async function findHolder(tx: Tx, address: string): Promise<{ id: number; name: string } | undefined> {
  const identity = await tx.identity.findUnique({
    where: { platform_tenant_userId: { ...MAIL, userId: address } },
    select: { unboundAt: true, person: { select: { id: true, name: true } } },
  });
  return identity && identity.unboundAt === null ? identity.person : undefined;
}

/**
 * Invite somebody at an address: whoever was invited there before is so no longer, nor are they anywhere else, since the address
 * before may have been the wrong one. Gives the conversation of the address; `isBack` when it is theirs and could not be reached
 * until now.
 */
export async function writeInvitation(
  tx: Tx,
  invitation: { address: string; person: { id: number; name: string }; invitedAt: Date; expiresAt: Date },
): Promise<{ conversationId: number; isBack: boolean }> {
  const { address, person, invitedAt, expiresAt } = invitation;
  const dates = { invitedAt, expiresAt, acceptedAt: null };
  await tx.mailInvitation.upsert({
    where: { address },
    create: { address, personId: person.id, ...dates },
    update: { personId: person.id, ...dates },
  });
  await tx.mailInvitation.updateMany({
    where: { personId: person.id, address: { not: address }, acceptedAt: null, expiresAt: { gt: invitedAt } },
    data: { expiresAt: invitedAt },
  });
  // Nobody's chat until they accept: nothing that is meant for them goes there before.
  const place = { ...MAIL, externalId: address };
  const where = { platform_tenant_externalId: place };
  const before = await tx.conversation.findUnique({ where, select: { personId: true, unreachableReason: true } });
  const { id } = await tx.conversation.upsert({
    where,
    create: { ...place, kind: 'personal', isPrivate: true, name: person.name },
    update: { name: person.name, unreachableReason: null },
  });
  const isBack = before?.personId === person.id && before.unreachableReason !== null;
  return { conversationId: id, isBack };
}

/** The invitation at an address with its person, its row locked: two that accept at once take turns. */
export async function findInvitation(tx: Tx, address: string) {
  await tx.$queryRaw`select address from "MailInvitation" where address = ${address} for update`;
  const invitation = await tx.mailInvitation.findUnique({ where: { address } });
  if (!invitation) return undefined;
  const person = await tx.person.findUniqueOrThrow({ where: { id: invitation.personId } });
  return { ...invitation, person };
}

/**
 * An address is accepted: the person's earlier addresses are theirs no longer, and what is still to be said to them there goes
 * here. To have joined is not yet to answer there, so
 * that a chat where they do answer comes first (`heardAt`).
 */
export async function writeAccepted(tx: Tx, address: string, personId: number, now: Date): Promise<void> {
  await tx.mailInvitation.update({ where: { address }, data: { acceptedAt: now } });
  const elsewhere = { ...MAIL, personId };
  await tx.identity.updateMany({
    where: { ...elsewhere, userId: { not: address }, unboundAt: null },
    data: { unboundAt: now },
  });
  const own = await tx.conversation.findUniqueOrThrow({
    where: { platform_tenant_externalId: { ...MAIL, externalId: address } },
    select: { id: true },
  });
  await tx.outbox.updateMany({
    where: { personId, state: 'waiting', conversation: { ...elsewhere, externalId: { not: address } } },
    data: { conversationId: own.id, cardCopyId: null },
  });
  await tx.conversation.updateMany({
    where: { ...elsewhere, externalId: { not: address } },
    data: { personId: null },
  });
  await tx.conversation.updateMany({ where: { ...MAIL, externalId: address }, data: { heardAt: null } });
}
