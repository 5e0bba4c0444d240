import { beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import type { PlatformName } from '../../src/chat/contract.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z' });
let people: Record<'clerk' | 'chair' | 'head' | 'governor' | 'outsider', Person>;
let schoolId: number;
let boardId: number;
let channel: { id: number; externalId: string; platform: PlatformName };

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
  };
  await house.seat(board.id, people.chair, { role: 'GOVERNOR', isChair: true, schoolId: school.id });
  await house.seat(board.id, people.head, { role: 'HEADTEACHER', schoolId: school.id });
  await house.seat(board.id, people.governor, { role: 'CHAIR_OF_GOVERNORS', schoolId: school.id });
  await house.seat(board.id, people.clerk, { role: 'CLERK', isClerk: true, schoolId: school.id });
  channel = await house.channel('green');
  await house.prisma.board.update({ where: { id: board.id }, data: { channelConversationId: channel.id } });
  schoolId = school.id;
  boardId = board.id;
});

const agendasOf = (person: Person) => house.chatOf(person).filter((one) => one.shown.name === 'agenda');
const inChannel = () => house.seenIn(channel);

describe('a meeting', () => {
  it('is planned by the clerk or the chair, with the standing items', async () => {
    expect((await house.says(people.head, 'meeting add on 3 December at 17:30')).said).toMatch(
      /^Only this board’s chair/,
    );
    const answer = await house.says(people.clerk, 'meeting add on 3 December at 17:30 in the library');
    expect(answer.said).toMatch(
      /^Planned: MTG-1, Raising Attainment Board, Marlowe Green, Thursday 3 December 2026 at 17:30, the library/,
    );
    expect(answer.said).toContain('11 standing items');
    expect(titlesOf(answer.card!.card)).toEqual([
      'See the agenda',
      'Add an item',
      'Publish now',
      'Move the meeting',
      'Call it off',
    ]);
    expect((await house.says(people.chair, 'meeting add on 3 December at 18:00')).said).toMatch(
      /already meets on Thursday 3 December/,
    );
  });

  it('is not planned for a day that is over, or for no day at all', async () => {
    expect((await house.says(people.clerk, 'meeting add on 22 Nov 2026 at 17:30')).said).toMatch(/is over/);
    expect((await house.says(people.clerk, 'meeting add on 22 Nov at 17:30')).said).toMatch(
      /could be the day that is over, or Monday 22 November 2027\. Type the year as well/,
    );
    expect((await house.says(people.clerk, 'meeting move MTG-1 to 20 Nov')).said).toMatch(/Type the year as well/);
    expect((await house.says(people.clerk, 'meeting cancel MTG-1 because')).form?.form.title).toBeDefined();
    expect((await house.says(people.clerk, 'meeting add on 31 Feb at 17:30')).said).toMatch(
      /could not read “31 Feb” as a day/,
    );
    expect((await house.says(people.clerk, 'meeting add on 4 Dec at 5:30')).said).toMatch(
      /could not read “5:30” as a time/,
    );
    expect((await house.says(people.clerk, 'meeting add')).form!.form.inputs.map((input) => input.id)).toEqual([
      'on',
      'at',
      'place',
    ]);
  });
});

