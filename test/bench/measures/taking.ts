// A platform in this very process that takes everything at once.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { toAdaptiveCard } from '../../../src/chat/adaptive.ts';
import type { Address, Message, Platform } from '../../../src/chat/contract.ts';

/** A platform that renders a card and takes it. */
export class Taking implements Platform {
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
