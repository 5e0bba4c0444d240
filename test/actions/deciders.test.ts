import { describe, expect, it } from 'vitest';
import { asDay } from '../../src/store/days.ts';
import { titlesOf } from '../support/house.ts';
import { aBoard } from './a-board.ts';

describe('whoever answers', async () => {
  const { house, people, given, rows, cardsOf } = await aBoard();

  it('is not the asker: a chair who owns an action asks the clerk', async () => {
    const { ref, id } = await given('Skills audit', 'chair');
    await house.says(people().chair, `action later ${ref} to 11 Dec because two governors are away`);
    expect(cardsOf('chair', 'action-ask')).toEqual([]);
    expect(cardsOf('clerk', 'action-ask')).toHaveLength(1);
    for (const words of [
      `action agree ${ref}`,
      `action refuse ${ref} because I changed my mind`,
      `action move ${ref} to 11 Dec because I want it`,
      `action reassign ${ref} to Gil`,
      `action cancel ${ref} because I want it`,
    ])
      expect((await house.says(people().chair, words)).said).toBe(
        `You asked about ${ref} yourself, so Clara Clerk decides.`,
      );
    expect(await rows.asks(id)).toMatchObject([{ state: 'open' }]);
    await house.presses(people().clerk, 'Agree');
    expect(await rows.action(id)).toMatchObject({ dueRevision: 2 });
  });

  it('is somebody else too when the chair or the clerk would move a deadline of their own', async () => {
    const { ref, id } = await given('Governor visits', 'chair');
    const answer = await house.says(people().chair, `action move ${ref} to 18 Dec because I am late`);
    expect(answer.said).toContain('I have asked Clara Clerk for Friday 18 December 2026.');
    expect(await rows.action(id)).toMatchObject({ dueOn: asDay('2026-12-04'), dueRevision: 1 });
    await house.presses(people().clerk, 'Agree');
    expect(await rows.action(id)).toMatchObject({ dueOn: asDay('2026-12-18'), dueRevision: 2 });
    expect((await house.says(people().chair, `action move ${ref} to 18 Dec because`)).form?.form.title).toBeDefined();
  });

  it('is whoever takes the chair meanwhile; who had it is asked no more', async () => {
    const { ref } = await given('Open day');
    await house.says(people().head, `action later ${ref} to 11 Dec because the hall is closed`);
    const old = house.cardOf(people().chair, 'action-ask');
    await house.says(people().clerk, 'board chair Gil Governor on Marlowe Green');
    expect(titlesOf(house.cardOf(people().governor, 'action-ask').card)).toContain('Agree');
    expect(house.cardOf(people().chair, 'action-ask').text).toContain('Whoever runs the board now decides this.');
    expect((await house.pressesOn(people().chair, old, 'Agree')).said).toMatch(/^Only this board’s chair/);
    expect(cardsOf('clerk', 'action-ask').filter((one) => one.text.includes('Open day'))).toHaveLength(1);
    expect((await house.presses(people().governor, 'Agree')).said).toMatch(/^Agreed/);
  });

  it('is the office where a board has neither a chair nor a clerk besides the owner', async () => {
    const { ref, id } = await given('Budget', 'governor');
    await house.says(people().director, 'person left Clara Clerk');
    await house.says(people().governor, `action decline ${ref} because it is the head’s`);
    expect(cardsOf('director', 'action-ask')).toHaveLength(1);
    await house.says(people().director, 'home');
    expect(house.cardOf(people().director, 'home').text).toContain('Gil Governor says “not mine”');
    await house.presses(people().director, 'Give to somebody else', { owner: String(people().head.id) });
    expect(await rows.action(id)).toMatchObject({ ownerId: people().head.id });
  });
});

describe('whoever answers, when the last of them leaves', async () => {
  const { house, people, given, rows, cardsOf } = await aBoard();

  it('is the office from then on', async () => {
    const { ref } = await given('Clubs', 'chair');
    await house.says(people().chair, `action later ${ref} to 11 Dec because the coach is ill`);
    expect(cardsOf('director', 'action-ask')).toEqual([]);
    await house.says(people().director, 'person left Clara Clerk');
    expect(titlesOf(house.cardOf(people().director, 'action-ask').card)).toContain('Agree');
    await house.presses(people().director, 'Refuse', { words: 'The fair is on the 5th' });
    expect(await rows.asks(1)).toMatchObject([{ state: 'refused', decidedById: people().director.id }]);
  });

  it('is nobody when there is no office either: the owner is told what to do', async () => {
    const untilOn = asDay('2026-11-20');
    await house.prisma.roleHeld.updateMany({ where: { personId: people().director.id }, data: { untilOn } });
    expect((await house.says(people().chair, 'action later ACT-1 to 18 Dec because of snow')).said).toMatch(
      /^Nobody can answer that yet: .* has no chair and no clerk besides you\. Ask the programme office/,
    );
    await house.says(people().chair, 'action show ACT-1');
    expect(titlesOf(house.cardOf(people().chair, 'action').card)).toEqual(['Done']);
  });
});

