// The morning after: was the meeting held, who was there, and did it have a quorum.
import { beforeEach, describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';
import { aBoardAt, at, type Board, plan, sentTo } from './a-board.ts';

const house = await aHouse({ now: '2026-11-20T10:00:00Z' });
const rowOf = (ref: string) => house.prisma.meeting.findUniqueOrThrow({ where: { id: Number(ref.slice(4)) } });

beforeEach(async () => {
  await house.prisma.jobSlot.deleteMany();
  house.clock.moveTo('2026-11-20T10:00:00Z');
});

/** A board that met on Wednesday 25 November, as far as anybody knows; its clerk has just been asked. */
async function afterAMeeting(name: string, options = {}): Promise<{ board: Board; ref: string }> {
  const board = await aBoardAt(house, name, options);
  const ref = await plan(house, board, 'on 25 November at 17:30');
  await house.says(board.head, 'agenda attend yes');
  await house.says(board.officer, 'agenda attend no');
  await at(house, '2026-11-26T08:00:00Z');
  return { board, ref };
}

/** Answer the form of who was there. */
async function records(board: Board, answers: [Person, string][]) {
  const { form, token } = (await house.presses(board.clerk, 'Who was there', {}, { card: 'meeting' })).form!;
  const input = Object.fromEntries(answers.map(([person, answer]) => [`p${person.id}`, answer]));
  return house.does(board.clerk, { kind: 'press', action: form.submit.id, token, input });
}

describe('on the first working day after a meeting', () => {
  it('the clerk is asked once whether it was held, with what everybody had answered', async () => {
    const { board } = await afterAMeeting('Alder');
    await at(house, '2026-11-27T08:00:00Z');
    const [card, ...more] = sentTo(house, board.clerk, 'meeting');
    expect(more).toEqual([]);
    expect(card!.text.split('\n')).toEqual([
      'Was the meeting held?',
      board.name,
      'Wednesday 25 November 2026, 17:30, Alder',
      'Said yes: 1 of 5 (Ada Alder)',
      'Apologies: Olive Alder',
      'No answer: 3 (Ben Alder, Gil Alder and Clara Alder)',
      'If it was, I record who was there by these answers; you can correct that. Next come the minutes.',
      expect.stringMatching(/^MTG-\d+$/),
    ]);
    expect(titlesOf(card!.card)).toEqual(['Yes, it was held', 'It was moved', 'It did not take place']);
    const [agenda] = sentTo(house, board.head, 'agenda');
    expect([agenda!.text.includes('The day of this meeting is over.'), titlesOf(agenda!.card)]).toEqual([true, []]);
    expect(sentTo(house, board.chair, 'meeting')).toEqual([]);
    const home = textOf((await house.says(board.clerk, 'home')).card!.card);
    expect(home).toContain(`Was the meeting held? ${board.name}, Wednesday 25 November 2026`);
    expect(textOf((await house.says(board.chair, 'home')).card!.card)).not.toContain('Was the meeting held?');
  });

  it('the chair is asked where a board has no clerk', async () => {
    const { board } = await afterAMeeting('Birch', { hasClerk: false });
    expect(sentTo(house, board.chair, 'meeting')).toHaveLength(1);
    expect(textOf((await house.says(board.chair, 'home')).card!.card)).toContain('Was the meeting held?');
  });

  it.each([
    [
      'a Friday, over the weekend',
      'Cedar',
      '2026-11-20T10:00:00Z',
      '27 November',
      '2026-11-28T09:00:00Z',
      '2026-11-30T08:00:00Z',
    ],
    [
      'Maundy Thursday, over Easter',
      'Damson',
      '2027-03-15T10:00:00Z',
      '25 March 2027',
      '2027-03-29T09:00:00Z',
      '2027-03-30T07:00:00Z',
    ],
  ])('after %s', async (_, name, now, day, tooEarly, due) => {
    house.clock.moveTo(now);
    const board = await aBoardAt(house, name);
    await plan(house, board, `on ${day} at 17:30`);
    await at(house, tooEarly);
    expect(sentTo(house, board.clerk, 'meeting')).toEqual([]);
    await at(house, due);
    expect(sentTo(house, board.clerk, 'meeting')).toHaveLength(1);
  });

  it('nobody is asked about a meeting that was marked as held that evening, or that was called off', async () => {
    const board = await aBoardAt(house, 'Elder');
    const held = await plan(house, board, 'on 25 November at 17:30');
    const off = await plan(house, board, 'on 24 November at 17:30');
    house.clock.moveTo('2026-11-25T20:00:00Z');
    await house.says(board.chair, `meeting held ${held}`);
    await house.says(board.chair, `meeting cancel ${off} because of the strike`);
    await at(house, '2026-11-26T08:00:00Z');
    expect(sentTo(house, board.clerk, 'meeting')).toEqual([]);
  });
});

describe('“Yes, it was held”', () => {
  it('records it, with those who were there as they had answered, and offers the minutes', async () => {
    const { board, ref } = await afterAMeeting('Fig');
    const { said } = await house.presses(board.clerk, 'Yes, it was held');
    expect(said).toMatch(/is marked as held\. .*The draft is due by Wednesday 9 December 2026\.$/);
    expect(await rowOf(ref)).toMatchObject({ state: 'held' });
    const card = house.cardOf(board.clerk, 'meeting');
    expect(card.text).toContain(
      'There: 1 of 5 (Ada Fig)\nApologies: Olive Fig\nNot recorded: Ben Fig, Gil Fig and Clara Fig',
    );
    expect(card.text).toContain('Quorum: Not met; it needed someone from the local authority');
    expect(titlesOf(card.card)).toEqual(['Write the minutes', 'Who was there', 'Add an action', 'It was not held']);
    expect(sentTo(house, board.head, 'agenda')[0]!.text).toContain('This meeting was held. There: Ada Fig.');
  });

  it('lets the clerk correct who was there, and says whether there was a quorum', async () => {
    const { board, ref } = await afterAMeeting('Gean');
    await house.presses(board.clerk, 'Yes, it was held');
    const corrected = await records(board, [
      [board.head, 'present'],
      [board.chair, 'present'],
      [board.officer, 'present'],
      [board.governor, 'absent'],
    ]);
    expect(corrected.said).toBe(
      `Recorded for ${ref}. There: Ben Gean, Ada Gean and Olive Gean. Not there: Gil Gean. The quorum was met.`,
    );
    expect(house.cardOf(board.clerk, 'meeting').text).toContain('Not recorded: Clara Gean');
    await house.says(board.clerk, `meeting present ${ref} Gil Gean, Ada Gean and Clara Gean`);
    const card = house.cardOf(board.clerk, 'meeting');
    expect(card.text).toContain('There: 3 of 5 (Ada Gean, Gil Gean and Clara Gean)');
    expect(card.text).toContain('Quorum: Not met; it needed the chair and someone from the local authority');
    expect((await house.says(board.clerk, `meeting present ${ref} Nobody Known`)).said).toMatch(
      /Nobody called “Nobody Known” can be chosen here/,
    );
    expect((await house.says(board.head, `meeting present ${ref} everybody`)).said).toMatch(/^Only this board’s chair/);
    expect((await house.says(board.chair, `meeting present ${ref} everybody`)).said).toMatch(/The quorum was met\./);
  });

  it('asks about the people of a large board in parts', async () => {
    const { board, ref } = await afterAMeeting('Kale');
    const more = await Promise.all(Array.from({ length: 20 }, (_, index) => house.person(`Member ${index}`)));
    for (const person of more) await house.seat(board.id, person, { role: 'GOVERNOR' });
    await house.presses(board.clerk, 'Yes, it was held');
    const first = (await house.presses(board.clerk, 'Who was there', {}, { card: 'meeting' })).form!;
    expect([first.form.title, first.form.inputs.length]).toEqual(['Who was there, 1 of 2', 18]);
    const fill = ({ form, token }: typeof first, answer: string) => {
      const input = Object.fromEntries(form.inputs.map(({ id }) => [id, answer]));
      return house.does(board.clerk, { kind: 'press', action: form.submit.id, token, input });
    };
    const second = (await fill(first, 'present')).form!;
    expect([second.form.title, second.form.inputs.length]).toEqual(['Who was there, 2 of 2', 7]);
    expect((await fill(second, 'absent')).said).toMatch(/^Recorded for MTG-\d+\. There: Ben Kale, /);
    const counted = await house.prisma.attendance.groupBy({
      by: ['answer'],
      where: { meetingId: Number(ref.slice(4)) },
      orderBy: { answer: 'asc' },
      _count: true,
    });
    expect(counted.map(({ answer, _count }) => [answer, _count])).toEqual([
      ['absent', 7],
      ['present', 18],
    ]);
  });

  it('takes the action that was agreed, and the minutes, each tied to the meeting', async () => {
    const { board, ref } = await afterAMeeting('Hazel');
    await house.presses(board.clerk, 'Yes, it was held');
    const action = (await house.presses(board.clerk, 'Add an action', {}, { card: 'meeting' })).form!;
    const input = { what: 'Book the hall', owner: String(board.governor.id), due: '2026-12-10' };
    await house.does(board.clerk, { kind: 'press', action: action.form.submit.id, token: action.token, input });
    expect(house.cardOf(board.clerk, 'meeting').text).toMatch(
      /1 action agreed\nACT-\d+ Book the hall \(Gil Hazel, due Thursday 10 December 2026\)/,
    );
    const write = (await house.presses(board.clerk, 'Write the minutes', {}, { card: 'meeting' })).form!;
    expect(textOf({ body: write.form.intro })).toContain('There: Ada Hazel. Apologies: Olive Hazel.');
    const text = 'Present: Ada.';
    await house.does(board.clerk, { kind: 'press', action: write.form.submit.id, token: write.token, input: { text } });
    const minutes = await house.prisma.minutes.findFirstOrThrow({ where: { meetingId: Number(ref.slice(4)) } });
    const card = house.cardOf(board.clerk, 'meeting');
    expect(card.text).toContain(`Minutes: MIN-${minutes.id}, a draft, not circulated yet`);
    expect(titlesOf(card.card)).toEqual(['Go on with the minutes', 'Who was there', 'Add an action']);
    await house.says(board.clerk, `minutes circulate MIN-${minutes.id}`);
    expect(titlesOf(house.cardOf(board.clerk, 'meeting').card)).toEqual([]);
    expect(house.cardOf(board.clerk, 'meeting').text).toContain('circulated for approval');
  });

  it('counts once when the clerk presses and the chair types at the same moment', async () => {
    const { board, ref } = await afterAMeeting('Ivy');
    const card = house.cardOf(board.clerk, 'meeting');
    const answers = await Promise.all([
      house.pressesOn(board.clerk, card, 'Yes, it was held'),
      house.says(board.chair, `meeting held ${ref}`),
      house.pressesOn(board.clerk, card, 'Yes, it was held'),
    ]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done']);
    expect(await house.prisma.auditEvent.count({ where: { event: 'meeting.held', subject: `meeting:${ref}` } })).toBe(
      1,
    );
  });
});

describe('“It was not held”', () => {
  it('takes back what was pressed by mistake: the clerk is asked again, and who was there is forgotten', async () => {
    const { board, ref } = await afterAMeeting('Zelkova');
    await house.presses(board.clerk, 'Yes, it was held');
    await records(board, [
      [board.chair, 'present'],
      [board.head, 'absent'],
    ]);
    const { said } = await house.presses(board.clerk, 'It was not held', {}, { card: 'meeting' });
    expect(said).toContain(`Taken back: ${ref} of Wednesday 25 November 2026 is not marked as held.`);
    const card = house.cardOf(board.clerk, 'meeting');
    expect(card.text).toMatch(/^Was the meeting held\?/);
    expect(titlesOf(card.card)).toEqual(['Yes, it was held', 'It was moved', 'It did not take place']);
    expect(card.text).toContain(`Said yes: 1 of 5 (${board.chair.name})`);
    expect(await rowOf(ref)).toMatchObject({ state: 'planned' });
    const again = await house.says(board.clerk, `meeting not held ${ref}`);
    expect(again.said).toBe(`${ref} is not marked as held.`);
    await house.presses(board.clerk, 'It did not take place', { reason: 'Snow' });
    expect((await house.says(board.clerk, `meeting not held ${ref}`)).said).toBe(`${ref} was called off already.`);
  });

  it('is refused once there are minutes', async () => {
    const { board, ref } = await afterAMeeting('Yew');
    await house.presses(board.clerk, 'Yes, it was held');
    await house.says(board.clerk, `minutes write ${ref} Present: everybody.`);
    expect(titlesOf(house.cardOf(board.clerk, 'meeting').card)).not.toContain('It was not held');
    const answer = await house.says(board.clerk, `meeting not held ${ref}`);
    expect(answer.said).toMatch(/^MTG-\d+ has minutes, MIN-\d+, so it stays marked as held\./);
  });
});

describe('“It was moved”', () => {
  it('to a day to come makes it a meeting to come, and asks everybody again', async () => {
    const { board, ref } = await afterAMeeting('Juniper');
    const { said } = await house.presses(board.clerk, 'It was moved', {
      on: '2026-12-02',
      at: '18:00',
      place: 'the hall',
    });
    expect(said).toMatch(/is on Wednesday 2 December 2026 at 18:00 now\. 5 people are being told\./);
    expect(house.cardOf(board.clerk, 'meeting').text).toMatch(/^Meeting\n/);
    const [agenda] = sentTo(house, board.head, 'agenda');
    expect(agenda!.text).toContain('Moved: it was to be on Wednesday 25 November 2026, 17:30.');
    expect(agenda!.text).toContain('No answer yet: 5.');
    expect(titlesOf(agenda!.card)).toContain('I will be there');
    await at(house, '2026-12-03T08:00:00Z');
    expect(sentTo(house, board.clerk, 'meeting').map(({ text }) => text.split('\n')[0])).toEqual([
      'Was the meeting held?',
      'Was the meeting held?',
    ]);
    expect(await rowOf(ref)).toMatchObject({ state: 'planned' });
  });

  it('to a day that is over by now tells nobody, and asks whether it was held then', async () => {
    const board = await aBoardAt(house, 'Larch');
    const ref = await plan(house, board, 'on 25 November at 17:30');
    await at(house, '2026-11-30T08:00:00Z');
    const { said } = await house.presses(board.clerk, 'It was moved', { on: '2026-11-27', at: '17:30' });
    expect(said).toBe(`${ref} is on Friday 27 November 2026 at 17:30 now. If it was held, type “meeting held ${ref}”.`);
    expect(sentTo(house, board.head, 'agenda-updated')).toEqual([]);
    await house.presses(board.clerk, 'Yes, it was held');
    expect(await rowOf(ref)).toMatchObject({ state: 'held', heldOn: new Date('2026-11-27') });
    expect((await house.says(board.clerk, `meeting move ${ref} to 3 December`)).said).toMatch(
      /was held, so it can no longer/,
    );
  });

  it('to a day long ago, or to no day at all, is refused', async () => {
    const { board, ref } = await afterAMeeting('Maple');
    for (const [on, why] of [
      ['2026-09-01', /is over/],
      ['', /Choose|form/],
    ] as const) {
      const answer = await house.presses(board.clerk, 'It was moved', { on, at: '17:30' });
      expect(answer.said ?? answer.form?.form.title).toMatch(on === '' ? /Move the meeting/ : why);
    }
    expect(await rowOf(ref)).toMatchObject({ heldOn: new Date('2026-11-25') });
  });
});

it('“It did not take place” records why, and every card of it says so', async () => {
  const { board, ref } = await afterAMeeting('Nettle');
  const { said } = await house.presses(board.clerk, 'It did not take place', { reason: 'Too few could come.' });
  expect(said).toBe(`Recorded: ${ref} of Wednesday 25 November 2026 did not take place.`);
  const card = house.cardOf(board.clerk, 'meeting');
  expect([card.text.split('\n')[0], titlesOf(card.card)]).toEqual(['The meeting did not take place', []]);
  expect(card.text).toContain('Why: Too few could come.');
  expect(sentTo(house, board.head, 'agenda')[0]!.text).toContain(
    'This meeting did not take place: Too few could come.',
  );
  expect(sentTo(house, board.head, 'agenda-updated')).toEqual([]);
  expect((await house.says(board.clerk, `meeting held ${ref}`)).said).toMatch(/was called off/);
  expect((await house.says(board.clerk, `minutes write ${ref} Present: all.`)).said).toMatch(/no minutes to write/);
});

it('writing the minutes of a meeting of which nobody had said so marks it as held', async () => {
  const { board, ref } = await afterAMeeting('Oak');
  const { said } = await house.says(board.clerk, `minutes write ${ref} Present: everybody.`);
  expect(said).toMatch(/^The meeting is marked as held\. The draft is kept as MIN-/);
  expect(await rowOf(ref)).toMatchObject({ state: 'held' });
  expect(house.cardOf(board.clerk, 'meeting').text).toMatch(/^The meeting was held/);
});

describe('“meeting show”', () => {
  it('tells the clerk who comes, who sent apologies, who has not answered and whether there would be a quorum', async () => {
    const board = await aBoardAt(house, 'Pine');
    await plan(house, board, 'on 3 December at 17:30');
    await house.says(board.head, 'agenda attend yes');
    await house.says(board.governor, 'agenda attend no');
    const { card } = await house.says(board.clerk, 'meeting show');
    expect(textOf(card!.card).split('\n').slice(3, 9)).toEqual([
      'Agenda: 11 items, goes out by itself on Thursday 26 November 2026',
      'Coming: 1 of 5 (Ada Pine)',
      'Apologies: Gil Pine',
      'Not answered: 3 (Ben Pine, Olive Pine and Clara Pine)',
      'Quorum: Not met yet; it still needs the chair and someone from the local authority',
      'A quorum needs: the chair, the headteacher and someone from the local authority (a default: your framework sets none)',
    ]);
    expect(titlesOf(card!.card)).toEqual([
      'See the agenda',
      'Add an item',
      'Publish now',
      'Move the meeting',
      'Call it off',
    ]);
    const agenda = textOf((await house.says(board.clerk, 'agenda show')).card!.card);
    expect(agenda).toContain('Not answered: Ben Pine, Olive Pine and Clara Pine. The quorum is not met yet');
  });

  it('gives members no buttons that are not theirs, and says nothing to people of other schools', async () => {
    const board = await aBoardAt(house, 'Quince');
    const ref = await plan(house, board, 'on 3 December at 17:30');
    expect(titlesOf((await house.says(board.head, 'meeting show')).card!.card)).toEqual([
      'See the agenda',
      'Add an item',
    ]);
    expect(textOf((await house.says(board.head, 'agenda show')).card!.card)).not.toContain('Not answered:');
    const other = await aBoardAt(house, 'Rowan');
    expect((await house.says(other.head, `meeting show ${ref}`)).outcome).toBe('refused');
    // In a channel it would say who has not answered: it is shown to whoever asked alone.
    const { card, isPrivate } = await house.says(board.clerk, 'meeting show', { channel: board.channel });
    expect([card?.name, isPrivate]).toEqual(['meeting', true]);
  });
});

describe('a meeting that by the answers will have no quorum', () => {
  it('is told to the clerk and the chair once, two working days before, and is settled when somebody says yes', async () => {
    const board = await aBoardAt(house, 'Sorrel');
    await plan(house, board, 'on 3 December at 17:30');
    await house.says(board.clerk, 'agenda publish');
    await house.says(board.chair, 'agenda attend yes');
    await house.says(board.head, 'agenda attend yes');
    await house.says(board.officer, 'agenda attend no');
    await at(house, '2026-11-30T08:00:00Z');
    expect(sentTo(house, board.clerk, 'quorum-at-risk')).toEqual([]);
    for (const day of ['2026-12-01', '2026-12-02', '2026-12-03']) await at(house, `${day}T08:00:00Z`);
    for (const person of [board.clerk, board.chair]) {
      const [card, ...more] = sentTo(house, person, 'quorum-at-risk');
      expect(more).toEqual([]);
      expect(card!.text).toContain(
        'By the answers so far the quorum will not be met without someone from the local authority.',
      );
      expect(card!.text).toContain('Not answered: Gil Sorrel and Clara Sorrel\nApologies: Olive Sorrel');
      const answers = person === board.clerk ? ['I will be there', 'Apologies'] : [];
      expect(titlesOf(card!.card)).toEqual([...answers, 'See the meeting', 'Move the meeting', 'Call it off']);
    }
    expect(sentTo(house, board.head, 'quorum-at-risk')).toEqual([]);
    await house.says(board.officer, 'agenda attend yes');
    const settled = house.cardOf(board.clerk, 'quorum-at-risk');
    expect([settled.text.split('\n')[0], titlesOf(settled.card)]).toEqual(['There will be a quorum', []]);
  });

  it('is told later when apologies come later, and not at all while enough say yes', async () => {
    const board = await aBoardAt(house, 'Thyme');
    await plan(house, board, 'on 3 December at 17:30');
    await house.says(board.clerk, 'agenda publish');
    for (const person of [board.chair, board.head, board.officer]) await house.says(person, 'agenda attend yes');
    await at(house, '2026-12-01T08:00:00Z');
    expect(sentTo(house, board.clerk, 'quorum-at-risk')).toEqual([]);
    await house.says(board.head, 'agenda attend no');
    await at(house, '2026-12-02T08:00:00Z');
    expect(sentTo(house, board.clerk, 'quorum-at-risk')).toHaveLength(1);
    const { form, token } = (await house.presses(board.chair, 'Call it off', {}, { card: 'quorum-at-risk' })).form!;
    await house.does(board.chair, { kind: 'press', action: form.submit.id, token, input: { reason: 'No quorum.' } });
    expect(house.cardOf(board.clerk, 'quorum-at-risk').text).toMatch(/^The meeting is called off/);
  });
});
