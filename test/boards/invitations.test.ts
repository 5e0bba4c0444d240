import { beforeEach, describe, expect, it } from 'vitest';
import { boards } from '../../src/boards/index.ts';
import { meetingsFeature } from '../../src/meetings/index.ts';
import { people } from '../../src/people/index.ts';
import { statusFeature } from '../../src/status/index.ts';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';

const meetings = meetingsFeature(() => []);

const status = statusFeature(() => [people, boards, meetings]);
const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [people, boards, meetings, status] });
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
let count = 0;

interface Scene {
  school: { id: number; name: string };
  head: Person;
  chair: Person;
  governor: Person;
  sio: Person;
  clerk: Person;
  boardId: number;
}
let scene: Scene;

/** A board of its own for each test, set up by the chair of governors and chaired by a governor, with a clerk. */
async function aBoard(): Promise<Scene> {
  const letter = LETTERS[count++]!;
  const school = await house.school(`${letter}marsh School`);
  const name = (first: string) => `${first} ${letter}son`;
  const head = await house.person(name('Hannah'), { role: 'HEADTEACHER', school });
  const chair = await house.person(name('Carl'), { role: 'CHAIR_OF_GOVERNORS', school });
  const governor = await house.person(name('Grace'), { role: 'GOVERNOR', school });
  const sio = await house.person(name('Simon'), { role: 'SIO', school }, { role: 'SIO' });
  const clerk = await house.person(name('Clara'), { role: 'CLERK', school });
  await house.says(chair, `board create for ${school.name} chair ${governor.name}`);
  const board = await house.prisma.board.findFirstOrThrow({ where: { schoolId: school.id } });
  return { school, head, chair, governor, sio, clerk, boardId: board.id };
}
beforeEach(async () => {
  scene = await aBoard();
});

const invitation = (person: Person) => house.cardOf(person, 'board-invitation');
const seatsOf = (person: Person) =>
  house.prisma.seat.findMany({ where: { personId: person.id }, orderBy: { id: 'asc' } });
const shown = async (person: Person) => {
  await house.says(person, `board show ${scene.school.name}`);
  return house.cardOf(person, 'board').text;
};
const accepts = (person: Person) => house.presses(person, 'I accept');
const declines = (person: Person, reason = 'I am moving away.') => house.presses(person, 'I cannot', { reason });
const meets = async (on = '2026-11-24') => {
  await house.prisma.meeting.create({ data: { boardId: scene.boardId, heldOn: asDay(on), state: 'planned' } });
  const { id } = await house.prisma.meeting.findFirstOrThrow({ where: { boardId: scene.boardId } });
  house.clock.moveTo(`${on}T20:00:00Z`);
  expect((await house.says(scene.clerk, `meeting held MTG-${id}`)).outcome).toBe('done');
  house.clock.moveTo('2026-11-23T09:00:00Z');
};

