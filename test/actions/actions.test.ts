import { beforeAll, describe, expect, it } from 'vitest';
import { aHouse, type Person, titlesOf } from '../support/house.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z' });
let people: Record<'clerk' | 'chair' | 'head' | 'governor' | 'outsider' | 'director', Person>;

beforeAll(async () => {
  const school = await house.school('Marlowe Green');
  const other = await house.school('Harbour High');
  const board = await house.board('Raising Attainment Board, Marlowe Green', { school });
  people = {
    clerk: await house.person('Clara Clerk'),
    chair: await house.person('Ben Chair', { role: 'GOVERNOR', school }),
    head: await house.person('Ada Head', { role: 'HEADTEACHER', school }),
    governor: await house.person('Gil Governor', { role: 'CHAIR_OF_GOVERNORS', school }),
    outsider: await house.person('Otto Outside', { role: 'HEADTEACHER', school: other }),
    director: await house.person('Dora Director', { role: 'PROGRAMME_DIRECTOR' }),
  };
  await house.seat(board.id, people.chair, { role: 'GOVERNOR', isChair: true });
  await house.seat(board.id, people.head, { role: 'HEADTEACHER' });
  await house.seat(board.id, people.governor, { role: 'CHAIR_OF_GOVERNORS' });
  await house.seat(board.id, people.clerk, { role: 'CLERK', isClerk: true });
});

const actionRow = (id: number) => house.prisma.action.findUniqueOrThrow({ where: { id } });
const eventsOf = async (id: number) =>
  (await house.prisma.auditEvent.findMany({ where: { subject: `action:ACT-${id}` }, orderBy: { id: 'asc' } })).map(
    (row) => row.event,
  );

