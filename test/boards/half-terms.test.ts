// A Raising Attainment Board meets in every half-term (F-02, D-04): warned in time, flagged once, on the right morning.
import { beforeEach, describe, expect, it } from 'vitest';
import { boards } from '../../src/boards/index.ts';
import { meetingsFeature } from '../../src/meetings/index.ts';
import { people } from '../../src/people/index.ts';
import { statusFeature } from '../../src/status/index.ts';
import { asDay } from '../../src/store/days.ts';
import { forgetAudit } from '../support/audit.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';

const meetings = meetingsFeature(() => []);

const status = statusFeature(() => [people, boards, meetings]);
const features = [people, boards, meetings, status];
const house = await aHouse({ now: '2026-11-23T09:00:00Z', features });
const twin = await aHouse({
  now: '2026-11-23T09:00:00Z',
  features,
  database: house.prisma,
  platforms: house.platforms,
});
const director = await house.person('Dora Director', { role: 'PROGRAMME_DIRECTOR' });
const hope = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
const cabinet = await house.person('Cara Cabinet', { role: 'CABINET_MEMBER' });
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
let count = 0;

interface Scene {
  school: { id: number; name: string };
  boardId: number;
  head: Person;
  cog: Person;
  chair: Person;
  clerk: Person;
  sio: Person;
}
let scene: Scene;

/** A school with its people and its board, which was opened in the holidays before the second half-term unless said. */
async function aScene(openedOn = '2026-10-27'): Promise<Scene> {
  const letter = LETTERS[count++]!;
  const school = await house.school(`${letter}field School`);
  const name = (first: string) => `${first} ${letter}ton`;
  const { id: boardId } = await house.board(`Raising Attainment Board, ${school.name}`, { school, openedOn });
  const made = {
    ...{ school, boardId },
    head: await house.person(name('Hannah'), { role: 'HEADTEACHER', school }),
    cog: await house.person(name('Carl'), { role: 'CHAIR_OF_GOVERNORS', school }),
    chair: await house.person(name('Grace'), { role: 'GOVERNOR', school }),
    clerk: await house.person(name('Clara'), { role: 'CLERK', school }),
    sio: await house.person(name('Simon'), { role: 'SIO', school }, { role: 'SIO' }),
  };
  await house.seat(boardId, made.head, { role: 'HEADTEACHER' });
  await house.seat(boardId, made.cog, { role: 'CHAIR_OF_GOVERNORS' });
  await house.seat(boardId, made.chair, { role: 'GOVERNOR', isChair: true });
  await house.seat(boardId, made.clerk, { role: 'CLERK', isClerk: true });
  await house.seat(boardId, made.sio, { role: 'SIO' });
  return made;
}

const meeting = (on: string, state = 'planned', boardId = scene.boardId) =>
  house.prisma.meeting.create({ data: { boardId, heldOn: asDay(on), state, place: 'The library' } });
const on = async (day: string, time = '08:30', where = house) => {
  where.clock.moveTo(`${day}T${time}:00Z`);
  return where.runJobs();
};
const terms = (termCalendarId: string | null) => house.prisma.partnership.updateMany({ data: { termCalendarId } });
/** The cards of a kind in somebody's chat that are about this test's school. */
const cards = (person: Person, name: string, school = scene.school.name) =>
  house.chatOf(person).filter((one) => one.shown.name === name && one.text.includes(school));
const warnings = (person: Person) => cards(person, 'half-term-warning');
const flags = (person: Person) => cards(person, 'half-term-missed');
const lists = (person: Person) => cards(person, 'half-terms-missed');

beforeEach(async () => {
  await terms('london-pattern');
  await house.prisma.board.updateMany({ data: { closedOn: asDay('2026-09-30') } });
  for (const table of ['outbox', 'cardToken', 'cardCopy', 'jobSlot'] as const)
    await (house.prisma[table] as { deleteMany(): Promise<unknown> }).deleteMany();
  await forgetAudit(house.prisma);
  house.platform().seen.length = 0;
  house.clock.moveTo('2026-11-23T09:00:00Z');
  scene = await aScene();
});

