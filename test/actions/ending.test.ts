import { describe, expect, it } from 'vitest';
import { titlesOf } from '../support/house.ts';
import { aBoard } from './a-board.ts';

describe('an action that is not needed any more', async () => {
  const { house, people, given, rows, cardsOf } = await aBoard();

  it('is called off by the chair or the clerk with a reason, and its owner is told', async () => {
    const { ref, id } = await given('Letter to parents');
    await house.says(people().clerk, `action show ${ref}`);
    const card = house.cardOf(people().clerk, 'action');
    expect(card.text).toMatch(/^An open action\n/);
    expect(titlesOf(card.card)).toEqual(['Give to somebody else', 'Move the date', 'Call it off', 'It is done']);
    expect(
      (await house.pressesOn(people().clerk, card, 'Call it off', { reason: ' ' })).form!.form.inputs,
    ).toMatchObject([{ id: 'reason', isRequired: true, label: 'Why is it called off? Ada Head reads your words.' }]);
    const answer = await house.pressesOn(people().clerk, card, 'Call it off', { reason: 'The council writes to all' });
    expect(answer.said).toBe('ACT-1 is called off, and its reminders stop. I have told Ada Head.');
    expect(await rows.action(id)).toMatchObject({ state: 'cancelled', reason: 'The council writes to all' });
    expect(await rows.events(id)).toEqual(['action.added', 'action.cancelled']);
    const told = cardsOf('head', 'action');
    expect(told).toHaveLength(2);
    for (const { text, card: shown, summary } of [told[1]!, told[0]!]) {
      expect(text).toContain('Called off on Monday 23 November 2026 by Clara Clerk. Nothing more is needed.');
      expect(text).toContain('Reason: The council writes to all');
      expect(titlesOf(shown)).toEqual([]);
      expect(summary).toBe('ACT-1: action called off');
    }
  });

  it('is not done afterwards, nor moved, given away, asked about or called off again', async () => {
    for (const [who, words] of [
      ['head', 'action done ACT-1 sent all the same'],
      ['clerk', 'action move ACT-1 to 11 Dec because of snow'],
      ['clerk', 'action reassign ACT-1 to Gil'],
      ['head', 'action later ACT-1 to 11 Dec because of snow'],
      ['head', 'action decline ACT-1 because of snow'],
      ['clerk', 'action leave ACT-1'],
    ] as const)
      expect((await house.says(people()[who], words)).said).toBe('ACT-1 was called off, so nothing more is needed.');
    expect((await house.says(people().chair, 'action cancel ACT-1 because of snow')).said).toBe(
      'ACT-1 is called off already.',
    );
    expect(await rows.action(1)).toMatchObject({ state: 'cancelled', reason: 'The council writes to all' });
  });

  it('cannot be called off once it is done', async () => {
    const { ref } = await given('Plan');
    await house.says(people().head, `action done ${ref} sent`);
    expect((await house.says(people().clerk, `action cancel ${ref} because of snow`)).said).toBe(
      `${ref} is done, so it cannot be called off.`,
    );
  });

  it('is listed under its own words, and no more among what is open', async () => {
    expect((await house.says(people().chair, 'action list called off')).said).toBe(
      '1 action was called off:\nACT-1, Ada Head: Letter to parents (called off on Monday 23 November 2026 by Clara Clerk: The council writes to all)',
    );
    expect((await house.says(people().chair, 'action list')).said).toBe('There is no open action.');
    expect((await house.says(people().outsider, 'action list called off')).said).toBe('No action was called off.');
  });

  it('is called off by nobody who does not run the board', async () => {
    const { ref } = await given('Visit');
    for (const who of ['head', 'governor', 'outsider'] as const)
      expect((await house.says(people()[who], `action cancel ${ref} because of snow`)).said).toMatch(
        /^Only this board’s chair, this board’s clerk, the programme director/,
      );
    expect((await house.says(people().director, `action cancel ${ref} because of snow`)).said).toMatch(
      /^ACT-3 is called/,
    );
  });

  it('leaves the agenda that lists it', async () => {
    const { ref } = await given('Fair');
    await house.says(people().clerk, 'meeting add Marlowe Green on 3 December at 17:30');
    await house.says(people().clerk, 'agenda publish Marlowe Green');
    expect(house.cardOf(people().governor, 'agenda').text).toContain(`${ref} Fair`);
    await house.says(people().chair, `action cancel ${ref} because of snow`);
    expect(house.cardOf(people().governor, 'agenda').text).not.toContain(`${ref} Fair`);
  });
});

describe('an action seen by itself', async () => {
  const { house, people, given } = await aBoard();

  it('shows each what they may do about it', async () => {
    const { ref } = await given('Letter');
    const buttons = async (who: 'head' | 'chair' | 'governor' | 'director') => {
      await house.says(people()[who], `action show ${ref}`);
      return titlesOf(house.cardOf(people()[who], 'action').card);
    };
    expect(await buttons('head')).toEqual(['Done', 'Another date', 'Not mine']);
    expect(await buttons('chair')).toEqual(['Give to somebody else', 'Move the date', 'Call it off', 'It is done']);
    expect(await buttons('director')).toEqual(['Give to somebody else', 'Move the date', 'Call it off']);
    expect(await buttons('governor')).toEqual([]);
    expect((await house.says(people().outsider, `action show ${ref}`)).outcome).toBe('refused');
    expect((await house.says(people().head, 'action show ACT-99')).said).toBe('There is no action ACT-99.');
  });
});

