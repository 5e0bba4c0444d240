// A new action as a clerk of several boards gives it: on a phone, between two items of the agenda.
import { beforeAll, describe, expect, it } from 'vitest';
import { aHouse, type Person } from '../support/house.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z' });
let people: Record<'clerk' | 'ada' | 'ben' | 'director' | 'outsider', Person>;
let boards: { id: number }[];

beforeAll(async () => {
  const schools = [await house.school('Marlowe Green'), await house.school('Harbour High')];
  people = {
    clerk: await house.person('Clara Clerk'),
    ada: await house.person('Ada Head', { role: 'HEADTEACHER', school: schools[0]! }),
    ben: await house.person('Ben Abbot', { role: 'HEADTEACHER', school: schools[1]! }),
    director: await house.person('Dora Director', { role: 'PROGRAMME_DIRECTOR' }),
    outsider: await house.person('Otto Outside'),
  };
  boards = [];
  for (const [index, school] of schools.entries()) {
    const board = await house.board(`Raising Attainment Board, ${school.name}`, { school });
    boards.push(board);
    await house.seat(board.id, index === 0 ? people.ada : people.ben, { role: 'HEADTEACHER' });
    await house.seat(board.id, people.clerk, { role: 'CLERK', isClerk: true });
  }
});

const asks = async (who: Person, words: string) => {
  const answer = await house.says(who, words);
  return { said: answer.said, form: answer.form!.form, token: answer.form!.token };
};
const sends = (who: Person, { form, token }: Awaited<ReturnType<typeof asks>>, input: Record<string, string>) =>
  house.does(who, { kind: 'press', action: form.submit.id, token, input });
const values = (form: { inputs: { id: string; value?: string | undefined }[] }) =>
  Object.fromEntries(form.inputs.flatMap(({ id, value }) => (value === undefined ? [] : [[id, value]])));
const countActions = () => house.prisma.action.count();

describe('a clerk of two boards', () => {
  it('is asked which board first, and then for the rest; nothing typed is lost', async () => {
    const first = await asks(people.clerk, 'action add Letter to parents owner Ada by next Friday');
    expect(first.form.inputs.map(({ label }) => label)).toEqual(['For which board?']);
    const answer = await sends(people.clerk, first, { boardId: String(boards[0]!.id) });
    expect(answer.said).toMatch(/^Added ACT-1 for Ada Head, due Friday/);

    const bare = await asks(people.clerk, 'action add');
    const next = await sends(people.clerk, bare, { boardId: String(boards[1]!.id) });
    expect(next.form!.form.inputs.map(({ id }) => id)).toEqual(['what', 'owner', 'due', 'impact']);
    expect(next.form!.form.intro).toMatchObject([{ text: 'Raising Attainment Board, Harbour High' }]);
    expect(next.form!.form.inputs[1]).toMatchObject({ choices: [{ title: 'Ben Abbot' }, { title: 'Clara Clerk' }] });
  });

  it('names the board at the end, with or without an owner and a day', async () => {
    const words = 'action add Letter to parents by 4 Dec for Harbour';
    const { form } = await asks(people.clerk, words);
    expect(form.intro).toMatchObject([{ text: 'Raising Attainment Board, Harbour High' }]);
    expect(values(form)).toEqual({ what: 'Letter to parents', due: '2026-12-04' });
    expect(values((await asks(people.clerk, 'action add for Harbour High')).form)).toEqual({});
    expect(values((await asks(people.clerk, 'action add Letter for Harbour by 4 Dec')).form)).toEqual({
      what: 'Letter',
      due: '2026-12-04',
    });
    expect((await house.says(people.clerk, 'action add Letter for Harbour by 4 Dec owner Ben')).said).toMatch(
      /^Added ACT-\d+ for Ben Abbot, due Friday 4 December 2026/,
    );
    expect((await house.says(people.ada, 'action add Map for Marlowe owner me by 4 Dec')).said).toMatch(/^Added/);
    expect((await house.prisma.action.findFirst({ orderBy: { id: 'desc' } }))!.what).toBe('Map for Marlowe');
    expect((await asks(people.clerk, 'action add Plan for maths')).form.inputs[0]!.id).toBe('boardId');
  });

  it('who speaks in a board’s channel means that board', async () => {
    const channel = await house.channel('harbour');
    await house.prisma.board.update({ where: { id: boards[1]!.id }, data: { channelConversationId: channel.id } });
    const answer = await house.says(people.clerk, 'action add Ring the parents', { channel });
    expect(answer.form!.form.intro).toMatchObject([{ text: 'Raising Attainment Board, Harbour High' }]);
    expect(answer.isPrivate).toBe(true);
  });

  it('gets the form back with everything else when the owner or the day is not understood', async () => {
    const before = await countActions();
    const asked = await asks(people.clerk, 'action add Plan owner Fred by Tuesdayish for Harbour impact more lessons');
    expect(asked.said).toBe(
      'Nobody called “Fred” can be chosen here. Choose from Ben Abbot or Clara Clerk.\nI could not read “Tuesdayish” as a date. Type it like 24 Nov or next Friday.',
    );
    expect(values(asked.form)).toEqual({ what: 'Plan', impact: 'more lessons' });
    expect(await countActions()).toBe(before);
    const some = await asks(people.clerk, 'action add Plan owner ben by 31 Feb for Harbour');
    expect(values(some.form)).toEqual({ what: 'Plan', owner: String(people.ben.id) });
    const wrong = await sends(people.clerk, some, { what: 'Plan', owner: String(people.ada.id), due: '2026-12-04' });
    expect(wrong.fieldErrors).toEqual({ owner: 'Choose somebody with a seat on the board.' });
    const past = await sends(people.clerk, some, { what: 'Plan', owner: String(people.ben.id), due: '2026-11-20' });
    expect(past.fieldErrors).toEqual({ due: 'Choose today or a later day.' });
    const answer = await sends(people.clerk, some, {
      what: 'Plan',
      owner: String(people.ben.id),
      due: '2026-12-04',
      impact: 'More lessons',
    });
    expect(answer.said).toMatch(/^Added ACT-\d+ for Ben Abbot, due Friday 4 December 2026\. I have told Ben Abbot\./);
    expect(house.cardOf(people.ben, 'action').text).toContain('Intended impact: More lessons');
  });
});

