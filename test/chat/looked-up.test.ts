import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Address } from '../../src/chat/contract.ts';
import { MOST_ATTEMPTS } from '../../src/chat/lanes.ts';
import type { Whereabouts } from '../../src/chat/platform.ts';
import { people } from '../../src/people/index.ts';
import { aHouse, KeptPlatform, type Person } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { aGate, change, fateOf, post, waitOver } from '../support/posting.ts';

/** A platform that can be asked: it has taken what it shows, though it may not have said so. */
class AskedPlatform extends KeptPlatform {
  /** Keys that were asked for, one a look. */
  looks: { key: string; from: Date; to: Date }[] = [];
  /** What to answer instead, or when. */
  says: ((key: string) => Whereabouts | undefined | Promise<Whereabouts | undefined>) | undefined;
  /** How it takes messages: and then says nothing, or not at all. */
  takesAndFails = false;
  readonly taken = new Map<string, string>();
  /** Where it took a message by its key. */
  readonly places = new Map<string, string>();

  async lookUp(to: Address, key: string, sent: { from: Date; to: Date }): Promise<Whereabouts> {
    this.looks.push({ key, ...sent });
    const told = await this.says?.(key);
    if (told) return told;
    const isElsewhere = this.places.has(key) && this.places.get(key) !== to.externalId;
    const messageId = isElsewhere ? undefined : this.taken.get(key);
    return messageId === undefined ? { kind: 'not-there' } : { kind: 'there', messageId };
  }

  override async post(...given: Parameters<KeptPlatform['post']>) {
    const [to, message] = given;
    const { fails } = this;
    if (this.takesAndFails) this.fails = undefined;
    const outcome = await super.post(to, message);
    if (outcome.kind === 'sent') {
      this.taken.set(message.key, outcome.messageId);
      this.places.set(message.key, to.externalId);
    }
    this.fails = fails;
    return this.takesAndFails ? ({ kind: 'uncertain', reason: 'timed out.' } as const) : outcome;
  }
}

const features = [people, notices()];
const slack = new AskedPlatform('slack');
const platforms = {
  web: new KeptPlatform('web'),
  teams: new KeptPlatform('teams'),
  mail: new KeptPlatform('mail'),
  slack,
};
const house = await aHouse({ features, platforms });
let ada: Person;

const timedOut = () => ({ kind: 'uncertain' as const, reason: 'timed out.' });
const times = (text: string) => slack.seen.filter((seen) => seen.text === text).length;
const looksFor = (key: string) => slack.looks.filter((one) => one.key === key).length;
const later = async () => {
  await waitOver(house);
  await house.deliver();
};

beforeAll(async () => {
  ada = await house.person('Ada Okafor');
  await house.prisma.conversation.updateMany({ where: { personId: ada.id }, data: { platform: 'slack' } });
});
beforeEach(async () => {
  Object.assign(slack, { fails: undefined, says: undefined, takesAndFails: false });
  await waitOver(house);
});