describe('an action', () => {
  it('is given to somebody on the board, with a deadline and what it is for, and the owner is told', async () => {
    const answer = await house.says(
      people.clerk,
      'action add Write to parents owner Ada by 4 Dec impact more pupils revise',
    );
    expect(answer.said).toBe('Added ACT-1 for Ada Head, due Friday 4 December 2026. I have told Ada Head.');
    const { text, summary } = house.cardOf(people.head, 'action');
    expect(text).toContain('Write to parents');
    expect(text).toContain('Due: Friday 4 December 2026');
    expect(text).toContain('Intended impact: more pupils revise');
    expect(text).toContain('Given by: Clara Clerk');
    expect(summary).toBe('An action for you: ACT-1, due Friday 4 December 2026');
  });

  it('needs an owner on the board and a deadline that is not over', async () => {
    expect((await house.says(people.clerk, 'action add Plan owner Otto by 4 Dec')).said).toMatch(
      /Nobody called “Otto” can be chosen here\. Choose from/,
    );
    expect((await house.says(people.clerk, 'action add Plan owner Ada by 31 Feb')).said).toMatch(
      /could not read “31 Feb” as a date/,
    );
    expect((await house.says(people.clerk, 'action add Plan owner Ada by yesterday')).said).toMatch(
      /A deadline has to be today or later/,
    );
    expect((await house.says(people.clerk, 'action add Plan owner Ada by 20 Nov 2026')).said).toMatch(
      /Friday 20 November 2026 is over/,
    );
    expect((await house.says(people.clerk, 'action add Plan owner Ada by 20 Nov')).said).toBe(
      '“20 Nov” could be the day that is over, or Saturday 20 November 2027. Type the year as well.',
    );
    expect(await house.prisma.action.count()).toBe(1);
  });

  it('is asked for with a form when something is missing, and keeps what was typed', async () => {
    const { form, token } = (await house.says(people.chair, 'action add Plan for maths')).form!;
    expect(form.inputs.map((input) => input.id)).toEqual(['what', 'owner', 'due', 'impact']);
    expect(form.inputs[0]).toMatchObject({ value: 'Plan for maths' });
    const bad = await house.does(people.chair, {
      kind: 'press',
      action: 'add',
      token,
      input: { what: 'Plan', owner: String(people.outsider.id), due: '2026-12-04' },
    });
    expect(bad.fieldErrors).toEqual({ owner: 'Choose somebody with a seat on the board.' });
    const answer = await house.does(people.chair, {
      kind: 'press',
      action: 'add',
      token,
      input: { what: 'Plan for maths', owner: String(people.chair.id), due: '2026-12-11', impact: '' },
    });
    expect(answer.said).toBe('Added ACT-2 for Ben Chair, due Friday 11 December 2026.');
  });

  it('is not given by people of other schools, nor for a board that they may not know of', async () => {
    expect((await house.says(people.outsider, 'action add Plan owner Ada by 4 Dec for Marlowe Green')).said).toMatch(
      /I know no open board/,
    );
    expect((await house.says(people.outsider, 'action add Plan owner Ada by 4 Dec for BRD-1')).said).toMatch(
      /^Only a member of this board/,
    );
    expect(
      (await house.says(people.director, 'action add Visit Year 11 owner Gil by 4 Dec for Marlowe Green')).said,
    ).toMatch(/^Added ACT-3/);
  });

  it('is done with evidence, by its owner, chair or clerk; pressing twice changes nothing', async () => {
    expect((await house.says(people.governor, 'action done ACT-1 letter sent')).said).toMatch(
      /^Only the person it belongs to/,
    );
    expect((await house.says(people.outsider, 'action done ACT-1 letter sent')).outcome).toBe('refused');
    expect((await house.says(people.head, 'action done ACT-1')).form!.form.title).toBe('ACT-1 is done');
    const open = house.cardOf(people.head, 'action');
    expect((await house.pressesOn(people.head, open, 'Done', { evidence: '   ' })).form).toBeDefined();
    expect((await house.pressesOn(people.head, open, 'Done', { evidence: 'Copy with the office' })).said).toBe(
      'Thank you: ACT-1 is done. Its reminders stop.',
    );
    expect((await house.pressesOn(people.head, open, 'Done', { evidence: 'Something else' })).said).toMatch(
      /done already/,
    );
    expect(await actionRow(1)).toMatchObject({
      state: 'done',
      evidence: 'Copy with the office',
      doneById: people.head.id,
    });
    const settled = house.cardOf(people.head, 'action');
    expect(titlesOf(settled.card)).toEqual([]);
    expect(settled.text).toContain('Marked as done on Monday 23 November 2026 by Ada Head.');
    expect(settled.text).toContain('Evidence: Copy with the office');
    expect(await eventsOf(1)).toEqual(['action.added', 'action.done']);
  });

  it('is given to somebody else by the chair, whose card goes to the new owner and settles for the old', async () => {
    expect((await house.says(people.head, 'action reassign ACT-3 to Ada')).said).toMatch(
      /^Only this board’s chair, this board’s clerk, the programme director/,
    );
    expect((await house.says(people.chair, 'action reassign ACT-3 to Otto')).said).toMatch(
      /Nobody called “Otto” can be chosen/,
    );
    expect((await house.says(people.chair, 'action reassign ACT-3 to Ada')).said).toMatch(
      /^ACT-3 is with Ada Head now, no longer with Gil Governor/,
    );
    expect((await house.says(people.chair, 'action reassign ACT-3 to Ada')).said).toMatch(/already/);
    expect(house.cardOf(people.head, 'action').text).toContain('Visit Year 11');
    expect(house.cardOf(people.governor, 'action').text).toContain('This action is with Ada Head now.');
    expect(titlesOf(house.cardOf(people.governor, 'action').card)).toEqual([]);
    expect(await actionRow(3)).toMatchObject({ dueRevision: 2 });
  });

  it('gets another date with a reason only, and then every card says the new one', async () => {
    expect(
      (await house.says(people.clerk, 'action move ACT-3 to 9 Dec')).form!.form.inputs.map((input) => input.id),
    ).toEqual(['due', 'reason']);
    expect((await house.says(people.clerk, 'action move ACT-3 to 20 Nov 2026 because of the snow')).said).toMatch(
      /is over/,
    );
    expect((await house.says(people.clerk, 'action move ACT-3 to 9 Dec because the data comes late')).said).toMatch(
      /^ACT-3 is due on Wednesday 9 December 2026 now/,
    );
    expect(house.cardOf(people.head, 'action').text).toContain('Wednesday 9 December 2026');
    expect(await eventsOf(3)).toEqual(['action.added', 'action.reassigned', 'action.moved']);
    expect((await house.says(people.clerk, 'action move ACT-1 to 9 Dec because of the snow')).said).toMatch(
      /is done already/,
    );
  });

  it('is listed for who may see it, the most overdue first', async () => {
    await house.says(people.chair, 'action add Early owner Gil by 24 Nov');
    await house.says(people.chair, 'action add Earlier owner Gil by 23 Nov');
    expect((await house.says(people.chair, 'action list overdue')).said).toBe('No action is overdue.');
    house.clock.moveTo('2026-11-26T09:00:00Z');
    expect((await house.says(people.chair, 'action list overdue')).said).toBe(
      '2 overdue actions:\n' +
        'ACT-5, Gil Governor: Earlier (was due Monday 23 November 2026, 3 school days late)\n' +
        'ACT-4, Gil Governor: Early (was due Tuesday 24 November 2026, 2 school days late)\n' +
        'To open one, type “action show ACT-5”.',
    );
    expect((await house.says(people.head, 'action list mine')).said).toMatch(/^1 open action of yours:\nACT-3/);
    expect((await house.says(people.director, 'action list Gil')).said).toMatch(/^2 open actions of Gil Governor/);
    expect((await house.says(people.outsider, 'action list')).said).toBe('There is no open action.');
    expect((await house.says(people.outsider, 'action list Gil')).said).toBe(
      'There is no open action of Gil Governor.',
    );
    await house.says(people.clerk, 'action done ACT-4 seen');
    await house.says(people.clerk, 'action done ACT-5 seen');
  });
});

describe('an action typed in a channel', () => {
  it('is answered to its writer alone, except in the board’s own channel', async () => {
    const [own, staff] = [await house.channel('green'), await house.channel('staff-room')];
    const board = await house.prisma.board.findFirstOrThrow({ where: { name: { contains: 'Marlowe Green' } } });
    await house.prisma.board.update({ where: { id: board.id }, data: { channelConversationId: own.id } });
    const words = 'action add Ring the parents owner Ada by 4 Dec';
    expect(await house.says(people.clerk, words, { channel: staff })).toMatchObject({ isPrivate: true });
    expect(await house.says(people.clerk, words, { channel: own })).toMatchObject({ isPrivate: false });
    expect(await house.says(people.clerk, words)).toMatchObject({ isPrivate: true });
  });
});
