// The agenda publishes itself, and what changes afterwards is told in one note (F-03).
import { beforeEach, describe, expect, it } from 'vitest';
import { aHouse, titlesOf } from '../support/house.ts';
import { aBoardAt, at, plan, sentTo } from './a-board.ts';

const house = await aHouse({ now: '2026-11-20T10:00:00Z' });
const other = await aHouse({ database: house.prisma, platforms: house.platforms });
const start = () => house.clock.moveTo('2026-11-20T10:00:00Z');
// Each story has its own days.
beforeEach(async () => {
  await house.prisma.jobSlot.deleteMany();
});

const inChannel = (board: { channel: { externalId: string } }, card: string) =>
  house.seenIn(board.channel).filter(({ shown }) => shown.name === card);

describe('an agenda that nobody publishes', () => {
  it('goes out by itself five working days before the meeting: to the channel and to each member, once', async () => {
    start();
    const board = await aBoardAt(house, 'Alder');
    const { said } = await house.says(board.clerk, 'meeting add on 3 December at 17:30 in the library');
    expect(said).toMatch(/I send the agenda out on Thursday 26 November 2026; “agenda publish” does it sooner\./);
    await at(house, '2026-11-25T08:30:00Z');
    expect(sentTo(house, board.head, 'agenda')).toEqual([]);
    expect(await at(house, '2026-11-26T07:59:00Z')).not.toContain('publishAgendas');
    expect(await at(house, '2026-11-26T08:00:00Z')).toContain('publishAgendas');
    await at(house, '2026-11-27T09:00:00Z');
    for (const person of board.everybody) {
      const [agenda, ...more] = sentTo(house, person, 'agenda');
      expect(more).toEqual([]);
      const running = [board.clerk, board.chair].includes(person) ? ['See the meeting'] : [];
      expect(titlesOf(agenda!.card)).toEqual([
        'I will be there',
        'Apologies',
        'Add an item',
        'Add an action',
        ...running,
      ]);
      expect(agenda!.text).not.toMatch(/shorter notice/);
    }
    expect(inChannel(board, 'agenda')).toHaveLength(1);
    const audit = await house.prisma.auditEvent.findMany({ where: { event: 'agenda.published' } });
    expect(audit).toMatchObject([{ actorId: null, platform: 'clock', place: 'publishAgendas' }]);
  });

  it('is told to the clerk two working days before, who can look at it, add to it and publish it at once', async () => {
    start();
    const board = await aBoardAt(house, 'Birch');
    await plan(house, board, 'on 3 December at 17:30');
    await at(house, '2026-11-23T08:30:00Z');
    expect(sentTo(house, board.clerk, 'agenda-to-publish')).toEqual([]);
    await at(house, '2026-11-24T08:30:00Z');
    await at(house, '2026-11-25T08:30:00Z');
    const [warning, ...more] = sentTo(house, board.clerk, 'agenda-to-publish');
    expect(more).toEqual([]);
    expect(warning!.text).toContain(
      'On Thursday 26 November 2026, 5 working days before the meeting, I send it to 5 people and to the board’s channel, unless you do so before.',
    );
    expect(sentTo(house, board.chair, 'agenda-to-publish')).toEqual([]);
    const { form, token } = (await house.pressesOn(board.clerk, warning!, 'Add an item')).form!;
    const input = { title: 'Year 9 attendance', lead: String(board.head.id) };
    await house.does(board.clerk, { kind: 'press', action: form.submit.id, token, input });
    expect(house.cardOf(board.clerk, 'agenda-to-publish').text).toContain('It has 12 items so far.');
    expect((await house.pressesOn(board.clerk, warning!, 'Publish now')).said).toMatch(/goes to 5 people/);
    const settled = house.cardOf(board.clerk, 'agenda-to-publish');
    expect([settled.text.split('\n')[0], titlesOf(settled.card)]).toEqual(['The agenda is published', []]);
    expect(sentTo(house, board.governor, 'agenda')[0]!.text).toContain(
      '12. Year 9 attendance (Ada Birch; Clara Birch asked for it)',
    );
    await at(house, '2026-11-26T08:30:00Z');
    expect(sentTo(house, board.governor, 'agenda')).toHaveLength(1);
  });

  it('is told to the chair of a board that has no clerk, and goes to no channel where there is none', async () => {
    start();
    const board = await aBoardAt(house, 'Cedar', { hasClerk: false, hasChannel: false });
    await plan(house, board, 'on 3 December at 17:30');
    await at(house, '2026-11-24T08:30:00Z');
    expect(sentTo(house, board.chair, 'agenda-to-publish')[0]!.text).toContain('I send it to 4 people, unless');
    await at(house, '2026-11-26T08:30:00Z');
    expect(sentTo(house, board.head, 'agenda')).toHaveLength(1);
    expect(inChannel(board, 'agenda')).toEqual([]);
  });

  it('goes out once when the clerk publishes at the very moment, and two copies of the bot wake', async () => {
    start();
    const board = await aBoardAt(house, 'Damson');
    const ref = await plan(house, board, 'on 3 December at 17:30');
    house.clock.moveTo('2026-11-26T08:00:00Z');
    other.clock.moveTo('2026-11-26T08:00:00Z');
    await Promise.all([
      house.runJobs(),
      house.says(board.clerk, 'agenda publish'),
      other.runJobs(),
      house.says(board.chair, `agenda publish ${ref}`),
    ]);
    const runs = await house.prisma.jobRun.findMany({ where: { job: 'publishAgendas' } });
    expect(runs).toMatchObject([{ outcome: 'done' }]);
    for (const person of board.everybody) expect(sentTo(house, person, 'agenda')).toHaveLength(1);
    expect(inChannel(board, 'agenda')).toHaveLength(1);
    const row = await house.prisma.meeting.findUniqueOrThrow({ where: { id: Number(ref.slice(4)) } });
    expect(row.agendaRevision).toBe(1);
    const subject = `meeting:${ref}`;
    expect(await house.prisma.auditEvent.count({ where: { event: 'agenda.published', subject } })).toBe(1);
  });

  it('rests on a bank holiday, and goes out late after days on which the bot was off, saying that the notice is short', async () => {
    house.clock.moveTo('2026-12-15T10:00:00Z');
    const board = await aBoardAt(house, 'Elder');
    // Five working days before Thursday 7 January, over 1 January: 30 December.
    await plan(house, board, 'on 7 January 2027 at 17:30');
    await at(house, '2026-12-28T09:00:00Z');
    expect(sentTo(house, board.clerk, 'agenda-to-publish')).toEqual([]);
    await at(house, '2027-01-01T09:00:00Z');
    expect(sentTo(house, board.head, 'agenda')).toEqual([]);
    await at(house, '2027-01-04T09:00:00Z');
    expect(sentTo(house, board.clerk, 'agenda-to-publish')).toEqual([]);
    expect(sentTo(house, board.head, 'agenda')[0]!.text).toContain(
      'This is shorter notice than the usual 5 working days.',
    );
  });

  it('goes out on weekdays for a partnership without term dates', async () => {
    start();
    await house.prisma.partnership.updateMany({ data: { termCalendarId: null } });
    const board = await aBoardAt(house, 'Fig');
    await plan(house, board, 'on 3 December at 17:30');
    await at(house, '2026-11-26T08:30:00Z');
    expect(sentTo(house, board.head, 'agenda')).toHaveLength(1);
    await house.prisma.partnership.updateMany({ data: { termCalendarId: 'london-pattern' } });
  });

  it.each([
    [
      'back',
      'Gean',
      '2026-10-19T09:00:00Z',
      'on 2 November 2026 at 17:30',
      '2026-10-26T07:59:00Z',
      '2026-10-26T08:00:00Z',
    ],
    [
      'forward',
      'Hazel',
      '2027-03-15T09:00:00Z',
      'on 6 April 2027 at 17:30',
      '2027-03-25T07:59:00Z',
      '2027-03-30T07:00:00Z',
    ],
  ])('goes out at eight by the wall when the clocks have gone %s', async (_, name, now, words, before, due) => {
    house.clock.moveTo(now);
    const board = await aBoardAt(house, name);
    await plan(house, board, words);
    await at(house, before);
    expect(sentTo(house, board.head, 'agenda')).toEqual([]);
    await at(house, due);
    expect(sentTo(house, board.head, 'agenda')).toHaveLength(1);
  });
});

