// What a feature would do to the outbox, for tests of delivery.
import type { PostOptions } from '../../src/chat/contract.ts';
import { openOutbox } from '../../src/chat/outbox.ts';
import type { TestHouse } from './house.ts';
import { writeNotice } from './notices.ts';

export type Posted = Omit<PostOptions, 'card' | 'subject'> & { about?: string; card?: string };

/** Post notices in one transaction, as a command would; nothing is delivered yet. */
export async function post(house: TestHouse, ...posts: Posted[]): Promise<void> {
  await house.prisma.$transaction(async (tx) => {
    const outbox = openOutbox(tx, house.clock.now(), 'test');
    for (const { about, card = 'notice', ...options } of posts)
      await outbox.post({ card, subject: `notice:${about ?? options.key}`, ...options });
    await outbox.flush();
  });
}

/** Change a notice and let its cards be shown anew; nothing is delivered yet. */
export async function change(house: TestHouse, name: string, to: Parameters<typeof writeNotice>[2]): Promise<void> {
  await house.prisma.$transaction(async (tx) => {
    await writeNotice(tx, name, to);
    const outbox = openOutbox(tx, house.clock.now(), 'test');
    await outbox.refresh(`notice:${name}`);
    await outbox.flush();
  });
}

/** What became of the message with this key. */
export async function fateOf(house: TestHouse, key: string) {
  return house.prisma.outbox.findUniqueOrThrow({ where: { key } });
}

/** Let every wait be over: the pace, a Retry-After, the time until the next try. */
export async function waitOver(house: TestHouse): Promise<void> {
  await house.prisma.conversation.updateMany({ data: { nextSendAt: null } });
  await house.prisma.cardCopy.updateMany({ data: { notBefore: null } });
}

/** A gate that holds back what goes through it, and tells when something stands at it. */
export function aGate() {
  const gate = { open: () => {}, isAt: () => {} };
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  const reached = new Promise<void>((resolve) => {
    gate.isAt = resolve;
  });
  return {
    reached,
    open: () => gate.open(),
    async pass(): Promise<undefined> {
      gate.isAt();
      await opened;
    },
  };
}
