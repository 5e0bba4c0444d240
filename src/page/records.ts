// The conversations and messages of a page: the local one's, and the pages of people who are reached by e-mail.

import type { Place } from '../chat/contract.ts';
import { keepConversation, ownConversation } from '../chat/conversations.records.ts';
import { json } from '../chat/records.ts';
import { Prisma, type PrismaClient } from '../store/generated/client.ts';
import type { PageCard } from './messages.ts';

export interface Row {
  id: number;
  conversationId: number;
  personId: number | null;
  text: string;
  card: PageCard | null;
  onlyForId: number | null;
  at: Date;
  change: number;
}

export interface NewRow {
  conversationId: number;
  personId?: number;
  text: string;
  card?: PageCard;
  onlyForId?: number;
  at: Date;
  /** The same for the same thing said: it is written once. */
  key: string;
}

export type Records = ReturnType<typeof openRecords>;

/** How the key of a message begins that delivery brought. */
export const DELIVERED = 'post:';

/** How many messages a page is given of an old conversation. */
export const SHOWN = 200;

// Everything that writes takes this lock first: `change` numbers are drawn under it, so they become visible in order, and a
// page that has seen one number has seen all below it.
const IN_ORDER = 0x636f6e76;

export function openRecords(prisma: PrismaClient) {
  const names = new Map<number, string>();
  const places = new Map<number, { platform: string; externalId: string }>();

  return {
    /** Find or make the conversation of a place on the page. */
    conversationOf(place: Place, ownerId?: number): Promise<number> {
      return prisma.$transaction(async (tx) => {
        const row = await keepConversation(tx, place, undefined);
        if (ownerId !== undefined) await ownConversation(tx, row, ownerId);
        return row.id;
      });
    },

    /** Write a message, once for its key; `isNew` says whether it was this time. */
    write(row: NewRow): Promise<{ row: Row; isNew: boolean }> {
      return prisma.$transaction(async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(${IN_ORDER})`;
        const data = { ...row, card: row.card ? json(row.card) : Prisma.DbNull };
        const [made] = await tx.webMessage.createManyAndReturn({ data: [data], skipDuplicates: true });
        const kept = made ?? (await tx.webMessage.findUniqueOrThrow({ where: { key: row.key } }));
        return { row: asRow(kept), isNew: made !== undefined };
      });
    },

    /** Put something newer in a message's place; undefined when it is gone, or no longer at the change that was expected. */
    replace(id: number, shown: { text: string; card: PageCard | null }, expected?: number): Promise<Row | undefined> {
      return prisma.$transaction(async (tx) => {
        await tx.$executeRaw`select pg_advisory_xact_lock(${IN_ORDER})`;
        const card = shown.card ? JSON.stringify(shown.card) : null;
        const changed = await tx.$executeRaw`
          update "WebMessage"
          set text = ${shown.text}, card = ${card}::jsonb,
              change = nextval(pg_get_serial_sequence('"WebMessage"', 'change'))
          where id = ${id} and (${expected ?? null}::bigint is null or change = ${expected ?? null}::bigint)`;
        return changed === 0 ? undefined : asRow(await tx.webMessage.findUniqueOrThrow({ where: { id } }));
      });
    },

    async remove(id: number): Promise<void> {
      await prisma.webMessage.deleteMany({ where: { id } });
    },

    async find(id: number): Promise<Row | undefined> {
      const found = await prisma.webMessage.findUnique({ where: { id } });
      return found ? asRow(found) : undefined;
    },

    /** What a person sees of a conversation, oldest first: what changed after `after`, at most the newest 200. */
    async list(conversationId: number, personId: number, after: number): Promise<Row[]> {
      const rows = await prisma.webMessage.findMany({
        where: { conversationId, change: { gt: after }, OR: [{ onlyForId: null }, { onlyForId: personId }] },
        orderBy: { id: 'desc' },
        take: SHOWN,
      });
      return rows.reverse().map(asRow);
    },

    /** What changed anywhere after `after`, in the order in which it changed. */
    async changedSince(after: number, take: number): Promise<Row[]> {
      const rows = await prisma.webMessage.findMany({
        where: { change: { gt: after } },
        orderBy: { change: 'asc' },
        take,
      });
      return rows.map(asRow);
    },

    async latestChange(): Promise<number> {
      const { _max } = await prisma.webMessage.aggregate({ _max: { change: true } });
      return Number(_max.change ?? 0);
    },

    async latestId(): Promise<number> {
      const { _max } = await prisma.webMessage.aggregate({ _max: { id: true } });
      return _max.id ?? 0;
    },

    /** How many messages were delivered to each conversation after the message with this id; not what answered somebody. */
    async deliveredSince(id: number): Promise<{ conversationId: number; messages: number }[]> {
      const groups = await prisma.webMessage.groupBy({
        by: ['conversationId'],
        where: { id: { gt: id }, key: { startsWith: DELIVERED } },
        _count: true,
        orderBy: { _min: { id: 'asc' } },
      });
      return groups.map(({ conversationId, _count }) => ({ conversationId, messages: _count }));
    },

    async nameOf(personId: number): Promise<string> {
      const name = names.get(personId) ?? (await prisma.person.findUnique({ where: { id: personId } }))?.name;
      if (name !== undefined) names.set(personId, name);
      return name ?? 'Somebody';
    },

    /** Whose page a conversation stands on, and the page's own name of it: `person-12`, or a channel's. */
    async placeOf(conversationId: number): Promise<{ platform: string; externalId: string }> {
      const known =
        places.get(conversationId) ??
        (await prisma.conversation.findUniqueOrThrow({
          where: { id: conversationId },
          select: { platform: true, externalId: true },
        }));
      places.set(conversationId, known);
      return known;
    },

    async externalIdOf(conversationId: number): Promise<string> {
      return (await this.placeOf(conversationId)).externalId;
    },
  };
}

type Stored = Prisma.WebMessageGetPayload<object>;

function asRow(stored: Stored): Row {
  const { key: _key, ...row } = stored;
  return { ...row, card: row.card as unknown as PageCard | null, change: Number(row.change) };
}
