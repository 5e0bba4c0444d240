import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { closed } from '../../src/chat/closed-card.ts';
import { openOutbox } from '../../src/chat/outbox.ts';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person, type Seen } from '../support/house.ts';
import { notices, writeNotice } from '../support/notices.ts';
import { aGate, change, fateOf, post, waitOver } from '../support/posting.ts';

const house = await aHouse({ features: [people, notices()] });
const web = house.platform('web');
let ada: Person;
let ben: Person;

beforeAll(async () => {
  ada = await house.person('Ada Okafor');
  ben = await house.person('Ben Hall');
});
beforeEach(async () => {
  web.fails = undefined;
  await waitOver(house);
});

const shown = (person: Person): Seen => house.chatOf(person).at(-1)!;

async function aPosted(name: string, notice: Parameters<typeof writeNotice>[2] = {}) {
  await writeNotice(house.prisma, name, notice);
  await post(
    house,
    { key: `${name}:ada`, about: name, to: { personId: ada.id } },
    { key: `${name}:ben`, about: name, to: { personId: ben.id } },
  );
  await house.deliver();
}

describe('a posted card that has nothing to say any more', () => {
  it('is closed once on every copy, and stays closed', async () => {
    await aPosted('cancelled', { hasForm: true });
    await change(house, 'cancelled', { isGone: true });
    await house.deliver();
    for (const person of [ada, ben]) {
      expect(shown(person)).toMatchObject({ text: 'This is no longer open.', edits: 1, card: { actions: [] } });
    }
    await change(house, 'cancelled', { isGone: false, title: 'back' });
    await waitOver(house);
    await house.deliver();
    expect(shown(ada)).toMatchObject({ text: 'This is no longer open.', edits: 1 });
  });

  it('is closed after all when it could not be at first', async () => {
    await aPosted('throttled');
    web.fails = (_, _message, verb) => (verb === 'edit' ? { kind: 'later', reason: 'busy' } : undefined);
    await change(house, 'throttled', { isGone: true });
    await house.deliver();
    web.fails = undefined;
    await waitOver(house);
    await house.deliver();
    expect(shown(ada)).toMatchObject({ text: 'This is no longer open.', edits: 1 });
  });

  it('keeps what it said when there was nothing to press', async () => {
    await aPosted('told', { isSettled: true });
    await change(house, 'told', { isGone: true });
    await house.deliver();
    expect(shown(ada)).toMatchObject({ text: 'told', edits: 0 });
  });

  it('is closed where others can read it now, also when there was nothing to press', async () => {
    const channel = await house.channel('shared later', { isPrivate: true });
    await writeNotice(house.prisma, 'grades', { isSettled: true });
    await post(house, { key: 'grades', card: 'secret', to: { conversationId: channel.id } });
    await post(house, { key: 'plain', to: { conversationId: channel.id } });
    await house.deliver();
    const place = { platform: 'web', tenant: 'local', externalId: channel.externalId, kind: 'channel' } as const;
    await house.house.door.placeChanged({ kind: 'changed', place: { ...place, name: 'renamed' } });
    await house.deliver();
    expect(house.seenIn(channel).map(({ edits }) => edits)).toEqual([0, 0]);
    await house.house.door.placeChanged({ kind: 'changed', place: { ...place, isPrivate: false } });
    await waitOver(house);
    await house.deliver();
    expect(house.seenIn(channel).map(({ text, edits }) => [text, edits])).toEqual([
      ['This is no longer open.', 1],
      ['plain', 0],
    ]);
    // A place of which nobody knows is not made known by that.
    await house.house.door.placeChanged({ kind: 'changed', place: { ...place, externalId: 'elsewhere' } });
    const kept = await house.prisma.conversation.findMany({
      where: { externalId: { in: ['elsewhere', channel.externalId] } },
    });
    expect(kept).toMatchObject([{ name: 'renamed', isPrivate: false, unreachableReason: null }]);
  });

  it('says not even its number where it is confidential or the chat is somebody else’s now', async () => {
    const show = async () => undefined;
    const of = (isConfidential: boolean, isSomebodyElses: boolean) =>
      textOf(closed({ name: 'x', isConfidential, show }, 'minutes:MIN-7:r2', { revision: 2, isSomebodyElses }).card);
    expect(of(false, false)).toBe('This is no longer open.\nMIN-7');
    expect([of(true, false), of(false, true)]).toEqual(Array(2).fill('This is no longer open.'));
  });
});

