import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices, writeNotice } from '../support/notices.ts';
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

describe('a message', () => {
  it('is posted once for its key, however often it is asked for', async () => {
    await post(house, { key: 'once', to: { personId: ada.id } });
    await post(house, { key: 'once', to: { personId: ada.id } }, { key: 'once', to: { personId: ben.id } });
    await house.deliver();
    await post(house, { key: 'once', to: { personId: ada.id } });
    await house.deliver();
    expect(house.platform('web').seen.filter((seen) => seen.text === 'once')).toHaveLength(1);
    expect(await fateOf(house, 'once')).toMatchObject({ state: 'sent', messageId: expect.any(String), attempts: 1 });
  });

  it('says what is true when it goes out, not what was true when it was written', async () => {
    await post(house, { key: 'truth', to: { personId: ada.id } });
    await writeNotice(house.prisma, 'truth', { title: 'as it is now' });
    await house.deliver();
    expect(texts(ada)).toContain('as it is now');
  });

  it('waits for its time, and is dropped when it comes too late', async () => {
    const notBefore = new Date('2026-11-24T09:00:00Z');
    const validUntil = new Date('2026-11-23T17:00:00Z');
    await post(
      house,
      { key: 'tomorrow', to: { personId: ada.id }, notBefore },
      { key: 'due today', to: { personId: ben.id }, validUntil, notBefore: validUntil },
    );
    await post(house, { key: 'now', to: { personId: ada.id } });
    await house.deliver();
    expect(texts(ada)).toContain('now');
    expect(texts(ada)).not.toContain('tomorrow');
    house.clock.moveTo('2026-11-24T09:00:00Z');
    await house.deliver();
    expect(texts(ada)).toContain('tomorrow');
    expect(await fateOf(house, 'due today')).toMatchObject({ state: 'skipped', reason: 'it was too late to say it' });
  });

  it('that is no longer needed is dropped without a word', async () => {
    await writeNotice(house.prisma, 'over', { isGone: true });
    await post(house, { key: 'over', to: { personId: ada.id } });
    await house.deliver();
    expect(await fateOf(house, 'over')).toMatchObject({ state: 'skipped', reason: 'no longer needed' });
    expect(texts(ada)).not.toContain('over');
  });

  it('waits for others to have come to an end, well or badly, and holds up nobody meanwhile', async () => {
    web.fails = (_, message) =>
      message.key === 'first' ? { kind: 'later', reason: 'busy', afterMs: 60_000 } : undefined;
    await post(house, { key: 'second', to: { personId: ada.id }, after: ['first', 'never heard of'] });
    await post(house, { key: 'first', to: { personId: ben.id } }, { key: 'another', to: { personId: ada.id } });
    await house.deliver();
    expect(await fateOf(house, 'second')).toMatchObject({ state: 'waiting' });
    expect(texts(ada)).toContain('another');
    web.fails = (_, message) => (message.key === 'first' ? { kind: 'refused', reason: 'no' } : undefined);
    await waitOver(house);
    await house.deliver();
    expect(await fateOf(house, 'first')).toMatchObject({ state: 'failed' });
    expect(await fateOf(house, 'second')).toMatchObject({ state: 'sent' });
  });

  it('that cannot be made is tried again, and holds up nobody else', async () => {
    await writeNotice(house.prisma, 'broken', { isBroken: true });
    await post(house, { key: 'broken', to: { personId: ada.id } }, { key: 'whole', to: { personId: ben.id } });
    await house.deliver();
    expect(await fateOf(house, 'broken')).toMatchObject({
      state: 'waiting',
      reason: 'Convenor could not make the message',
      attempts: 1,
    });
    expect(texts(ben)).toContain('whole');
    await writeNotice(house.prisma, 'broken', { isBroken: false });
    await waitOver(house);
    await house.deliver();
    expect(texts(ada)).toContain('broken');
  });

  it('that is confidential goes to no channel that is not proven private, and its notification says nothing', async () => {
    const [open, shut] = [await house.channel('open', { isPrivate: false }), await house.channel('shut')];
    const secret = { card: 'secret', about: 'grades of Marsh Lane' };
    await post(
      house,
      { key: 'secret:open', to: { conversationId: open.id }, ...secret },
      { key: 'secret:shut', to: { conversationId: shut.id }, ...secret },
    );
    await house.deliver();
    expect(house.seenIn(open)).toEqual([]);
    expect(await fateOf(house, 'secret:open')).toMatchObject({
      state: 'failed',
      reason: expect.stringContaining('not known to be private'),
    });
    expect(house.seenIn(shut)[0]).toMatchObject({
      text: 'grades of Marsh Lane',
      summary: expect.not.stringContaining('Marsh Lane'),
    });
  });

  it('is not sent into a chat that has become somebody else’s', async () => {
    const clara = await house.person('Clara Clerk');
    await post(house, { key: 'for Clara', to: { personId: clara.id } });
    await house.prisma.conversation.updateMany({ where: { personId: clara.id }, data: { personId: ben.id } });
    await house.deliver();
    expect(await fateOf(house, 'for Clara')).toMatchObject({ state: 'unreachable' });
    expect(house.chatOf(clara)).toEqual([]);
    await house.prisma.conversation.updateMany({
      where: { externalId: `person-${clara.id}` },
      data: { personId: clara.id },
    });
  });
});
