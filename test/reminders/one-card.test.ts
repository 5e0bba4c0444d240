// What one person owes, of whatever kind, comes as one card a day and is true whenever it is read.
import { beforeAll, describe, expect, it } from 'vitest';
import { aHouse, type Person, titlesOf } from '../support/house.ts';
import { aBusyPerson } from './a-week.ts';

const house = await aHouse({ now: '2026-11-09T07:00:00Z' });
let cast: Awaited<ReturnType<typeof aBusyPerson>>;

const reminders = (person: Person) => house.chatOf(person).filter((one) => one.shown.name === 'reminder');
const last = (person: Person) => reminders(person).at(-1)!;

async function wakeAt(instant: string) {
  house.clock.moveTo(instant);
  await house.runJobs();
  await house.runJobs();
}

beforeAll(async () => {
  cast = await aBusyPerson(house);
  await house.says(cast.clerk, 'action add Walk through Year 9 lessons owner Priya Nair by 24 November 2026');
  await house.says(cast.lead, 'round open Autumn 2026 due 1 December');
  house.clock.moveTo('2026-11-16T16:00:00Z');
  await house.says(cast.clerk, 'minutes write MTG-1 The board met at half past five.');
  await house.says(cast.clerk, 'minutes circulate MIN-1');
});

describe('the reminders of one day', () => {
  it('come as one card, the most urgent first, with where each comes from and a button that opens it', async () => {
    await wakeAt('2026-11-17T08:30:00Z');
    expect(last(cast.busy).text).toMatch(
      /^1 thing needs you\nWalk through Year 9 lessons\nDue Tuesday 24 November 2026/,
    );
    await wakeAt('2026-11-23T08:30:00Z');
    // Minutes are due five school days after they were sent; the grades are due in six.
    expect(last(cast.busy).text).toBe(
      [
        '1 thing needs you',
        'Approve the minutes: Raising Attainment Board, Marsh Lane School, Tuesday 10 November 2026',
        'Due today, Monday 23 November 2026.',
        'MIN-1, sent to you on Monday 16 November 2026',
        'Once it is done, its reminders stop.',
      ].join('\n'),
    );
    await wakeAt('2026-11-24T08:30:00Z');
    expect(last(cast.busy).text).toBe(
      [
        '3 things need you',
        '1. Approve the minutes: Raising Attainment Board, Marsh Lane School, Tuesday 10 November 2026',
        'Was due Monday 23 November 2026, 1 school day late.',
        'MIN-1, sent to you on Monday 16 November 2026',
        'If you cannot approve them, open them and say why: that is an answer too.',
        '2. Walk through Year 9 lessons',
        'Due today, Tuesday 24 November 2026.',
        'ACT-1, Raising Attainment Board, Marsh Lane School',
        '3. Give the grades of Fernhill Secondary School',
        'Due Tuesday 1 December 2026.',
        'Autumn 2026, asked on Monday 9 November 2026',
        '0 of 5 aspects answered.',
        'Once one is done, its reminders stop.',
      ].join('\n'),
    );
    expect(last(cast.busy).summary).toBe('3 things need you, 1 of them late');
    expect(titlesOf(last(cast.busy).card)).toEqual(['Open 1', 'Open 2', 'Open 3']);
  });

  it('are delivered under one key a person and day, however often the clock strikes', async () => {
    await wakeAt('2026-11-24T15:00:00Z');
    const rows = await house.prisma.outbox.findMany({ where: { card: 'reminder', personId: cast.busy.id } });
    expect(rows.map((row) => row.key).sort()).toEqual(
      ['2026-11-17', '2026-11-23', '2026-11-24'].map((day) => `reminder:PER-${cast.busy.id}:${day}`),
    );
  });

  it('each open the card on which the thing is done', async () => {
    for (const [index, name] of ['minutes-approval', 'action', 'evaluation'].entries()) {
      const opened = await house.pressesOn(cast.busy, last(cast.busy), `Open ${index + 1}`);
      expect(opened.card?.name).toBe(name);
    }
  });

  it('are ticked off as things are done, wherever that is', async () => {
    await house.says(cast.busy, 'minutes approve MIN-1 r1');
    expect(last(cast.busy).text).toMatch(/^2 things need you\n1\. Walk/);
    expect(last(cast.busy).text).toContain(
      '✓ Approve the minutes: Raising Attainment Board, Marsh Lane School, Tuesday 10 November 2026: approved',
    );
    await house.presses(cast.busy, '2 Good', {}, { card: 'evaluation' });
    await house.says(cast.busy, 'Governors visit each term.');
    expect(last(cast.busy).text).toContain('1 of 5 aspects answered.');
  });

  it('say what has become of the others, and settle with thanks when all is done', async () => {
    await house.says(cast.clerk, 'action move ACT-1 to 11 December 2026 because the hall is closed');
    expect(last(cast.busy).text).toContain('\nWalk through Year 9 lessons: now due Friday 11 December 2026\n');
    expect(titlesOf(last(cast.busy).card)).toEqual(['Open']);
    await wakeAt('2026-12-11T08:30:00Z');
    await house.says(cast.busy, 'action done ACT-1 walked through six of them');
    for (const grade of ['good', 'good', 'good', 'good']) {
      await house.says(cast.busy, grade);
      await house.says(cast.busy, 'Seen in lessons.');
    }
    await house.says(cast.busy, 'evaluation submit');
    expect(last(cast.busy).text).toBe(
      'All done. Thank you.\n✓ Give the grades of Fernhill Secondary School: submitted, late\n✓ Walk through Year 9 lessons: done',
    );
    expect(titlesOf(last(cast.busy).card)).toEqual([]);
  });

  it('are shown to nobody else', async () => {
    const { subject } = await house.prisma.outbox.findFirstOrThrow({
      where: { card: 'reminder', personId: cast.busy.id },
    });
    const conversation = await house.prisma.conversation.findFirstOrThrow({ where: { personId: cast.chair.id } });
    await house.prisma.outbox.create({
      data: {
        key: 'a forged reminder',
        card: 'reminder',
        subject,
        personId: cast.chair.id,
        conversationId: conversation.id,
        notBefore: house.clock.now(),
        createdAt: house.clock.now(),
        requestId: 'forged',
      },
    });
    await house.deliver();
    expect(reminders(cast.chair).filter((one) => one.text.includes('Year 9'))).toEqual([]);
    expect(await house.prisma.outbox.findFirst({ where: { key: 'a forged reminder' } })).toMatchObject({
      state: 'skipped',
    });
  });
});

