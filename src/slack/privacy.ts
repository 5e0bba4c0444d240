// Whether a channel is proven private: nobody reads there but people of this workspace who were let in, and no guests. Slack is asked
// anew before anything confidential goes there, since a channel may be shared, or opened, at any time.
import type { WebClient } from './client.ts';
import type { Clients } from './clients.ts';
import { codeOf } from './failures.ts';

/** Why a channel is not known to be private, in words for whoever wonders; undefined when it is. Rejects when Slack cannot say now. */
export type Privacy = (tenant: string, channel: string) => Promise<string | undefined>;

const MEMBERS = 200;
const REMEMBERED_MS = 3_600_000;

const HOW = 'Choose a private channel for the board.';

/** Open the way to ask. Guests are found only where the app may read who people are (`users:read`), which it does not need. */
export function openPrivacy(clients: Clients): Privacy {
  const guests = new Map<string, { isGuest: boolean; until: number }>();
  const forbidden = new Map<string, number>();

  async function isGuest(web: WebClient, tenant: string, user: string): Promise<boolean> {
    const known = guests.get(`${tenant} ${user}`);
    if (known && performance.now() < known.until) return known.isGuest;
    const { user: found } = await web.users.info({ user });
    // Multi-channel guests, single-channel guests, and people of another organisation.
    const is = found?.is_restricted === true || found?.is_ultra_restricted === true || found?.is_stranger === true;
    if (guests.size > 5000) guests.clear();
    guests.set(`${tenant} ${user}`, { isGuest: is, until: performance.now() + REMEMBERED_MS });
    return is;
  }

  /** Whether a guest is there; undefined where the app may not know. */
  async function hasGuest(web: WebClient, tenant: string, channel: string): Promise<boolean | undefined> {
    if (performance.now() < (forbidden.get(tenant) ?? 0)) return undefined;
    try {
      const { members = [], response_metadata: more } = await web.conversations.members({ channel, limit: MEMBERS });
      for (const user of members) if (await isGuest(web, tenant, user)) return true;
      // A channel with more people than that is no board's.
      return (more?.next_cursor ?? '') !== '';
    } catch (error) {
      if (codeOf(error) !== 'missing_scope') throw error;
      forbidden.set(tenant, performance.now() + REMEMBERED_MS);
      return undefined;
    }
  }

  return async (tenant, channel) => {
    const web = await clients.of(tenant);
    const exposed = await exposure(web, channel);
    if (exposed !== undefined) return exposed;
    return (await hasGuest(web, tenant, channel)) === true ? `There are guests in the channel. ${HOW}` : undefined;
  };
}

async function exposure(web: WebClient, channel: string): Promise<string | undefined> {
  let found: NonNullable<Awaited<ReturnType<WebClient['conversations']['info']>>['channel']>;
  try {
    const { channel: told } = await web.conversations.info({ channel });
    if (told === undefined) return UNKNOWN;
    found = told;
  } catch (error) {
    // Slack's plain word that it does not say is an answer; that it cannot be reached is none.
    if (UNSAID.includes(codeOf(error) ?? '')) return UNKNOWN;
    throw error;
  }
  if (found.is_private !== true) return `The channel is public. ${HOW}`;
  if (
    found.is_ext_shared ||
    found.is_pending_ext_shared ||
    isListed(found.pending_shared) ||
    isListed(found.pending_connected_team_ids)
  )
    return `The channel is shared with another organisation, or about to be. ${HOW}`;
  if (found.is_org_shared || found.is_shared || isListed(found.shared_team_ids?.slice(1)))
    return `The channel is shared with another workspace. ${HOW}`;
  return undefined;
}

const UNKNOWN = 'Slack does not say whether the channel is private. Invite Convenor there with /invite @Convenor.';
const UNSAID = ['channel_not_found', 'missing_scope', 'not_in_channel', 'access_denied', 'team_access_not_granted'];

function isListed(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
