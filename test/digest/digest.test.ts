// The programme director's week: once a week, on its first school day, and nothing of what is not theirs to see.
import { beforeEach, describe, expect, it } from 'vitest';
import { actions } from '../../src/actions/index.ts';
import { boards } from '../../src/boards/index.ts';
import { categories } from '../../src/categories/index.ts';
import type { Feature } from '../../src/chat/contract.ts';
import { digest } from '../../src/digest/index.ts';
import { evaluation } from '../../src/evaluation/index.ts';
import { meetingsFeature } from '../../src/meetings/index.ts';
import { minutes } from '../../src/minutes/index.ts';
import { people } from '../../src/people/index.ts';
import { risk } from '../../src/risk/index.ts';
import { statusFeature } from '../../src/status/index.ts';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';

const meetings = meetingsFeature(() => []);

const features: Feature[] = [people, categories, risk, boards, meetings, actions, minutes, evaluation, digest];
features.push(statusFeature(() => features));
const house = await aHouse({ now: '2026-11-23T07:00:00Z', features });
const twin = await aHouse({
  now: '2026-11-23T07:00:00Z',
  features,
  database: house.prisma,
  platforms: house.platforms,
});
const director = await house.person('Dora Director', { role: 'PROGRAMME_DIRECTOR' });
const hope = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
const children = await house.person('Dee Children', { role: 'EXECUTIVE_DIRECTOR' });
const officer = await house.person('Sam Ellis', { role: 'SIO' });
const ash = await house.school('Ash School');
const birch = await house.school('Birch School');
const head = await house.person('Hannah Head', { role: 'HEADTEACHER', school: ash });
const { prisma } = house;

const digests = (person: Person) => house.chatOf(person).filter((one) => one.shown.name === 'digest');
const on = async (day: string, time = '08:30', where = house) => {
  where.clock.moveTo(`${day}T${time}:00Z`);
  return where.runJobs();
};
const asks = async (person = director) => {
  const answer = await house.says(person, 'digest');
  if (!answer.card) throw new Error(answer.said);
  return house.cardOf(person, 'digest');
};
const terms = (termCalendarId: string | null) => prisma.partnership.updateMany({ data: { termCalendarId } });

beforeEach(async () => {
  await terms('london-pattern');
  for (const table of ['outbox', 'cardToken', 'cardCopy', 'jobSlot', 'alert', 'minutesApprover', 'minutes'] as const)
    await (prisma[table] as { deleteMany(): Promise<unknown> }).deleteMany();
  await prisma.categoryDecision.deleteMany();
  await prisma.action.deleteMany();
  await prisma.meeting.deleteMany();
  await prisma.board.updateMany({ data: { closedOn: asDay('2026-09-30') } });
  await prisma.school.updateMany({ data: { category: null, categorySince: null } });
  house.platform().seen.length = 0;
  house.clock.moveTo('2026-11-23T07:00:00Z');
});

describe('the weekly digest', () => {
  it('is sent on the first school day of each week, once, to the programme director alone', async () => {
    await on('2026-11-23', '08:29');
    expect(digests(director)).toEqual([]);
    await on('2026-11-23');
    for (const day of ['2026-11-23', '2026-11-24', '2026-11-27', '2026-11-28']) await on(day, '17:00');
    expect(digests(director)).toHaveLength(1);
    expect(digests(director)[0]!.summary).toBe('Convenor has a confidential notice; open it.');
    await on('2026-11-30');
    expect(digests(director)).toHaveLength(2);
    for (const person of [hope, children, officer, head]) expect(digests(person)).toEqual([]);
  });

  it('comes on Tuesday when Monday is a bank holiday, and in no week without school', async () => {
    for (const day of ['2026-10-23', '2026-10-26', '2026-10-28', '2026-10-30']) await on(day);
    expect(digests(director)).toHaveLength(1);
    await on('2026-11-02');
    expect(digests(director)).toHaveLength(2);
    expect(digests(director)[1]!.text).toContain('What is new is counted since Monday 19 October 2026.');
    // Monday 3 May 2027 is a bank holiday.
    await on('2027-04-30');
    for (const day of ['2027-05-03', '2027-05-04', '2027-05-05']) await on(day);
    expect(digests(director)).toHaveLength(4);
    expect(digests(director)[3]!.text).toContain('Tuesday 4 May 2027');
  });

  it('is made up after a fault of the machine, by two copies of the program once', async () => {
    for (const one of [house, twin]) one.clock.moveTo('2026-11-25T10:00:00Z');
    await Promise.all([house.runJobs(), twin.runJobs()]);
    expect(digests(director)).toHaveLength(1);
    await on('2026-11-26');
    expect(digests(director)).toHaveLength(1);
  });

  it('is not said again in the week in which a backup was restored', async () => {
    await on('2026-11-23');
    await prisma.outbox.deleteMany();
    await on('2026-11-24');
    expect(digests(director)).toHaveLength(1);
  });

  it('is not delivered once its week is over', async () => {
    await prisma.conversation.updateMany({ where: { personId: director.id }, data: { unreachableReason: 'asleep' } });
    await on('2026-11-23');
    await prisma.conversation.updateMany({ where: { personId: director.id }, data: { unreachableReason: null } });
    house.clock.moveTo('2026-11-30T00:30:00Z');
    await house.says(director, 'who am I');
    await house.deliver();
    expect(digests(director)).toEqual([]);
  });

  it.each([
    ['2026-10-25', '2026-10-19'],
    ['2027-03-28', '2027-03-22'],
  ])('comes once in the week that ends with the clock change of %s', async (sunday, monday) => {
    const start = Date.parse(`${monday}T00:00:00Z`);
    for (let hour = 0; start + hour * 3_600_000 <= Date.parse(`${sunday}T23:00:00Z`); hour += 4) {
      house.clock.moveTo(new Date(start + hour * 3_600_000).toISOString());
      await house.runJobs();
    }
    expect(digests(director)).toHaveLength(1);
  });
});