describe('a board without a meeting held or planned', () => {
  it('is warned when ten school days are left, not before, and once: its chair and its clerk', async () => {
    await on('2026-12-03');
    expect([scene.chair, scene.clerk].flatMap(warnings)).toEqual([]);
    await on('2026-12-04');
    for (const person of [scene.chair, scene.clerk]) {
      const [warning] = warnings(person);
      expect(warning!.text).toContain(
        'This one ends on Friday 18 December 2026, 10 school days from today, and I know of no meeting held or planned in it.',
      );
      expect(warning!.text).toContain(
        `If it does not meet by then, I will tell ${scene.cog.name} (chair of governors), ${scene.sio.name} and Hope Standards.`,
      );
      expect(titlesOf(warning!.card)).toEqual(['Plan a meeting', 'Show the board']);
    }
    for (const person of [scene.cog, scene.head, scene.sio, director, hope]) expect(warnings(person)).toEqual([]);
    for (const day of ['2026-12-07', '2026-12-11', '2026-12-18']) await on(day);
    expect(warnings(scene.clerk)).toHaveLength(1);
  });

  it('is left alone when it has met, or will meet before the end', async () => {
    await meeting('2026-11-12', 'held');
    const other = await aScene();
    await meeting('2026-12-18', 'planned', other.boardId);
    await on('2026-12-04');
    expect(warnings(scene.clerk)).toEqual([]);
    expect(cards(other.clerk, 'half-term-warning', other.school.name)).toEqual([]);
  });

  it('is warned on the day after its meeting was called off', async () => {
    const { id } = await meeting('2026-12-15');
    await on('2026-12-04');
    expect(warnings(scene.clerk)).toEqual([]);
    await house.says(scene.clerk, `meeting cancel MTG-${id} because the school is shut`);
    await on('2026-12-07');
    expect(warnings(scene.clerk)).toHaveLength(1);
  });

  it('plans the meeting on the card, which settles for both, or calls it off and is asked again', async () => {
    await on('2026-12-04');
    const planned = await house.presses(scene.clerk, 'Plan a meeting', {
      on: '2026-12-10',
      at: '17:30',
      place: 'Hall',
    });
    expect(planned.said).toMatch(/^Planned: MTG-\d+/);
    for (const person of [scene.chair, scene.clerk]) {
      expect(warnings(person)[0]!.text).toContain(
        'The board meets on Thursday 10 December 2026, 17:30, Hall, before the half-term ends.',
      );
      expect(titlesOf(warnings(person)[0]!.card)).toEqual([]);
    }
    await house.says(scene.clerk, `meeting cancel ${/MTG-\d+/.exec(planned.said!)![0]} because the school is shut`);
    expect(titlesOf(warnings(scene.chair)[0]!.card)).toEqual(['Plan a meeting', 'Show the board']);
    await house.presses(scene.chair, 'Plan a meeting', { on: '2027-01-12', at: '17:30', place: '' });
    expect(titlesOf(warnings(scene.chair)[0]!.card)).toContain('Plan a meeting');
  });

  it('can say that a forgotten meeting was held after all', async () => {
    await meeting('2026-11-12');
    await on('2026-12-04');
    const [warning] = warnings(scene.clerk);
    expect(warning!.text).toContain(
      'A meeting was planned for Thursday 12 November 2026, and nobody has recorded that it was held. If it was, press “It was held”.',
    );
    await house.pressesOn(scene.clerk, warning!, 'It was held');
    expect(warnings(scene.chair)[0]!.text).toContain('It met on Thursday 12 November 2026. Nothing more is needed');
    await on('2027-01-04');
    expect(flags(scene.cog)).toEqual([]);
  });

  it('is not warned on the morning on which its clerk is asked whether yesterday’s meeting was held', async () => {
    await meeting('2026-12-04');
    await on('2026-12-07');
    expect(cards(scene.clerk, 'meeting')).toHaveLength(1);
    expect([scene.chair, scene.clerk].flatMap(warnings)).toEqual([]);
    await on('2026-12-08');
    for (const person of [scene.chair, scene.clerk]) {
      expect(warnings(person)).toHaveLength(1);
      expect(warnings(person)[0]!.text).toContain('A meeting was planned for Friday 4 December 2026');
    }
  });

  it('is warned although the machine was off that day, and not once the half-term is over', async () => {
    await on('2026-12-17', '23:50');
    expect(warnings(scene.clerk)[0]!.text).toContain('1 school day from today');
    const late = await aScene('2026-12-04');
    await on('2026-12-21');
    expect(cards(late.clerk, 'half-term-warning', late.school.name)).toEqual([]);
  });

  it('waits at home for chair and clerk until something is planned', async () => {
    const atHome = async (person: Person) => {
      await house.says(person, 'home');
      return house.cardOf(person, 'home').text;
    };
    await on('2026-12-03');
    expect(await atHome(scene.clerk)).not.toContain('Plan a meeting');
    await on('2026-12-04');
    for (const person of [scene.clerk, scene.chair]) {
      expect(await atHome(person)).toContain(`Plan a meeting: Raising Attainment Board, ${scene.school.name}`);
      expect(await atHome(person)).toContain('Due Friday 18 December 2026.');
    }
    await house.presses(scene.clerk, 'Open 1');
    expect(house.cardOf(scene.clerk, 'half-term-warning').text).toContain('No meeting yet this half-term');
    expect(await atHome(scene.cog)).not.toContain('Plan a meeting');
    await on('2027-01-04');
    expect(await atHome(scene.cog)).toContain('Plan a meeting');
    await house.says(scene.cog, `meeting add ${scene.school.name} on 20 January at 17:30`);
    for (const person of [scene.cog, scene.clerk]) expect(await atHome(person)).not.toContain('Plan a meeting');
  });

  it('without a chair and a clerk is the chair of governors’ to see to', async () => {
    await house.prisma.seat.updateMany({
      where: { boardId: scene.boardId, OR: [{ isChair: true }, { isClerk: true }] },
      data: { untilOn: asDay('2026-11-20') },
    });
    await on('2026-12-04');
    expect(warnings(scene.cog)).toHaveLength(1);
    expect(warnings(scene.clerk)).toEqual([]);
  });
});