describe('a meeting that is called at short notice', () => {
  it('is published at once, with a sentence that says so', async () => {
    start();
    const board = await aBoardAt(house, 'Juniper');
    const { said } = await house.says(board.clerk, 'meeting add on 25 November at 17:30');
    expect(said).toMatch(
      /The agenda goes to 5 people and to the board’s channel now\. This is shorter notice than the usual 5 working days\.$/,
    );
    expect(sentTo(house, board.head, 'agenda')[0]!.text).toContain('shorter notice than the usual 5 working days');
    expect(inChannel(board, 'agenda')[0]!.text).toContain('shorter notice');
    await at(house, '2026-11-23T08:30:00Z');
    expect(sentTo(house, board.head, 'agenda')).toHaveLength(1);
    expect(sentTo(house, board.clerk, 'agenda-to-publish')).toEqual([]);
  });

  it('is called in time on the day on which its agenda is due', async () => {
    start();
    const board = await aBoardAt(house, 'Larch');
    const { said } = await house.says(board.clerk, 'meeting add on 27 November at 17:30');
    expect(said).toMatch(/goes to 5 people and to the board’s channel now\.$/);
  });
});

describe('a late change', () => {
  it('shows on the same message at once, and five changes within minutes are one note that names them', async () => {
    start();
    const board = await aBoardAt(house, 'Maple');
    await plan(house, board, 'on 25 November at 17:30');
    expect((await house.says(board.head, 'agenda add Mock exams')).said).toMatch(/a short note follows/);
    house.clock.moveTo('2026-11-20T10:05:00Z');
    await house.says(board.governor, 'agenda add School meals');
    await house.says(board.officer, 'agenda add A slip');
    await house.says(board.clerk, 'agenda remove 14');
    await house.says(board.clerk, 'agenda remove 3');
    await house.says(board.clerk, 'agenda move 4 to 2');
    expect(sentTo(house, board.head, 'agenda')[0]!.text).toContain('12. School meals (Gil Maple, who asked for it)');
    expect(inChannel(board, 'agenda')[0]!.text).toContain('Changed since it was first sent.');
    expect(sentTo(house, board.head, 'agenda-updated')).toEqual([]);
    house.clock.moveTo('2026-11-20T10:15:00Z');
    await house.deliver();
    for (const person of board.everybody) expect(sentTo(house, person, 'agenda-updated')).toHaveLength(1);
    expect(inChannel(board, 'agenda-updated')).toHaveLength(1);
    const lines = sentTo(house, board.head, 'agenda-updated')[0]!.text.split('\n').slice(2);
    expect(lines).toEqual([
      'The board meets on Wednesday 25 November 2026, 17:30, Maple. Your copy of the agenda shows the change.',
      'New item 11: Mock exams',
      'New item 12: School meals',
      'Taken off: Progress on the core priorities, with a judgement on each area for improvement',
      'Now item 2: Teaching in the key stage, year or subject of concern',
    ]);
  });

  it('after that is told in a note of its own', async () => {
    const board = await aBoardAt(house, 'Nettle');
    start();
    await plan(house, board, 'on 25 November at 17:30');
    for (const [minutes, title] of [
      ['00', 'First'],
      ['15', 'Second'],
      ['29', 'Third'],
    ]) {
      house.clock.moveTo(`2026-11-20T10:${minutes}:00Z`);
      await house.says(board.head, `agenda add ${title}`);
    }
    house.clock.moveTo('2026-11-20T11:00:00Z');
    await house.deliver();
    const notes = sentTo(house, board.governor, 'agenda-updated').map(({ text }) => text.split('\n').slice(3));
    expect(notes).toEqual([['New item 12: First'], ['New item 13: Second', 'New item 14: Third']]);
  });

  it('that is taken back within minutes is no news', async () => {
    start();
    const board = await aBoardAt(house, 'Oak');
    await plan(house, board, 'on 25 November at 17:30');
    await house.says(board.head, 'agenda add A slip');
    await house.says(board.head, 'agenda remove 12');
    house.clock.moveTo('2026-11-20T10:20:00Z');
    await house.deliver();
    expect(sentTo(house, board.governor, 'agenda-updated')).toEqual([]);
  });

  it('is told at once when the clerk publishes, and not again a quarter of an hour later', async () => {
    start();
    const board = await aBoardAt(house, 'Pine');
    await plan(house, board, 'on 25 November at 17:30');
    await house.says(board.head, 'agenda add Mock exams');
    expect((await house.says(board.clerk, 'agenda publish')).said).toMatch(/a short note goes to 5 people/);
    expect((await house.says(board.clerk, 'agenda publish')).said).toMatch(/published already/);
    house.clock.moveTo('2026-11-20T10:30:00Z');
    await house.deliver();
    const notes = sentTo(house, board.governor, 'agenda-updated');
    expect(notes.map(({ text }) => text.split('\n').at(-1))).toEqual(['New item 12: Mock exams']);
  });
});