describe('an action from a meeting', () => {
  it('is added with the agenda’s button, whose card says at which meeting', async () => {
    await house.says(people.clerk, 'meeting add Marlowe Green on 3 December at 17:30');
    await house.says(people.clerk, 'agenda publish Marlowe Green');
    const { form, token } = (await house.presses(people.clerk, 'Add an action')).form!;
    expect(form.intro).toMatchObject([{ text: 'Raising Attainment Board, Marlowe Green' }]);
    const input = { what: 'Count the books', owner: String(people.ada.id), due: '2026-12-11' };
    const answer = await house.does(people.clerk, { kind: 'press', action: form.submit.id, token, input });
    expect(answer.said).toMatch(/^Added/);
    expect(house.cardOf(people.ada, 'action').text).toContain('Meeting: Thursday 3 December 2026');
  });

  it('is added by typing the meeting’s number, which names the board as well', async () => {
    const answer = await house.says(people.clerk, 'action add Buy chairs owner Ada by 11 Dec from MTG-1');
    expect(answer.said).toMatch(/^Added ACT-\d+ for Ada Head/);
    expect(await house.prisma.action.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
      meetingId: 1,
      what: 'Buy chairs',
    });
    expect((await house.says(people.clerk, 'action add Buy chairs from MTG-99')).said).toBe(
      'There is no meeting MTG-99.',
    );
    expect((await house.says(people.clerk, 'action add Chairs owner Ben by 11 Dec for Harbour from MTG-1')).said).toBe(
      'MTG-1 is not a meeting of Raising Attainment Board, Harbour High.',
    );
  });
});

describe('the office and others', () => {
  it('choose among the boards that they may add to, and nobody else is told that there are any', async () => {
    const { form } = await asks(people.director, 'action add Visit Year 11');
    expect(form.inputs[0]).toMatchObject({
      id: 'boardId',
      choices: [
        { title: 'Raising Attainment Board, Harbour High' },
        { title: 'Raising Attainment Board, Marlowe Green' },
      ],
    });
    expect((await house.says(people.outsider, 'action add Visit Year 11')).said).toMatch(/^You do not sit on a board/);
    expect((await house.says(people.outsider, 'action add Visit for Harbour High')).said).toMatch(
      /^You do not sit on a board/,
    );
    expect((await house.says(people.ada, `action add Visit owner Ben by 4 Dec for BRD-${boards[1]!.id}`)).said).toMatch(
      /^Only a member of this board/,
    );
  });
});
