import type { Address, PlatformName } from '../chat/contract.ts';
import { json } from '../chat/records.ts';
import { askJson, sql, type Tx } from '../store/database.ts';
import { CheckLine, waitingLine } from './check-lines.ts';

export interface CheckRow {
  id: number;
  partnershipId: number;
  personId: number;
  startedAt: Date;
  endedAt: Date | null;
  lines: CheckLine[];
}

interface Stored {
  id: number;
  partnershipId: number;
  personId: number;
  startedAt: Date;
  endedAt: Date | null;
  lines: unknown;
}

const read = (row: Stored): CheckRow => ({ ...row, lines: CheckLine.array().parse(row.lines) });

/** Write down that somebody asks for a look, unless one that began lately has not ended: then that one. */
export async function beginCheck(
  tx: Tx,
  asked: { partnershipId: number; personId: number; now: Date; since: Date },
): Promise<{ id: number; isNew: boolean }> {
  const { partnershipId, personId, now, since } = asked;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('self-check', ${partnershipId}))`;
  const running = await tx.selfCheck.findFirst({
    where: { partnershipId, endedAt: null, startedAt: { gt: since } },
    select: { id: true },
  });
  if (running) return { id: running.id, isNew: false };
  const made = await tx.selfCheck.create({
    data: { partnershipId, personId, startedAt: now, lines: [] },
    select: { id: true },
  });
  return { id: made.id, isNew: true };
}

/** Find a look of this partnership by its number. */
export async function findCheck(tx: Tx, where: { id: number; partnershipId: number }): Promise<CheckRow | undefined> {
  const row = await tx.selfCheck.findFirst({ where });
  return row === null ? undefined : read(row);
}

/** The number of the look that was asked for last. */
export async function findNewestCheck(tx: Tx, partnershipId: number): Promise<number | undefined> {
  return (await tx.selfCheck.findFirst({ where: { partnershipId }, orderBy: { id: 'desc' }, select: { id: true } }))
    ?.id;
}

/** Take the looks that nobody has begun: of several copies of the bot, one gets each. */
export async function takeChecks(tx: Tx): Promise<CheckRow[]> {
  const rows = await tx.$queryRaw<Stored[]>`
    update "SelfCheck" set lines = ${JSON.stringify([waitingLine('Begin')])}::jsonb
    where id in (select id from "SelfCheck" where "endedAt" is null and lines = '[]'::jsonb order by id for update skip locked)
    returning *`;
  return rows.map(read);
}

/** Write down what is known so far; with `endedAt` for the last time. A look that has ended stays as it is. */
export async function keepLines(tx: Tx, id: number, lines: CheckLine[], endedAt: Date | null): Promise<void> {
  await tx.selfCheck.updateMany({ where: { id, endedAt: null }, data: { lines: json(lines), endedAt } });
}

/** Looks that began before an instant and have not ended: whoever looked is gone. */
export async function listLostChecks(tx: Tx, before: Date): Promise<CheckRow[]> {
  return (await tx.selfCheck.findMany({ where: { endedAt: null, startedAt: { lt: before } } })).map(read);
}

/** What became of a message, and in which state its card stands in the chat. */
export interface Posted {
  state: string;
  reason: string | null;
  platform: PlatformName | null;
  wanted: number | null;
  shown: number | null;
  isGone: boolean | null;
  lastError: string | null;
}

/** Find what became of the message with this key; null when there is none. */
export async function findPosted(tx: Tx, key: string): Promise<Posted | null> {
  return askJson<Posted>(
    tx,
    sql`(select json_build_object('state', o.state, 'reason', o.reason, 'platform', c.platform,
        'wanted', k.wanted, 'shown', k.shown, 'isGone', k.state = 'gone', 'lastError', k."lastError")
      from "Outbox" o left join "CardCopy" k on k.id = o."cardCopyId" left join "Conversation" c on c.id = o."conversationId"
      where o.key = ${key})`,
  );
}

export interface DatabaseFacts {
  version: string;
  /** What keeps an answer from being lost when the power goes. */
  fsync: string;
  synchronousCommit: string;
  fullPageWrites: string;
}

/** Read the server’s version, and the settings that keep an answer from being lost. */
export async function readDatabase(tx: Tx): Promise<DatabaseFacts> {
  const facts = await askJson<DatabaseFacts>(
    tx,
    sql`json_build_object('version', current_setting('server_version'), 'fsync', current_setting('fsync'),
      'synchronousCommit', current_setting('synchronous_commit'), 'fullPageWrites', current_setting('full_page_writes'))`,
  );
  return facts!;
}

export interface PlatformFacts {
  tenants: string[];
  people: { joined: number; unreachable: number };
  channels: { board: string; to: Address; reason: string | null }[];
}

/** What is stored about a platform: whose people have joined, who cannot be reached, and which boards' channels are on it. */
export async function readPlatform(
  tx: Tx,
  { platform, partnershipId, today }: { platform: PlatformName; partnershipId: number; today: string },
): Promise<PlatformFacts> {
  const facts = await askJson<{
    tenants: string[] | null;
    people: PlatformFacts['people'];
    channels: PlatformFacts['channels'] | null;
  }>(
    tx,
    sql`(
      with joined as (
        select distinct i.tenant, p.id from "Identity" i join "Person" p on p.id = i."personId"
        where i.platform = ${platform} and i."unboundAt" is null and p."partnershipId" = ${partnershipId}
          and (p."leftOn" is null or p."leftOn" > ${today}::date)
      )
      select json_build_object(
        'tenants', (select json_agg(distinct tenant) from joined),
        'people', json_build_object(
          'joined', (select count(distinct id) from joined),
          'unreachable', (select count(distinct j.id) from joined j where not exists (
            select 1 from "Conversation" c where c."personId" = j.id and c.kind = 'personal' and c.platform = ${platform}
              and c."unreachableReason" is null))),
        'channels', (select json_agg(json_build_object('board', b.name, 'reason', c."unreachableReason", 'to', json_build_object(
            'conversationId', c.id, 'tenant', c.tenant, 'externalId', c."externalId", 'kind', c.kind, 'address', c.address))
            order by b.name)
          from "Board" b join "Conversation" c on c.id = b."channelConversationId"
          where b."partnershipId" = ${partnershipId} and b."closedOn" is null and c.platform = ${platform})))`,
  );
  return { tenants: facts!.tenants ?? [], people: facts!.people, channels: facts!.channels ?? [] };
}
