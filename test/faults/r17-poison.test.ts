// R17. A message that can never be sent comes to an end, holds up nobody, is reported, and goes out when somebody says so.
import { beforeAll, expect, it } from 'vitest';
import { features } from '../../src/features.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices, writeNotice } from '../support/notices.ts';
import { fateOf, post, waitOver } from '../support/posting.ts';
import { found, times, within } from './extent.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [...features, notices()] });
const web = house.platform('web');
const MESSAGES = times(200, 2000);
const board: Person[] = [];
let director: Person;

beforeAll(async () => {
  director = await house.person('Dov Marsh', { role: 'PROGRAMME_DIRECTOR' });
  for (let index = 0; index < 20; index += 1) board.push(await house.person(`Governor ${index}`));
});

const toOf = (index: number) => board[index % board.length]!;
const keyOf = (index: number) => `m${String(index).padStart(5, '0')}`;
/** One in a hundred is poison: half of it cannot be made, half is put off by the platform for ever. */
const isPoison = (index: number) => index % 101 === 7;
const isBroken = (index: number) => index % 202 === 7;

it('R17: poison is dead after eight tries, its conversation goes on, and it goes out when it is asked for again', {
  timeout: within(60_000, 300_000),
}, async () => {
  const indexes = Array.from({ length: MESSAGES }, (_, index) => index);
  const poison = indexes.filter(isPoison);
  for (const index of poison) if (isBroken(index)) await writeNotice(house.prisma, keyOf(index), { isBroken: true });
  let isPoisoned = true;
  const put = new Set(poison.filter((index) => !isBroken(index)).map(keyOf));
  web.fails = (_, message) => (isPoisoned && put.has(message.key) ? { kind: 'later', reason: 'busy' } : undefined);

  for (let from = 0; from < MESSAGES; from += 100) {
    const some = indexes.slice(from, from + 100);
    await post(house, ...some.map((index) => ({ key: keyOf(index), to: { personId: toOf(index).id } })));
  }
  const left = () => house.prisma.outbox.count({ where: { state: { in: ['waiting', 'taken', 'sending'] } } });
  for (let round = 0; round < 100 && (await left()) > 0; round += 1) {
    await waitOver(house);
    await house.deliver();
  }
  for (const index of indexes)
    expect(await fateOf(house, keyOf(index)), keyOf(index)).toMatchObject(
      isPoison(index) ? { state: 'failed', attempts: 8 } : { state: 'sent', attempts: 1 },
    );
  for (const person of board) {
    const texts = house
      .chatOf(person)
      .map((seen) => seen.text)
      .filter((text) => /^m\d/.test(text));
    expect(texts).toEqual(texts.toSorted());
  }

  await house.runJobs();
  // Once a minute the house looks whether all is well, and tells the director what is not.
  await house.beat();
  house.clock.moveTo('2026-11-23T09:05:00Z');
  await house.beat();
  const told = house
    .chatOf(director)
    .map((seen) => seen.text)
    .join('\n');
  expect(told).toContain(`${poison.length} messages could not be sent`);

  isPoisoned = false;
  for (const index of poison) await writeNotice(house.prisma, keyOf(index), { isBroken: false });
  await house.says(director, 'message again all');
  await waitOver(house);
  await house.deliver();
  for (const index of poison) {
    expect(await fateOf(house, keyOf(index))).toMatchObject({ state: 'sent' });
    const sights = house.chatOf(toOf(index)).filter((seen) => seen.text === keyOf(index));
    expect(sights, keyOf(index)).toHaveLength(1);
  }
  found(
    'R17',
    `${MESSAGES} messages, ${poison.length} of them poison: dead after 8 tries, all others sent at their first; the director was told, and “message again all” sent ${poison.length} once`,
  );
});