describe('a half-term that went by without a meeting', () => {
  it('is flagged on the first school day after it, not before, and once', async () => {
    for (const day of ['2026-12-18', '2026-12-19', '2026-12-21', '2027-01-02']) await on(day);
    expect(flags(scene.cog)).toEqual([]);
    await on('2027-01-04', '08:29');
    expect(flags(scene.cog)).toEqual([]);
    await on('2027-01-04');
    const [flag] = flags(scene.cog);
    expect(flag!.text).toContain(
      'No meeting of the board is recorded from Monday 2 November 2026 to Friday 18 December 2026. It has to meet at least once every half-term.',
    );
    expect(flag!.text).toContain(`Told as well: ${scene.sio.name} and Hope Standards`);
    expect(flag!.text).toContain(`Please agree a date with ${scene.clerk.name} (clerk), and plan the next meeting.`);
    expect(flag!.summary).toBe('Convenor has a confidential notice; open it.');
    for (const person of [scene.sio, hope]) expect(lists(person)[0]!.text).toContain('1 board let a half-term go by');
    for (const day of ['2027-01-05', '2027-01-11', '2027-02-12']) await on(day);
    expect([flags(scene.cog).length, lists(scene.sio).length, lists(hope).length]).toEqual([1, 1, 1]);
  });

  it('is not the whole board’s to hear, nor other schools’; of a member school the programme director hears, its board does not', async () => {
    const other = await aScene();
    await meeting('2026-12-01', 'held', other.boardId);
    const challenge = await house.board(`Challenge Board ${scene.school.name}`, { template: 'CHALLENGE' });
    const channel = await house.channel(`challenge-${count}`);
    await house.prisma.board.update({ where: { id: challenge.id }, data: { channelConversationId: channel.id } });
    await house.seat(challenge.id, cabinet, { role: 'CABINET_MEMBER', isChair: true });
    await house.prisma.boardMember.create({
      data: { boardId: challenge.id, schoolId: scene.school.id, fromOn: asDay('2026-09-01') },
    });
    await on('2027-01-04');
    expect(lists(director)).toHaveLength(1);
    for (const person of [scene.head, scene.chair, scene.clerk, other.cog, other.sio, cabinet])
      expect([...flags(person), ...lists(person)]).toEqual([]);
    expect(house.seenIn(channel)).toEqual([]);
  });

  it('of a school that is no member leaves the programme director in peace', async () => {
    await on('2027-01-04');
    expect(lists(director)).toEqual([]);
  });

  it('is told to officers in one message, however many boards', async () => {
    const other = await aScene();
    await on('2027-01-04');
    const [list, ...more] = lists(hope);
    expect(more).toEqual([]);
    expect(list!.text).toContain('2 boards let a half-term go by');
    expect(list!.text).toContain(other.school.name);
    expect(titlesOf(list!.card)).toEqual([`Show ${scene.school.name}`, `Show ${other.school.name}`]);
    expect(lists(scene.sio)[0]!.text).not.toContain(other.school.name);
    await meeting('2026-12-01', 'held', other.boardId);
    await house.prisma.meeting.updateMany({ where: { boardId: other.boardId }, data: { state: 'planned' } });
    const row = await house.prisma.meeting.findFirstOrThrow({ where: { boardId: other.boardId } });
    await house.says(other.clerk, `meeting held MTG-${row.id}`);
    expect(lists(hope)[0]!.text).toContain('1 board let a half-term go by');
    expect(house.chatOf(other.sio).at(-1)!.text).toContain('No half-term went by after all');
  });

  it('is answered by planning the next meeting on the card; the chair of governors may', async () => {
    await on('2027-01-04');
    const planned = await house.presses(scene.cog, 'Plan a meeting', {
      on: '2027-01-20',
      at: '18:00',
      place: 'Library',
    });
    expect(planned.said).toMatch(/^Planned: MTG-\d+/);
    const [flag] = flags(scene.cog);
    expect(flag!.text).toContain('Next meeting: Wednesday 20 January 2027, 18:00, Library');
    expect(titlesOf(flag!.card)).toEqual(['Show the board']);
    expect(lists(hope)[0]!.text).toContain('Next meeting: Wednesday 20 January 2027.');
  });

  it('in which a planned meeting was never recorded is asked of clerk and chair too, who can record it', async () => {
    const { id } = await meeting('2026-12-08');
    await on('2027-01-04');
    expect(flags(scene.cog)[0]!.text).toContain(
      'A meeting was planned for Tuesday 8 December 2026, and nobody has recorded that it was held.',
    );
    expect(titlesOf(flags(scene.cog)[0]!.card)).toEqual(['Plan a meeting', 'Show the board']);
    const [asked] = flags(scene.clerk);
    expect(titlesOf(asked!.card)).toEqual(['Plan a meeting', 'It was held', 'Show the board']);
    await house.pressesOn(scene.clerk, asked!, 'It was held');
    expect(await house.prisma.meeting.findUnique({ where: { id } })).toMatchObject({ state: 'held' });
    for (const person of [scene.cog, scene.chair])
      expect(flags(person)[0]!.text).toContain('Its meeting of Tuesday 8 December 2026 has been recorded since.');
    expect(lists(hope)[0]!.text).toContain('No half-term went by after all');
  });

  it('is prevented by a meeting held in it, up to its last day; one in the holidays does not count', async () => {
    const other = await aScene();
    await meeting('2026-12-18', 'held');
    await meeting('2026-12-21', 'held', other.boardId);
    await on('2027-01-04');
    expect(flags(scene.cog)).toEqual([]);
    expect(cards(other.cog, 'half-term-missed', other.school.name)).toHaveLength(1);
  });

  it('counts for a board opened in it only if ten school days were left, and for no board that is closed', async () => {
    const inTime = await aScene('2026-12-04');
    const tooLate = await aScene('2026-12-07');
    await house.prisma.board.update({ where: { id: scene.boardId }, data: { closedOn: asDay('2026-12-16') } });
    await on('2027-01-04');
    expect(flags(scene.cog)).toEqual([]);
    expect(cards(inTime.cog, 'half-term-missed', inTime.school.name)).toHaveLength(1);
    expect(cards(tooLate.cog, 'half-term-missed', tooLate.school.name)).toEqual([]);
  });

  it('is flagged late rather than not at all, by two copies of the program once', async () => {
    house.clock.moveTo('2027-01-06T10:00:00Z');
    twin.clock.moveTo('2027-01-06T10:00:00Z');
    await Promise.all([house.runJobs(), twin.runJobs()]);
    expect(flags(scene.cog)).toHaveLength(1);
    expect(
      await house.prisma.auditEvent.count({
        where: { event: 'board.halfTermMissed', subject: `board:BRD-${scene.boardId}` },
      }),
    ).toBe(1);
  });

  it('is not flagged again to a chair of governors who came later', async () => {
    await on('2027-01-04');
    const later = await house.person(`Newcomer ${scene.school.name}`, {
      role: 'CHAIR_OF_GOVERNORS',
      school: scene.school,
    });
    await on('2027-01-05');
    expect(flags(later)).toEqual([]);
  });

  it('with nobody to tell at the school is told to officers, and without them to the office', async () => {
    const gone = [scene.cog, scene.chair, scene.clerk, scene.sio, hope].map((one) => one.id);
    const ended = { personId: { in: gone } };
    const before = await house.prisma.roleHeld.findMany({ where: ended });
    await house.prisma.seat.updateMany({ where: { boardId: scene.boardId }, data: { untilOn: asDay('2026-12-01') } });
    await house.prisma.roleHeld.updateMany({ where: ended, data: { untilOn: asDay('2026-12-01') } });
    await on('2027-01-04');
    expect(flags(director)).toHaveLength(1);
    for (const { id, untilOn } of before) await house.prisma.roleHeld.update({ where: { id }, data: { untilOn } });
  });

  it('settles the warning that was given before', async () => {
    await on('2026-12-04');
    await on('2027-01-04');
    expect(warnings(scene.chair)[0]!.text).toContain(
      `The half-term ended on Friday 18 December 2026 without a meeting. ${scene.cog.name} (chair of governors), ${scene.sio.name} and Hope Standards have been told.`,
    );
    expect(warnings(scene.chair)).toHaveLength(1);
  });
});

