// Where people are heard and told things.
import { isDeepStrictEqual } from 'node:util';
import { type Sql, sql, type Tx } from '../store/database.ts';
import type { Json, Place } from './contract.ts';
import { json } from './records.ts';

export interface ConversationRow {
  id: number;
  platform: string;
  tenant: string;
  externalId: string;
  kind: string;
  isPrivate: boolean;
  personId: number | null;
  address: Json;
  unreachableReason: string | null;
  /** It could not be reached until now. */
  isBack: boolean;
}

/** A conversation as JSON brings it. */
export interface StoredConversation extends Omit<ConversationRow, 'isBack'> {
  name: string | null;
  heardAt: string | null;
}

/** The row of a place as JSON, null for a place where nobody was ever heard. */
export function conversationJson({ platform, tenant, externalId }: Place): Sql {
  return sql`(
    select json_build_object('id', c.id, 'platform', c.platform, 'tenant', c.tenant, 'externalId', c."externalId", 'kind', c.kind,
      'isPrivate', c."isPrivate", 'name', c.name, 'personId', c."personId", 'address', c.address,
      'unreachableReason', c."unreachableReason", 'heardAt', c."heardAt")
    from "Conversation" c where c.platform = ${platform} and c.tenant = ${tenant} and c."externalId" = ${externalId})`;
}

/** Whether being heard there tells something that is not written down yet. */
export function hasNews(stored: StoredConversation, place: Place, heardAt: Date): boolean {
  const before = { ...stored, heardAt: stored.heardAt === null ? null : new Date(stored.heardAt) };
  return differs(before, toldOf(place, heardAt), heardAt);
}

function toldOf(place: Place, heardAt: Date | undefined) {
  return {
    kind: place.kind,
    ...(place.isPrivate === undefined ? {} : { isPrivate: place.isPrivate }),
    ...(place.name === undefined ? {} : { name: place.name }),
    ...(place.address === undefined ? {} : { address: json(place.address) }),
    ...(heardAt ? { heardAt, unreachableReason: null } : {}),
  };
}

/** Find or make the row of a place, and keep what the platform tells about it up to date. */
export async function keepConversation(tx: Tx, place: Place, heardAt: Date | undefined): Promise<ConversationRow> {
  const where = {
    platform_tenant_externalId: { platform: place.platform, tenant: place.tenant, externalId: place.externalId },
  };
  const found = await tx.conversation.findUnique({ where });
  // Where somebody could be reached is only a hint when they are heard elsewhere: what their own chat told is better.
  if (found && heardAt === undefined) return { ...found, isBack: false } as ConversationRow;
  const told = toldOf(place, heardAt);
  if (found && !differs(found, told, heardAt)) return { ...found, isBack: false } as ConversationRow;
  const row = await tx.conversation.upsert({
    where,
    create: { platform: place.platform, tenant: place.tenant, externalId: place.externalId, ...told },
    update: told,
  });
  return { ...row, isBack: found?.unreachableReason != null && heardAt !== undefined } as ConversationRow;
}

// Being heard again within a minute is no news: most requests then only read.
function differs(
  found: { heardAt: Date | null; unreachableReason: string | null } & Record<string, unknown>,
  told: Record<string, unknown>,
  heardAt: Date | undefined,
): boolean {
  const stale = heardAt !== undefined && Math.abs(heardAt.getTime() - (found.heardAt?.getTime() ?? 0)) > 60_000;
  return (
    stale ||
    (heardAt !== undefined && found.unreachableReason !== null) ||
    Object.entries(told).some(([key, value]) => key !== 'heardAt' && !isDeepStrictEqual(found[key], value))
  );
}

/** Whose own chat a personal conversation is. */
export async function ownConversation(tx: Tx, conversation: ConversationRow, personId: number): Promise<void> {
  if (conversation.kind === 'personal' && conversation.personId !== personId)
    await tx.conversation.update({ where: { id: conversation.id }, data: { personId } });
}

/**
 * Where a person is told things: the personal chat where they were heard last, of those that can be reached. Where they were
 * heard nowhere yet, e-mail comes after Teams and Slack, and before the local page, on which everybody is put.
 */
export async function conversationOf(
  tx: Tx,
  personId: number,
): Promise<{ id: number; reason: string | null } | undefined> {
  return (await conversationsOf(tx, [personId])).get(personId);
}

const RANK: Record<string, number> = { mail: 1, web: 2 };

/** The same for many people, in one query. */
export async function conversationsOf(
  tx: Tx,
  personIds: number[],
): Promise<Map<number, { id: number; reason: string | null }>> {
  const all = await tx.conversation.findMany({
    where: { personId: { in: [...new Set(personIds)] }, kind: 'personal' },
    orderBy: [{ heardAt: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    select: { id: true, personId: true, platform: true, heardAt: true, unreachableReason: true },
  });
  const rank = (chat: (typeof all)[number]) => (chat.heardAt === null ? (RANK[chat.platform] ?? 0) : -1);
  all.sort((a, b) => rank(a) - rank(b));
  const best = new Map<number, { id: number; reason: string | null }>();
  for (const { id, personId, unreachableReason: reason } of all) {
    const before = best.get(personId!);
    if (!before || (before.reason !== null && reason === null)) best.set(personId!, { id, reason });
  }
  return best;
}