describe('when nothing needs anybody', () => {
  it('it says so in one line', async () => {
    const { text } = await asks();
    expect(text).toContain('Your week: Marlowe partnership');
    expect(text).toContain('Nothing needs you this week.');
    expect(text).not.toMatch(/Needs attention|Nothing to tell/);
    expect(text).toContain('Schools by category: Green 0, Yellow 0, Amber 0, Red 0, none yet 2');
    expect(text).toContain('Next meetings: none planned');
  });
});

describe('what needs somebody', () => {
  const decide = async (school: { id: number }, value: string, at: string) => {
    const on = asDay(at);
    await prisma.categoryDecision.create({
      data: {
        ...{ schoolId: school.id, schoolYear: '2026/27', state: 'confirmed', value, reason: 'r', evidence: 'e' },
        ...{ recommendedAt: on, confirmedAt: new Date(`${at}T10:00:00Z`), confirmedById: hope.id, effectiveOn: on },
      },
    });
    await prisma.school.update({ where: { id: school.id }, data: { category: value, categorySince: on } });
  };
  const aBoard = async (school: { id: number; name: string }) =>
    house.board(`Raising Attainment Board, ${school.name}`, { school, openedOn: '2026-09-07' });

  it('is told of categories that have changed since last week, not of those that changed before or back', async () => {
    await decide(ash, 'YELLOW', '2026-11-02');
    await decide(birch, 'GREEN', '2026-11-13');
    expect((await asks()).text).toContain('Nothing needs you this week.');
    await decide(ash, 'AMBER', '2026-11-18');
    await decide(birch, 'YELLOW', '2026-11-17');
    await decide(birch, 'GREEN', '2026-11-19');
    const { text } = await asks();
    expect(text).toContain('Changed category: Ash School, from yellow to amber');
    expect(text).not.toContain('Birch');
    expect(text).toContain('Schools by category: Green 1, Yellow 0, Amber 1, Red 0');
  });

  it('is told of boards that missed a half-term and of those about to', async () => {
    const own = await aBoard(ash);
    const other = await aBoard(birch);
    await prisma.meeting.create({ data: { boardId: other.id, heldOn: asDay('2026-10-05'), state: 'held' } });
    expect((await asks()).text).toContain('Last half-term: 1 board without a meeting in it or since: Ash School');
    const since = await prisma.meeting.create({
      data: { boardId: own.id, heldOn: asDay('2026-11-04'), state: 'held' },
    });
    expect((await asks()).text).not.toContain('Last half-term');
    await prisma.meeting.delete({ where: { id: since.id } });
    house.clock.moveTo('2026-12-07T07:00:00Z');
    expect((await asks()).text).toContain(
      'This half-term: 2 boards without a meeting held or planned: Ash School and Birch School; it ends on Friday 18 December 2026',
    );
    expect((await house.says(director, 'status')).card).toBeDefined();
    expect(house.cardOf(director, 'status').text).toContain(
      'This half-term: 2 boards without a meeting held or planned',
    );
  });

  it('is told of actions more than seven school days late, in counts for each board', async () => {
    const [first, second] = [await aBoard(ash), await aBoard(birch)];
    const act = (boardId: number, dueOn: string, state = 'open') =>
      prisma.action.create({
        data: { boardId, what: 'A secret thing', ownerId: head.id, dueOn: asDay(dueOn), state, createdAt: new Date() },
      });
    // On Monday 23 November, what was due on 12 November is seven school days late.
    await act(first.id, '2026-11-12');
    expect((await asks()).text).not.toContain('school days late');
    await act(first.id, '2026-11-11');
    await act(first.id, '2026-11-03');
    await act(second.id, '2026-11-11');
    await act(second.id, '2026-11-11', 'done');
    const { text } = await asks();
    expect(text).toContain('Actions more than 7 school days late: 3 at 2 boards: Ash School 2 and Birch School 1');
    expect(text).not.toContain('A secret thing');
    const listed = await house.presses(director, 'Overdue actions');
    expect(listed.said).toContain('ACT-');
  });

  it('is told of approvals, grades and alerts that wait, and of messages that could not be delivered', async () => {
    const board = await aBoard(ash);
    const meeting = await prisma.meeting.create({
      data: { boardId: board.id, heldOn: asDay('2026-11-16'), state: 'held' },
    });
    await prisma.meeting.create({ data: { boardId: board.id, heldOn: asDay('2026-12-02'), startsAt: '17:30' } });
    await prisma.minutes.create({
      data: {
        ...{ meetingId: meeting.id, boardId: board.id, state: 'circulated', threshold: 1 },
        approvers: { create: [{ personId: head.id }] },
      },
    });
    await prisma.round.create({
      data: {
        ...{ partnershipId: house.partnershipId, frameworkId: 'lewisham-2015', schoolYear: '2026/27', name: 'Autumn' },
        ...{ openedOn: asDay('2026-11-02'), dueOn: asDay('2026-11-20') },
        selfEvaluations: { create: [{ schoolId: ash.id }, { schoolId: birch.id, state: 'submitted' }] },
      },
    });
    await decide(ash, 'AMBER', '2026-11-18');
    const challenge = await house.board('Challenge Board', { template: 'CHALLENGE' });
    const alert = await prisma.alert.create({
      data: {
        boardId: challenge.id,
        schoolId: ash.id,
        reasonCode: 'CATEGORY_AMBER',
        raisedAt: new Date('2026-11-18T10:00:00Z'),
      },
    });
    await prisma.outbox.create({
      data: {
        ...{ key: 'k', personId: head.id, card: 'action', subject: 'action:ACT-1', state: 'unreachable' },
        ...{
          reason: 'has not joined yet',
          notBefore: new Date(),
          requestId: 'r',
          createdAt: new Date('2026-11-20T10:00:00Z'),
        },
      },
    });
    const seen = await asks();
    expect(seen.text).toContain('Approvals of minutes: 1 outstanding, for 1 set of minutes');
    expect(seen.text).toContain('Grades outstanding: 1 of 2 schools (Autumn, was due Friday 20 November 2026)');
    expect(seen.text).toContain(
      `Alerts that nobody has acknowledged: ALR-${alert.id} about Ash School, of Wednesday 18 November 2026`,
    );
    expect(seen.text).toContain('Messages not delivered: 1: to Hannah Head (has not joined yet)');
    expect(seen.text).toContain('Next meetings\n2 Dec 2026, 17:30: Raising Attainment Board, Ash School');
    expect(seen.text).toContain('Nothing to tell about half-terms without a meeting or long-overdue actions.');
    expect(titlesOf(seen.card)).toEqual(['Show the status', 'Overdue actions', 'Schools at risk']);

    const theirs = await asks(children);
    expect(theirs.text).not.toMatch(/ALR-|Grades outstanding/);
    expect(theirs.text).toContain('Approvals of minutes: 1 outstanding');
    expect(titlesOf(theirs.card)).toEqual(['Show the status', 'Overdue actions']);
    await prisma.selfEvaluation.deleteMany();
    await prisma.round.deleteMany();
  });
});

