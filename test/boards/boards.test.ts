import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { boards } from '../../src/boards/index.ts';
import type { Form } from '../../src/chat/card.ts';
import { textOf } from '../../src/chat/card.ts';
import { type Command, command, type Feature } from '../../src/chat/contract.ts';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';

// What the categories room says when it confirms a category, without its rules.
const decide: Command = command({
  name: 'test.decide',
  help: 'Confirm a category.',
  input: z.object({ id: z.number(), schoolId: z.number(), value: z.string() }),
  may: 'anyone',
  async run({ id, schoolId, value }, { tx, now, happened }) {
    const decision = {
      schoolId,
      value,
      state: 'confirmed',
      schoolYear: '2026/27',
      reason: 'r',
      evidence: 'e',
      recommendedAt: now,
      confirmedAt: now,
    };
    await tx.categoryDecision.upsert({ where: { id }, create: { id, ...decision }, update: decision });
    await happened({ event: 'category.confirmed', subject: `category:CAT-${id}`, after: { schoolId, value } });
    return { said: 'confirmed' };
  },
});
const teller: Feature = { name: 'teller', commands: [decide], cards: [] };

const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [people, boards, teller] });
let count = 0;
const wordsOf = (form: Form) => textOf({ body: form.intro });

/** A school of its own for each test, with its people. */
async function aSchool(more: Record<string, unknown> = {}) {
  const n = ++count;
  const school = await house.school(
    `Marlowe ${['', 'Abbey', 'Bridge', 'Cross', 'Dale', 'End', 'Field', 'Gate', 'Hill', 'Isle', 'Jetty', 'Knoll', 'Lane', 'Mill', 'North', 'Oak', 'Park', 'Quay', 'Rise', 'Stile', 'Top', 'Vale', 'Well', 'Yard'][n]}`,
    more,
  );
  const name = (first: string) => `${first} Nr${n}`;
  return {
    school,
    head: await house.person(name('Hannah'), { role: 'HEADTEACHER', school }),
    chair: await house.person(name('Carl'), { role: 'CHAIR_OF_GOVERNORS', school }),
    governor: await house.person(name('Grace'), { role: 'GOVERNOR', school }),
    sio: await house.person(name('Simon'), { role: 'SIO', school }, { role: 'SIO' }),
  };
}
const confirm = (id: number, schoolId: number, value: string, by: Person) =>
  house
    .does(by, { kind: 'command', name: 'test.decide', input: { id, schoolId, value } })
    .then((answer) => expect(answer.outcome).toBe('done'));

let director: Person;
let clerk: Person;
beforeEach(async () => {
  director ??= await house.person('Dora Director', { role: 'PROGRAMME_DIRECTOR' });
  clerk ??= await house.person('Clara Clerk', { role: 'CLERK' });
});

