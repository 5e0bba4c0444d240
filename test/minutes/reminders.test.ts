// Minutes that wait for a governor's answer: due five school days after they were sent, and whom the clerk sees waiting.
import { beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';
import { aBoard, aCirculatedText } from './a-board.ts';

const house = await aHouse({ now: '2026-11-16T16:00:00Z' });
let cast: Awaited<ReturnType<typeof aBoard>>;
let ref: string;

const reminders = (person: Person) => house.chatOf(person).filter((one) => one.shown.name === 'reminder');

async function wakeAt(...days: string[]) {
  for (const day of days) {
    house.clock.moveTo(`${day}T08:30:00Z`);
    await house.runJobs();
  }
}

beforeAll(async () => {
  cast = await aBoard(house);
  ref = await aCirculatedText(house, cast, 'Present: everybody.');
});

describe('a governor who was asked to approve minutes', () => {
  test('reads by when, on the card and at home', async () => {
    expect(house.cardOf(cast.governor, 'minutes-approval').text).toContain(
      'Your answer is due Monday 23 November 2026.',
    );
    expect(textOf((await house.says(cast.governor, 'home')).card!.card)).toContain('Due Monday 23 November 2026.');
  });

  test('is reminded on that day and after it, unless they have answered, even that they cannot', async () => {
    await house.presses(cast.governor, 'I cannot approve', { words: 'I was not there.' }, { card: 'minutes-approval' });
    await wakeAt('2026-11-17', '2026-11-20');
    expect(reminders(cast.chair)).toHaveLength(0);
    await wakeAt('2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26');
    expect(reminders(cast.governor)).toHaveLength(0);
    // What she is reminded of again stands on the newest card only.
    expect(reminders(cast.chair).map((one) => one.text.split('\n')[0])).toEqual([
      'See the newer reminder',
      'See the newer reminder',
      '1 thing needs you',
    ]);
    expect(reminders(cast.chair)[0]!.text).toMatch(/\nApprove the minutes: .*: on the newer reminder below$/);
    // Each gave way once, to the next.
    expect(reminders(cast.chair).map((one) => one.edits)).toEqual([1, 1, 0]);
    expect(reminders(cast.chair)[2]!.text).toContain('Was due Monday 23 November 2026, 3 school days late.');
    await house.presses(cast.chair, 'Open');
    await house.presses(cast.chair, 'Approve', {}, { card: 'minutes-approval' });
    for (const one of reminders(cast.chair))
      expect(one.text).toMatch(/^All done\. Thank you\.\n✓ Approve the minutes: .*: approved$/);
  });
});

describe('the clerk', () => {
  test('sees who has not answered, since when and on which days they were reminded', async () => {
    const waits = 'Priya Nair: has not answered yet; asked on 16 Nov 2026; reminded on 23, 24 and 26 November';
    expect(house.cardOf(cast.clerk, 'minutes-progress').text).toContain(waits);
    expect(textOf((await house.says(cast.clerk, `minutes show ${ref}`)).card!.card)).toContain(waits);
    expect(house.cardOf(cast.clerk, 'minutes-progress').text).toContain('Grace Adeyemi: approved');
  });

  test('and other members are told no names', async () => {
    const shown = textOf((await house.says(cast.head, `minutes show ${ref}`)).card!.card);
    expect(shown).toContain('Present: everybody.');
    expect(shown).not.toContain('Priya Nair');
  });

  test('asks everybody anew with a new text, and the days count anew', async () => {
    await house.says(cast.clerk, `minutes write ${ref} Present: nearly everybody.`);
    expect(reminders(cast.second).at(-1)!.text).toMatch(
      /^Nothing more to do here\nApprove the minutes: .*: the text was replaced by revision 2$/,
    );
    expect(house.cardOf(cast.clerk, 'minutes-progress').text).toMatch(
      /Priya Nair: has not answered yet; asked on 26 Nov 2026$/,
    );
    const before = reminders(cast.second).length;
    await wakeAt('2026-11-27', '2026-12-02');
    expect(reminders(cast.second)).toHaveLength(before);
    await wakeAt('2026-12-03');
    expect(reminders(cast.second).at(-1)!.text).toContain('Due today, Thursday 3 December 2026.');
  });
});

describe('who comes in for somebody', () => {
  test('has as many days as everybody from when they were asked', async () => {
    // Both who were asked leave: the chair of another board is asked for them.
    const school = await house.school('Harbour School');
    const chair = await house.person('Ivo Lind', { role: 'EXECUTIVE_DIRECTOR' });
    const governor = await house.person('Una Rowe', { role: 'GOVERNOR', school });
    const board = await house.board('Raising Attainment Board, Harbour School', { school });
    await house.seat(board.id, chair, { role: 'EXECUTIVE_DIRECTOR', isChair: true });
    await house.seat(board.id, governor, { role: 'GOVERNOR' });
    await house.seat(board.id, cast.clerk, { role: 'CLERK', isClerk: true });
    await aCirculatedText(house, { clerk: cast.clerk, board }, 'Present: both.');
    await wakeAt('2026-12-11');
    await house.says(cast.clerk, 'person left Una Rowe');
    expect(house.cardOf(chair, 'minutes-approval').text).toContain('Your answer is due Friday 18 December 2026.');
    await wakeAt('2026-12-14', '2026-12-17');
    expect(reminders(chair)).toEqual([]);
    await wakeAt('2026-12-18', '2027-01-04');
    expect(reminders(chair)).toHaveLength(2);
    expect(titlesOf(reminders(chair)[1]!.card)).toEqual(['Open']);
  });

  test('and a board that is closed asks nobody', async () => {
    await house.prisma.board.updateMany({ data: { closedOn: new Date('2027-01-04') } });
    const count = await house.prisma.reminder.count();
    await wakeAt('2027-01-05', '2027-01-06', '2027-01-07');
    expect(await house.prisma.reminder.count()).toBe(count);
  });
});