describe('an agenda', () => {
  it('can be added to before anybody has it; people of other schools cannot see it', async () => {
    expect((await house.says(people.head, 'agenda add Year 9 attendance')).said).toBe(
      'Added as item 12 for Thursday 3 December 2026: Year 9 attendance.',
    );
    expect((await house.says(people.head, 'agenda add Support for parents')).said).toMatch(
      /item 13 .*: Support for parents\./,
    );
    expect((await house.says(people.outsider, 'agenda show Marlowe Green')).said).toMatch(/I know no open board/);
    expect((await house.says(people.outsider, 'agenda show BRD-1')).outcome).toBe('refused');
  });

  it('goes to the channel and to everybody with a seat, once', async () => {
    expect((await house.says(people.governor, 'agenda publish')).said).toMatch(/^Only this board’s chair/);
    expect((await house.says(people.clerk, 'agenda publish')).said).toBe(
      'The agenda for Thursday 3 December 2026 goes to 4 people and to the board’s channel.',
    );
    for (const person of [people.clerk, people.chair, people.head, people.governor])
      expect(agendasOf(person)).toHaveLength(1);
    expect(inChannel().map((one) => one.shown.name)).toEqual(['agenda']);
    const { text, summary } = agendasOf(people.head)[0]!;
    expect(text).toContain('1. Welcome, apologies and declarations of interest (Ben Chair)');
    expect(text).toContain('12. Year 9 attendance (Ada Head, who asked for it)');
    expect(text).toContain(
      '10. Will the board close within its year, or is more time needed? (Ben Chair, for decision)',
    );
    expect(text).toContain('Coming: 0 of 4. Apologies: 0. No answer yet: 4.');
    expect(summary).toBe('Agenda: Raising Attainment Board, Marlowe Green, Thursday 3 December 2026, 17:30');
    expect((await house.says(people.clerk, 'agenda publish')).said).toMatch(
      /published already, and everybody has been told/,
    );
    expect(agendasOf(people.head)).toHaveLength(1);
  });

  it('keeps who is coming on the same message; pressing twice counts once, and an answer can be changed', async () => {
    await house.presses(people.head, 'I will be there');
    expect((await house.presses(people.head, 'I will be there')).said).toMatch(/I have it already/);
    await house.presses(people.chair, 'Apologies', {}, { channel });
    await house.presses(people.governor, 'I will be there');
    await house.presses(people.governor, 'Apologies');
    expect(await house.prisma.attendance.count()).toBe(3);
    expect(inChannel()[0]!.text).toContain(
      'Coming: 1 of 4 (Ada Head). Apologies: 2 (Ben Chair and Gil Governor). No answer yet: 1.',
    );
    expect(agendasOf(people.head)[0]!.text).toContain('You said that you will be there.');
    expect(inChannel()[0]!.text).not.toContain('You said');
    expect((await house.presses(people.outsider, 'I will be there', {}, { channel })).said).toBe(
      'Only a member of this board can do that.',
    );
    expect((await house.says(people.clerk, 'agenda attend yes')).said).toMatch(
      /you will be there on Thursday 3 December/,
    );
  });

  it('shows a change on the same message, keeps the answers, and publishing again sends one short note', async () => {
    expect((await house.says(people.head, 'agenda add Mock exams')).said).toMatch(
      /Everybody’s agenda shows it, and a short note follows/,
    );
    expect(agendasOf(people.governor)).toHaveLength(1);
    expect(agendasOf(people.governor)[0]!.text).toContain('14. Mock exams (Ada Head, who asked for it)');
    expect(agendasOf(people.governor)[0]!.text).toContain('Changed since it was first sent.');
    expect(house.chatOf(people.governor).filter((one) => one.shown.name === 'agenda-updated')).toEqual([]);

    await house.says(people.clerk, 'agenda publish');
    await house.says(people.clerk, 'agenda publish');
    expect(house.chatOf(people.governor).filter((one) => one.shown.name === 'agenda-updated')).toHaveLength(1);
    expect(inChannel().map((one) => one.shown.name)).toEqual(['agenda', 'agenda-updated']);
    expect(inChannel()[0]!.text).toContain('Coming: 2 of 4');
    expect((await house.says(people.clerk, 'agenda remove 99')).said).toMatch(/has no item 99/);
    await house.says(people.clerk, 'agenda remove 13');
    expect(inChannel()[0]!.text).toContain('13. Mock exams');
    expect(inChannel()[0]!.text).not.toContain('Support for parents');
  });

  it('lists the board’s open actions, the overdue ones in words', async () => {
    await house.says(people.chair, 'action add Plan for maths owner Ada Head by 24 Nov');
    expect(inChannel()[0]!.text).toContain('1 open action');
    expect(inChannel()[0]!.text).toContain('ACT-1 Plan for maths (Ada Head, due Tuesday 24 November 2026)');
    house.clock.moveTo('2026-11-26T09:00:00Z');
    await house.presses(people.head, 'Apologies');
    expect(inChannel()[0]!.text).toContain('1 open action, 1 overdue');
    expect(inChannel()[0]!.text).toContain('was due Tuesday 24 November 2026, 2 school days late');
    expect(inChannel()[0]!.text).toContain('14. Overdue actions (1) (Ben Chair)');
    expect((await house.says(people.clerk, 'agenda remove 14')).said).toMatch(/stands at its end by itself/);
  });

  it('has a button that gives somebody an action from this meeting', async () => {
    const { form, token } = (await house.presses(people.chair, 'Add an action')).form!;
    const input = { what: 'Book the hall', owner: String(people.governor.id), due: '2026-12-10' };
    const answer = await house.does(people.chair, { kind: 'press', action: form.submit.id, token, input });
    expect(answer.said).toMatch(/^Added ACT-2 for Gil Governor/);
    expect(await house.prisma.action.findUnique({ where: { id: 2 } })).toMatchObject({ meetingId: 1, boardId });
    expect(inChannel()[0]!.text).toContain('ACT-2 Book the hall');
    expect((await house.presses(people.outsider, 'Add an action', {}, { channel })).outcome).toBe('refused');
  });

  it('is settled once the meeting was held, and answers nothing any more', async () => {
    expect((await house.says(people.clerk, 'meeting held MTG-1')).said).toMatch(/still to come/);
    house.clock.moveTo('2026-12-03T19:00:00Z');
    const old = agendasOf(people.governor)[0]!;
    expect((await house.says(people.clerk, 'meeting held MTG-1')).said).toMatch(/is marked as held/);
    expect((await house.says(people.clerk, 'meeting held MTG-1')).said).toMatch(/already/);
    for (const seen of [...agendasOf(people.head), inChannel()[0]!]) {
      expect(titlesOf(seen.card)).toEqual([]);
      expect(seen.text).toContain('This meeting was held. There: Clara Clerk.');
    }
    expect((await house.pressesOn(people.governor, old, 'I will be there')).said).toMatch(/This meeting is over/);
  });
});

