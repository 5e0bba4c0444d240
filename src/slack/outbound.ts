// Delivery's way to Slack: one call a message, one outcome a call.
import { type Address, HOME_TAB, type Message, type Outcome, type Platform } from '../chat/contract.ts';
import { toBlocks } from './blocks.ts';
import type { Clients } from './clients.ts';
import { outcomeOf } from './failures.ts';
import type { HomeTab } from './home-tab.ts';
import { metadataFor, openLookUp } from './look-up.ts';
import type { Privacy } from './privacy.ts';

/** Slack allows about one message a second to a channel. */
const PACE_MS = 1000;

/** How long one answer about the connection is believed. */
const TROUBLE_MS = 30_000;

/** Never let text mention, link or unfurl by itself. */
export const LITERALLY = { link_names: false, parse: 'none', unfurl_links: false, unfurl_media: false } as const;

export interface OutboundOptions {
  clients: Clients;
  privacy: Privacy;
  /** What is confidential was not sent to a channel, since it is not private. */
  exposed(to: Address): Promise<void>;
  home: HomeTab;
  /** Ends when the work this room still has in hand is done. */
  settled(): Promise<void>;
}

/** Open the platform that delivery posts and edits through. */
export function openOutbound({ clients, privacy, exposed, home, settled }: OutboundOptions): Platform {
  let known: { at: number; trouble: string | undefined } | undefined;

  /** Why something confidential may not stand in a channel now, or what to do while Slack cannot say. */
  async function forbids(to: Address, { card }: Message): Promise<string | Outcome | undefined> {
    if (!card.isConfidential || to.kind === 'personal') return undefined;
    try {
      const reason = await privacy(to.tenant, to.externalId);
      if (reason === undefined) return undefined;
      await exposed(to);
      return `It is confidential and was not sent. ${reason}`;
    } catch (error) {
      // Nothing was sent, so that nothing is uncertain.
      return outcomeOf(error, 'edit');
    }
  }

  return {
    name: 'slack',
    paceMs: PACE_MS,
    // Forms are modals here: an edit of the message wipes nothing.
    keepsTyping: true,

    async post(to, message) {
      const reason = await forbids(to, message);
      if (typeof reason === 'object') return reason;
      if (reason !== undefined) return { kind: 'refused', reason };
      try {
        const web = await clients.of(to.tenant);
        const answer = await web.chat.postMessage({
          channel: to.externalId,
          ...toBlocks(message.card),
          metadata: metadataFor(message.key),
          ...LITERALLY,
        });
        if (answer.ts === undefined) return { kind: 'uncertain', reason: 'Slack’s answer could not be read.' };
        // A person is written to by user id; edits need the id of the chat that Slack opened for it.
        return {
          kind: 'sent',
          messageId: answer.ts,
          address: { ...to.address, channel: answer.channel ?? to.externalId },
        };
      } catch (error) {
        return outcomeOf(error, 'post');
      }
    },

    async edit(to, messageId, message) {
      const reason = await forbids(to, message);
      if (typeof reason === 'object') return reason;
      // What stands there is closed instead, as the house knows by now.
      if (reason !== undefined) return { kind: 'later', afterMs: 1000, reason };
      try {
        if (messageId === HOME_TAB) await home.show(to.tenant, to.externalId, message.card);
        else {
          const web = await clients.of(to.tenant);
          await web.chat.update({ channel: channelOf(to), ts: messageId, ...edited(message) });
        }
        return { kind: 'sent', messageId };
      } catch (error) {
        return outcomeOf(error, 'edit');
      }
    },

    lookUp: openLookUp(clients),

    async trouble() {
      if (known !== undefined && performance.now() - known.at < TROUBLE_MS) return known.trouble;
      const trouble = await clients.trouble();
      known = { at: performance.now(), trouble };
      return trouble;
    },

    stop: settled,
  };
}

function edited(message: Message) {
  const { text, blocks } = toBlocks(message.card);
  return { text, blocks, link_names: false, parse: 'none' } as const;
}

/** The id Slack edits by: of the channel, or of the chat with a person as it was when the message was sent. */
function channelOf(to: Address): string {
  const channel = to.address.channel;
  return typeof channel === 'string' ? channel : to.externalId;
}
