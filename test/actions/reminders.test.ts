import { beforeAll, describe, expect, it } from 'vitest';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';

async function aBoard(now: string) {
  const house = await aHouse({ now });
  let people: Record<'clerk' | 'chair' | 'head', Person>;
  let boardId: number;
  beforeAll(async () => {
    const school = await house.school('Marlowe Green');
    const board = await house.board('Raising Attainment Board, Marlowe Green', { school });
    people = {
      clerk: await house.person('Clara Clerk'),
      chair: await house.person('Ben Chair', { role: 'GOVERNOR', school }),
      head: await house.person('Ada Head', { role: 'HEADTEACHER', school }),
    };
    await house.seat(board.id, people.chair, { role: 'GOVERNOR', isChair: true });
    await house.seat(board.id, people.head, { role: 'HEADTEACHER' });
    await house.seat(board.id, people.clerk, { role: 'CLERK', isClerk: true });
    boardId = board.id;
  });
  const add = (what: string, dueOn: string, owner = people.head) =>
    house.prisma.action.create({
      data: { boardId, what, ownerId: owner.id, dueOn: asDay(dueOn), createdAt: house.clock.now() },
    });
  const cardsOf = (person: Person, name: string) => house.chatOf(person).filter((one) => one.shown.name === name);
  /** Let the machine's clock stand at a minute, and the jobs look at it more than once. */
  const wakeAt = async (instant: string) => {
    house.clock.moveTo(instant);
    await house.runJobs();
    await house.runJobs();
  };
  return { house, people: () => people, add, cardsOf, wakeAt };
}

describe('reminders', async () => {
  const { house, people, add, cardsOf, wakeAt } = await aBoard('2026-11-16T07:00:00Z');

  it('come as one message a person and day, and rest before half past eight', async () => {
    await add('Letter', '2026-11-24');
    await add('Plan', '2026-11-24');
    await wakeAt('2026-11-17T08:29:00Z');
    expect(cardsOf(people().head, 'reminder')).toHaveLength(0);
    await wakeAt('2026-11-17T08:30:00Z');
    await wakeAt('2026-11-17T15:00:00Z');
    const [card, ...others] = cardsOf(people().head, 'reminder');
    expect(others).toEqual([]);
    expect(card!.text).toContain('2 things need you');
    expect(titlesOf(card!.card)).toEqual(['Open 1', 'Open 2']);
    await wakeAt('2026-11-18T09:00:00Z');
    expect(cardsOf(people().head, 'reminder')).toHaveLength(1);
  });

  it('change as actions are done, and settle when nothing is left', async () => {
    await house.presses(people().head, 'Open 1');
    await house.presses(people().head, 'Done', { evidence: 'sent' }, { card: 'action' });
    expect(cardsOf(people().head, 'reminder')[0]!.text).toMatch(/^1 thing needs you\nPlan\n[\s\S]*✓ Letter: done\n/);
    await house.says(people().clerk, 'action done ACT-2 seen by the clerk');
    const settled = cardsOf(people().head, 'reminder')[0]!;
    expect(settled.text).toBe('All done. Thank you.\n✓ Letter: done\n✓ Plan: done');
    expect(titlesOf(settled.card)).toEqual([]);
  });

  it('warn the owner before the chair is told, who then gives it to somebody else or moves it', async () => {
    await add('Timetable', '2026-11-24');
    await wakeAt('2026-11-24T09:00:00Z');
    await wakeAt('2026-11-25T09:00:00Z');
    const warned = cardsOf(people().head, 'reminder').at(-1)!.text;
    expect(warned).toContain('Was due Tuesday 24 November 2026, 1 school day late.');
    expect(warned).toContain(
      'On Friday 27 November 2026 I will raise it with Ben Chair, who chairs the board, unless it is done or has a new date by then.',
    );
    await wakeAt('2026-11-26T09:00:00Z');
    expect(cardsOf(people().chair, 'action-overdue')).toHaveLength(0);
    await wakeAt('2026-11-27T09:00:00Z');
    await wakeAt('2026-11-30T09:00:00Z');
    await wakeAt('2026-12-04T09:00:00Z');
    expect(cardsOf(people().chair, 'action-overdue')).toHaveLength(1);
    expect(cardsOf(people().head, 'reminder')).toHaveLength(4);
    const moved = await house.presses(people().chair, 'Move the date', {
      due: '2026-12-11',
      reason: 'the hall is closed',
    });
    expect(moved.said).toMatch(/is due on Friday 11 December 2026 now/);
    const settled = cardsOf(people().chair, 'action-overdue')[0]!;
    expect(settled.text).toContain('It is with Ada Head now, due Friday 11 December 2026.');
    expect(titlesOf(settled.card)).toEqual([]);
  });

  it('begin again for a new date, even the old one', async () => {
    const before = cardsOf(people().head, 'reminder').length;
    await wakeAt('2026-12-11T09:00:00Z');
    await wakeAt('2026-12-14T09:00:00Z');
    expect(cardsOf(people().head, 'reminder')).toHaveLength(before + 2);
  });

  it('do not go to somebody who has left', async () => {
    await house.says(people().clerk, 'action done ACT-3 seen');
    await add('Orphan', '2026-12-15');
    await house.prisma.person.update({ where: { id: people().head.id }, data: { leftOn: asDay('2026-12-14') } });
    const before = house.chatOf(people().head).length;
    await wakeAt('2026-12-15T09:00:00Z');
    await wakeAt('2026-12-18T09:00:00Z');
    expect(house.chatOf(people().head)).toHaveLength(before);
    expect(cardsOf(people().chair, 'action-overdue')).toHaveLength(2);
  });
});

