// Several people at one moment, the same press twice, and a machine that dies on the way.
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Feature } from '../../src/chat/contract.ts';
import { features } from '../../src/features.ts';
import { testDatabase } from '../support/database.ts';
import { aHouse, findButton, type Person, type Seen } from '../support/house.ts';
import { aBoard } from './a-board.ts';

const TIMES = 6;

describe('at the same moment', async () => {
  const { house, people, given, rows, cardsOf } = await aBoard();
  const asked = async (what: string) => {
    const action = await given(what);
    await house.says(people().head, `action later ${action.ref} to 11 Dec because the hall is closed`);
    return action;
  };
  /** What a press on a card sends, without delivery running in between. */
  const press = (
    person: Person,
    on: Seen,
    title: string,
    input: Record<string, string> = {},
    key: string = randomUUID(),
  ) => {
    const place = { platform: 'web', tenant: 'local', externalId: `person-${person.id}`, kind: 'personal' } as const;
    const deed = { kind: 'press', action: findButton(on.card, title)!.id, token: on.shown.token, input } as const;
    return house.house.door.handle({ key, from: { ...place, userId: place.externalId }, place, personal: place, deed });
  };

  it('one of two deciders is heard, and the other is told who was first', async () => {
    for (let round = 0; round < TIMES; round++) {
      const { id } = await asked(`Round ${round}`);
      const answers = await Promise.all([
        press(people().chair, cardsOf('chair', 'action-ask').at(-1)!, 'Agree'),
        press(people().clerk, cardsOf('clerk', 'action-ask').at(-1)!, 'Refuse', { words: 'No' }),
      ]);
      await house.deliver();
      const [ask, ...others] = await rows.asks(id);
      expect(others).toEqual([]);
      const isGranted = ask!.state === 'granted';
      expect(ask!.state).toBe(isGranted ? 'granted' : 'refused');
      expect(await rows.action(id)).toMatchObject({ dueRevision: isGranted ? 2 : 1 });
      const [winner, loser] = isGranted ? answers : [answers[1], answers[0]];
      expect(winner!.said).toMatch(isGranted ? /^Agreed/ : /^Refused\. /);
      expect(loser!.said).toMatch(isGranted ? /^Ben Chair agreed on/ : /^Clara Clerk refused on/);
      expect(cardsOf('head', 'action-answer')).toHaveLength(round + 1);
      const ends = (await rows.events(id)).filter(
        (event) => event.startsWith('action.ask') && event !== 'action.asked',
      );
      expect(ends).toHaveLength(1);
    }
  });

  it('two deciders give it to different people: one gets it, and nobody else hears of it', async () => {
    const { ref, id } = await given('Two hands');
    await house.says(people().head, `action decline ${ref} because it is not mine`);
    await Promise.all([
      press(people().chair, cardsOf('chair', 'action-ask').at(-1)!, 'Give to somebody else', {
        owner: String(people().governor.id),
      }),
      press(people().clerk, cardsOf('clerk', 'action-ask').at(-1)!, 'Give to somebody else', {
        owner: String(people().chair.id),
      }),
    ]);
    await house.deliver();
    const action = await rows.action(id);
    expect(action.dueRevision).toBe(2);
    const [loser] = (['governor', 'chair'] as const).filter((who) => people()[who].id !== action.ownerId);
    expect(cardsOf(loser!, 'action').filter((one) => one.text.includes('Two hands'))).toEqual([]);
    expect((await rows.events(id)).filter((event) => event === 'action.reassigned')).toHaveLength(1);
  });

  it('a press that comes twice, or is made twice, agrees once', async () => {
    const { id } = await asked('Twice');
    const card = cardsOf('chair', 'action-ask').at(-1)!;
    const key = randomUUID();
    await Promise.all([press(people().chair, card, 'Agree', {}, key), press(people().chair, card, 'Agree', {}, key)]);
    expect((await press(people().chair, card, 'Agree')).said).toMatch(/^Ben Chair agreed on/);
    expect(await rows.action(id)).toMatchObject({ dueRevision: 2 });
    await house.deliver();
    expect(cardsOf('head', 'action-answer').filter((one) => one.text.includes('Twice'))).toHaveLength(1);
  });

  it('an owner who asks twice leaves one question; one who asks for two things, the later', async () => {
    const { id } = await given('Ask twice');
    const card = cardsOf('head', 'action').at(-1)!;
    const wish = { due: '2026-12-11', reason: 'The hall is closed' };
    await Promise.all([
      press(people().head, card, 'Another date', wish),
      press(people().head, card, 'Another date', wish),
      press(people().head, card, 'Not mine', { reason: 'Not mine' }),
    ]);
    await house.deliver();
    const open = (await rows.asks(id)).filter((one) => one.state === 'open');
    expect(open).toHaveLength(1);
    const waiting = cardsOf('chair', 'action-ask').filter(
      (one) => one.text.includes('Ask twice') && one.card.actions.length > 0,
    );
    expect(waiting).toHaveLength(1);
  });

  it('asked, done and called off at once, the action ends and nothing waits', async () => {
    for (let round = 0; round < TIMES; round++) {
      const { ref, id } = await given(`End ${round}`);
      const card = cardsOf('head', 'action').at(-1)!;
      await Promise.all([
        press(people().head, card, 'Another date', { due: '2026-12-11', reason: 'The hall is closed' }),
        press(people().head, card, 'Done', { evidence: 'Sent' }),
        house.says(people().clerk, `action cancel ${ref} because the fair is off`),
      ]);
      await house.deliver();
      const action = await rows.action(id);
      expect(['done', 'cancelled']).toContain(action.state);
      expect(action.evidence === null).toBe(action.state === 'cancelled');
      expect(action.reason === null).toBe(action.state === 'done');
      expect((await rows.asks(id)).filter((one) => one.state === 'open')).toEqual([]);
      for (const one of cardsOf('chair', 'action-ask').filter((seen) => seen.text.includes(`End ${round}`)))
        expect(one.card.actions).toEqual([]);
    }
  });
});

