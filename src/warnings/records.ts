// What the heartbeat reads and keeps, and what became of the problems that a card tells.
import type { LocalDate } from '../calendar/index.ts';
import { SWITCHED_OFF } from '../chat/delivery.records.ts';
import { json } from '../chat/records.ts';
import { type RunFacts, runFacts } from '../clock/index.ts';
import { askJson, type Sql, sql, type Tx } from '../store/database.ts';
import { NOTHING_YET, State } from './state.ts';

/** A message that somebody has to decide about. */
export interface Message {
  id: number;
  state: string;
  reason: string;
  card: string;
  subject: string;
  /** For whom it is; null for a channel. */
  person: string | null;
  channel: string | null;
  createdAt: string;
}

/** Who cannot be reached, and why. */
export interface Unreachable {
  /** A person, or a channel without one. */
  personId: number | null;
  conversationId: number | null;
  name: string;
  reason: string;
  /** How many messages wait for them. */
  count: number;
}

export interface Facts {
  messages: Message[];
  unreachable: Unreachable[];
  /** Messages that are due, and since when the first of them has been. */
  due: { count: number; since: string | null };
  runs: RunFacts[];
}

/** The warnings' own card: that it cannot be delivered is no news to whom it is for. */
export const WARNING = 'warning';

const MOST = 500;
const DAYS = 30;

/** Everything that is looked at, in one statement; each part reads a small index. */
export async function readFacts(tx: Tx, query: Query): Promise<Facts> {
  const facts = await askJson<{ [K in keyof Facts]: Facts[K] | null }>(
    tx,
    sql`json_build_object('messages', (${messagesOf(query)}), 'unreachable', (${unreachableOf(query)}),
      'due', (${dueOf(query.now)}), 'runs', (${runFacts()}))`,
  );
  const { messages, unreachable, due, runs } = facts!;
  return { messages: messages ?? [], unreachable: unreachable ?? [], due: due!, runs: runs ?? [] };
}

/** The messages alone. */
export async function listUndecided(tx: Tx, query: Query): Promise<Message[]> {
  return (await askJson<Message[] | null>(tx, sql`(${messagesOf(query)})`)) ?? [];
}

interface Query {
  partnershipId: number;
  now: Date;
  today: LocalDate;
}

/**
 * The messages about which somebody has to decide and still can: of people who are here, and not too late. One that did not
 * reach a person who can be reached elsewhere has failed like others: nothing else would send it.
 */
function messagesOf({ partnershipId, now, today }: Query): Sql {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`select json_agg(m order by m.id) from (
    select o.id::int as id, case o.state when 'uncertain' then 'uncertain' else 'failed' end as state, coalesce(o.reason, 'no reason is known') as reason, o.card, o.subject,
      p.name as person, case when p.id is null then coalesce(c.name, 'a channel') end as channel, o."createdAt"
    from "Outbox" o left join "Person" p on p.id = o."personId" left join "Conversation" c on c.id = o."conversationId"
    where o.state in ('failed', 'uncertain', 'unreachable') and o.card <> ${WARNING}
      and o."createdAt" > ${at} - make_interval(days => ${DAYS})
      and (o.state <> 'unreachable' or (o.reason is distinct from ${SWITCHED_OFF} and ${canBeReached(sql`p.id`)}))
      and (o."validUntil" is null or o."validUntil" > ${at})
      and (p.id is null or (p."partnershipId" = ${partnershipId} and (p."leftOn" is null or p."leftOn" > ${today}::date)))
      and not exists (select 1 from "Board" b where p.id is null and b."channelConversationId" = o."conversationId"
                      and b."partnershipId" <> ${partnershipId})
    order by o.id desc limit ${MOST}) m`;
}

/** Who could not be told something lately and cannot be reached now either. */
function unreachableOf({ partnershipId, now, today }: Query): Sql {
  const at = sql`${now.toISOString()}::timestamptz`;
  return sql`select json_agg(u order by u.name) from (
    select o."personId", case when p.id is null then o."conversationId" end as "conversationId",
      coalesce(p.name, c.name, 'a channel') as name, (array_agg(o.reason order by o.id desc))[1] as reason, count(*)::int as count
    from (select * from "Outbox" where state = 'unreachable' and card <> ${WARNING}
            and "createdAt" > ${at} - make_interval(days => ${DAYS}) order by id desc limit ${10 * MOST}) o
      left join "Person" p on p.id = o."personId" left join "Conversation" c on c.id = o."conversationId" and p.id is null
    where (o.reason = ${SWITCHED_OFF} or (
        (p.id is not null and not ${canBeReached(sql`p.id`)}) or (p.id is null and c."unreachableReason" is not null)))
      and (p.id is null or (p."partnershipId" = ${partnershipId} and (p."leftOn" is null or p."leftOn" > ${today}::date)))
      and not exists (select 1 from "Board" b where p.id is null and b."channelConversationId" = o."conversationId"
                      and b."partnershipId" <> ${partnershipId})
    group by 1, 2, 3 limit ${MOST}) u`;
}

/** Whether somebody has a chat of their own in which they can be reached. */
function canBeReached(personId: Sql): Sql {
  return sql`exists (select 1 from "Conversation" own where own."personId" = ${personId} and own.kind = 'personal'
                     and own."unreachableReason" is null)`;
}

function dueOf(now: Date): Sql {
  return sql`select json_build_object('count', count(*), 'since', min("notBefore")) from "Outbox"
    where state in ('waiting', 'taken', 'sending') and "notBefore" <= ${now.toISOString()}::timestamptz and card <> ${WARNING}`;
}

const KEY = 'warnings';

/** What the last look kept. */
export async function readState(tx: Tx): Promise<State> {
  const row = await tx.setting.findUnique({ where: { key: KEY } });
  return row ? State.parse(row.value) : NOTHING_YET;
}

export async function saveState(tx: Tx, state: State): Promise<void> {
  const value = json(state);
  await tx.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } });
}

/** The problems that are open, as JSON. */
export function stateFacts(): Sql {
  return sql`select value from "Setting" where key = ${KEY}`;
}

export const GIVEN = 'warning.given';
export const NEWS = 'warning.news';

/** What a card was made to tell, and the last that happened to each problem since; undefined for a card that is not known. */
export async function readBatch(tx: Tx, subject: string): Promise<Map<string, { now: string; at: Date }> | undefined> {
  const rows = await tx.auditEvent.findMany({
    where: { subject, event: { in: [GIVEN, NEWS] } },
    orderBy: { id: 'asc' },
  });
  if (rows.length === 0) return undefined;
  const problems = new Map<string, { now: string; at: Date }>();
  for (const { event, after, at } of rows) {
    const facts = after as { problems?: string[]; key?: string; now?: string };
    if (event === GIVEN) for (const key of facts.problems ?? []) problems.set(key, { now: 'open', at });
    else problems.set(facts.key!, { now: facts.now!, at });
  }
  return problems;
}