describe('a chair and a clerk before the same overdue action', async () => {
  const { house, people, given, rows, cardsOf, wakeAt } = await aBoard('2026-11-16T09:00:00Z');

  it('do not undo each other: whoever comes second is told how it stands', async () => {
    const { ref, id } = await given('Letter', 'head', '24 Nov');
    for (const day of ['25', '26', '27']) await wakeAt(`2026-11-${day}T09:00:00Z`);
    const chairs = cardsOf('chair', 'action-overdue')[0]!;
    await house.says(people().clerk, `action show ${ref}`);
    const clerks = house.cardOf(people().clerk, 'action');
    await house.pressesOn(people().clerk, clerks, 'Give to somebody else', { owner: String(people().governor.id) });
    const press = (title: string, inputs = {}) => house.pressesOn(people().chair, chairs, title, inputs);
    for (const answer of [
      await press('Give to somebody else', { owner: String(people().clerk.id) }),
      await press('Move the date', { due: '2026-12-11', reason: 'The hall is closed' }),
      await press('Call it off', { reason: 'The hall is closed' }),
      await press('Leave it as it is'),
    ])
      expect(answer.said).toBe(
        `${ref} has changed since you saw it: it is with Gil Governor, due on Tuesday 24 November 2026.`,
      );
    expect(await rows.action(id)).toMatchObject({ state: 'open', ownerId: people().governor.id, dueRevision: 2 });
  });

  it('are told to fill the seats when there is nobody else to give it to', async () => {
    await house.prisma.seat.updateMany({
      where: { personId: { not: people().head.id } },
      data: { untilOn: asDay('2026-11-26') },
    });
    await house.prisma.action.update({ where: { id: 1 }, data: { ownerId: people().head.id } });
    expect((await house.says(people().director, 'action reassign ACT-1')).said).toMatch(
      /^Nobody else sits on Raising Attainment Board, Marlowe Green\. Type “board seat”/,
    );
    await house.says(people().director, 'action show ACT-1');
    expect(titlesOf(house.cardOf(people().director, 'action').card)).not.toContain('Give to somebody else');
  });
});

describe('reminders', async () => {
  const { house, people, given, cardsOf, wakeAt } = await aBoard('2026-11-16T09:00:00Z');

  it('rest while the owner waits for an answer; the chair still hears when it is late', async () => {
    const { ref } = await given('Letter', 'head', '24 Nov');
    await house.says(people().head, `action later ${ref} to 11 Dec because the printer is broken`);
    for (const day of ['17', '24', '25', '26', '27', '30']) await wakeAt(`2026-11-${day}T09:00:00Z`);
    expect(cardsOf('head', 'reminder')).toEqual([]);
    const late = cardsOf('chair', 'action-overdue');
    expect(late).toHaveLength(1);
    expect(late[0]!.text).toContain('Ada Head asks for Friday 11 December 2026: the printer is broken');
  });

  it('go on after a refusal, and start anew from a date that was agreed', async () => {
    await house.says(people().clerk, 'action refuse ACT-1 because it is long overdue');
    await wakeAt('2026-12-01T09:00:00Z');
    expect(cardsOf('head', 'reminder')).toHaveLength(1);
    await house.says(people().head, 'action later ACT-1 to 16 Dec because the printer comes on the 14th');
    expect(cardsOf('chair', 'action-overdue')[0]!.text).toContain('Ada Head asks for Wednesday 16 December 2026');
    await house.says(people().clerk, 'action agree ACT-1');
    await wakeAt('2026-12-02T09:00:00Z');
    expect(cardsOf('head', 'reminder')).toHaveLength(1);
    for (const day of ['09', '16', '17']) await wakeAt(`2026-12-${day}T09:00:00Z`);
    expect(cardsOf('head', 'reminder')).toHaveLength(4);
    expect(cardsOf('chair', 'action-overdue')).toHaveLength(1);
  });

  it('cannot be outwaited: a day that has passed cannot be agreed to', async () => {
    const { ref } = await given('Plan', 'head', '18 Dec');
    await house.says(people().head, `action later ${ref} to 4 January because of the holidays`);
    house.clock.moveTo('2027-01-05T09:00:00Z');
    expect((await house.says(people().clerk, `action agree ${ref}`)).said).toMatch(/^Monday 4 January 2027 is over/);
    await house.says(people().clerk, 'home');
    await house.presses(people().clerk, 'Open 1', {}, { card: 'home' });
    const card = house.cardOf(people().clerk, 'action-ask');
    expect(card.text).toContain('The day that was asked for is over. Set another date, or refuse.');
    expect(titlesOf(card.card)).toEqual(['Refuse', 'Set another date']);
  });
});
