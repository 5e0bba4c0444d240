import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { aGate, fateOf, post, waitOver } from '../support/posting.ts';

const features = [people, notices()];
const house = await aHouse({ features });
const web = house.platform('web');
let ada: Person;

beforeAll(async () => {
  ada = await house.person('Ada Okafor');
});
beforeEach(async () => {
  web.fails = undefined;
  await waitOver(house);
});

const times = (text: string) => web.seen.filter((seen) => seen.text === text).length;

/** Another process, which dies with the row in its hands. */
async function dieWith(key: string, state: 'taken' | 'sending', attempts = 1) {
  const takenUntil = new Date(Date.now() - 1000);
  await house.prisma.outbox.update({
    where: { key },
    data: { state, attempts, takenBy: 'a dead process', takenUntil },
  });
}

describe('a message of which nobody knows whether it was sent', () => {
  it('is not sent again, and is flagged', async () => {
    web.fails = () => ({ kind: 'uncertain', reason: 'timed out' });
    await post(house, { key: 'minutes', to: { personId: ada.id } });
    await house.deliver();
    web.fails = undefined;
    await waitOver(house);
    await house.deliver();
    expect(await fateOf(house, 'minutes')).toMatchObject({ state: 'uncertain', reason: 'timed out', attempts: 1 });
    expect(times('minutes')).toBe(0);
  });

  it('is sent again when it does no harm twice, but not at once and not for ever', async () => {
    let tries = 0;
    web.fails = () => {
      tries += 1;
      return { kind: 'uncertain', reason: 'timed out' };
    };
    await post(house, { key: 'reminder', to: { personId: ada.id }, onUncertain: 'repeat' });
    await house.deliver();
    expect(tries).toBe(1);
    expect(await fateOf(house, 'reminder')).toMatchObject({ state: 'waiting' });
    for (let i = 0; i < 10; i++) {
      await waitOver(house);
      await house.deliver();
    }
    expect(tries).toBe(8);
    expect(await fateOf(house, 'reminder')).toMatchObject({ state: 'uncertain' });
  });

  it('is one whose platform’s room had a fault', async () => {
    web.fails = () => {
      throw new Error('a fault in the room');
    };
    await post(house, { key: 'fault', to: { personId: ada.id } });
    await house.deliver();
    expect(await fateOf(house, 'fault')).toMatchObject({ state: 'uncertain' });
  });

  it('is one whose sender died while sending', async () => {
    await post(
      house,
      { key: 'died', to: { personId: ada.id } },
      { key: 'died twice', to: { personId: ada.id }, onUncertain: 'repeat' },
    );
    await dieWith('died', 'sending');
    await dieWith('died twice', 'sending');
    await house.deliver();
    expect(await fateOf(house, 'died')).toMatchObject({
      state: 'uncertain',
      reason: 'Convenor stopped while it was being sent',
    });
    expect(await fateOf(house, 'died twice')).toMatchObject({ state: 'sent', attempts: 2 });
    expect([times('died'), times('died twice')]).toEqual([0, 1]);
  });

  it('is not one whose sender died before sending: that one goes out', async () => {
    await post(house, { key: 'early', to: { personId: ada.id } });
    await dieWith('early', 'taken');
    await house.deliver();
    expect(await fateOf(house, 'early')).toMatchObject({ state: 'sent', attempts: 2 });
  });

  it('is given up when it has ended the process eight times', async () => {
    await post(house, { key: 'killer', to: { personId: ada.id } });
    await dieWith('killer', 'taken', 8);
    await house.deliver();
    expect(await fateOf(house, 'killer')).toMatchObject({
      state: 'failed',
      reason: 'Convenor stopped before it was sent',
    });
    expect(times('killer')).toBe(0);
  });
});

describe('stopping', () => {
  it('waits for the message in hand and takes nothing more', async () => {
    const gate = aGate();
    web.fails = gate.pass;
    const copy = await aHouse({ features, database: house.prisma, platforms: house.platforms });
    await post(house, { key: 'in hand', to: { personId: ada.id } }, { key: 'next', to: { personId: ada.id } });
    copy.house.start();
    await gate.reached;
    let isStopped = false;
    const stopping = copy.house.stop().then(() => {
      isStopped = true;
    });
    expect(isStopped).toBe(false);
    gate.open();
    await stopping;
    expect(await fateOf(house, 'in hand')).toMatchObject({ state: 'sent' });
    expect(await fateOf(house, 'next')).toMatchObject({ state: 'waiting', attempts: 0 });
  });

  it('between store and delivery loses nothing: the next start delivers', async () => {
    const platforms = house.platforms;
    const before = times('crash');
    // The transaction was committed, and then the process was gone.
    await post(house, { key: 'crash', to: { personId: ada.id } });
    const next = await aHouse({ features, database: house.prisma, platforms });
    await next.deliver();
    expect(times('crash')).toBe(before + 1);
    await house.deliver();
    expect(times('crash')).toBe(before + 1);
  });
});

it('a message that was sent is known to be, though somebody stood in the way of writing it down', async () => {
  web.paceMs = 1;
  let other: Promise<unknown> | undefined;
  web.fails = async (_, message) => {
    if (message.key !== 'crossed') return undefined;
    const holds = aGate();
    // Somebody who acts in this chat holds its row, then wants the card that delivery is writing down.
    other = house.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`select id from "Conversation" where "personId" = ${ada.id} for no key update`;
      void holds.pass();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await tx.$executeRaw`update "CardCopy" set wanted = wanted + 1 where subject = 'notice:crossed'`;
    });
    await holds.reached;
    holds.open();
    return undefined;
  };
  await post(house, { key: 'crossed', to: { personId: ada.id } });
  await house.deliver();
  await other;
  web.fails = undefined;
  web.paceMs = 0;
  expect(await fateOf(house, 'crossed')).toMatchObject({ state: 'sent', reason: null });
  await waitOver(house);
  await house.deliver();
  const copy = await house.prisma.cardCopy.findFirstOrThrow({ where: { subject: 'notice:crossed' } });
  expect(copy.shown).toBe(copy.wanted);
  expect(times('crossed')).toBe(1);
});