describe('a message that may have been sent, where the platform can be asked', () => {
  it('is found, counts as sent, and can be changed afterwards', async () => {
    slack.takesAndFails = true;
    await post(house, { key: 'found', to: { personId: ada.id } });
    await house.deliver();
    expect(await fateOf(house, 'found')).toMatchObject({ state: 'waiting', reason: 'timed out.' });
    slack.takesAndFails = false;
    await house.deliver();
    expect(looksFor('found')).toBe(0);
    await later();
    expect(await fateOf(house, 'found')).toMatchObject({
      ...{ state: 'sent', reason: null, doubt: null, attempts: 1, messageId: slack.taken.get('found') },
    });
    await change(house, 'found', { title: 'found, and changed' });
    await later();
    expect([times('found'), times('found, and changed')]).toEqual([0, 1]);
  });

  it('waits two seconds, ten and a minute before it counts as not there, and is then sent once more', async () => {
    slack.fails = timedOut;
    const held = async () => {
      const row = await house.prisma.conversation.findFirstOrThrow({ where: { personId: ada.id } });
      return Math.round(((row.nextSendAt?.getTime() ?? 0) - Date.now()) / 1000);
    };
    await post(house, { key: 'away', to: { personId: ada.id } }, { key: 'behind it', to: { personId: ada.id } });
    await house.deliver();
    slack.fails = undefined;
    expect(await held()).toBe(2);
    await later();
    expect(await held()).toBe(10);
    await later();
    expect(await held()).toBe(60);
    expect([times('away'), times('behind it'), looksFor('away')]).toEqual([0, 0, 2]);
    await later();
    await later();
    expect([times('away'), times('behind it'), looksFor('away')]).toEqual([1, 1, 3]);
    // Nothing has overtaken it.
    expect(slack.seen.slice(-2).map(({ text }) => text)).toEqual(['away', 'behind it']);
    expect(await fateOf(house, 'away')).toMatchObject({ state: 'sent', attempts: 2, doubt: null });
  });

  it('is sent twice at most: after that it is listed as uncertain', async () => {
    let tries = 0;
    slack.fails = () => {
      tries += 1;
      return timedOut();
    };
    await post(house, { key: 'never', to: { personId: ada.id } });
    for (let i = 0; i < 12; i++) await later();
    expect(tries).toBe(2);
    expect(looksFor('never')).toBe(6);
    expect(await fateOf(house, 'never')).toMatchObject({
      ...{ state: 'uncertain', doubt: null, reason: 'timed out. It does not show there after two tries.' },
    });
  });

  it('is found although it arrived late, while it was being looked for', async () => {
    slack.fails = timedOut;
    await post(house, { key: 'late', to: { personId: ada.id } });
    await house.deliver();
    slack.fails = undefined;
    await later();
    slack.taken.set('late', 'slack-late');
    await later();
    expect(await fateOf(house, 'late')).toMatchObject({ state: 'sent', messageId: 'slack-late' });
    expect(times('late')).toBe(0);
  });

  it('is flagged at once where nobody may look, unless it does no harm twice', async () => {
    slack.fails = timedOut;
    slack.says = () => ({ kind: 'unknown', reason: 'Convenor may not read there.' });
    await post(house, { key: 'closed', to: { personId: ada.id } });
    await post(house, { key: 'harmless', to: { personId: ada.id }, onUncertain: 'repeat' });
    await house.deliver();
    await later();
    expect(await fateOf(house, 'closed')).toMatchObject({
      ...{ state: 'uncertain', reason: 'timed out. Convenor may not read there.', doubt: null },
    });
    await later();
    slack.fails = undefined;
    await later();
    await later();
    expect(await fateOf(house, 'harmless')).toMatchObject({ state: 'sent', doubt: null });
    expect([times('closed'), times('harmless')]).toEqual([0, 1]);
  });

  it('is asked for again while the platform cannot answer, and flagged when it never does', async () => {
    slack.fails = timedOut;
    slack.says = () => ({ kind: 'later', reason: 'Slack could not be reached.' });
    await post(house, { key: 'outage', to: { personId: ada.id } });
    await house.deliver();
    slack.fails = undefined;
    for (let i = 0; i < MOST_ATTEMPTS - 1; i++) await later();
    expect(await fateOf(house, 'outage')).toMatchObject({ state: 'waiting', attempts: 1 });
    slack.says = undefined;
    for (let i = 0; i < 3; i++) await later();
    expect(await fateOf(house, 'outage')).toMatchObject({ state: 'sent' });

    slack.fails = timedOut;
    await post(house, { key: 'long outage', to: { personId: ada.id } });
    await later();
    slack.fails = undefined;
    slack.says = () => ({ kind: 'later', reason: 'Slack could not be reached.' });
    for (let i = 0; i < MOST_ATTEMPTS; i++) await later();
    expect(await fateOf(house, 'long outage')).toMatchObject({
      ...{ state: 'uncertain', reason: 'timed out. Slack could not be reached.' },
    });
  });

  it('is looked for once more if Slack asks to wait before it is sent the second time', async () => {
    slack.fails = timedOut;
    await post(house, { key: 'throttled', to: { personId: ada.id } });
    await house.deliver();
    slack.fails = () => ({ kind: 'later', reason: 'slowly' });
    for (let i = 0; i < 3; i++) await later();
    expect(await fateOf(house, 'throttled')).toMatchObject({ state: 'waiting', reason: 'slowly' });
    slack.taken.set('throttled', 'slack-throttled');
    slack.fails = undefined;
    await later();
    expect(await fateOf(house, 'throttled')).toMatchObject({ state: 'sent', messageId: 'slack-throttled' });
    expect(times('throttled')).toBe(0);
  });

  it('is not sent a second time when it is too late to say it', async () => {
    slack.fails = timedOut;
    const validUntil = new Date(house.clock.now().getTime() + 1000);
    await post(house, { key: 'stale', to: { personId: ada.id }, validUntil });
    await house.deliver();
    slack.fails = undefined;
    const now = house.clock.now().toISOString();
    house.clock.moveTo('2026-11-23T10:00:00Z');
    for (let i = 0; i < 3; i++) await later();
    house.clock.moveTo(now);
    expect(await fateOf(house, 'stale')).toMatchObject({ state: 'skipped', doubt: null });
    expect(times('stale')).toBe(0);
  });
});