describe('a posted card', () => {
  it('shows the newest state on every copy, with one edit for many changes', async () => {
    await aPosted('fair');
    for (const title of ['one', 'two', 'three']) await change(house, 'fair', { title });
    await house.deliver();
    for (const person of [ada, ben]) expect(shown(person)).toMatchObject({ text: 'three', edits: 1 });
  });

  it('is not forgotten when it changes while it is being sent', async () => {
    const gate = aGate();
    web.fails = gate.pass;
    await post(house, { key: 'play', to: { personId: ada.id } });
    const delivering = house.deliver();
    await gate.reached;
    await change(house, 'play', { title: 'changed meanwhile' });
    gate.open();
    await delivering;
    await house.deliver();
    expect(shown(ada)).toMatchObject({ text: 'changed meanwhile', edits: 1 });
  });

  it('is not forgotten when it changes while it is being edited', async () => {
    await aPosted('edit');
    await change(house, 'edit', { title: 'first' });
    const gate = aGate();
    web.fails = (_, __, verb) => (verb === 'edit' ? gate.pass() : undefined);
    const delivering = house.deliver();
    await gate.reached;
    await change(house, 'edit', { title: 'second' });
    gate.open();
    await delivering;
    await house.deliver();
    expect(shown(ada).text).toBe('second');
    expect(shown(ben).text).toBe('second');
  });

  it('is not forgotten when a decision about it is under way while it is being made', async () => {
    const gate = aGate();
    const deciding = house.prisma.$transaction(async (tx) => {
      await writeNotice(tx, 'race', { title: 'decided' });
      const outbox = openOutbox(tx, house.clock.now(), 'test');
      await outbox.refresh('notice:race');
      await outbox.flush();
      await gate.pass();
    });
    await gate.reached;
    await post(house, { key: 'race', to: { personId: ada.id } });
    await house.deliver();
    expect(await fateOf(house, 'race')).toMatchObject({ state: 'waiting', attempts: 0 });
    gate.open();
    await deciding;
    await house.deliver();
    expect(shown(ada)).toMatchObject({ text: 'decided', edits: 0 });
  });

  it('is edited again later when the platform says so, and then shows the newest', async () => {
    await aPosted('busy');
    web.fails = (_, __, verb) => (verb === 'edit' ? { kind: 'later', reason: 'busy', afterMs: 30_000 } : undefined);
    await change(house, 'busy', { title: 'one' });
    await house.deliver();
    web.fails = undefined;
    await change(house, 'busy', { title: 'two' });
    await house.deliver();
    expect(shown(ada).text).toBe('busy');
    await waitOver(house);
    await house.deliver();
    expect(shown(ada)).toMatchObject({ text: 'two', edits: 1 });
  });

  it('is left alone when its message is gone, or when it cannot be made eight times', async () => {
    await aPosted('lost');
    web.fails = (to, _, verb) =>
      verb === 'edit' && to.personId === ada.id ? { kind: 'refused', reason: 'deleted', gone: true } : undefined;
    await change(house, 'lost', { title: 'found' });
    await house.deliver();
    const states = async () =>
      (await house.prisma.cardCopy.findMany({ where: { subject: 'notice:lost' }, orderBy: { viewerId: 'asc' } })).map(
        (copy) => copy.state,
      );
    expect(await states()).toEqual(['gone', 'open']);
    await change(house, 'lost', { isBroken: true });
    for (let i = 0; i < 9; i++) {
      await waitOver(house);
      await house.deliver();
    }
    expect(await states()).toEqual(['gone', 'gone']);
  });
});

describe('a card that somebody may be typing in', () => {
  it('is not edited while it is open, and is when it is settled', async () => {
    await aPosted('form', { hasForm: true });
    await change(house, 'form', { title: 'another title' });
    await house.deliver();
    expect(shown(ada)).toMatchObject({ text: 'form', edits: 0 });
    await change(house, 'form', { title: 'It is decided.', isSettled: true });
    await house.deliver();
    expect(shown(ada)).toMatchObject({ text: 'It is decided.', edits: 1 });
  });

  it('is edited when it asks about another revision', async () => {
    await aPosted('minutes', { hasForm: true });
    await change(house, 'minutes', { title: 'revision 2', revision: 2 });
    await house.deliver();
    expect(shown(ada)).toMatchObject({ text: 'revision 2', edits: 1 });
  });

  it('may have come as an answer', async () => {
    await writeNotice(house.prisma, 'asked', { hasForm: true });
    await house.says(ada, 'notice count asked');
    await change(house, 'asked', { title: 'changed by somebody else' });
    await house.deliver();
    expect(shown(ada)).toMatchObject({ text: 'asked', edits: 0 });
  });
});

it('a card in the chat of somebody who left is closed, and says nothing new', async () => {
  const office = await house.person('Olu Office', { role: 'CLERK' });
  const leaver = await house.person('Lena Leaver');
  await post(house, { key: 'leaver', to: { personId: leaver.id } });
  await house.deliver();
  await house.says(office, 'person left Lena Leaver');
  await change(house, 'leaver', { title: 'not for Lena' });
  await post(house, { key: 'later for Lena', to: { personId: leaver.id } });
  await house.deliver();
  expect(house.chatOf(leaver).map((seen) => seen.text)).toEqual(['This is no longer open.']);
});

it('a decision about thousands of cards takes no more locks than a database has', async () => {
  const held = await house.prisma.$transaction(async (tx) => {
    const outbox = openOutbox(tx, house.clock.now(), 'many');
    for (let number = 0; number < 20_000; number++) await outbox.refresh(`notice:${number}`);
    await outbox.flush();
    const [row] = await tx.$queryRaw<{ count: number }[]>`
      select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`;
    return row!.count;
  });
  expect(held).toBeGreaterThan(500);
  // And one by which every connection says that it uses the database.
  expect(held).toBeLessThanOrEqual(1024 + 1);
});
