// R6. The platform allows so many messages to a conversation and answers 429 with Retry-After to more: the pace keeps below it, what
// it asks for is obeyed, and no conversation waits for another.
import { beforeAll, expect, it } from 'vitest';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { post } from '../support/posting.ts';
import { found, times, within } from './extent.ts';

const features = [people, notices()];
const one = await aHouse({ features });
const two = await aHouse({ features, database: one.prisma, platforms: one.platforms });
const LANES = 10;
const EACH = times(8, 80);
const PACE_MS = times(200, 1000);
const board: Person[] = [];

beforeAll(async () => {
  for (let index = 0; index < LANES; index += 1) board.push(await one.person(`Governor ${index}`));
});

it('R6: a platform that throttles is written to as slowly as it asks, and nobody waits for somebody else', {
  timeout: within(60_000, 300_000),
}, async () => {
  const web = one.platform('web');
  web.paceMs = PACE_MS;
  const shut = `person-${board[0]!.id}`;
  const lastAt = new Map<string, number>();
  const closedUntil = new Map<string, number>();
  const count = { calls: 0, refused: 0, early: 0 };
  web.fails = (to) => {
    const now = Date.now();
    count.calls += 1;
    if (now < (closedUntil.get(to.externalId) ?? 0)) count.early += 1;
    // The first conversation is shut for ten minutes at its third message.
    if (to.externalId === shut && one.chatOf(board[0]!).length === 2 && !closedUntil.has(shut)) {
      closedUntil.set(shut, now + 600_000);
      count.refused += 1;
      return { kind: 'later', reason: 'too many requests', afterMs: 600_000 };
    }
    const isTooSoon = now - (lastAt.get(to.externalId) ?? 0) < PACE_MS;
    if (isTooSoon) {
      count.refused += 1;
      closedUntil.set(to.externalId, now + PACE_MS);
      return { kind: 'later', reason: 'too many requests', afterMs: PACE_MS };
    }
    lastAt.set(to.externalId, now);
    return undefined;
  };
  const keys = (lane: number) =>
    Array.from({ length: EACH }, (_, index) => `m${lane}-${String(index).padStart(3, '0')}`);
  await post(one, ...board.flatMap((person, lane) => keys(lane).map((key) => ({ key, to: { personId: person.id } }))));
  for (const copy of [one, two]) copy.house.delivery.start();
  const open = board.slice(1);
  const end = Date.now() + within(45_000, 250_000);
  const left = () => open.filter((person) => one.chatOf(person).length < EACH);
  while (left().length > 0) {
    expect(Date.now(), 'the others are still waiting').toBeLessThan(end);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const copy of [one, two]) await copy.house.delivery.stop();
  for (const [lane, person] of board.entries())
    expect(one.chatOf(person).map(({ text }) => text)).toEqual(keys(lane).slice(0, lane === 0 ? 2 : EACH));
  expect(count.early).toBe(0);
  expect(count.refused / count.calls).toBeLessThan(0.05);
  found(
    'R6',
    `${LANES} conversations of ${EACH} messages, one each ${PACE_MS} ms allowed: ${count.refused} of ${count.calls} calls refused, 0 before their Retry-After, in order; one that was shut for ten minutes held up no other`,
  );
});