describe('many things at once', () => {
  it('are six with a button each, and how many more there are at home', async () => {
    house.clock.moveTo('2027-01-04T09:00:00Z');
    for (let number = 1; number <= 8; number++)
      await house.says(cast.clerk, `action add Task ${number} owner Priya Nair by 18 January 2027`);
    await wakeAt('2027-01-18T08:30:00Z');
    expect(last(cast.busy).text).toMatch(/^8 things need you\n1\. Task 1\n/);
    expect(last(cast.busy).text).toContain('\nAnd 2 more: type home.\n');
    expect(titlesOf(last(cast.busy).card)).toEqual([1, 2, 3, 4, 5, 6].map((number) => `Open ${number}`));
  });

  it('end with a last reminder that says so; afterwards they stay at home', async () => {
    await wakeAt('2027-02-08T08:30:00Z');
    const before = reminders(cast.busy).length;
    await wakeAt('2027-02-22T08:30:00Z');
    expect(last(cast.busy).text).toMatch(/This is the last reminder\. It stays on your list: type home\./);
    expect(last(cast.busy).text).toContain(
      'I have asked Grace Adeyemi, who chairs the board, for a new owner or date.',
    );
    for (const day of ['2027-02-23', '2027-03-01', '2027-03-25', '2027-06-07']) await wakeAt(`${day}T08:30:00Z`);
    expect(reminders(cast.busy)).toHaveLength(before + 1);
    expect((await house.says(cast.busy, 'home')).card!.card.body.length).toBeGreaterThan(6);
  });
});
