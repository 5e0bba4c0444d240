// A draft that is due, and the actions that belong to its meeting.
import { beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { aBoardAt, at, type Board, sentTo } from '../meetings/a-board.ts';
import { aHouse, titlesOf } from '../support/house.ts';

const house = await aHouse({ now: '2026-12-04T10:00:00Z' });

beforeEach(async () => {
  await house.prisma.jobSlot.deleteMany();
  house.clock.moveTo('2026-12-04T10:00:00Z');
});

/** A board that met on a day; its draft is due ten working days later. */
async function afterAMeeting(
  name: string,
  options = {},
  heldOn = '2026-12-03',
): Promise<{ board: Board; ref: string }> {
  const board = await aBoardAt(house, name, options);
  const data = { boardId: board.id, heldOn: new Date(heldOn), state: 'held', agendaRevision: 1 };
  return { board, ref: `MTG-${(await house.prisma.meeting.create({ data })).id}` };
}

const due = (board: Board, who: 'clerk' | 'chair') => sentTo(house, board[who], 'minutes-due');

describe('a draft that nobody has circulated', () => {
  it('is told to the clerk two working days before it is due, and to the clerk and the chair on the day after', async () => {
    const { board, ref } = await afterAMeeting('Alder');
    await at(house, '2026-12-14T08:00:00Z');
    expect(due(board, 'clerk')).toEqual([]);
    for (const day of ['2026-12-15', '2026-12-16', '2026-12-17']) await at(house, `${day}T08:00:00Z`);
    expect(due(board, 'clerk').map(({ text }) => text.split('\n'))).toEqual([
      [
        'Draft minutes are due',
        `${board.name}, Thursday 3 December 2026`,
        'They are due by Thursday 17 December 2026. Nobody has begun them.',
        ref,
      ],
    ]);
    expect(due(board, 'chair')).toEqual([]);
    for (const day of ['2026-12-18', '2026-12-21']) await at(house, `${day}T08:00:00Z`);
    expect(due(board, 'clerk')).toHaveLength(2);
    expect(due(board, 'chair').map(({ text }) => text.split('\n').slice(0, 3))).toEqual([
      [
        'The draft minutes are late',
        `${board.name}, Thursday 3 December 2026`,
        'They were due on Thursday 17 December 2026. Nobody has begun them. Clara Alder, the clerk, has been reminded.',
      ],
    ]);
  });

  it('is told once to the chair of a board without a clerk each time', async () => {
    const { board } = await afterAMeeting('Birch', { hasClerk: false });
    await at(house, '2026-12-15T08:00:00Z');
    await at(house, '2026-12-18T08:00:00Z');
    expect(due(board, 'chair')).toHaveLength(2);
    expect(due(board, 'chair')[1]!.text).not.toContain('has been reminded');
  });

  it('can be written and circulated from the reminder, which is settled then', async () => {
    const { board } = await afterAMeeting('Cedar');
    await at(house, '2026-12-15T08:00:00Z');
    const [card] = due(board, 'clerk');
    expect(titlesOf(card!.card)).toEqual(['Write the minutes']);
    const { form, token } = (await house.pressesOn(board.clerk, card!, 'Write the minutes')).form!;
    await house.does(board.clerk, { kind: 'press', action: form.submit.id, token, input: { text: 'Present: all.' } });
    const [begun] = due(board, 'clerk');
    expect(begun!.text).toMatch(/The draft is there, MIN-\d+: read it through, then circulate it\./);
    expect(titlesOf(begun!.card)).toEqual(['Go on with the minutes', 'Read the draft', 'Circulate to governors']);
    await house.pressesOn(board.clerk, begun!, 'Circulate to governors');
    const [settled] = due(board, 'clerk');
    expect([settled!.text.split('\n')[0], titlesOf(settled!.card)]).toEqual(['The minutes are circulated', []]);
    await at(house, '2026-12-18T08:00:00Z');
    expect([due(board, 'clerk').length, due(board, 'chair').length]).toEqual([1, 0]);
  });

  it('over Christmas is counted without the bank holidays, and told late after an outage, once', async () => {
    const { board } = await afterAMeeting('Damson', {}, '2026-12-17');
    await at(house, '2026-12-28T08:00:00Z');
    expect(due(board, 'clerk')).toEqual([]);
    await at(house, '2027-01-05T08:00:00Z');
    expect(due(board, 'clerk')[0]!.text).toContain('They are due by Tuesday 5 January 2027.');
    await at(house, '2027-01-11T08:00:00Z');
    await at(house, '2027-01-12T08:00:00Z');
    expect([due(board, 'clerk').length, due(board, 'chair').length]).toEqual([2, 1]);
  });

  it('of a meeting long ago is chased no more, and waits for nobody at home', async () => {
    const { board } = await afterAMeeting('Elder', {}, '2026-09-10');
    await at(house, '2026-12-15T08:00:00Z');
    expect(due(board, 'clerk')).toEqual([]);
    expect(textOf((await house.says(board.clerk, 'home')).card!.card)).not.toContain('Write the minutes');
  });

  it('waits for the clerk at home from the day of the meeting on, with the day on which it is due', async () => {
    const { board } = await afterAMeeting('Fig');
    const home = textOf((await house.says(board.clerk, 'home')).card!.card);
    expect(home).toContain(
      `Write the minutes: ${board.name}, Thursday 3 December 2026\nDue Thursday 17 December 2026.`,
    );
    expect(textOf((await house.says(board.chair, 'home')).card!.card)).not.toContain('Write the minutes');
  });
});

describe('the draft', () => {
  it('shows the actions that its meeting agreed, takes more of them, and can be read and changed on the spot', async () => {
    const { board, ref } = await afterAMeeting('Gean');
    await house.says(board.clerk, `minutes write ${ref} Present: all.`);
    const progress = () => house.cardOf(board.clerk, 'minutes-progress');
    expect(titlesOf(progress().card)).toEqual([
      'Circulate to governors',
      'Read the minutes',
      'Edit the text',
      'Add an action',
    ]);
    const { form, token } = (await house.presses(board.clerk, 'Add an action', {}, { card: 'minutes-progress' })).form!;
    const input = { what: 'Book the hall', owner: String(board.governor.id), due: '2026-12-10' };
    const { said } = await house.does(board.clerk, { kind: 'press', action: form.submit.id, token, input });
    const action = /ACT-\d+/.exec(said!)![0];
    const line = `1 action agreed\n${action} Book the hall (Gil Gean, due Thursday 10 December 2026)`;
    expect(progress().text).toContain(line);
    const read = await house.presses(board.clerk, 'Read the minutes', {}, { card: 'minutes-progress' });
    expect(textOf(read.card!.card)).toContain(line);
    await house.says(board.governor, `action done ${action} Booked for June.`);
    expect(progress().text).toContain(`${action} Book the hall (Gil Gean, done)`);
    const change = (await house.presses(board.clerk, 'Edit the text', {}, { card: 'minutes-progress' })).form!;
    expect(change.form.inputs[0]).toMatchObject({ id: 'text', value: 'Present: all.' });
  });

  it('cannot be written by members, nor its meeting’s attendance read by them from a form', async () => {
    const { board, ref } = await afterAMeeting('Hazel');
    expect((await house.says(board.head, `minutes write ${ref}`)).said).toMatch(/^Only this board’s clerk/);
  });
});
