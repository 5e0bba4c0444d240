import { describe, expect, it } from 'vitest';
import { aBoard } from '../actions/a-board.ts';

describe('somebody who gives up a seat', async () => {
  const { house, people, given } = await aBoard();

  it('keeps their open actions until they are given to somebody else, and whoever takes the seat back reads that', async () => {
    const { clerk } = people();
    const { ref } = await given('Letter to parents');
    const answer = await house.says(clerk, 'board unseat Ada Head from Marlowe');
    expect(answer.said).toContain(
      '1 open action stays with Ada Head: type “action list Ada Head for Marlowe Green”, and “action reassign”',
    );
    expect((await house.says(clerk, 'action list Ada Head for Marlowe Green')).said).toContain(ref);
    await house.says(clerk, `action reassign ${ref} to Gil Governor`);
    await house.says(clerk, 'board seat Ada Head as headteacher on Marlowe');
    expect((await house.says(clerk, 'board unseat Ada Head from Marlowe')).said).not.toContain('open action');
  });
});

describe('a board whose chair has left', async () => {
  const { house, people, cardsOf } = await aBoard();
  const statusOf = async () => {
    await house.says(people().director, 'status');
    return house.cardOf(people().director, 'status').text;
  };

  it('is told at once to whoever wrote it down and to its clerk, who chooses another on the card', async () => {
    const { director, clerk, chair, governor } = people();
    expect(await statusOf()).not.toContain('Without a chair');
    await house.says(clerk, 'meeting add Marlowe on 4 December at 17:00');
    await house.says(clerk, 'agenda publish Marlowe');
    await house.presses(chair, 'I will be there', {}, { card: 'agenda' });
    expect(house.cardOf(governor, 'agenda').text).toContain('(Ben Chair)');

    const before = cardsOf('clerk', 'board').length;
    const answer = await house.says(director, 'person left Ben Chair');
    expect(answer.said).toContain('Nobody chairs Raising Attainment Board, Marlowe Green now');
    expect(cardsOf('clerk', 'board')).toHaveLength(before + 1);
    expect(house.cardOf(clerk, 'board').text).toContain('Nobody chairs the board yet.');
    // What others have shows it too: nobody is coming who has left, nor leads an item.
    expect(house.cardOf(governor, 'agenda').text).not.toContain('Ben Chair');
    expect(await statusOf()).toContain('Without a chair: 1 board: Marlowe Green');
  });

  it('waits at home for its clerk and for the school’s chair of governors, and for nobody else', async () => {
    const { clerk, governor, head, outsider } = people();
    for (const [person, waits] of [
      [clerk, true],
      [governor, true],
      [head, false],
      [outsider, false],
    ] as const) {
      await house.says(person, 'home');
      expect(house.cardOf(person, 'home').text.includes('Choose a chair')).toBe(waits);
    }
  });

  it('has one again by a choice on the card, and then nothing says otherwise', async () => {
    const { clerk, governor } = people();
    await house.presses(clerk, 'Choose the chair', { name: String(governor.id) }, { card: 'board' });
    expect(house.cardOf(clerk, 'board').text).not.toContain('Nobody chairs');
    expect(await statusOf()).not.toContain('Without a chair');
    await house.says(clerk, 'home');
    expect(house.cardOf(clerk, 'home').text).not.toContain('Choose a chair');
  });

  it('is found by the words that were said, and a clerk who leaves is missed as well', async () => {
    const { director } = people();
    const shown = await house.says(director, 'board show Raising Attainment Board, Marlowe Green');
    expect(shown.card?.name).toBe('board');
    const answer = await house.says(director, 'person left Clara Clerk');
    expect(answer.said).toContain('has no clerk now: type “board seat NAME as clerk on Raising');
  });
});
