import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome, PlaceEvent } from '../../src/chat/contract.ts';
import { type DeliveryFacts, deliveryFacts, reportOf } from '../../src/chat/delivery.records.ts';
import { people } from '../../src/people/index.ts';
import { askJson, sql } from '../../src/store/database.ts';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { fateOf, post, waitOver } from '../support/posting.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [people, notices()] });
const web = house.platform('web');
let ada: Person;
let ben: Person;

beforeAll(async () => {
  ada = await house.person('Ada Okafor');
  ben = await house.person('Ben Hall');
});
beforeEach(async () => {
  web.fails = undefined;
  web.paceMs = 0;
  await waitOver(house);
});

const texts = (person: Person) => house.chatOf(person).map((seen) => seen.text);
const answer = (outcome: Outcome) => () => outcome;

describe('what the platform answers', () => {
  it('“later” is obeyed: nothing goes to that conversation until then, and the order is kept', async () => {
    let busy = true;
    web.fails = (_, message) =>
      busy && message.key === 'a1' ? { kind: 'later', reason: 'too many requests', afterMs: 30_000 } : undefined;
    const before = Date.now();
    await post(
      house,
      { key: 'a1', to: { personId: ada.id } },
      { key: 'a2', to: { personId: ada.id } },
      { key: 'b1', to: { personId: ben.id } },
    );
    await house.deliver();
    const lane = await house.prisma.conversation.findFirstOrThrow({ where: { personId: ada.id } });
    expect(lane.nextSendAt!.getTime()).toBeGreaterThanOrEqual(before + 30_000);
    expect(texts(ada)).not.toContain('a2');
    expect(texts(ben)).toContain('b1');
    busy = false;
    await house.deliver();
    expect(texts(ada)).not.toContain('a1');
    await waitOver(house);
    await house.deliver();
    expect(texts(ada).slice(-2)).toEqual(['a1', 'a2']);
  });

  it('“later” eight times is the end of it, and the next message goes out', async () => {
    web.fails = (_, message) => (message.key === 'never' ? { kind: 'later', reason: 'busy' } : undefined);
    await post(house, { key: 'never', to: { personId: ada.id } }, { key: 'after never', to: { personId: ada.id } });
    for (let i = 0; i < 8; i++) {
      expect(await fateOf(house, 'never')).toMatchObject({ state: 'waiting', attempts: i });
      await waitOver(house);
      await house.deliver();
    }
    expect(await fateOf(house, 'never')).toMatchObject({
      state: 'failed',
      reason: 'busy; given up after 8 tries',
      attempts: 8,
    });
    await waitOver(house);
    await house.deliver();
    expect(texts(ada).at(-1)).toBe('after never');
  });

  it('keeps the pace of its conversation after each message', async () => {
    web.paceMs = 60_000;
    await post(
      house,
      { key: 'p1', to: { personId: ada.id } },
      { key: 'p2', to: { personId: ada.id } },
      { key: 'p3', to: { personId: ben.id } },
    );
    await house.deliver();
    expect([texts(ada).includes('p1'), texts(ada).includes('p2'), texts(ben).includes('p3')]).toEqual([
      true,
      false,
      true,
    ]);
    await waitOver(house);
    await house.deliver();
    expect(texts(ada).at(-1)).toBe('p2');
  });

  it('“refused” is the end, with the reason for the programme director', async () => {
    web.fails = answer({ kind: 'refused', reason: 'the bot was removed from the team' });
    await post(house, { key: 'refused', to: { personId: ada.id } });
    await house.deliver();
    expect(await house.prisma.outbox.findFirst({ where: { key: 'refused' } })).toMatchObject({
      state: 'failed',
      reason: 'the bot was removed from the team',
    });
  });

  it('“unreachable” marks the conversation, and what waited goes out when the person is heard again', async () => {
    web.fails = answer({ kind: 'refused', reason: 'blocked the bot', unreachable: true });
    await post(house, { key: 'blocked', to: { personId: ada.id } });
    await house.deliver();
    await post(
      house,
      { key: 'also blocked', to: { personId: ada.id } },
      { key: 'stale', to: { personId: ada.id }, validUntil: house.clock.now() },
    );
    web.fails = undefined;
    await house.deliver();
    for (const key of ['blocked', 'also blocked', 'stale'])
      expect(await fateOf(house, key)).toMatchObject({ state: 'unreachable', reason: 'blocked the bot' });
    await house.says(ada, 'who am i');
    expect(texts(ada).slice(-2)).toEqual(['blocked', 'also blocked']);
    expect(await fateOf(house, 'stale')).toMatchObject({ state: 'unreachable' });
  });

  it('“unreachable” ends what already waits for that conversation, and nothing more is tried there', async () => {
    let calls = 0;
    web.fails = () => {
      calls += 1;
      return { kind: 'refused', reason: 'blocked the bot', unreachable: true };
    };
    await post(house, ...['q1', 'q2', 'q3'].map((key) => ({ key, to: { personId: ada.id } })));
    await house.deliver();
    await house.deliver();
    expect(calls).toBe(1);
    for (const key of ['q1', 'q2', 'q3'])
      expect(await fateOf(house, key)).toMatchObject({ state: 'unreachable', reason: 'blocked the bot' });
    web.fails = undefined;
    await house.says(ada, 'who am i');
    await house.deliver();
    expect(texts(ada).slice(-3)).toEqual(['q1', 'q2', 'q3']);
  });

  it('a channel that was taken away is not tried, and gets what waited once when it is back', async () => {
    const channel = await house.channel('taken away');
    const event = { platform: 'web', tenant: 'local', externalId: channel.externalId, kind: 'channel' } as const;
    await post(house, { key: 'before', to: { conversationId: channel.id } });
    await house.house.door.placeChanged({ kind: 'unreachable', place: event, reason: 'the app was removed' });
    await post(house, { key: 'meanwhile', to: { conversationId: channel.id } });
    let calls = 0;
    web.fails = () => {
      calls += 1;
      return undefined;
    };
    await house.deliver();
    for (const key of ['before', 'meanwhile'])
      expect(await fateOf(house, key)).toMatchObject({ state: 'unreachable', reason: 'the app was removed' });
    expect(calls).toBe(0);
    await house.house.door.placeChanged({ kind: 'reachable', place: event });
    await house.house.door.placeChanged({ kind: 'reachable', place: event });
    await house.deliver();
    expect(house.seenIn(channel).map(({ text }) => text)).toEqual(['before', 'meanwhile']);
  });

  it('somebody with another chat is told there instead, once, in order', async () => {
    const cy = await house.person('Cy Young');
    await house.alsoOn(cy, 'slack');
    await house.says(cy, 'who am i');
    web.fails = (to) =>
      to.personId === cy.id ? { kind: 'refused', reason: 'blocked the bot', unreachable: true } : undefined;
    await post(house, ...['c1', 'c2', 'c3'].map((key) => ({ key, to: { personId: cy.id } })), {
      key: 'after c1',
      to: { personId: ada.id },
      after: ['c1'],
    });
    await house.deliver();
    // Until it has arrived in the other chat, what is to follow it waits.
    expect(await fateOf(house, 'c1')).toMatchObject({ state: 'waiting' });
    expect(await fateOf(house, 'after c1')).toMatchObject({ state: 'waiting' });
    await house.deliver();
    expect(await fateOf(house, 'after c1')).toMatchObject({ state: 'sent' });
    expect(house.chatOf(cy, 'slack').map(({ text }) => text)).toEqual(['c1', 'c2', 'c3']);
    expect(house.chatOf(cy, 'web').filter(({ text }) => /^c\d$/.test(text))).toEqual([]);
    web.fails = undefined;
    await house.says(cy, 'who am i');
    await house.deliver();
    expect(house.chatOf(cy).filter(({ text }) => /^c\d$/.test(text))).toHaveLength(3);
  });

  it('the report’s parts add up to the total', async () => {
    await post(house, { key: 'waits', to: { personId: ada.id }, notBefore: asDay('2027-01-01') });
    await house.prisma.outbox.updateMany({
      where: { key: 'a1' },
      data: { state: 'sending', takenUntil: asDay('2030-01-01') },
    });
    await house.prisma.outbox.updateMany({
      where: { key: 'a2' },
      data: { state: 'taken', takenUntil: asDay('2030-01-01') },
    });
    const facts = await askJson<DeliveryFacts>(house.prisma, sql`(${deliveryFacts(asDay('2020-01-01'))})`);
    const { total, ...parts } = reportOf(facts!.states);
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total);
    expect(total).toBe(await house.prisma.outbox.count());
    expect(parts.waiting).toBe(3);
  });

  it('access to a tenant that is withdrawn reaches nobody there until it is granted, and leaves everybody else alone', async () => {
    const gone = 'the app was removed there';
    const { tenant } = await house.prisma.conversation.findFirstOrThrow({ where: { personId: ben.id } });
    const elsewhere = await house.prisma.conversation.create({
      data: { platform: 'web', tenant: 'another', externalId: 'c1', kind: 'channel' },
    });
    await house.prisma.conversation.updateMany({
      where: { personId: ada.id },
      data: { unreachableReason: 'blocked the bot' },
    });
    await house.house.door.placeChanged({
      kind: 'withdrawn',
      platform: 'web',
      tenants: [tenant, 'another'],
      reason: gone,
    });
    await post(
      house,
      { key: 'withdrawn from Ada', to: { personId: ada.id } },
      { key: 'withdrawn from Ben', to: { personId: ben.id } },
      { key: 'too late for Ben', to: { personId: ben.id }, validUntil: house.clock.now() },
    );
    await house.deliver();
    expect(await fateOf(house, 'withdrawn from Ben')).toMatchObject({ state: 'unreachable', reason: gone });

    const granted: PlaceEvent = { kind: 'granted', platform: 'web', tenants: [tenant], reasons: [gone] };
    await Promise.all([house.house.door.placeChanged(granted), house.house.door.placeChanged(granted)]);
    await house.deliver();
    expect(texts(ben).filter((text) => text === 'withdrawn from Ben')).toHaveLength(1);
    expect(await fateOf(house, 'too late for Ben')).toMatchObject({ state: 'unreachable' });
    // Blocked before, and blocked still; and the other tenant was not granted.
    expect(await fateOf(house, 'withdrawn from Ada')).toMatchObject({
      state: 'unreachable',
      reason: 'blocked the bot',
    });
    expect(await house.prisma.conversation.findUnique({ where: { id: elsewhere.id } })).toMatchObject({
      unreachableReason: gone,
    });
    await house.says(ada, 'who am i');
  });
});
