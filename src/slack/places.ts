// Slack's ids as places. A person's chat with the bot is known by the person's user id, whichever way it is reached:
// Slack posts to it by that id, and the chat's own id differs in what it sends.
import type { Place, Sender } from '../chat/contract.ts';
import type { Clients } from './clients.ts';
import { inTime } from './work.ts';

const REMEMBERED_MS = 10 * 60_000;

// A request has three seconds in all; not known in time is not private.
const LOOK_UP_MS = 700;

export interface Heard {
  tenant: string;
  userId: string;
  channel: string;
  /** As Slack writes it: `privategroup` and `directmessage` stand for names it does not tell. */
  channelName?: string;
  isPublic?: boolean;
  /** The bot's own chat with the person, not one between people. */
  isOwnChat?: boolean;
}

/** Who is speaking, by Slack's signed word. */
export function senderOf({ tenant, userId }: Pick<Heard, 'tenant' | 'userId'>): Sender {
  return { platform: 'slack', tenant, userId };
}

/** A person's own chat with the bot. */
export function personalPlace({ tenant, userId }: Pick<Heard, 'tenant' | 'userId'>, channel?: string): Place {
  const address = channel === undefined ? {} : { address: { channel } };
  return { platform: 'slack', tenant, externalId: userId, kind: 'personal', ...address };
}

export interface Places {
  of(heard: Heard): Promise<Place>;
}

/** Tell places apart; whether a channel is private and not shared is asked of Slack and remembered for ten minutes. */
export function openPlaces(clients: Clients): Places {
  const remembered = new Map<string, { at: number; isPrivate: boolean }>();

  async function isPrivate(tenant: string, channel: string): Promise<boolean | undefined> {
    const known = remembered.get(channel);
    if (known && performance.now() - known.at < REMEMBERED_MS) return known.isPrivate;
    const looking = lookUp(clients, tenant, channel).then((found) => {
      if (remembered.size > 1000) remembered.clear();
      if (found !== undefined) remembered.set(channel, { at: performance.now(), isPrivate: found });
      return { found };
    });
    return (await inTime(looking, LOOK_UP_MS))?.found;
  }

  return {
    async of(heard) {
      if (isDirect(heard)) return personalPlace(heard, heard.isOwnChat ? heard.channel : undefined);
      const name = heard.channelName;
      const isUnnamed = name === undefined || name === '' || name === 'privategroup';
      const kind = name?.startsWith('mpdm-') ? 'group' : 'channel';
      return {
        platform: 'slack',
        tenant: heard.tenant,
        externalId: heard.channel,
        kind,
        ...(isUnnamed ? {} : { name }),
        // Slack names public channels; what it does not name may be private.
        isPrivate: isUnnamed && !heard.isPublic && (await isPrivate(heard.tenant, heard.channel)) === true,
      };
    },
  };
}

function isDirect({ channel, channelName }: Heard): boolean {
  return channel.startsWith('D') || channelName === 'directmessage';
}

async function lookUp(clients: Clients, tenant: string, channel: string): Promise<boolean | undefined> {
  try {
    const web = await clients.of(tenant);
    const { channel: found } = await web.conversations.info({ channel });
    const isShared = found?.is_ext_shared || found?.is_pending_ext_shared || found?.is_org_shared || found?.is_shared;
    return found?.is_private === true && isShared !== true;
  } catch {
    // Not known is not private.
    return undefined;
  }
}