describe('a Raising Attainment Board', () => {
  it('is set up by the chair of governors, with the other seats filled from the lists and everybody told', async () => {
    const { school, head, chair, governor, sio } = await aSchool();
    const answer = await house.says(chair, `board create for ${school.name} chair ${governor.name}`);
    expect(answer.said).toMatch(/is set up as BRD-\d+, chaired by Grace Nr\d+; 1 seat is vacant/);
    expect(answer.said).toContain('It ends by Tuesday 23 November 2027');
    for (const person of [head, chair, governor, sio, clerk])
      expect(house.cardOf(person, 'board-invitation').text).toContain(`Raising Attainment Board, ${school.name}`);
    expect(house.cardOf(governor, 'board-invitation').text).toContain('Your seat: governor.');
    const shown = await house.says(head, `board show ${school.name}`);
    expect(shown.card!.card.body.length).toBeGreaterThan(3);
    expect(house.cardOf(head, 'board').text).toContain('1 seat is vacant: Head of Standards and Achievement.');
    expect(house.cardOf(head, 'board').text).toContain('Seats: 3 of 4 filled');
  });

  it('is not chaired by the headteacher, the improvement officer, an officer or a stranger, and says whom to choose', async () => {
    const { school, head, chair, sio } = await aSchool();
    const other = await aSchool();
    const lead = await house.person(
      `Lee Lead${count}`,
      { role: 'STRATEGIC_LEAD_SECONDARY' },
      { role: 'GOVERNOR', school },
    );
    const said = async (name: string) =>
      (await house.says(chair, `board create for ${school.name} chair ${name}`)).said;
    const instead =
      'A governor chairs it, who is neither the headteacher nor one of the local authority’s officers. Choose another governor.';
    expect(await said(lead.name)).toBe(
      `${lead.name} is secondary strategic lead and cannot chair this board. ${instead}`,
    );
    expect(await said(other.governor.name)).toBe(
      `${other.governor.name} is not a governor of this school, and one of its governors has to chair this board. Choose a governor.`,
    );
    expect(await said('Nobody Known')).toBe('I know nobody called “Nobody Known” here.');
    await house.prisma.roleHeld.deleteMany({ where: { personId: lead.id } });
    await house.prisma.roleHeld.create({
      data: { personId: head.id, role: 'GOVERNOR', schoolId: school.id, fromOn: new Date('2026-09-01') },
    });
    expect((await house.says(chair, `board create for ${school.name} chair ${head.name}`)).said).toMatch(
      /is headteacher and cannot chair/,
    );
    expect((await house.says(chair, `board create for ${school.name} chair ${sio.name}`)).said).toMatch(
      /cannot chair this board/,
    );
    expect(await house.prisma.board.count({ where: { schoolId: school.id } })).toBe(0);
  });

  it('is set up once, even when two press at the same moment', async () => {
    const { school, chair, governor } = await aSchool();
    const words = `board create for ${school.name} chair ${governor.name}`;
    const answers = await Promise.all([house.says(chair, words), house.says(director, words)]);
    expect(answers.map((answer) => answer.outcome).sort()).toEqual(['done', 'refused']);
    expect(answers.find((answer) => answer.outcome === 'refused')!.said).toMatch(
      /already has an open Raising Attainment Board/,
    );
    expect(await house.prisma.board.count({ where: { schoolId: school.id } })).toBe(1);
  });

  it('is not set up by others: a head, or another school’s chair of governors', async () => {
    const { school, head, governor } = await aSchool();
    const other = await aSchool();
    const words = `board create for ${school.name} chair ${governor.name}`;
    for (const person of [head, governor, other.chair]) {
      const answer = await house.says(person, words);
      expect(answer.outcome).toBe('refused');
      expect(answer.said).toMatch(/^Only the school’s chair of governors, the programme director/);
    }
  });

  it('is asked for with a form when nothing more was typed, and who set it up is written down', async () => {
    const { school, chair, governor } = await aSchool();
    const form = (await house.says(chair, 'board create')).form!;
    expect(form.form.inputs[0]).toMatchObject({
      id: 'chair',
      choices: [{ title: `${chair.name} (chair of governors)` }, { title: governor.name }],
    });
    expect((await house.says(director, `board create for ${school.name}`)).form!.form).toEqual(form.form);
    const answer = await house.does(chair, {
      kind: 'press',
      action: 'create',
      token: form.token,
      input: { chair: String(governor.id) },
    });
    expect(answer.outcome).toBe('done');
    expect(await house.prisma.board.findFirst({ where: { schoolId: school.id } })).toMatchObject({
      setUpById: chair.id,
    });
  });

  it('is shown with those who would sit on it before anybody sets it up, and with what to do about an empty seat', async () => {
    const { school, head, chair, sio } = await aSchool();
    const members = [
      { title: 'In the chair', value: 'the governor whom you choose' },
      { title: 'Headteacher', value: head.name },
      { title: 'Chair of governors', value: chair.name },
      { title: 'Senior officer of the authority', value: 'nobody yet' },
      { title: 'School Improvement Officer', value: sio.name },
      { title: 'Clerk', value: clerk.name },
    ];
    const { form } = (await house.says(chair, 'board create')).form!;
    expect(form.intro).toContainEqual({ type: 'FactSet', facts: members });
    expect(wordsOf(form)).toContain(
      'Nobody on my lists is Head of Standards and Achievement. You can set up the board all the same: the seat stays vacant.',
    );
    await confirm(110, school.id, 'RED', director);
    const asked = house.cardOf(chair, 'board-prompt').text;
    for (const { title, value } of members) expect(asked).toContain(`${title}: ${value}`);
    expect(asked).toContain('give the seat later with “board seat”');
    expect(await house.prisma.board.count({ where: { schoolId: school.id } })).toBe(0);
  });

  it('is set up in two steps by the office, which says first for which school', async () => {
    const { school, governor } = await aSchool();
    const first = (await house.says(director, 'board create')).form!;
    expect(first.form.inputs.map((input) => input.id)).toEqual(['kind', 'school']);
    const send = (input: Record<string, string>, { form, token } = first) =>
      house.does(director, { kind: 'press', action: form.submit.id, token, input });
    expect(await send({ kind: 'RAB' })).toMatchObject({
      outcome: 'refused',
      fieldErrors: { school: 'Say for which school.' },
    });
    const second = await send({ kind: 'RAB', school: String(school.urn) });
    expect(wordsOf(second.form!.form)).toContain(school.name);
    expect(await house.prisma.board.count({ where: { schoolId: school.id } })).toBe(0);
    const made = await send({ chair: String(governor.id) }, second.form!);
    expect(made.said).toMatch(/is set up as BRD-\d+, chaired by Grace/);
    const again = (await house.says(director, 'board create')).form!.form.inputs[1];
    expect(again).not.toMatchObject({
      choices: expect.arrayContaining([{ title: school.name, value: String(school.urn) }]),
    });
  });

  it('is not shown to people of other schools, who do not even learn of it', async () => {
    const { school, chair, governor } = await aSchool();
    const other = await aSchool();
    await house.says(chair, `board create for ${school.name} chair ${governor.name}`);
    const answer = await house.says(other.head, `board show ${school.name}`);
    expect(answer.said).toBe(`I know no open board “${school.name}”. Type its school’s name.`);
  });
});

