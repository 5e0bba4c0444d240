// Somebody comes to the door: who it is, where it was said, whether the same request was answered before. One statement tells.
import { askJson, SNAPSHOT, type Sql, sql, type Tx } from '../store/database.ts';
import type { Actor, Place, Reading, Request } from './contract.ts';
import {
  type ConversationRow,
  conversationJson,
  hasNews,
  keepConversation,
  type StoredConversation,
} from './conversations.records.ts';
import type { HouseParts } from './door.ts';
import { arrive } from './places.ts';
import { type StoredToken, tokenJson } from './records.ts';

export interface Arrival {
  /** Under which the request's receipt is kept. */
  key: string;
  actor: Actor | undefined;
  found: Pick<Reading, 'partnership' | 'today'> | undefined;
  /** Where it was said, if that is known already. */
  stored: StoredConversation | undefined;
  /** The person's own chat, if that is elsewhere and known already. */
  own: StoredConversation | undefined;
  receipt: { command: string; outcome: string; reply: unknown } | undefined;
  /** What the button that was pressed means. */
  token: StoredToken | undefined;
  snapshot: string;
}

/** What is known of whoever comes, and of the place. */
export type Visit = Pick<Arrival, 'actor' | 'found' | 'stored' | 'own'>;

interface Row {
  visit: { who: unknown; place: StoredConversation | null; own: StoredConversation | null } | null;
  receipt: Arrival['receipt'] | null;
  token: StoredToken | null;
  snapshot: string;
}

/** Read who came and what is known of the place; nothing is written. */
export async function meet(house: HouseParts, tx: Tx, request: Request, now: Date): Promise<Arrival> {
  const { platform, tenant, userId } = request.from;
  const from = `${platform}:${tenant}:${userId}`;
  const key = `${from}:${request.key}`;
  const place = placeOf(request);
  const own = place.kind === 'personal' ? undefined : request.personal;
  const { deed } = request;
  const hasReceipt = deed.kind !== 'open';
  const token = deed.kind === 'press' || deed.kind === 'open' ? deed.token : undefined;
  // Inside a transaction, what it has written itself is no other snapshot.
  const visits = tx === house.prisma ? house.visits : undefined;
  const visitKey = JSON.stringify([from, place.externalId, own?.externalId, minuteOf(now)]);
  const known = visits?.find(visitKey);
  const row = (await askJson<Row>(
    tx,
    // Whoever was here on the same snapshot, with nothing committed since, is known already.
    sql`json_build_object(
      'visit', case when ${SNAPSHOT} = ${known?.snapshot ?? ''} then null else json_build_object(
        'who', ${house.whoIs(request.from, now)},
        'place', ${conversationJson(place)},
        'own', ${own ? conversationJson(own) : NOTHING}) end,
      'receipt', ${hasReceipt ? receiptJson(key) : NOTHING},
      'token', ${token === undefined ? NOTHING : tokenJson(token)},
      'snapshot', ${SNAPSHOT})`,
  ))!;
  const visit = row.visit === null ? known!.answer : readVisit(house, row.visit, now);
  if (row.visit !== null) visits?.keep(visitKey, { snapshot: row.snapshot, answer: visit });
  return { key, ...visit, receipt: row.receipt ?? undefined, token: row.token ?? undefined, snapshot: row.snapshot };
}

const NOTHING = sql`null::json`;

function readVisit(house: HouseParts, { who, place, own }: NonNullable<Row['visit']>, now: Date): Visit {
  return { ...house.readWho(who, now), stored: place ?? undefined, own: own ?? undefined };
}

/** A question's answer can change with the minute, even when nothing was written. */
export function minuteOf(now: Date): number {
  return Math.floor(now.getTime() / 60_000);
}

function receiptJson(key: string): Sql {
  return sql`(select json_build_object('command', r.command, 'outcome', r.outcome, 'reply', r.reply) from "Receipt" r where r.key = ${key})`;
}

/** The place as it is known: a personal chat under the person's own id, whichever way it was reached. */
export function placeOf(request: Request): Place {
  return request.place.kind === 'personal' ? (request.personal ?? request.place) : request.place;
}

/**
 * The conversation as it is known, if the arrival tells nothing new about it: then nothing has to be written. Otherwise
 * undefined, and `settleIn` keeps what is new.
 */
export function settled(request: Request, { actor, stored, own }: Arrival, now: Date): ConversationRow | undefined {
  if (!stored || hasNews(stored, placeOf(request), now)) return undefined;
  const theirs = stored.kind === 'personal' ? stored : request.personal && own;
  const isOwned = theirs === undefined ? request.personal === undefined : theirs.personId === actor?.personId;
  return actor === undefined || isOwned ? { ...stored, isBack: false } : undefined;
}

/** Keep where somebody was heard and can be reached, and let what waited for them go out. */
export async function settleIn(tx: Tx, request: Request, arrival: Arrival, now: Date): Promise<ConversationRow> {
  const known = settled(request, arrival, now);
  if (known) return known;
  const conversation = await keepConversation(tx, placeOf(request), now);
  if (arrival.actor)
    await arrive(tx, now, { conversation, personal: request.personal, personId: arrival.actor.personId });
  return conversation;
}
