// Links and visits: who an address leads to, what a link opens, and which browser was let in by one.
import { sql, type Tx } from '../store/database.ts';
import type { PrismaClient } from '../store/generated/client.ts';

export const MAIL = { platform: 'mail', tenant: 'mail' } as const;

/** Whose page is meant: somebody who has joined at the address, or who was invited there and has not yet. */
export interface Reader {
  personId: number;
  name: string;
  conversationId: number;
  address: string;
  hasJoined: boolean;
}

export interface FoundLink {
  id: number;
  conversationId: number;
  personId: number;
  messageId: number | null;
  expiresAt: Date;
  usedAt: Date | null;
}

/**
 * Who is reached at an address now: the person who joined there and has not left, or somebody whose invitation there is
 * open. Nobody when the address was given up.
 */
export async function findReader(tx: Tx, conversationId: number, now: Date): Promise<Reader | undefined> {
  const at = now.toISOString();
  const [row] = await tx.$queryRaw<Reader[]>(sql`
    select p.id as "personId", p.name, c.id as "conversationId", c."externalId" as address, i.id is not null as "hasJoined"
    from "Conversation" c
      left join "Identity" i on i.platform = c.platform and i.tenant = c.tenant and i."userId" = c."externalId"
        and i."unboundAt" is null and i."personId" = c."personId"
      left join "MailInvitation" m on m.address = c."externalId" and m."acceptedAt" is null
        and m."expiresAt" > ${at}::timestamptz and c."personId" is null
      join "Person" p on p.id = coalesce(i."personId", m."personId")
      join "Partnership" q on q.id = p."partnershipId"
    where c.id = ${conversationId} and c.platform = ${MAIL.platform} and c.tenant = ${MAIL.tenant}
      and (p."leftOn" is null or p."leftOn" > (${at}::timestamptz at time zone q."timeZone")::date)`);
  return row;
}

/** Keep a new link, as its hash. */
export async function writeLink(
  tx: Tx,
  link: {
    tokenHash: string;
    conversationId: number;
    personId: number;
    messageId: number | null;
    isAskedFor: boolean;
    createdAt: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await tx.mailLink.create({ data: link });
}

/** Find a link by its hash, used or over as it may be. */
export async function findLink(tx: Tx, tokenHash: string): Promise<FoundLink | undefined> {
  return (await tx.mailLink.findUnique({ where: { tokenHash } })) ?? undefined;
}

/** How many links were asked for at an address since an instant. One asker at a time: two side by side would not see each other. */
export async function countAskedFor(tx: Tx, conversationId: number, since: Date): Promise<number> {
  await tx.$queryRaw`select id from "Conversation" where id = ${conversationId} for no key update`;
  return tx.mailLink.count({ where: { conversationId, isAskedFor: true, createdAt: { gt: since } } });
}

/** Use a link up and let the browser in that holds the new cookie; false when the link was used meanwhile. */
export async function useUp(
  prisma: PrismaClient,
  link: FoundLink,
  visit: { tokenHash: string; startedAt: Date; expiresAt: Date },
): Promise<boolean> {
  return prisma.$transaction(async (tx) => {
    const used = await tx.mailLink.updateMany({
      where: { id: link.id, usedAt: null },
      data: { usedAt: visit.startedAt },
    });
    if (used.count === 0) return false;
    const { conversationId, personId } = link;
    await tx.mailSession.create({ data: { ...visit, conversationId, personId } });
    return true;
  });
}

/** Whose visit a cookie stands for: only while it lasts, and while the address is still theirs. */
export async function findVisitor(tx: Tx, tokenHash: string, now: Date): Promise<Reader | undefined> {
  const visit = await tx.mailSession.findUnique({ where: { tokenHash } });
  if (!visit || visit.expiresAt <= now) return undefined;
  const reader = await findReader(tx, visit.conversationId, now);
  return reader?.hasJoined && reader.personId === visit.personId ? reader : undefined;
}

/** End a visit: its cookie opens nothing any more. */
export async function endVisit(tx: Tx, tokenHash: string): Promise<void> {
  await tx.mailSession.deleteMany({ where: { tokenHash } });
}