// Golden scenarios 1 and 9: amber obliges a maintained school's governors, and red is expected of an academy's all the same.
describe('a confirmed category', () => {
  it('red asks the chair of governors of an academy too', async () => {
    const { school, chair } = await aSchool({ governance: 'academy' });
    await confirm(120, school.id, 'RED', director);
    expect(house.cardOf(chair, 'board-prompt').text).toContain('The school’s category is red');
  });

  it('amber or red asks the chair of governors once for a board, whose card settles when it is set up', async () => {
    const { school, chair, governor } = await aSchool();
    await confirm(100, school.id, 'AMBER', director);
    await confirm(100, school.id, 'AMBER', director);
    const prompts = house.chatOf(chair).filter((one) => one.shown.name === 'board-prompt');
    expect(prompts).toHaveLength(1);
    expect(prompts[0]!.text).toContain('The school’s category is amber');
    expect(prompts[0]!.summary).toBe('Convenor has a confidential notice; open it.');
    const answer = await house.presses(chair, 'Set up the board', { chair: String(governor.id) });
    expect(answer.said).toMatch(/is set up/);
    const settled = house.cardOf(chair, 'board-prompt');
    expect(settled.text).toContain(`was set up on Monday 23 November 2026 by ${chair.name}`);
    expect(titlesOf(settled.card)).toEqual([]);
  });

  it('that asks for no board any more settles the card, whose old button works no more', async () => {
    const { school, chair, governor } = await aSchool();
    await confirm(103, school.id, 'AMBER', director);
    const asked = house.cardOf(chair, 'board-prompt');
    await confirm(103, school.id, 'YELLOW', director);
    const settled = house.cardOf(chair, 'board-prompt');
    expect(settled.text).toContain('No board is asked for now');
    expect(settled.text).toContain('The school’s category has changed since to yellow');
    expect(titlesOf(settled.card)).toEqual([]);
    const late = await house.pressesOn(chair, asked, 'Set up the board', { chair: String(governor.id) });
    expect(late).toMatchObject({ outcome: 'refused', said: expect.stringContaining('no board is asked for now') });
    expect(await house.prisma.board.count({ where: { schoolId: school.id } })).toBe(0);
    const typed = await house.says(director, `board create for ${school.name} chair ${governor.name}`);
    expect(typed.said).toMatch(/is set up/);
  });

  it('green, or a school whose board is open, asks nobody', async () => {
    const { school, chair, governor } = await aSchool();
    await confirm(101, school.id, 'GREEN', director);
    await house.says(chair, `board create for ${school.name} chair ${governor.name}`);
    await confirm(102, school.id, 'RED', director);
    expect(house.chatOf(chair).filter((one) => one.shown.name === 'board-prompt')).toEqual([]);
  });
});

