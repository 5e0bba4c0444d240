// R16. Two copies deliver while the platform puts off, loses and refuses: in no conversation does a message overtake another.
import { beforeAll, expect, it } from 'vitest';
import type { Outcome } from '../../src/chat/contract.ts';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { post, waitOver } from '../support/posting.ts';
import { found, times, within } from './extent.ts';

const features = [people, notices()];
const one = await aHouse({ features });
const two = await aHouse({ features, database: one.prisma, platforms: one.platforms });
const LANES = times(10, 50);
const MESSAGES = times(500, 10_000);
const ROUND = LANES * 5;
const board: Person[] = [];

beforeAll(async () => {
  for (let index = 0; index < LANES; index += 1) board.push(await one.person(`Governor ${index}`));
});

it('R16: in each conversation the messages come in the order in which they were decided', {
  timeout: within(60_000, 900_000),
}, async () => {
  const web = one.platform('web');
  const faults = { later: 0, uncertain: 0, refused: 0 };
  const bad: Outcome[] = [
    { kind: 'later', reason: 'busy', afterMs: 0 },
    { kind: 'later', reason: 'out of order' },
    { kind: 'uncertain', reason: 'timed out' },
    { kind: 'refused', reason: 'no' },
  ];
  web.fails = async () => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
    if (Math.random() > 0.2) return undefined;
    const outcome = bad[Math.floor(Math.random() * bad.length)]!;
    if (outcome.kind !== 'sent') faults[outcome.kind] += 1;
    return outcome;
  };
  const left = () => one.prisma.outbox.count({ where: { state: { in: ['waiting', 'taken', 'sending'] } } });
  const both = async () => {
    do {
      await waitOver(one);
      await Promise.all([one.deliver(), two.deliver()]);
    } while ((await left()) > 0);
  };
  for (let from = 0; from < MESSAGES; from += ROUND) {
    // Decisions of both copies and their delivery, all at once.
    const writing = Array.from({ length: ROUND }, (_, index) => {
      const key = `m${String(from + index).padStart(6, '0')}`;
      const to = { personId: board[index % LANES]!.id };
      return { key, to, onUncertain: index % 3 === 0 ? ('repeat' as const) : ('skip' as const) };
    });
    for (let at = 0; at < ROUND; at += LANES) {
      await post(at % (2 * LANES) === 0 ? one : two, ...writing.slice(at, at + LANES));
      void one.house.delivery.wake();
      await Promise.all([one.deliver(), waitOver(two)]);
    }
    await both();
  }
  let seen = 0;
  for (const person of board) {
    const texts = one.chatOf(person).map(({ text }) => text);
    seen += texts.length;
    expect(texts).toEqual(texts.toSorted());
    expect(new Set(texts).size).toBe(texts.length);
  }
  const states = await one.prisma.outbox.groupBy({ by: ['state'], _count: true });
  const count = (state: string) => states.find((one) => one.state === state)?._count ?? 0;
  expect(seen).toBe(count('sent'));
  expect(count('sent') + count('uncertain') + count('failed')).toBe(MESSAGES);
  expect(faults.later * faults.uncertain * faults.refused).toBeGreaterThan(0);
  found(
    'R16',
    `${MESSAGES} messages in ${LANES} conversations over two copies, ${faults.later} put off, ${faults.uncertain} unknown, ${faults.refused} refused: 0 out of order, 0 twice`,
  );
});
