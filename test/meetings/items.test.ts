// What stands on an agenda, and who may change it.
import { beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { splitLead } from '../../src/meetings/words.ts';
import { aHouse, type Person } from '../support/house.ts';
import { aBoardAt, type Board, plan, sentTo } from './a-board.ts';

const house = await aHouse({ now: '2026-11-20T10:00:00Z' });
let board: Board;
const agenda = async () => textOf((await house.says(board.head, 'agenda show')).card!.card);
const says = async (person: Person, words: string) => (await house.says(person, words)).said;

beforeAll(async () => {
  board = await aBoardAt(house, 'Alder');
  await plan(house, board, 'on 10 December at 17:30');
});

describe('an item', () => {
  it('is added with a form, by the button on the agenda, and led by whoever is chosen', async () => {
    await agenda();
    const { form, token } = (await house.presses(board.head, 'Add an item')).form!;
    expect(form.inputs.map(({ id, ...input }) => [id, 'value' in input ? input.value : undefined])).toEqual([
      ['title', undefined],
      ['lead', String(board.head.id)],
    ]);
    const press = (input: Record<string, string>) =>
      house.does(board.head, { kind: 'press', action: form.submit.id, token, input });
    expect((await press({ title: 'Attendance in Year 9', lead: String(board.governor.id) })).said).toBe(
      'Added as item 12 for Thursday 10 December 2026: Attendance in Year 9. Gil Alder leads it.',
    );
    expect((await press({ title: '', lead: '' })).form?.form.title).toBe('Add an item');
    expect(await agenda()).toContain('12. Attendance in Year 9 (Gil Alder; Ada Alder asked for it)');
  });

  it('is added by typing, led by somebody named, and by nobody who only sounds like one', async () => {
    expect(await says(board.clerk, 'agenda add Mock exams, led by Ada, for Alder')).toBe(
      'Added as item 13 for Thursday 10 December 2026: Mock exams. Ada Alder leads it.',
    );
    expect(await says(board.governor, 'agenda add Lessons led by cover teachers')).toBe(
      'Added as item 14 for Thursday 10 December 2026: Lessons led by cover teachers.',
    );
    expect(await agenda()).toContain('14. Lessons led by cover teachers (Gil Alder, who asked for it)');
  });

  it('is asked for when only the board was named, and keeps no comma that stood before its end', async () => {
    expect((await house.says(board.head, 'agenda add for Alder')).form?.form.title).toBe('Add an item');
    const said = await says(board.head, 'agenda add Attendance, led by nobody yet, for Alder');
    expect(said).toMatch(/: Attendance, led by nobody yet\.$/);
    await says(board.head, 'agenda remove 15');
  });

  it('is taken off by whoever asked for it, by the clerk and the chair, and by nobody else', async () => {
    expect(await says(board.head, 'agenda remove 14')).toMatch(
      /^Only this board’s chair, .*or the person it belongs to/,
    );
    expect(await says(board.head, 'agenda remove 1')).toMatch(/^Only/);
    expect(await says(board.governor, 'agenda remove 14')).toMatch(/^Taken off the agenda: Lessons led by cover/);
    expect(await says(board.chair, 'agenda remove 12 for Alder')).toMatch(/^Taken off the agenda: Attendance/);
    expect(await says(board.clerk, 'agenda remove 40')).toMatch(/has no item 40 that can be changed/);
  });

  it('is put in another place by those who run the board', async () => {
    expect(await says(board.head, 'agenda move 12 to 2')).toMatch(/^Only this board’s chair/);
    expect(await says(board.clerk, 'agenda move 12 to 2 for Alder')).toBe('Item 12 is item 2 now: Mock exams.');
    expect(await says(board.clerk, 'agenda move 2 to 2')).toBe('Item 2 stands there already.');
    expect(await says(board.clerk, 'agenda move 2')).toMatch(/item’s number/);
    expect(await agenda()).toMatch(/\n1\. Welcome.*\n2\. Mock exams .*\n3\. Minutes of the last meeting/);
  });

  it('is one of both when two people add one at the same moment', async () => {
    await Promise.all([
      says(board.head, 'agenda add From the head'),
      says(board.officer, 'agenda add From the officer'),
    ]);
    const text = await agenda();
    expect(text).toMatch(/13\. From the (head|officer) .*\n14\. From the (head|officer) /);
  });

  it('is missed by somebody whose message was sent twice only once', async () => {
    for (const key of ['same', 'same']) await house.says(board.head, 'agenda add Sent twice', { key });
    expect((await agenda()).match(/Sent twice/g)).toHaveLength(1);
  });
});

describe('an agenda', () => {
  it('says of which items a decision is expected, and lists what the board has before it', async () => {
    const held = await house.prisma.meeting.create({
      data: { boardId: board.id, heldOn: new Date('2026-11-12'), state: 'held' },
    });
    const ref = /MIN-\d+/.exec((await says(board.clerk, `minutes write MTG-${held.id} Present: all.`))!)![0];
    expect(await agenda()).not.toContain('minutes to confirm');
    await says(board.clerk, `minutes circulate ${ref}`);
    await says(board.chair, 'action add Letter to parents owner Ada Alder by 23 November');
    expect(await agenda()).toContain(
      '1 open action\nACT-1 Letter to parents (Ada Alder, due Monday 23 November 2026)\n' +
        `1 set of minutes to confirm\n${ref} of Thursday 12 November 2026 (still with those who approve them)`,
    );
    await says(board.clerk, 'agenda publish');
    for (const person of [board.chair, board.governor]) await says(person, `minutes approve ${ref} r1`);
    expect(sentTo(house, board.head, 'agenda')[0]!.text).toContain(
      `${ref} of Thursday 12 November 2026 (agreed in chat)`,
    );
    expect(sentTo(house, board.head, 'agenda')[0]!.text).toMatch(/more time needed\? \(Ben Alder, for decision\)/);
    await says(board.clerk, `minutes confirm ${ref}`);
    expect(sentTo(house, board.head, 'agenda')[0]!.text).not.toContain('minutes to confirm');
  });

  it('of a board that meets by the month has the items of that month', async () => {
    const review = await house.board('School Review Board', { template: 'SRB' });
    const standards = await house.person('Helen Standards', { role: 'HEAD_OF_STANDARDS' });
    await house.seat(review.id, standards, { role: 'HEAD_OF_STANDARDS', isChair: true });
    await says(standards, 'meeting add Review on 16 March 2027 at 10:00');
    await says(standards, 'meeting add Review on 14 September 2027 at 10:00');
    const [march, september] = await house.prisma.meeting.findMany({
      where: { boardId: review.id },
      include: { items: true },
      orderBy: { heldOn: 'asc' },
    });
    expect(march!.items.map(({ title }) => title)).toContain('Reports of the Raising Attainment Boards');
    expect(september!.items.map(({ title }) => title)).toContain('What schools told us in June');
    expect(september!.items.map(({ title }) => title)).not.toContain('Reports of the Raising Attainment Boards');
  });
});

it('who leads an item is read after a comma or without one', () => {
  expect(splitLead('Mock exams, led by Ada Okafor')).toEqual({ text: 'Mock exams', lead: 'Ada Okafor' });
  expect(splitLead('Mock exams led by Ada,')).toEqual({ text: 'Mock exams', lead: 'Ada' });
  expect(splitLead('Mock exams,')).toEqual({ text: 'Mock exams' });
});