describe('seats', () => {
  it('are given to who holds the role, once, and are vacant again when taken back', async () => {
    const { school, head, chair, governor } = await aSchool();
    await house.says(chair, `board create for ${school.name} chair ${governor.name}`);
    const on = `on ${school.name}`;
    expect((await house.says(clerk, `board seat ${head.name} as headteacher ${on}`)).said).toMatch(
      /already sits on this board, as headteacher/,
    );
    const standards = await house.person(`Stella Standards${count}`, { role: 'HEAD_OF_STANDARDS' });
    expect((await house.says(clerk, `board seat ${standards.name} as SIO ${on}`)).said).toMatch(
      /The seat “School Improvement Officer” is taken by Simon/,
    );
    expect((await house.says(clerk, `board seat ${standards.name} as head of standards ${on}`)).said).toMatch(
      /has a seat/,
    );
    const { form, token } = (await house.says(chair, 'board seat')).form!;
    expect(form.inputs[1]).toMatchObject({ choices: [{ title: 'Governor, who may chair' }] });
    const third = await house.person(`Tom Third${count}`, { role: 'GOVERNOR', school });
    const input = { name: third.name, seat: `GOVERNOR@${school.id}` };
    const given = await house.does(chair, { kind: 'press', action: form.submit.id, token, input });
    expect(given.said).toMatch(/has a seat on Raising Attainment Board, .* as governor, and is being asked to take it/);
    const second = await house.person(`Second Head${count}`, { role: 'HEADTEACHER', school });
    expect((await house.says(clerk, `board seat ${second.name} as headteacher ${on}`)).said).toMatch(
      /is taken by Hannah/,
    );
    expect((await house.says(clerk, `board unseat ${governor.name} from ${school.name}`)).said).toMatch(
      /give the chair to somebody else first/,
    );
    await house.says(clerk, `board chair ${chair.name} ${on}`);
    expect((await house.says(clerk, `board unseat ${head.name} from ${school.name}`)).said).toMatch(
      /The seat is vacant/,
    );
    expect((await house.says(clerk, `board seat ${second.name} as headteacher ${on}`)).said).toMatch(/has a seat/);
    expect((await house.says(chair, `board seat ${head.name} as governor ${on}`)).said).toMatch(
      /is not governor there/,
    );
    await house.says(chair, `board show ${school.name}`);
    const shown = house.cardOf(chair, 'board').text;
    expect(shown).toContain('Seats: 4 of 4 filled');
    expect(shown).toContain(`Chair of governors: ${chair.name}, in the chair`);
    expect(
      await house.prisma.auditEvent.count({
        where: { event: { in: ['board.seated', 'board.unseated', 'board.chaired'] } },
      }),
    ).toBeGreaterThan(3);
  });
});

describe('a board’s channel', () => {
  it('of the Challenge Board must be known to be private; for others a warning is enough', async () => {
    const { school, chair, governor } = await aSchool();
    await house.says(chair, `board create for ${school.name} chair ${governor.name}`);
    await house.says(director, 'board create challenge');
    const open = await house.channel('open', { isPrivate: false });
    const shut = await house.channel('shut', { isPrivate: true });
    expect((await house.says(director, 'board channel here for challenge')).said).toMatch(/Type this in the channel/);
    expect((await house.says(director, 'board channel here for challenge', { channel: open })).said).toMatch(
      /not known to be private/,
    );
    expect((await house.says(director, 'board channel here for challenge', { channel: shut })).said).toMatch(
      /From now on/,
    );
    expect((await house.says(director, `board channel here for ${school.name}`, { channel: shut })).said).toMatch(
      /already belongs to Secondary Challenge Board/,
    );
    expect((await house.says(governor, `board channel here for ${school.name}`, { channel: open })).said).toMatch(
      /Take care/,
    );
  });
});
