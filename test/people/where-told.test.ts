// One person, several chats: told once, where they answer.
import { describe, expect, test } from 'vitest';
import type { PlatformName } from '../../src/chat/contract.ts';
import { people } from '../../src/people/index.ts';
import { aHouse } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { post } from '../support/posting.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [people, notices()] });
const PLATFORMS: PlatformName[] = ['teams', 'slack', 'mail', 'web'];
let count = 0;

/** Somebody with a chat on each of the platforms, in that order; nobody has been heard anywhere. */
async function somebodyOn(platforms: PlatformName[]) {
  const person = await house.prisma.person.create({
    data: { partnershipId: house.partnershipId, name: `P ${++count}` },
  });
  for (const platform of platforms) await house.alsoOn(person, platform);
  return person;
}

/** Tell somebody something, and say on which platforms it came. */
async function toldOn(person: { id: number; name: string }): Promise<PlatformName[]> {
  const key = `said-${++count}`;
  const words = (seen: { text: string }) => seen.text === key;
  await post(house, { key, to: { personId: person.id } });
  await house.deliver();
  return house
    .chatOf(person)
    .filter(words)
    .map((one) => one.platform);
}

const pairs = PLATFORMS.flatMap((one) =>
  PLATFORMS.filter((other) => other !== one).map((other) => [one, other] as const),
);
const orders = [
  ...pairs,
  ['teams', 'slack', 'mail'],
  ['mail', 'slack', 'teams'],
  ['mail', 'teams', 'slack', 'web'],
] as PlatformName[][];

describe('a person with chats on several platforms', () => {
  test.each(orders.map((order) => [order]))('%j: is told once, where they last said something', async (order) => {
    const person = await somebodyOn(order);
    for (const last of order) {
      house.clock.moveTo(new Date(house.clock.now().getTime() + 3_600_000).toISOString());
      await house.says(person, 'who am I', { platform: last });
      expect(await toldOn(person)).toEqual([last]);
    }
  });

  test.each([
    [['teams', 'mail'], 'teams'],
    [['mail', 'slack'], 'slack'],
    [['web', 'mail'], 'mail'],
    [['mail', 'web', 'teams'], 'teams'],
    [['mail'], 'mail'],
  ] as [PlatformName[], PlatformName][])('%j, heard nowhere yet: is told on %s', async (order, first) => {
    expect(await toldOn(await somebodyOn(order))).toEqual([first]);
  });

  test('who joined by e-mail after they were heard in Slack is told in Slack', async () => {
    const person = await somebodyOn(['slack', 'mail']);
    await house.says(person, 'who am I', { platform: 'slack' });
    expect(await toldOn(person)).toEqual(['slack']);
  });

  test('where they cannot be reached any more comes after every place where they can', async () => {
    const person = await somebodyOn(['teams', 'mail']);
    await house.says(person, 'who am I', { platform: 'teams' });
    const at = { platform: 'teams', personId: person.id };
    await house.prisma.conversation.updateMany({ where: at, data: { unreachableReason: 'the app was removed' } });
    expect(await toldOn(person)).toEqual(['mail']);
    await house.says(person, 'who am I', { platform: 'teams' });
    expect(await toldOn(person)).toEqual(['teams']);
  });
});
