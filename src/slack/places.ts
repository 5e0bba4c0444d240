// Slack's ids as places. A person's chat with the bot is known by the person's user id, whichever way it is reached:
// Slack posts to it by that id, and the chat's own id differs in what it sends.
import type { Place, Sender } from '../chat/contract.ts';
import type { Privacy } from './privacy.ts';
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
  /** Ask anew whether a channel is private; what is not known in time is not. */
  isPrivate(place: Pick<Place, 'tenant' | 'externalId'>): Promise<boolean>;
}

/** Tell places apart; whether a channel is private and not shared is asked of Slack and remembered for ten minutes. */
export function openPlaces(privacy: Privacy): Places {
  const remembered = new Map<string, { at: number; isPrivate: boolean }>();

  async function isPrivate(tenant: string, channel: string): Promise<boolean | undefined> {
    const place = `${tenant} ${channel}`;
    const known = remembered.get(place);
    if (known && performance.now() - known.at < REMEMBERED_MS) return known.isPrivate;
    const looking = ask(tenant, channel).then((found) => {
      if (remembered.size > 1000) remembered.clear();
      if (found !== undefined) remembered.set(place, { at: performance.now(), isPrivate: found });
      return { found };
    });
    return (await inTime(looking, LOOK_UP_MS))?.found;
  }

  async function ask(tenant: string, channel: string): Promise<boolean | undefined> {
    try {
      return (await privacy(tenant, channel)) === undefined;
    } catch {
      // Not known is not private.
      return undefined;
    }
  }

  return {
    async isPrivate({ tenant, externalId }) {
      remembered.delete(`${tenant} ${externalId}`);
      return (await isPrivate(tenant, externalId)) === true;
    },
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
