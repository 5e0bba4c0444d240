// Whose data are asked for, and where a name can stand.
import type { LocalDate } from '../calendar/index.ts';
import type { Tx } from '../store/database.ts';
import { asDay, dayOf } from '../store/days.ts';
import { Prisma } from '../store/generated/client.ts';
import type { Whose } from './catalogue.records.ts';

export interface Someone extends Whose {
  name: string;
  email: string | null;
  importKey: string | null;
  leftOn: LocalDate | null;
  /** The role that they held last: of a seat, or else of a school or the partnership. */
  lastRole: string | undefined;
  /** How platforms call them and their chats. */
  platformIds: string[];
  /** Others have the same name: then words elsewhere may mean those. */
  hasNamesake: boolean;
}

/** Find somebody by number, with all that tells what is theirs; undefined when there is nobody. */
export async function findSomeone(tx: Tx, id: number, partnershipId: number): Promise<Someone | undefined> {
  const person = await tx.person.findFirst({ where: { id, partnershipId } });
  if (!person) return undefined;
  const { name, email, importKey, leftOn } = person;
  const seat = await tx.seat.findFirst({ where: { personId: id }, orderBy: [{ fromOn: 'desc' }, { id: 'desc' }] });
  const role = await tx.roleHeld.findFirst({ where: { personId: id }, orderBy: [{ fromOn: 'desc' }, { id: 'desc' }] });
  const chats = await listOwnChats(tx, id);
  const identities = await tx.identity.findMany({ where: { personId: id } });
  const [namesakes] = await tx.$queryRaw<{ count: number }[]>`
    select count(*)::int as count from "Person" where id <> ${id} and lower(name) = lower(${name})`;
  return {
    ...{ id, name, email, importKey },
    leftOn: dayOf(leftOn),
    lastRole: seat?.role ?? role?.role,
    conversations: chats.map((chat) => chat.id),
    platformIds: [...identities.map(({ userId }) => userId), ...chats.map(({ externalId }) => externalId)],
    hasNamesake: namesakes!.count > 0,
  };
}

/** A chat `c` is named or reached by what a platform calls somebody, identity `i`. */
export const isChatOf: Prisma.Sql = Prisma.sql`i.platform = c.platform and i.tenant = c.tenant and (c."externalId" = i."userId"
  or length(i."userId") >= 8 and position(i."userId" in c."externalId" || c.address::text) > 0)`;

/** Somebody's own chats: also those that became nobody's when they left, told by what was said or done there. */
async function listOwnChats(tx: Tx, personId: number): Promise<{ id: number; externalId: string }[]> {
  return tx.$queryRaw`
    select c.id, c."externalId" from "Conversation" c
    where c.kind = 'personal' and (c."personId" = ${personId} or c."personId" is null and (
      exists (select 1 from "Identity" i where i."personId" = ${personId} and ${isChatOf})
      or exists (select 1 from "Outbox" o where o."conversationId" = c.id and o."personId" = ${personId})
      or exists (select 1 from "CardCopy" k where k."conversationId" = c.id and k."viewerId" = ${personId})
      or exists (select 1 from "Question" q where q."conversationId" = c.id and q."personId" = ${personId})
      or exists (select 1 from "WebMessage" w where w."conversationId" = c.id and w."personId" = ${personId})
      or exists (select 1 from "MailInvitation" m where c.platform = 'mail' and m.address = c."externalId" and m."personId" = ${personId})
      or exists (select 1 from "AuditEvent" e
                 where (e."actorId" = ${personId} or e.subject = ${`person:${personId}`} and e.event = 'person.joined')
                   and e.platform = c.platform and e.place = c."externalId")))
    order by c.id`;
}

/** What somebody still holds after a day, in words for a refusal: their boards' names and their roles. */
export async function listStillHeld(tx: Tx, personId: number, today: LocalDate): Promise<string[]> {
  const after = { OR: [{ untilOn: null }, { untilOn: { gt: asDay(today) } }] };
  const seats = await tx.seat.findMany({
    where: { personId, ...after },
    include: { board: true },
    orderBy: { id: 'asc' },
  });
  const roles = await tx.roleHeld.findMany({ where: { personId, ...after }, orderBy: { id: 'asc' } });
  return [...seats.map(({ board }) => `a seat on ${board.name}`), ...roles.map(({ role }) => `the role ${role}`)];
}

export interface TextColumn {
  table: string;
  column: string;
  isJson: boolean;
}

/** Every column in which words can stand, as the database itself says: none is forgotten. */
export async function listTextColumns(tx: Tx): Promise<TextColumn[]> {
  return tx.$queryRaw`
    select c.table_name as table, c.column_name as column, c.data_type = 'jsonb' as "isJson"
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.table_name <> '_prisma_migrations'
      and c.data_type in ('text', 'jsonb', 'character varying')
    order by 1, c.ordinal_position`;
}

/** The tables, and the columns that tell their rows apart. */
export async function listTables(tx: Tx): Promise<{ table: string; key: string[] }[]> {
  return tx.$queryRaw`
    select c.relname as table, array_agg(a.attname::text order by a.attnum) as key
    from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
    where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> '_prisma_migrations'
    group by 1 order by 1`;
}

/** A pattern for words as they stand, not inside of longer ones; in JSON they are written with its escapes. */
export function patternOf(words: string, isJson: boolean): string {
  const written = isJson ? JSON.stringify(words).slice(1, -1) : words;
  return `(?<![[:alnum:]])${written.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![[:alnum:]])`;
}

/** A table's or column's name in a statement; only names that the database itself gave. */
export const named = (name: string) => Prisma.raw(`"${name.replaceAll('"', '""')}"`);