describe('a machine that dies', async () => {
  const { prisma } = await testDatabase();
  let isDying = false;
  const dying: Feature = {
    name: 'dying',
    commands: [],
    cards: [],
    on: Object.fromEntries(
      ['action.asked', 'action.askGranted', 'action.cancelled', 'action.left'].map((event) => [
        event,
        async () => {
          if (isDying) throw new Error('the machine stops');
        },
      ]),
    ),
  };
  const house = await aHouse({ now: '2026-11-23T09:00:00Z', database: prisma, features: [...features, dying] });
  const school = await house.school('Marlowe Green');
  const board = await house.board('Raising Attainment Board, Marlowe Green', { school });
  const chair = await house.person('Ben Chair', { role: 'GOVERNOR', school });
  const head = await house.person('Ada Head', { role: 'HEADTEACHER', school });
  await house.seat(board.id, chair, { role: 'GOVERNOR', isChair: true });
  await house.seat(board.id, head, { role: 'HEADTEACHER' });
  const dies = async (person: Person, words: string) => {
    isDying = true;
    expect((await house.says(person, words)).outcome).toBe('fault');
    isDying = false;
  };
  const state = async () => ({
    asks: (await prisma.actionAsk.findMany({ orderBy: { id: 'asc' } })).map((one) => one.state),
    dueRevision: (await prisma.action.findFirstOrThrow()).dueRevision,
    posts: await prisma.outbox.count({ where: { card: { in: ['action-ask', 'action-answer'] } } }),
  });

  it('within a decision has decided nothing and told nobody; the next try does it', async () => {
    await house.says(chair, 'action add Letter owner Ada by 4 Dec');
    const asks = 'action later ACT-1 to 11 Dec because the hall is closed';
    await dies(head, asks);
    expect(await state()).toEqual({ asks: [], dueRevision: 1, posts: 0 });
    await house.says(head, asks);
    await dies(chair, 'action agree ACT-1');
    expect(await state()).toEqual({ asks: ['open'], dueRevision: 1, posts: 1 });
    await dies(chair, 'action cancel ACT-1 because the fair is off');
    expect(await prisma.action.findFirst()).toMatchObject({ state: 'open', reason: null });
    expect(await state()).toEqual({ asks: ['open'], dueRevision: 1, posts: 1 });
  });

  it('after a decision has told nobody yet: the next start does, once, on whichever copy', async () => {
    const place = { platform: 'web', tenant: 'local', externalId: `person-${chair.id}`, kind: 'personal' } as const;
    const answer = await house.house.door.handle({
      key: randomUUID(),
      from: { ...place, userId: place.externalId },
      place,
      deed: { kind: 'typed', text: 'action agree ACT-1' },
    });
    expect(answer.said).toMatch(/^Agreed/);
    const told = () => house.chatOf(head).filter((one) => one.shown.name === 'action-answer');
    expect(told()).toEqual([]);
    const copy = () => aHouse({ now: '2026-11-23T09:05:00Z', database: prisma, platforms: house.platforms });
    const [second, third] = [await copy(), await copy()];
    await Promise.all([second.deliver(), third.deliver()]);
    await house.deliver();
    expect(told()).toHaveLength(1);
    expect(house.cardOf(chair, 'action-ask').text).toContain('Ben Chair agreed on Monday 23 November 2026');
  });
});