describe('an owner who was first warned late', async () => {
  const { house, people, add, cardsOf, wakeAt } = await aBoard('2026-11-16T07:00:00Z');

  it('reads the day on which the chair hears, two school days after the warning', async () => {
    await add('Survey', '2026-11-16');
    await wakeAt('2026-11-24T09:00:00Z');
    expect(cardsOf(people().head, 'reminder').at(-1)!.text).toContain(
      'On Thursday 26 November 2026 I will raise it with Ben Chair, who chairs the board, unless it is done or has a new date by then.',
    );
    await wakeAt('2026-11-25T09:00:00Z');
    expect(cardsOf(people().chair, 'action-overdue')).toHaveLength(0);
    await wakeAt('2026-11-26T09:00:00Z');
    expect(cardsOf(people().chair, 'action-overdue')).toHaveLength(1);
    expect(cardsOf(people().head, 'reminder').at(-1)!.text).toContain(
      'I have asked Ben Chair, who chairs the board, for a new owner or date.',
    );
  });

  it('and who has left is found by name, so that somebody else takes over', async () => {
    await house.prisma.person.update({ where: { id: people().head.id }, data: { leftOn: asDay('2026-11-26') } });
    expect((await house.says(people().chair, 'action list Ada Head')).said).toMatch(
      /^1 open action of Ada Head:\nACT-1, Ada Head: Survey/,
    );
    expect((await house.says(people().chair, 'action reassign ACT-1 to Ada Head')).said).toMatch(
      /^Nobody called “Ada Head” can be chosen/,
    );
    expect((await house.says(people().chair, 'action reassign ACT-1 to me')).said).toMatch(
      /^ACT-1 is with Ben Chair now, no longer with Ada Head\./,
    );
    expect((await house.says(people().chair, 'action list Ada Head')).said).toMatch(/^I know nobody called/);
  });
});

describe('several actions that are late at once', async () => {
  const { house, people, add, cardsOf, wakeAt } = await aBoard('2026-11-16T07:00:00Z');

  it('reach the chair as one list, once, which settles as they are given to others or done', async () => {
    for (const what of ['Letter', 'Plan', 'Visit']) await add(what, '2026-11-18');
    await wakeAt('2026-11-19T09:00:00Z');
    await wakeAt('2026-11-23T09:00:00Z');
    await wakeAt('2026-11-24T09:00:00Z');
    const lists = () => cardsOf(people().chair, 'action-overdue-list');
    expect(lists()).toHaveLength(1);
    expect(cardsOf(people().chair, 'action-overdue')).toHaveLength(0);
    expect(lists()[0]!.text).toContain('3 actions are overdue');
    expect(lists()[0]!.text).toContain('Ada Head: was due Wednesday 18 November 2026');
    await house.presses(people().chair, 'Decide: ACT-1');
    await house.presses(people().chair, 'Give to somebody else', { owner: String(people().clerk.id) });
    await house.says(people().clerk, 'action done ACT-2 seen');
    expect(lists()[0]!.text).toContain('1 action is overdue');
    await house.says(people().clerk, 'action done ACT-3 seen');
    expect(lists()[0]!.text).toContain('Nothing left to decide here');
    expect(titlesOf(lists()[0]!.card)).toEqual([]);
  });
});

