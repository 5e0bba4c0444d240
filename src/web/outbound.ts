import type { Message, Outcome, Platform } from '../chat/contract.ts';
import type { Log } from '../log.ts';
import type { Drawing } from '../page/draw.ts';
import { DELIVERED, type Records } from '../page/records.ts';
import type { Feed } from './feed.ts';

/** The page as delivery sees it: a message is sent when it is stored, so only the database can be in the way. */
export function webPlatform(house: {
  records: Records;
  feed: Feed;
  draw: Drawing;
  log: Log;
  now(): Date;
  stop(): void;
}): Platform {
  const { records, feed, draw, log } = house;

  async function stored(what: string, work: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work();
    } catch (error) {
      log.warn({ err: error }, what);
      return { kind: 'later', afterMs: 2000, reason: 'The database did not answer.' };
    }
  }

  function drawn(message: Message) {
    try {
      return draw.card(message.card);
    } catch (error) {
      log.error({ err: error, card: message.card.name }, 'card cannot be drawn');
      return undefined;
    }
  }

  return {
    name: 'web',
    paceMs: 0,
    // The page holds an edit back while somebody types, and says so.
    keepsTyping: true,
    async post(to, message) {
      const card = drawn(message);
      if (!card) return { kind: 'refused', reason: 'The card cannot be drawn on the page.' };
      return stored('post to the page failed', async () => {
        const { row } = await records.write({
          conversationId: to.conversationId,
          text: message.summary,
          card,
          at: house.now(),
          key: `${DELIVERED}${message.key}`,
        });
        feed.poke();
        return { kind: 'sent', messageId: String(row.id) };
      });
    },
    async edit(_to, messageId, message) {
      const card = drawn(message);
      if (!card) return { kind: 'refused', reason: 'The card cannot be drawn on the page.' };
      return stored('edit on the page failed', async () => {
        const row = await records.replace(Number(messageId), { text: message.summary, card });
        feed.poke();
        return row
          ? { kind: 'sent', messageId }
          : { kind: 'refused', reason: 'The message is no longer on the page.', gone: true };
      });
    },
    async trouble() {
      return undefined;
    },
    async stop() {
      house.stop();
    },
  };
}