describe('an invitation', () => {
  it('is accepted with one press, kept with its time, and shown on the board’s card without a message to the clerk', async () => {
    expect(titlesOf(invitation(scene.head).card)).toEqual(['I accept', 'I cannot', 'Show the board']);
    await house.says(scene.clerk, `board show ${scene.school.name}`);
    const before = house.chatOf(scene.clerk).length;
    expect((await accepts(scene.head)).said).toBe(
      `Thank you: you have accepted your seat on Raising Attainment Board, ${scene.school.name}, as headteacher. You can change that until the board first meets.`,
    );
    expect(await seatsOf(scene.head)).toMatchObject([{ answer: 'accepted', answeredAt: house.clock.now() }]);
    const card = invitation(scene.head);
    expect(card.text).toContain(
      'You accepted on Monday 23 November 2026. You can change that until the board first meets.',
    );
    expect(titlesOf(card.card)).toEqual(['I cannot after all', 'Show the board']);
    expect(house.chatOf(scene.clerk)).toHaveLength(before);
    const board = house.cardOf(scene.clerk, 'board').text;
    expect(board).toContain(`Headteacher: ${scene.head.name}, accepted`);
    expect(board).toContain(`Chair of governors: ${scene.chair.name}, accepted`);
    expect(board).toContain(`School Improvement Officer: ${scene.sio.name}, no answer yet`);
    expect(board).toContain('Answers: 2 accepted, 3 not answered yet');
    expect(board).toContain(
      `Waiting for an answer from ${scene.sio.name}, ${scene.governor.name} and ${scene.clerk.name}.`,
    );
  });

  it('is not needed by whoever set up the board, and waits at home for the others until they answer', async () => {
    expect(invitation(scene.chair).text).toContain('You have accepted your seat');
    await house.says(scene.head, 'home');
    expect(house.cardOf(scene.head, 'home').text).toContain('Say whether you take your seat: Raising Attainment Board');
    await accepts(scene.head);
    await house.says(scene.head, 'home');
    expect(house.cardOf(scene.head, 'home').text).toContain('Nothing is waiting for you');
  });

  it('that is declined frees the seat at once, and the clerk hears why and gives it to somebody else', async () => {
    const { head, clerk, school, boardId } = scene;
    expect((await declines(head)).said).toContain(
      `I am telling ${clerk.name}, so that the seat can be given to somebody else.`,
    );
    expect(await seatsOf(head)).toMatchObject([{ answer: 'declined', untilOn: asDay('2026-11-22') }]);
    const told = house.cardOf(clerk, 'board-declined');
    expect(told.text).toContain(
      `${head.name} cannot take the seat of headteacher. The reason given:\nI am moving away.`,
    );
    expect(titlesOf(told.card)).toEqual(['Give the seat to somebody else', 'Show the board']);
    expect(await shown(clerk)).toContain(`Headteacher: vacant (${head.name} declined)`);
    expect((await house.says(head, `agenda show ${school.name}`)).outcome).toBe('refused');

    const second = await house.person(`Second ${school.name}`, { role: 'HEADTEACHER', school });
    expect(titlesOf(invitation(head).card)).toEqual(['I can after all']);
    expect((await house.presses(clerk, 'Give the seat to somebody else', { name: second.name })).outcome).toBe('done');
    expect(house.cardOf(clerk, 'board-declined').text).toContain(
      `${head.name} had declined. ${second.name} has the seat now.`,
    );
    const lost = invitation(head);
    expect(lost.text).toContain('Your seat has been filled');
    expect(lost.text).toContain(
      `You said on Monday 23 November 2026 that you cannot. ${second.name} has taken the seat since.`,
    );
    expect(titlesOf(lost.card)).toEqual([]);
    expect((await house.says(head, 'board accept')).said).toMatch(
      /has taken the seat since\. If that is wrong, tell Clara/,
    );
    expect(await shown(clerk)).toContain(`Headteacher: ${second.name}, no answer yet`);
    expect(await house.prisma.seat.count({ where: { boardId, role: 'HEADTEACHER', untilOn: null } })).toBe(1);
  });

  it('cannot be declined without a reason, and one that is typed is asked for it', async () => {
    const form = (await house.says(scene.head, 'board decline')).form!;
    expect(form.form.inputs.map((input) => input.id)).toEqual(['reason']);
    expect((await house.says(scene.head, 'board decline because')).form?.form.inputs).toHaveLength(1);
    expect(await seatsOf(scene.head)).toMatchObject([{ answer: null, untilOn: null }]);
    const said = await house.says(scene.head, `board decline ${scene.school.name} because I am on leave`);
    expect(said.outcome).toBe('done');
    expect(house.cardOf(scene.clerk, 'board-declined').text).toContain('I am on leave');
  });

  it('can be accepted after all while the seat is vacant, which is then filled and nobody else’s', async () => {
    await declines(scene.sio);
    expect((await house.presses(scene.sio, 'I can after all')).said).toContain('you have accepted your seat');
    expect(house.cardOf(scene.clerk, 'board-declined').text).toContain(`${scene.sio.name} has accepted after all.`);
    expect(await shown(scene.clerk)).toContain(`School Improvement Officer: ${scene.sio.name}, accepted`);
    const open = { boardId: scene.boardId, role: 'SIO', untilOn: null };
    expect(await house.prisma.seat.findMany({ where: open })).toMatchObject([
      { personId: scene.sio.id, answer: 'accepted' },
    ]);
  });

  it('declined twice tells the clerk twice, each time once', async () => {
    await declines(scene.sio);
    await house.presses(scene.sio, 'I can after all');
    await house.presses(scene.sio, 'I cannot after all', { reason: 'Now really not.' });
    const told = house.chatOf(scene.clerk).filter((one) => one.shown.name === 'board-declined');
    expect(told.map((one) => one.text.includes('Now really not.'))).toEqual([true, true]);
    expect((await house.says(scene.sio, 'board decline because again')).said).toMatch(/said already that you cannot/);
    expect(house.chatOf(scene.clerk).filter((one) => one.shown.name === 'board-declined')).toHaveLength(2);
  });

  it('of the chair leaves the board without one, and the clerk chooses another on the spot', async () => {
    expect((await declines(scene.governor)).said).toContain('so that another governor can take the chair');
    const told = house.cardOf(scene.clerk, 'board-declined');
    expect(told.text).toContain('cannot take the seat of governor and the chair');
    expect(told.text).toContain('Nobody chairs the board now.');
    expect(await shown(scene.clerk)).toContain('Nobody chairs the board yet.');
    await house.pressesOn(scene.clerk, told, 'Choose the chair', { name: String(scene.chair.id) });
    expect(await shown(scene.clerk)).toContain(`${scene.chair.name}, in the chair, accepted`);
    await house.presses(scene.governor, 'I can after all');
    const after = await shown(scene.clerk);
    expect(after).toContain(`Governor: ${scene.governor.name}, accepted`);
    expect(after.match(/in the chair/g)).toHaveLength(1);
  });

  it('of the clerk is told to whoever set up the board', async () => {
    await declines(scene.clerk);
    expect(house.cardOf(scene.chair, 'board-declined').text).toContain('cannot take the seat of clerk');
  });

  it('settles once the board has met, answered or not', async () => {
    await accepts(scene.head);
    await declines(scene.governor);
    await meets();
    expect(invitation(scene.head).text).toContain(
      'You accepted on Monday 23 November 2026. The board has met since you were asked',
    );
    expect(invitation(scene.sio).text).toContain(`If you cannot carry on, tell ${scene.clerk.name} (clerk).`);
    for (const person of [scene.head, scene.sio, scene.governor]) expect(titlesOf(invitation(person).card)).toEqual([]);
    expect((await house.says(scene.sio, 'board decline because late')).said).toBe(
      `The board has met since you were asked, so there is nothing to answer any more. If you cannot carry on, tell ${scene.clerk.name} (clerk), who can give the seat to somebody else.`,
    );
    const board = await shown(scene.clerk);
    expect(board).not.toMatch(/accepted|not answered|Waiting/);
    await house.says(scene.sio, 'home');
    expect(house.cardOf(scene.sio, 'home').text).not.toContain('Say whether you take your seat');
  });

  it('says so when the seat is taken back', async () => {
    await accepts(scene.head);
    await house.says(scene.clerk, `board unseat ${scene.head.name} from ${scene.school.name}`);
    const lost = invitation(scene.head);
    expect(lost.text).toContain('You no longer have this seat');
    expect(titlesOf(lost.card)).toEqual([]);
    expect((await house.says(scene.head, 'board accept')).said).toMatch(/You have not been asked/);
  });

  it('is answered by its own person only, from whatever button', async () => {
    const [seat] = await seatsOf(scene.head);
    for (const name of ['board.accept', 'board.decline'])
      expect(
        await house.does(scene.chair, { kind: 'command', name, input: { seatId: seat!.id, reason: 'No' } }),
      ).toMatchObject({
        outcome: 'refused',
        said: 'Only the person it belongs to can do that.',
      });
    expect(await seatsOf(scene.head)).toMatchObject([{ answer: null }]);
  });

  it('and its seat given to somebody else at the same moment end with one person on the seat', async () => {
    await declines(scene.head);
    const second = await house.person(`Other ${scene.school.name}`, { role: 'HEADTEACHER', school: scene.school });
    const answers = await Promise.all([
      house.presses(scene.head, 'I can after all'),
      house.says(scene.clerk, `board seat ${second.name} as headteacher on ${scene.school.name}`),
    ]);
    expect(answers.map((one) => one.outcome).sort()).toEqual(['done', 'refused']);
    const open = { boardId: scene.boardId, role: 'HEADTEACHER', untilOn: null };
    expect(await house.prisma.seat.count({ where: { ...open, personId: { not: null } } })).toBe(1);
    expect(await house.prisma.seat.count({ where: open })).toBe(1);
  });

  it('pressed twice, or sent again by the platform, is one answer', async () => {
    const card = invitation(scene.head);
    const first = await house.pressesOn(scene.head, card, 'I accept', {}, { key: `once-${count}` });
    const again = await house.pressesOn(scene.head, card, 'I accept', {}, { key: `once-${count}` });
    expect([first.isRepeated ?? false, again.isRepeated]).toEqual([false, true]);
    expect((await house.pressesOn(scene.head, card, 'I accept')).said).toMatch(/accepted your seat .* already/);
    const events = { event: 'board.accepted', subject: `board:BRD-${scene.boardId}` };
    expect(await house.prisma.auditEvent.count({ where: events })).toBe(1);
  });

  it('says which board is meant when somebody has two', async () => {
    const other = await aBoard();
    await house.says(other.chair, `board unseat ${other.sio.name} from ${other.school.name}`);
    await house.prisma.roleHeld.create({
      data: { personId: scene.sio.id, role: 'SIO', schoolId: other.school.id, fromOn: asDay('2026-09-01') },
    });
    await house.says(other.chair, `board seat ${scene.sio.name} as SIO on ${other.school.name}`);
    expect((await house.says(scene.sio, 'board accept')).said).toBe(
      `Which board do you mean? Say it again, and add “${other.school.name}” or “${scene.school.name}”.`,
    );
    expect((await house.says(scene.sio, `board accept ${other.school.name}`)).outcome).toBe('done');
    expect((await house.says(scene.sio, 'board accept')).said).toContain(scene.school.name);
  });
});

describe('who hears that a seat was declined', () => {
  it('is the office, when the board has no clerk and whoever set it up has gone', async () => {
    const office = await house.person('Olga Office', { role: 'PROGRAMME_DIRECTOR' });
    await house.says(scene.chair, `board unseat ${scene.clerk.name} from ${scene.school.name}`);
    await house.prisma.seat.updateMany({ where: { boardId: scene.boardId, isChair: true }, data: { isChair: false } });
    await house.prisma.roleHeld.updateMany({
      where: { personId: scene.chair.id },
      data: { untilOn: asDay('2026-11-20') },
    });
    expect((await declines(scene.head)).said).toContain('I am telling Olga Office');
    expect(house.cardOf(office, 'board-declined').text).toContain('cannot take the seat of headteacher');
    expect(house.chatOf(scene.chair).map((one) => one.shown.name)).not.toContain('board-declined');
  });
});