describe('an action of a board whose chair has gone', async () => {
  const { house, people, add, cardsOf, wakeAt } = await aBoard('2026-11-16T07:00:00Z');

  it('is raised with the clerk, as its owner was told', async () => {
    await add('Letter', '2026-11-24');
    await house.prisma.seat.updateMany({ where: { isChair: true }, data: { untilOn: asDay('2026-11-23') } });
    await wakeAt('2026-11-25T09:00:00Z');
    expect(cardsOf(people().head, 'reminder').at(-1)!.text).toContain(
      'On Friday 27 November 2026 I will raise it with Clara Clerk, the board’s clerk, unless it is done or has a new date by then.',
    );
    await wakeAt('2026-11-27T09:00:00Z');
    expect(cardsOf(people().clerk, 'action-overdue')).toHaveLength(1);
    expect(cardsOf(people().head, 'reminder').at(-1)!.text).toContain(
      'I have asked Clara Clerk, the board’s clerk, for a new owner or date.',
    );
  });

  it('waits while there is nobody to ask, and somebody who comes later is asked the next morning', async () => {
    await house.prisma.seat.updateMany({ where: { isClerk: true }, data: { untilOn: asDay('2026-11-27') } });
    await add('Plan', '2026-12-01');
    for (const day of ['01', '02', '04', '07']) await wakeAt(`2026-12-${day}T09:00:00Z`);
    expect(cardsOf(people().head, 'reminder').at(-1)!.text).not.toContain('I will raise it');
    await house.prisma.seat.updateMany({ where: { isChair: true }, data: { untilOn: null } });
    await house.prisma.cardCopy.updateMany({ where: { card: 'reminder' }, data: { wanted: { increment: 1 } } });
    await house.deliver();
    expect(cardsOf(people().head, 'reminder').at(-1)!.text).toContain(
      'On Tuesday 8 December 2026 I will raise it with',
    );
    await wakeAt('2026-12-08T09:00:00Z');
    expect(cardsOf(people().chair, 'action-overdue')).toHaveLength(1);
  });

  it('is asked for no more once its board is closed', async () => {
    await house.prisma.board.updateMany({ data: { closedOn: asDay('2026-12-08') } });
    await house.prisma.cardCopy.updateMany({ where: { card: 'reminder' }, data: { wanted: { increment: 1 } } });
    await house.deliver();
    expect(cardsOf(people().head, 'reminder').at(-1)!.text).toBe('Nothing more to do here\nPlan: its board is closed');
  });
});

describe('over the changes of the clocks', async () => {
  const { house, people, add, cardsOf, wakeAt } = await aBoard('2026-10-19T07:00:00Z');

  it('a reminder is sent once, in autumn when an hour comes twice', async () => {
    // Half-term is between: the action is due on the last school day before it, and was given in the same week.
    await add('Letter', '2026-10-23');
    const hours = Array.from({ length: 20 * 24 }, (_, hour) => new Date(Date.UTC(2026, 9, 19, hour, 31)).toISOString());
    for (const hour of hours.filter((_, index) => index % 4 === 0 || (index >= 140 && index <= 150)))
      await wakeAt(hour);
    const texts = cardsOf(people().head, 'reminder').length;
    const told = await house.prisma.reminder.findMany({ where: { subject: 'action:ACT-1' }, orderBy: { on: 'asc' } });
    expect(new Set(told.map((row) => Number(row.on))).size).toBe(told.length);
    expect(told.map((row) => row.rung)).toEqual([0, 1, 3]);
    expect(texts).toBe(told.length);
    await house.says(people().clerk, 'action done ACT-1 seen');
  });

  it('and in spring when an hour is missing; a clock set back repeats nothing', async () => {
    await add('Plan', '2027-03-26');
    for (const day of [
      '2027-03-19',
      '2027-03-24',
      '2027-03-25',
      '2027-03-26',
      '2027-03-27',
      '2027-03-28',
      '2027-03-29',
      '2027-03-30',
    ])
      for (const time of ['00:30', '01:30', '08:29', '08:30', '12:00']) await wakeAt(`${day}T${time}:00Z`);
    const count = cardsOf(people().head, 'reminder').length;
    expect(cardsOf(people().chair, 'reminder')).toEqual([]);
    expect(count).toBeGreaterThan(4);
    await wakeAt('2027-03-24T12:00:00Z');
    await wakeAt('2027-03-30T12:00:00Z');
    expect(cardsOf(people().head, 'reminder')).toHaveLength(count);
    const rows = await house.prisma.outbox.findMany({ where: { card: 'reminder' } });
    expect(new Set(rows.map((row) => row.subject)).size).toBe(rows.length);
  });
});