describe('a meeting that is moved', () => {
  it('says so on everybody’s agenda, asks them again in one note, and forgets what they had answered', async () => {
    start();
    const board = await aBoardAt(house, 'Quince');
    const ref = await plan(house, board, 'on 25 November at 17:30');
    await house.says(board.head, 'agenda attend yes');
    await house.says(board.head, 'agenda add Mock exams');
    const { said } = await house.says(board.clerk, `meeting move ${ref} to 26 November at 6pm`);
    expect(said).toMatch(/5 people are being told\. This is shorter notice than the usual 5 working days\./);
    house.clock.moveTo('2026-11-20T10:30:00Z');
    await house.deliver();
    const [agenda] = sentTo(house, board.head, 'agenda');
    expect(agenda!.text).toContain(
      'Moved: it was to be on Wednesday 25 November 2026, 17:30. Please say again whether you will be there.',
    );
    const [note, ...more] = sentTo(house, board.head, 'agenda-updated');
    expect(more).toEqual([]);
    expect(note!.text.split('\n')).toEqual([
      'The meeting has moved',
      board.name,
      'The board now meets on Thursday 26 November 2026, 18:00, Quince. This is shorter notice than the usual 5 working days.',
      'Before: Wednesday 25 November 2026, 17:30, Quince',
      'New item 12: Mock exams',
      'Please say again whether you will be there.',
    ]);
    await house.pressesOn(board.head, note!, 'I will be there');
    expect(sentTo(house, board.clerk, 'agenda')[0]!.text).toContain('Coming: 1 of 5 (Ada Quince).');
  });

  it('before its agenda is out goes out by its new date, at once when that is near', async () => {
    start();
    const board = await aBoardAt(house, 'Rowan');
    const ref = await plan(house, board, 'on 10 December at 17:30');
    expect((await house.says(board.clerk, `meeting move ${ref} to 17 December`)).said).toMatch(
      /now\. I send the agenda out on Thursday 10 December 2026/,
    );
    expect((await house.says(board.clerk, `meeting move ${ref} to 24 November`)).said).toMatch(
      /The agenda goes to 5 people and to the board’s channel now\. This is shorter notice/,
    );
    expect(sentTo(house, board.head, 'agenda')[0]!.text).not.toContain('Moved:');
  });

  it('or called off, is told in words and settled; nothing more goes out', async () => {
    start();
    const board = await aBoardAt(house, 'Sorrel');
    const ref = await plan(house, board, 'on 3 December at 17:30');
    await at(house, '2026-11-24T08:30:00Z');
    await house.says(board.clerk, `meeting cancel ${ref} because the school is closed that week`);
    const warning = house.cardOf(board.clerk, 'agenda-to-publish');
    expect([warning.text.split('\n')[0], titlesOf(warning.card)]).toEqual(['The meeting is called off', []]);
    for (const day of ['2026-11-26', '2026-12-01', '2026-12-04']) await at(house, `${day}T08:30:00Z`);
    for (const card of ['agenda', 'agenda-updated', 'meeting', 'quorum-at-risk'])
      expect(sentTo(house, board.clerk, card)).toEqual([]);
  });
});

