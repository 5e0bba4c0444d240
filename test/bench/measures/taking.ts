// A house in this very process whose one platform takes everything at once.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { toAdaptiveCard } from '../../../src/chat/adaptive.ts';
import { systemClock } from '../../../src/chat/clock.ts';
import type { Address, Message, Platform } from '../../../src/chat/contract.ts';
import { features } from '../../../src/features.ts';
import { buildHouse } from '../../../src/house.ts';
import { noLog } from '../../../src/log.ts';
import { openDatabase } from '../../../src/store/database.ts';
import type { Places } from '../places.ts';
import type { Size } from '../seed.ts';

/** Build a house over a new database of this size; `stop` ends both. */
export async function aTakingHouse(places: Places, name: string, size: Size) {
  const { prisma, close } = openDatabase({ connection: await places.database(name, size) });
  const taking = new Taking();
  const { delivery, stop } = await buildHouse({
    prisma,
    features,
    clock: systemClock,
    log: { ...noLog, error: (fields, words) => console.error(words, fields) },
    secretKey: 'a key for benchmarks only, thirty-two characters',
    openPlatforms: () => [taking],
  });
  return {
    prisma,
    taking,
    delivery,
    async stop() {
      await stop();
      await close();
    },
  };
}

/** A platform that renders a card and takes it. */
class Taking implements Platform {
  readonly name = 'teams';
  readonly paceMs = 0;
  /** What each conversation was sent. */
  readonly keys = new Map<number, number[]>();
  /** Told of each message as it comes, by the number at the end of its key. */
  onPost: ((key: number) => void) | undefined;
  private bytes = 0;

  async post(to: Address, message: Message) {
    this.bytes += JSON.stringify(toAdaptiveCard(message.card)).length;
    await nextTurn();
    const key = Number(message.key.split(':').at(-1));
    this.onPost?.(key);
    const before = this.keys.get(to.conversationId) ?? [];
    this.keys.set(to.conversationId, [...before, key]);
    return { kind: 'sent', messageId: message.key } as const;
  }

  async edit(_to: Address, messageId: string) {
    return { kind: 'sent', messageId } as const;
  }

  async trouble() {
    return undefined;
  }

  async stop() {}

  /** Throws when a message is missing or came out of turn. */
  check(messages: number): void {
    const all = [...this.keys.values()];
    const total = all.reduce((sum, keys) => sum + keys.length, 0);
    if (total !== messages) throw new Error(`${total} of ${messages} messages came out`);
    if (all.some((keys) => keys.some((key, index) => index > 0 && key < keys[index - 1]!)))
      throw new Error('messages came out of turn');
  }
}