describe('term dates that are missing', () => {
  it.each([
    [null, '2026/27'],
    ['lewisham', '2026/27'],
  ])('are told to the director each week instead of a guess (%s)', async (calendar, year) => {
    await house.board(`Raising Attainment Board, ${ash.name}`, { school: ash, openedOn: '2026-09-07' });
    await terms(calendar);
    await on('2026-11-23');
    const [seen] = digests(director);
    expect(seen!.text).toContain(
      `Term dates: missing for ${year}; until they are added, nothing can be said of half-terms, and weekdays count as school days`,
    );
    expect(seen!.text).not.toContain('without a meeting in');
    await on('2026-11-24');
    expect(digests(director)).toHaveLength(1);
  });
});

describe('the word digest', () => {
  it('is understood alone, with a slash, and in a channel answered in private', async () => {
    for (const words of ['digest', '/digest', 'Digest!'])
      expect(await house.says(director, words)).toMatchObject({ outcome: 'done', isPrivate: true });
    const channel = await house.channel('all', { isPrivate: false });
    expect(await house.says(director, 'digest', { channel })).toMatchObject({
      isPrivate: true,
      card: { isConfidential: true },
    });
  });

  it('is for those who see the whole partnership', async () => {
    for (const person of [director, hope, children]) expect((await house.says(person, 'digest')).outcome).toBe('done');
    for (const person of [officer, head])
      expect((await house.says(person, 'digest')).said).toMatch(/^Only the programme director, the Head of Standards/);
  });

  it('is one of the first things that help tells a director', async () => {
    await house.says(director, 'help');
    expect(house.cardOf(director, 'help').text).toContain('digest: See what needs you this week');
    expect((await house.says(director, 'help digest')).said).toContain('digest: See what needs you this week');
  });
});