it('a meeting that is moved asks everybody again, and one that is called off is settled everywhere', async () => {
  await house.says(people.clerk, 'meeting add on 10 Dec at 17:30');
  await house.says(people.clerk, 'agenda publish');
  await house.presses(people.head, 'I will be there');
  expect((await house.says(people.head, 'meeting move MTG-2 to 11 Dec')).said).toMatch(/^Only/);
  expect((await house.says(people.clerk, 'meeting move MTG-2 to 1 Dec 2026')).said).toMatch(/is over/);
  const moved = await house.says(people.clerk, 'meeting move MTG-2 to 11 Dec at 6pm in Room 4');
  expect(moved.said).toBe('MTG-2 is on Friday 11 December 2026 at 18:00 now. 4 people are being told.');
  expect(agendasOf(people.governor).at(-1)!.text).toContain('Coming: 0 of 4. Apologies: 0. No answer yet: 4.');
  expect(house.cardOf(people.governor, 'agenda-updated').text).toContain(
    'now meets on Friday 11 December 2026, 18:00, Room 4',
  );
  expect((await house.presses(people.head, 'I will be there')).said).toMatch(/Thank you/);
  expect((await house.says(people.clerk, 'meeting cancel MTG-2')).form!.form.inputs.map(({ id }) => id)).toEqual([
    'reason',
  ]);
  await house.says(people.clerk, 'meeting cancel MTG-2 because the heating has failed');
  expect(agendasOf(people.head).at(-1)!.text).toContain('This meeting was called off: the heating has failed');
  expect(titlesOf(agendasOf(people.head).at(-1)!.card)).toEqual([]);
  expect(house.cardOf(people.governor, 'agenda-updated').text).toContain('The meeting is called off');
});

it('a meeting’s number stands for its agenda, for those who may see its board', async () => {
  const { said } = await house.says(people.clerk, 'meeting add on 14 January at 17:30 in the hall');
  const ref = /MTG-\d+/.exec(said!)![0];
  expect(textOf((await house.says(people.head, `agenda show ${ref}`)).card!.card)).toContain('14 January 2027');
  expect((await house.says(people.clerk, `agenda add Attendance for ${ref}`)).said).toMatch(
    /14 January 2027: Attendance/,
  );
  expect((await house.says(people.clerk, `agenda publish ${ref}`)).said).toMatch(
    /^The agenda for .*14 January 2027 goes/,
  );
  expect((await house.says(people.outsider, `agenda show ${ref}`)).outcome).toBe('refused');
  expect((await house.says(people.clerk, 'agenda show MTG-9999')).said).toBe('There is no meeting MTG-9999.');
  await house.says(people.clerk, `meeting cancel ${ref} because it was planned too early`);
  expect((await house.says(people.clerk, `agenda publish ${ref}`)).said).toMatch(/was called off/);
});

it('members are asked at home for meetings that they have not answered, and status names the next ones', async () => {
  await house.says(people.clerk, 'meeting add on 14 Jan 2027 at 17:30');
  await house.says(people.clerk, 'agenda publish');
  const { features } = await import('../../src/features.ts');
  const meetings = features.find((feature) => feature.name === 'meetings')!;
  const { getActor, readPartnership } = await import('../../src/people/index.ts');
  const { gatherStatus } = await import('../../src/chat/house.ts');
  const now = house.clock.now();
  const items = await house.prisma.$transaction(async (tx) => {
    const reading = { tx, now, ...(await readPartnership(tx, undefined, now))! };
    const actor = await getActor(tx, people.head.id, reading.today);
    const { lines } = await gatherStatus([meetings], { ...reading, actor, schoolId });
    return { home: await meetings.homeItems!({ ...reading, actor }), line: lines[0] };
  });
  expect(items.home).toMatchObject([{ dueOn: '2027-01-14', card: { card: 'agenda' } }]);
  expect(items.line!.value).toBe('Thursday 14 January 2027 at 17:30');
});
