import { beforeAll, describe, expect, it } from 'vitest';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices, readNotice, writeNotice } from '../support/notices.ts';

const house = await aHouse({ features: [people, notices()] });
let ada: Person;
let ben: Person;
let count = 0;

beforeAll(async () => {
  ada = await house.person('Ada Okafor');
  ben = await house.person('Ben Hall');
});

/** A notice of its own, as a card in the person's chat. */
async function aCard(person: Person, notice: Parameters<typeof writeNotice>[2] = {}) {
  const name = `n${++count}`;
  await writeNotice(house.prisma, name, notice);
  await post(name, { personId: person.id });
  return { name, seen: house.cardOf(person, 'notice') };
}

async function post(name: string, to: { personId: number } | { conversationId: number }) {
  const conversationId =
    'conversationId' in to
      ? to.conversationId
      : (await house.prisma.conversation.findFirstOrThrow({ where: { personId: to.personId } })).id;
  const now = house.clock.now();
  const row = {
    conversationId,
    card: 'notice',
    subject: `notice:${name}`,
    requestId: 'test',
    notBefore: now,
    createdAt: now,
  };
  await house.prisma.outbox.create({
    data: { key: `post:${name}:${conversationId}`, ...row, ...('personId' in to ? to : {}) },
  });
  await house.deliver();
}

const press = (action: string, token: string, input: Record<string, unknown> = {}) =>
  ({ kind: 'press', action, token, input }) as const;

describe('a pressed button', () => {
  it('does its command, and the newest state of its card comes back', async () => {
    const { name, seen } = await aCard(ada);
    const answer = await house.pressesOn(ada, seen, 'Count');
    expect(answer.said).toBe(`${name} is at 2.`);
    expect(answer.replaces).toMatchObject({ copyId: seen.shown.copyId, name: 'notice' });
    expect(answer.replaces!.token).not.toBe(seen.shown.token);
  });

  it('of an older state still means what it meant', async () => {
    const { name, seen } = await aCard(ada);
    await house.pressesOn(ada, seen, 'Count');
    expect((await house.pressesOn(ada, seen, 'Count')).said).toBe(`${name} is at 3.`);
  });

  it('of a card that stands among others and is one person’s own is answered to them alone', async () => {
    const channel = await house.channel('own among others');
    const name = `n${++count}`;
    await post(name, { conversationId: channel.id });
    const [shared] = house.seenIn(channel);
    expect((await house.pressesOn(ada, shared!, 'Count', {}, { channel })).onOwnCard).toBeUndefined();
    await house.prisma.cardCopy.updateMany({ where: { subject: `notice:${name}` }, data: { viewerId: ada.id } });
    expect((await house.pressesOn(ada, shared!, 'Count', {}, { channel })).onOwnCard).toBe(true);
    expect((await house.pressesOn(ada, shared!, 'Count')).onOwnCard).toBeUndefined();
    expect(await house.pressesOn(ben, shared!, 'Count', {}, { channel })).toMatchObject({ outcome: 'refused' });
  });

  it('works only in the conversation where the card was posted', async () => {
    const { seen } = await aCard(ada);
    const channel = await house.channel('elsewhere');
    const answer = await house.pressesOn(ada, seen, 'Count', {}, { channel });
    expect(answer).toMatchObject({
      outcome: 'refused',
      said: expect.stringContaining('belongs to another conversation'),
    });
  });

  it('works for anyone in a channel, but a card in somebody’s own chat is theirs', async () => {
    const channel = await house.channel('board');
    await post('everybodys', { conversationId: channel.id });
    const shown = house.seenIn(channel).at(-1)!;
    expect((await house.pressesOn(ben, shown, 'Count', {}, { channel })).outcome).toBe('done');

    const { name } = await aCard(ada);
    const own = await house.says(ada, `notice count ${name}`, { channel });
    expect((await house.pressesOn(ben, own.card!, 'Count', {}, { channel })).outcome).toBe('done');
    const secret = await house.says(ada, `notice secret ${name}`);
    await house.prisma.cardCopy.update({ where: { id: secret.card!.copyId }, data: { conversationId: channel.id } });
    const taken = await house.pressesOn(ben, secret.card!, 'Count', {}, { channel });
    expect(taken.said).toContain('This card is somebody else’s.');
    expect(taken.replaces).toBeUndefined();
  });

  it('with a token that was never given out means nothing', async () => {
    await aCard(ada);
    for (const token of ['', 'x'.repeat(43), '\u0000', '../../etc', 'ＡＢＣ']) {
      const answer = await house.does(ada, press('count', token));
      expect(answer).toMatchObject({ outcome: 'refused', said: expect.stringContaining('I do not know this card.') });
    }
  });

  it('on a card that is too old means nothing', async () => {
    const { name, seen } = await aCard(ada);
    await house.prisma.cardToken.updateMany({ data: { expiresAt: house.clock.now() } });
    const answer = await house.pressesOn(ada, seen, 'Count');
    expect(answer.said).toContain('This card is too old');
    expect((await readNotice(house.prisma, name)).revision).toBe(1);
  });

  it('that is not on the card means nothing, whatever it is called', async () => {
    const { seen } = await aCard(ada);
    for (const action of ['rename', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])
      for (const kind of ['press', 'open'] as const) {
        const answer = await house.does(ada, { ...press(action, seen.shown.token), kind });
        expect(answer).toMatchObject({ outcome: 'refused', said: expect.stringContaining('no longer in use') });
      }
  });

  it('has no form to open when it is a plain button', async () => {
    const { seen } = await aCard(ada);
    const answer = await house.does(ada, { kind: 'open', action: 'count', token: seen.shown.token });
    expect(answer).toMatchObject({ outcome: 'refused', said: expect.stringContaining('has no form') });
  });
});

