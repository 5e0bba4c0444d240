import { describe, expect, it } from 'vitest';
import { openOutbox } from '../../src/chat/outbox.ts';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { aGate, change, post } from '../support/posting.ts';

const features = [people, notices()];
const one = await aHouse({ features });
const two = await aHouse({ features, database: one.prisma, platforms: one.platforms });
const web = one.platform('web');

const both = () => Promise.all([one.deliver(), two.deliver()]);

describe('two copies of the bot on one database', () => {
  it('deliver each message once, and each conversation’s in their order', async () => {
    const board: Person[] = [];
    for (const name of ['Ada', 'Ben', 'Clara', 'Dev', 'Eva']) board.push(await one.person(`${name} Okafor`));
    let calls = 0;
    // Every fifth call is put off: the next messages of that conversation must wait for it.
    web.fails = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return ++calls % 5 === 0 ? { kind: 'later', reason: 'busy', afterMs: 0 } : undefined;
    };
    const keys = Array.from({ length: 60 }, (_, index) => `m${String(index).padStart(2, '0')}`);
    for (let at = 0; at < keys.length; at += 20) {
      await post(
        one,
        ...keys.slice(at, at + 20).map((key, index) => ({ key, to: { personId: board[index % 5]!.id } })),
      );
      await both();
    }
    web.fails = undefined;
    await both();
    expect(web.seen.map((seen) => seen.text).sort()).toEqual(keys);
    for (const person of board) {
      const texts = one.chatOf(person).map((seen) => seen.text);
      expect(texts).toHaveLength(12);
      expect(texts).toEqual([...texts].sort());
    }
  });

  it('show a card’s newest state, whichever of them edits it', async () => {
    const channel = await one.channel('board');
    await post(one, { key: 'fair', to: { conversationId: channel.id } });
    await both();
    for (const title of ['one', 'two', 'three', 'four']) await Promise.all([change(one, 'fair', { title }), both()]);
    await both();
    expect(one.seenIn(channel)).toHaveLength(1);
    expect(one.seenIn(channel)[0]!.text).toBe('four');
  });

  it('answer a request once that both were given at the same instant', async () => {
    const ada = await one.person('Ada Twice');
    const answers = await Promise.all(
      [one, two, one, two].map((house) => house.says(ada, 'notice count twice', { key: 'same' })),
    );
    expect(new Set(answers.map((answer) => answer.said))).toEqual(new Set(['twice is at 2.']));
    expect(answers.filter((answer) => !answer.isRepeated)).toHaveLength(1);
  });

  it('keep the order of decisions about one conversation that were under way at the same time', async () => {
    const ada = await one.person('Ada Ordered');
    const gate = aGate();
    const first = one.prisma.$transaction(async (tx) => {
      const outbox = openOutbox(tx, one.clock.now(), 'test');
      await outbox.post({ key: 'first', card: 'notice', subject: 'notice:first', to: { personId: ada.id } });
      await outbox.flush();
      await gate.pass();
    });
    await gate.reached;
    const second = post(two, { key: 'second', to: { personId: ada.id } });
    // It waits for the first, or (wrongly) is there before it.
    await expect
      .poll(async () => (await waiting()) + (await one.prisma.outbox.count({ where: { key: 'second' } })))
      .toBeGreaterThan(0);
    await both();
    gate.open();
    await Promise.all([first, second]);
    await both();
    expect(one.chatOf(ada).map((seen) => seen.text)).toEqual(['first', 'second']);
  });
});

async function waiting(): Promise<number> {
  const rows = await one.prisma.$queryRaw<unknown[]>`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return rows.length;
}
