// What waits for a chair of governors in a busy week: asked whether they come, minutes to approve, actions, some overdue.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { HOME_TAB, WHAT_WAITS } from '../../src/chat/contract.ts';
import { aBoard, aCirculatedText } from '../minutes/a-board.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z' });
let board: Awaited<ReturnType<typeof aBoard>>;
let minutes: string;

const home = async (person: Person) => (await house.says(person, 'home')).card!.card;
const linesOf = async (person: Person) => textOf(await home(person)).split('\n');
const numbered = (lines: string[]) => lines.filter((line) => /^\d+\. /.test(line));

beforeAll(async () => {
  board = await aBoard(house);
  const { clerk } = board;
  await house.says(clerk, 'action add Walk through Year 9 lessons owner Priya Nair by 11 December');
  await house.says(clerk, 'action add Ask parents about homework owner Priya Nair by 25 November');
  minutes = await aCirculatedText(house, board, 'Present: everybody.');
  await house.says(clerk, 'meeting add on 3 December at 17:30');
  await house.says(clerk, 'agenda publish');
  house.clock.moveTo('2026-11-27T09:00:00Z');
});

describe('home', () => {
  test('in a tab offers besides what the person may do: a director the setup too', async () => {
    const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
    const tabOf = async ({ id }: Person) => {
      const place = { platform: 'web', tenant: 'local', externalId: `person-${id}`, kind: 'personal' } as const;
      const from = { platform: 'web', tenant: 'local', userId: `person-${id}` } as const;
      await house.house.door.handle({
        key: randomUUID(),
        from,
        place,
        personal: place,
        deed: WHAT_WAITS,
        tab: HOME_TAB,
      });
      await house.deliver();
      return house.platform().seen.find((one) => one.messageId === HOME_TAB && one.place === place.externalId)!;
    };
    expect((await tabOf(director)).shown.deeds).toEqual(['action.add', 'status.show', 'setup.show', 'help.show']);
    const governor = await tabOf(board.second);
    expect(governor.shown.deeds).toEqual(expect.arrayContaining(['action.add', 'help.show']));
    expect(governor.shown.deeds).not.toContain('setup.show');
  });

  test('lists questions, then minutes to approve, then actions, the most urgent first, numbered through', async () => {
    const lines = await linesOf(board.second);
    expect(lines.slice(0, 2)).toEqual(['Waiting for you, Priya', '4 things are waiting for you.']);
    expect(lines.filter((line) => /^(Questions|Minutes|Your)|^\d+\. /.test(line))).toEqual([
      'Questions for you',
      '1. Say whether you are coming: Raising Attainment Board, Marsh Lane School',
      'Minutes to approve',
      expect.stringMatching(/^2\. Approve the minutes: Raising Attainment Board, Marsh Lane School, /),
      'Your actions',
      '3. ACT-2: Ask parents about homework',
      '4. ACT-1: Walk through Year 9 lessons',
    ]);
  });

  test('says in words what is overdue, and when the rest is due', async () => {
    const text = (await linesOf(board.second)).join('\n');
    expect(text).toMatch(/ACT-2: Ask parents about homework\nOverdue: was due on Wednesday 25 November 2026\. When/);
    expect(text).toMatch(/ACT-1: Walk through Year 9 lessons\nDue Friday 11 December 2026\. When/);
  });

  test('a number that is typed and the button with that number open the same thing', async () => {
    const names = ['agenda', 'minutes-approval', 'action', 'action'];
    for (const [index, name] of names.entries()) {
      const typed = await house.says(board.second, `home ${index + 1}`);
      await house.says(board.second, 'home');
      const pressed = await house.presses(board.second, `Open ${index + 1}`, {}, { card: 'home' });
      expect(typed.card?.name).toBe(name);
      expect(textOf(pressed.card!.card)).toBe(textOf(typed.card!.card));
    }
  });

  test('names no group in which nothing waits', async () => {
    await house.says(board.second, `minutes approve ${minutes} r1`);
    await house.says(board.second, 'agenda attend yes');
    const lines = await linesOf(board.second);
    expect(lines).toContain('Your actions');
    expect(lines.join('\n')).not.toMatch(/Questions for you|Minutes to approve/);
    expect(numbered(lines)[0]).toBe('1. ACT-2: Ask parents about homework');
  });

  test('a clerk’s draft is something to do, and what a governor wrote is a question', async () => {
    const meeting = await house.prisma.meeting.create({
      data: { boardId: board.board.id, heldOn: new Date('2026-11-17'), state: 'held' },
    });
    await house.says(board.clerk, `minutes write MTG-${meeting.id} Present: nearly everybody.`);
    await house.says(board.governor, `minutes correct ${minutes} r1 Owen was there too.`);
    const lines = (await linesOf(board.clerk)).filter((line) => /^(Questions|Minutes|Your)|minutes: /.test(line));
    expect(lines).toEqual([
      'Questions for you',
      expect.stringMatching(/^\d\. A governor wrote about the minutes: /),
      'Your actions',
      // The board had met a week before that, too.
      expect.stringMatching(/^\d\. Write the minutes: .*10 November 2026$/),
      expect.stringMatching(/^\d\. Circulate the draft minutes: /),
    ]);
  });

  test('shows twelve things and six buttons, and counts the rest', async () => {
    for (let number = 1; number <= 13; number += 1)
      await house.says(board.clerk, `action add Task ${number} owner Tom Whitfield by 11 December`);
    await house.says(board.head, 'agenda attend no');
    const lines = await linesOf(board.head);
    expect(numbered(lines)).toHaveLength(12);
    expect(lines.at(-1)).toBe('And 1 more.');
    expect(titlesOf(await home(board.head))).toEqual([1, 2, 3, 4, 5, 6].map((number) => `Open ${number}`));
    expect(textOf((await house.says(board.head, 'home 13')).card!.card)).toContain('Task 13');
  });

  test('a button of an older list never opens what has its number now', async () => {
    await house.says(board.head, 'home');
    const older = house.cardOf(board.head, 'home');
    const [, first] = /1\. (ACT-\d+)/.exec(older.text)!;
    await house.says(board.head, `action done ${first} Seen by the governors.`);
    // The first press shows the list anew in its place; the second is from somebody's phone that has not caught up.
    for (const _press of [1, 2])
      expect((await house.pressesOn(board.head, older, 'Open 1')).said).toMatch(/^That is no longer waiting for you/);
  });

  test('somebody for whom nothing waits is told so, without headings', async () => {
    const newcomer = await house.person('Nia New', { role: 'GOVERNOR', school: board.school });
    expect(await linesOf(newcomer)).toEqual(['Waiting for you, Nia', 'Nothing is waiting for you. Thank you.']);
  });
});