describe('a form', () => {
  it('opens as often as it is asked for, and nothing is kept of it', async () => {
    const { seen } = await aCard(ada, { hasForm: true });
    const before = await house.prisma.receipt.count();
    for (let i = 0; i < 2; i++) {
      const answer = await house.does(
        ada,
        { kind: 'open', action: 'rename', token: seen.shown.token },
        { key: 'same' },
      );
      expect(answer.form?.form.inputs.map((input) => input.id)).toEqual(['title']);
      expect(answer.form?.token).toBe(seen.shown.token);
    }
    expect(await house.prisma.receipt.count()).toBe(before);
  });

  it('fills in only what it asked for; what the bot knew wins', async () => {
    const { name, seen } = await aCard(ada, { hasForm: true });
    const input = JSON.parse(
      `{"title": "Fair", "name": "other", "revision": 99, "__proto__": {"name": "other"}, "constructor": {"prototype": {"name": "x"}}}`,
    ) as Record<string, unknown>;
    const answer = await house.does(ada, press('rename', seen.shown.token, input));
    expect(answer.said).toBe(`${name} is called Fair.`);
    expect(await readNotice(house.prisma, name)).toMatchObject({ title: 'Fair', revision: 1 });
    expect(await house.prisma.setting.count({ where: { key: 'notice:other' } })).toBe(0);
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });

  it('that is filled in wrongly comes back with what is wrong, at the input concerned', async () => {
    const { seen } = await aCard(ada, { hasForm: true });
    for (const title of ['', '   ', '\u0000\u200b', undefined, null, 5, { a: 1 }, ['x']]) {
      const answer = await house.does(ada, press('rename', seen.shown.token, title === undefined ? {} : { title }));
      expect(answer).toMatchObject({ outcome: 'refused', fieldErrors: { title: expect.any(String) } });
    }
  });

  it('keeps words clean of what nobody sees and of halves of characters', async () => {
    const { name, seen } = await aCard(ada, { hasForm: true });
    await house.does(ada, press('rename', seen.shown.token, { title: 'Fa\u0000ir\ud800 \u202eplay\u200b' }));
    expect((await readNotice(house.prisma, name)).title).toBe('Fair\ufffd play');
  });
});