describe('a message that may have been sent to a chat that cannot be reached any more', () => {
  it('does not come a second time in another chat, also when the person is heard there', async () => {
    const ben = await house.person('Ben Hall');
    await house.alsoOn(ben, 'slack');
    await house.alsoOn(ben, 'teams');
    const chat = await house.prisma.conversation.findFirstOrThrow({ where: { personId: ben.id, platform: 'slack' } });
    await house.prisma.conversation.deleteMany({ where: { personId: ben.id, platform: 'web' } });
    const second = { platform: 'slack', tenant: 'another workspace', externalId: 'U-BEN-2', kind: 'personal' };
    const heardAt = house.clock.now();
    await house.prisma.conversation.create({ data: { ...second, isPrivate: true, personId: ben.id, heardAt } });
    const write = (key: string, more: object = {}) =>
      post(house, { key, to: { personId: ben.id }, ...more }).then(() =>
        house.prisma.outbox.update({ where: { key }, data: { conversationId: chat.id } }),
      );

    slack.takesAndFails = true;
    await write('arrived unseen');
    await house.deliver();
    slack.takesAndFails = false;
    await write('comes after it');
    await write('harmless elsewhere', { onUncertain: 'repeat' });
    await house.prisma.conversation.update({ where: { id: chat.id }, data: { unreachableReason: 'no such chat' } });
    for (let i = 0; i < 6; i++) await later();
    await house.says(ben, 'who am I', { platform: 'teams' });
    for (let i = 0; i < 6; i++) await later();
    const inAll = (text: string) => times(text) + platforms.teams.seen.filter((seen) => seen.text === text).length;
    expect(['arrived unseen', 'comes after it', 'harmless elsewhere'].map(inAll)).toEqual([1, 1, 1]);
    expect(await fateOf(house, 'arrived unseen')).toMatchObject({ state: 'unreachable', reason: 'no such chat' });

    await house.says(ben, 'who am I', { platform: 'slack' });
    await later();
    expect(await fateOf(house, 'arrived unseen')).toMatchObject({
      ...{ state: 'sent', doubt: null, messageId: slack.taken.get('arrived unseen') },
    });
    expect(inAll('arrived unseen')).toBe(1);
  });
});

describe('a message whose sender died', () => {
  async function dieWith(key: string, state: 'taken' | 'sending', more: object = {}) {
    const takenUntil = new Date(Date.now() - 1000);
    await house.prisma.outbox.update({
      where: { key },
      data: { state, attempts: 1, takenBy: 'a dead process', takenUntil, ...more },
    });
  }

  it('while sending is looked for in the time of its lease', async () => {
    await post(house, { key: 'died', to: { personId: ada.id } });
    await dieWith('died', 'sending');
    slack.taken.set('died', 'slack-died');
    await house.deliver();
    const { from, to } = slack.looks.findLast((one) => one.key === 'died')!;
    expect(Date.now() - from.getTime()).toBeGreaterThanOrEqual(20_000);
    expect(to.getTime()).toBeGreaterThan(Date.now() - 20_000);
    expect(await fateOf(house, 'died')).toMatchObject({ state: 'sent', messageId: 'slack-died', doubt: null });
    expect(times('died')).toBe(0);
  });

  it('while looking is looked for again, and while sending the second time is not sent a third', async () => {
    slack.fails = timedOut;
    await post(house, { key: 'died looking', to: { personId: ada.id } });
    await house.deliver();
    await dieWith('died looking', 'taken');
    await later();
    expect(looksFor('died looking')).toBe(1);
    await dieWith('died looking', 'sending');
    for (let i = 0; i < 6; i++) await later();
    slack.fails = undefined;
    expect(await fateOf(house, 'died looking')).toMatchObject({
      ...{
        state: 'uncertain',
        reason: 'Convenor stopped while it was being sent. It does not show there after two tries.',
      },
    });
    expect(times('died looking')).toBe(0);
  });

  it('eight times while looking is flagged, not called a failure', async () => {
    slack.fails = timedOut;
    await post(house, { key: 'kills', to: { personId: ada.id } });
    await house.deliver();
    await dieWith('kills', 'taken', { attempts: MOST_ATTEMPTS });
    await later();
    expect(await fateOf(house, 'kills')).toMatchObject({ state: 'uncertain', doubt: null });
  });
});

it('two copies that look at the same time send it once', async () => {
  slack.fails = timedOut;
  await post(house, { key: 'both', to: { personId: ada.id } });
  await house.deliver();
  slack.fails = undefined;
  for (let i = 0; i < 2; i++) await later();

  const gate = aGate();
  let first = true;
  slack.says = async (key) => {
    if (key !== 'both' || !first) return undefined;
    first = false;
    await gate.pass();
    return undefined;
  };
  await waitOver(house);
  const slow = house.deliver();
  await gate.reached;
  // Its lease is over before it has heard; another copy takes the message over, looks, and sends it.
  await house.prisma.outbox.update({ where: { key: 'both' }, data: { takenUntil: new Date(Date.now() - 1000) } });
  const other = await aHouse({ features, database: house.prisma, platforms });
  await other.deliver();
  gate.open();
  await slow;
  expect(await fateOf(house, 'both')).toMatchObject({ state: 'sent' });
  expect(times('both')).toBe(1);
});
