// Whether Slack has a message of which nobody knows. Each post carries an id of its own in its metadata; the history of the place
// around the time of the try shows it. Nothing else that stands there is kept or looked at.
import { createHash } from 'node:crypto';
import type { Address, Platform, Whereabouts } from '../chat/contract.ts';
import type { WebClient } from './client.ts';
import type { Clients } from './clients.ts';
import { codeOf, NoToken, outcomeOf } from './failures.ts';

const EVENT_TYPE = 'convenor_post';

/** What a post carries, so that it can be looked up: an id that says nothing about it to others who can read it. */
export function metadataFor(key: string): { event_type: string; event_payload: { id: string } } {
  return { event_type: EVENT_TYPE, event_payload: { id: idOf(key) } };
}

function idOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}

/** Slack's clock and ours may differ. */
const SKEW_MS = 60_000;
/** What was handed over may be taken later. */
const LATE_MS = 5 * 60_000;
const PAGE = 200;
const PAGES = 5;
/** A permission that was missing is believed to be missing for so long. */
const REMEMBERED_MS = 3_600_000;

const NOT_ALLOWED = 'Convenor may not read there whether it arrived.';

/** Open the way to look posts up; it needs the history permission for the kind of place that they went to. */
export function openLookUp(clients: Clients): NonNullable<Platform['lookUp']> {
  const forbidden = new Map<string, number>();

  return async (to, key, sent) => {
    const place = `${to.tenant} ${to.externalId}`;
    if (performance.now() < (forbidden.get(place) ?? 0)) return { kind: 'unknown', reason: NOT_ALLOWED };
    try {
      const web = await clients.of(to.tenant);
      const channel = await channelOf(web, to);
      if (channel === undefined) return { kind: 'later', reason: 'Slack’s answer could not be read.' };
      const seen = await search(web, channel, key, sent);
      return seen.kind === 'there' ? { ...seen, address: { ...to.address, channel } } : seen;
    } catch (error) {
      if (codeOf(error) === 'missing_scope') {
        if (forbidden.size > 1000) forbidden.clear();
        forbidden.set(place, performance.now() + REMEMBERED_MS);
        return { kind: 'unknown', reason: NOT_ALLOWED };
      }
      const outcome = outcomeOf(error, 'edit');
      // Without a token nobody was asked. Where the app was removed the message waits until it is installed again.
      if (error instanceof NoToken && outcome.kind === 'refused') return { kind: 'later', reason: outcome.reason };
      if (outcome.kind !== 'later') return { kind: 'unknown', reason: outcome.reason };
      return {
        kind: 'later',
        reason: outcome.reason,
        ...(outcome.afterMs === undefined ? {} : { afterMs: outcome.afterMs }),
      };
    }
  };
}

/** The id of the place: the chat with a person has one of its own, which only Slack can tell until a post was answered. */
async function channelOf(web: WebClient, { address, kind, externalId }: Address): Promise<string | undefined> {
  if (typeof address.channel === 'string') return address.channel;
  if (kind !== 'personal') return externalId;
  return (await web.conversations.open({ users: externalId })).channel?.id;
}

async function search(
  web: WebClient,
  channel: string,
  key: string,
  { from, to }: { from: Date; to: Date },
): Promise<Whereabouts> {
  const between = { oldest: timestamp(from.getTime() - SKEW_MS), latest: timestamp(to.getTime() + LATE_MS) };
  const id = idOf(key);
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await web.conversations.history({
      channel,
      ...between,
      inclusive: true,
      include_all_metadata: true,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const { messages } = answer;
    if (!Array.isArray(messages)) return { kind: 'later', reason: 'Slack’s answer could not be read.' };
    const found = messages.find(({ metadata, ts, bot_id: bot }) => {
      const { event_type: type, event_payload: payload } = metadata ?? {};
      // People cannot write metadata; what carries ours comes from a bot.
      return ts !== undefined && bot !== undefined && type === EVENT_TYPE && (payload as { id?: unknown })?.id === id;
    });
    if (found) return { kind: 'there', messageId: found.ts! };
    if (answer.has_more !== true) return { kind: 'not-there' };
    cursor = answer.response_metadata?.next_cursor || undefined;
    if (cursor === undefined) break;
  }
  return { kind: 'unknown', reason: 'Too much was written there meanwhile to see whether it arrived.' };
}

/** Slack's way to write an instant: seconds, with six places. */
function timestamp(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(6);
}