describe('an overdue action that the chair leaves as it is', async () => {
  const { house, people, given, rows, cardsOf, wakeAt } = await aBoard('2026-11-16T09:00:00Z');
  const late = async (ref: string) => {
    for (const day of ['25', '26', '27']) await wakeAt(`2026-11-${day}T09:00:00Z`);
    return cardsOf('chair', 'action-overdue').find((one) => one.text.includes(ref))!;
  };

  it('settles the chair’s card, and nobody is reminded of that date any more', async () => {
    const { ref, id } = await given('Letter', 'head', '24 Nov');
    const card = await late(ref);
    expect(titlesOf(card.card)).toEqual([
      'Give to somebody else',
      'Move the date',
      'Call it off',
      'Leave it as it is',
      'It is done',
    ]);
    const reminders = cardsOf('head', 'reminder').length;
    expect((await house.pressesOn(people().chair, card, 'Leave it as it is')).said).toBe(
      `${ref} stays open and overdue, with Ada Head. Nobody is reminded of this date any more; it stays on the list and on the agenda.`,
    );
    expect((await house.pressesOn(people().chair, card, 'Leave it as it is')).said).toBe(
      `${ref} is left as it is already.`,
    );
    const settled = cardsOf('chair', 'action-overdue')[0]!;
    expect(settled.text).toContain(
      'Ben Chair left it as it is on Friday 27 November 2026. It stays open, with Ada Head',
    );
    expect(titlesOf(settled.card)).toEqual([]);
    expect(cardsOf('head', 'action')[0]!.text).toContain('Ben Chair knows that it is late and leaves it as it is.');
    for (const day of ['30', '01', '02', '10']) await wakeAt(`2026-${day === '30' ? '11' : '12'}-${day}T09:00:00Z`);
    expect(cardsOf('head', 'reminder')).toHaveLength(reminders);
    expect(cardsOf('chair', 'action-overdue')).toHaveLength(1);
    expect((await rows.events(id)).filter((event) => event === 'action.left')).toHaveLength(1);
    expect((await house.says(people().chair, 'action list overdue')).said).toContain(`${ref}, Ada Head: Letter`);
    await house.says(people().clerk, `action show ${ref}`);
    expect(titlesOf(house.cardOf(people().clerk, 'action').card)).not.toContain('Leave it as it is');
  });

  it('is chased again once it has another date', async () => {
    await house.says(people().chair, 'action move ACT-1 to 14 Dec because the printer is back');
    const before = cardsOf('head', 'reminder').length;
    await wakeAt('2026-12-14T09:00:00Z');
    expect(cardsOf('head', 'reminder')).toHaveLength(before + 1);
  });

  it('has to be overdue, as the card that was pressed said, and not the chair’s own', async () => {
    expect((await house.says(people().chair, 'action leave ACT-1')).said).toBe(
      'ACT-1 is with Ada Head, due on Monday 14 December 2026: it is not overdue.',
    );
    const own = await given('Skills audit', 'chair', '15 Dec');
    await wakeAt('2026-12-18T09:00:00Z');
    expect((await house.says(people().chair, `action leave ${own.ref}`)).said).toBe(
      `${own.ref} is your own, so Clara Clerk decides that.`,
    );
    expect((await house.says(people().clerk, `action leave ${own.ref}`)).said).toMatch(/stays open and overdue/);
    for (const who of ['head', 'governor', 'outsider'] as const)
      expect((await house.says(people()[who], 'action leave ACT-1')).said).toMatch(/^Only this board’s chair/);
  });
});

describe('a list of overdue actions', async () => {
  const { house, people, given, cardsOf, wakeAt } = await aBoard('2026-11-16T09:00:00Z');

  it('offers every choice for each, and settles when all are decided', async () => {
    for (const what of ['Letter', 'Plan', 'Visit', 'Fair']) await given(what, 'head', '18 Nov');
    for (const day of ['19', '23', '24']) await wakeAt(`2026-11-${day}T09:00:00Z`);
    const list = () => cardsOf('chair', 'action-overdue-list')[0]!;
    expect(titlesOf(list().card)).toEqual(['Decide: ACT-1', 'Decide: ACT-2', 'Decide: ACT-3', 'Decide: ACT-4']);
    const decide = async (number: number, title: string, inputs = {}) => {
      await house.pressesOn(people().chair, list(), `Decide: ACT-${number}`);
      return house.presses(people().chair, title, inputs, { card: 'action' });
    };
    await decide(1, 'Leave it as it is');
    await decide(2, 'Give to somebody else', { owner: String(people().governor.id) });
    await decide(3, 'Move the date', { due: '2026-12-11', reason: 'The data comes late' });
    expect(titlesOf(list().card)).toEqual(['Decide: ACT-4']);
    expect(list().text).toContain('1 action is overdue');
    await decide(4, 'Call it off', { reason: 'The fair is off' });
    expect(titlesOf(list().card)).toEqual([]);
    expect(list().text).toBe(
      [
        'Nothing left to decide here',
        'Letter: left as it is (ACT-1)',
        'Plan: now with Gil Governor, due Wednesday 18 November 2026 (ACT-2)',
        'Fair: called off (ACT-4)',
        'Visit: now with Ada Head, due Friday 11 December 2026 (ACT-3)',
      ].join('\n'),
    );
  });
});