it('whoever takes a seat when the agenda is out is sent it, and whoever gives theirs up sees it no more', async () => {
  start();
  const board = await aBoardAt(house, 'Thyme');
  await plan(house, board, 'on 25 November at 17:30');
  const late = await house.person('Lou Late', { role: 'GOVERNOR', school: board.school });
  await house.says(board.chair, 'board seat Lou Late as governor');
  expect(sentTo(house, late, 'agenda')).toHaveLength(1);
  expect(sentTo(house, board.head, 'agenda')[0]!.text).toContain('No answer yet: 6.');
  await house.says(board.chair, 'board unseat Lou Late');
  await house.says(board.head, 'agenda attend yes');
  const theirs = sentTo(house, late, 'agenda')[0]!;
  expect(theirs.text).toMatch(/^This is no longer open\.\nMTG-\d+$/);
  expect(titlesOf(theirs.card)).toEqual([]);
});

it('the fullest agenda still fits in Teams and in Slack', async () => {
  start();
  const { toAdaptiveCard } = await import('../../src/chat/adaptive.ts');
  const { toBlocks } = await import('../../src/slack/blocks.ts');
  const board = await aBoardAt(house, 'Umber');
  await plan(house, board, 'on 25 November at 17:30 in the room at the end of the long corridor');
  const long = 'A title that says everything there is to say about something, and a little more. '
    .repeat(3)
    .slice(0, 200);
  const meeting = await house.prisma.meeting.findFirstOrThrow({ where: { boardId: board.id } });
  const items = Array.from({ length: 17 }, (_, index) => ({
    ...{ meetingId: meeting.id, position: 12 + index, title: long, lead: board.governor.name },
    addedById: board.head.id,
  }));
  await house.prisma.agendaItem.createMany({ data: items });
  expect((await house.says(board.clerk, `agenda add One more`)).said).toMatch(/has 28 items, which is as much/);
  const action = { boardId: board.id, what: long, ownerId: board.head.id, createdAt: house.clock.now() };
  const dueOn = new Date('2026-11-12');
  await house.prisma.action.createMany({ data: Array.from({ length: 14 }, () => ({ ...action, dueOn })) });
  house.clock.moveTo('2026-11-20T11:00:00Z');
  await house.says(board.head, 'agenda attend yes');
  const { shown, text } = sentTo(house, board.head, 'agenda')[0]!;
  expect(text).toContain('14 open actions, 14 overdue');
  expect(() => [toAdaptiveCard(shown), toBlocks(shown)]).not.toThrow();
});