describe('the term dates', () => {
  it('of Kent: golden scenario 5, a board opened on 10 November 2026 without a meeting in half-term 3', async () => {
    await terms('kent');
    await house.prisma.board.update({ where: { id: scene.boardId }, data: { openedOn: asDay('2026-11-10') } });
    await meeting('2026-12-01', 'held');
    for (const day of ['2027-02-12', '2027-02-13', '2027-02-15']) await on(day);
    expect(flags(scene.cog)).toEqual([]);
    // Status knows it on 13 February; people are told on the first morning on which there is school again.
    await on('2027-02-22');
    expect(flags(scene.cog)[0]!.text).toContain('from Monday 4 January 2027 to Friday 12 February 2027');
    // Half-term 4 has 24 days.
    await on('2027-03-10');
    expect(warnings(scene.clerk)).toHaveLength(1);
    await on('2027-03-11');
    expect(warnings(scene.clerk)[1]!.text).toContain('ends on Thursday 25 March 2027, 10 school days from today');
    await on('2027-04-12');
    expect(flags(scene.cog)[1]!.text).toContain('from Monday 22 February 2027 to Thursday 25 March 2027');
  });

  it.each([
    ['are not known at all', null],
    ['have ended', 'lewisham'],
  ])('that %s make nobody guess', async (_, calendar) => {
    await terms(calendar);
    for (const day of ['2026-12-04', '2026-12-18', '2026-12-21', '2027-01-04'])
      expect(await on(day)).toContain('flagMissedHalfTerms');
    for (const person of [scene.cog, scene.chair, scene.clerk, scene.sio, hope, director])
      expect([...warnings(person), ...flags(person), ...lists(person)]).toEqual([]);
    await terms('london-pattern');
    await on('2027-01-05');
    expect(flags(scene.cog)).toHaveLength(1);
  });

  it('and both clock changes move no message to another day', async () => {
    await house.prisma.board.update({ where: { id: scene.boardId }, data: { openedOn: asDay('2026-09-07') } });
    house.clock.moveTo('2026-11-02T08:29:00Z');
    await house.runJobs();
    expect(flags(scene.cog)).toEqual([]);
    await on('2026-11-02');
    expect(flags(scene.cog)[0]!.text).toContain('to Friday 23 October 2026');
    // British Summer Time: 08:30 there is 07:30 UTC.
    await on('2027-04-12', '07:29');
    expect(flags(scene.cog)).toHaveLength(1);
    await on('2027-04-12', '07:30');
    expect(flags(scene.cog)[1]!.text).toContain('to Thursday 25 March 2027');
  });
});
