import { beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { aHouse, type Person, type TestHouse, titlesOf } from '../support/house.ts';

let house: TestHouse;
let director: Person;
let lead: Person;
let ada: Person;
let ben: Person;
let cat: Person;
let governors: Person;
let pip: Person;
let fernhill: { id: number };

beforeAll(async () => {
  house = await aHouse({ now: '2026-11-23T09:00:00Z' });
  fernhill = await house.school('Fernhill Secondary School');
  const harbour = await house.school('Harbour Academy');
  const oak = await house.school('Oak Primary School', {
    phase: 'PRIMARY',
    lowAge: 3,
    highAge: 11,
    hasSixthForm: false,
  });
  const pine = await house.school('Pine School');
  await house.school('Willow School');
  await house.school('Old School', { status: 'Closed' });
  director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
  lead = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
  ada = await house.person('Ada Okafor', { role: 'HEADTEACHER', school: fernhill });
  governors = await house.person('Gus Governor', { role: 'CHAIR_OF_GOVERNORS', school: fernhill });
  ben = await house.person('Ben Hart', { role: 'HEADTEACHER', school: harbour });
  cat = await house.person('Cat Moss', { role: 'HEADTEACHER', school: oak });
  pip = await house.person('Pip Pine', { role: 'HEADTEACHER', school: pine });
  await house.prisma.conversation.updateMany({
    where: { personId: pip.id },
    data: { unreachableReason: 'bot blocked' },
  });
});

const grades = (schoolId: number) =>
  house.prisma.selfEvaluationGrade.findMany({ where: { selfEvaluation: { schoolId } }, orderBy: { gradedAt: 'asc' } });

describe('a round of self-evaluation', () => {
  test('only officers open one, with a date to come', async () => {
    expect((await house.says(ada, 'round open Autumn 2026 due 11 December')).said).toMatch(/^Only the/);
    expect((await house.says(lead, 'round open Autumn 2026 due 2026-11-20')).said).toMatch(/has passed/);
    expect((await house.says(lead, 'round open Autumn 2026')).form?.form.title).toBe('Open a round of grades');
  });

  test('asks every open school with a headteacher, privately, and says who is not asked', async () => {
    const answer = await house.says(lead, 'round open Autumn 2026 due 11 December');
    expect(answer.said).toContain('The headteachers of 4 schools have been asked for “Autumn 2026”');
    expect(answer.said).toContain('Willow School');
    const card = house.cardOf(ada, 'evaluation');
    expect(card.text).toContain('Aspect 1 of 5');
    expect(card.summary).toBe('Convenor has a confidential notice; open it.');
    expect(titlesOf(card.card)).toEqual([
      '1 Outstanding',
      '2 Good',
      '3 Requires improvement',
      '4 Inadequate',
      'Not applicable',
    ]);
    expect(house.cardOf(cat, 'evaluation').text).toContain('Aspect 1 of 5');
  });

  test('a name is used once', async () => {
    expect((await house.says(lead, 'round open autumn 2026 due 12 December')).said).toMatch(/already a round/);
  });

  test('a pressed grade is saved at once, and the same card asks for the evidence', async () => {
    const first = house.cardOf(ada, 'evaluation');
    const answer = await house.presses(ada, '2 Good');
    expect(answer.replaces && textOf(answer.replaces.card)).toContain('What shows it?');
    expect(await grades(fernhill.id)).toMatchObject([{ aspect: 'LEADERSHIP', grade: '2', evidence: null }]);
    // The card as it was before: the same press is no new grade, another one is refused.
    expect((await house.pressesOn(ada, first, '2 Good')).outcome).toBe('done');
    const stale = await house.pressesOn(ada, first, '4 Inadequate');
    expect(stale).toMatchObject({ outcome: 'refused' });
    expect(stale.said).toContain('Open the newest card');
    expect(await grades(fernhill.id)).toMatchObject([{ grade: '2' }]);
  });

  test('typed answers are understood, wherever the head types them', async () => {
    await house.alsoOn(ada, 'teams');
    const said = (await house.says(ada, 'Governors visit each term.', { platform: 'teams' })).said;
    expect(said).toContain('Next, aspect 2 of 5: Teaching');
    expect((await house.says(ada, 'ok')).said).toMatch(/could not tell the grade.*Outstanding \(1\)/);
    expect((await house.says(ada, '2/3')).outcome).toBe('refused');
    expect((await house.says(ada, 'Good ')).said).toContain('Teaching, learning and assessment: Good');
    expect((await house.says(ada, 'good')).said).toContain('That is a grade');
    await house.says(ada, 'Two reviews this term.', { platform: 'teams' });
    expect(house.cardOf(ada, 'evaluation', 'web').text).toContain('Aspect 3 of 5');
  });

  test('is resumed from home on another surface', async () => {
    const home = await house.says(ada, 'home', { platform: 'teams' });
    expect(textOf(home.card!.card)).toContain('2 of 5 answered');
    const title = titlesOf(home.card!.card).find((one) => one.startsWith('Open 1'))!;
    await house.presses(ada, title, {}, { platform: 'teams' });
    expect(house.cardOf(ada, 'evaluation', 'teams').text).toContain('Aspect 3 of 5');
    await house.presses(ada, '3 Requires improvement', {}, { platform: 'teams', card: 'evaluation' });
    await house.presses(ada, 'Write the evidence', { evidence: 'Attendance fell.' }, { platform: 'teams' });
    expect(house.cardOf(ada, 'evaluation', 'web').text).toContain('Aspect 4 of 5');
  });

  test('cannot be submitted with an aspect missing', async () => {
    expect((await house.says(ada, 'evaluation submit')).said).toMatch(/Not yet: “Outcomes for pupils” and “16 to 19/);
  });

  test('what does not apply needs a reason', async () => {
    await house.says(ada, '2');
    await house.says(ada, 'Progress is above the average.');
    expect(
      (await house.presses(ada, 'Not applicable', { reason: ' ' }, { card: 'evaluation' })).fieldErrors,
    ).toHaveProperty('reason');
    const answer = await house.presses(
      ada,
      'Not applicable',
      { reason: 'Our sixth form closed.' },
      { card: 'evaluation' },
    );
    expect(answer.said).toContain('That was the last one');
    expect(titlesOf(house.cardOf(ada, 'evaluation').card)).toEqual(['Submit', 'Change an answer']);
  });

  test('an answer is changed until the grades are submitted', async () => {
    await house.presses(
      ada,
      'Change an answer',
      { aspect: 'LEADERSHIP', grade: 'Outstanding', evidence: '' },
      { card: 'evaluation' },
    );
    expect(house.cardOf(ada, 'evaluation').text).toContain('Leadership and management, with governance: Outstanding');
    const form = (await house.says(ada, 'evaluation change')).form!;
    const input = { aspect: 'TEACHING', grade: '', evidence: 'Three reviews this term.' };
    await house.does(ada, { kind: 'press', action: form.form.submit.id, token: form.token, input });
    expect(house.cardOf(ada, 'evaluation').text).toContain('Three reviews this term.');
  });

  test('officers read the grades of any school; the director, other heads and the own chair do not yet', async () => {
    const read = await house.says(lead, 'evaluation show fernhill');
    expect(textOf(read.card!.card)).toContain('Attendance fell.');
    expect((await house.says(ben, 'evaluation show fernhill')).said).toContain('your own school only');
    expect((await house.says(director, 'evaluation show fernhill')).said).toMatch(/^Only the school’s headteacher, /);
    const chair = await house.says(governors, 'evaluation show');
    expect(textOf(chair.card!.card)).not.toContain('Attendance fell.');
  });

  test('submitted grades are kept, and every copy of the card settles', async () => {
    const before = house.cardOf(ada, 'evaluation');
    await house.presses(ada, 'Submit', {}, { card: 'evaluation' });
    for (const platform of ['web', 'teams'] as const) {
      const settled = house.cardOf(ada, 'evaluation', platform);
      expect(settled.text).toContain('Submitted by Ada Okafor on Monday 23 November 2026.');
      expect(titlesOf(settled.card)).toEqual([]);
    }
    expect((await house.pressesOn(ada, before, 'Submit')).said).toContain('already been submitted');
    expect((await house.says(ada, 'good')).said).toMatch(/did not understand/);
    expect(textOf((await house.says(governors, 'evaluation show')).card!.card)).toContain('Attendance fell.');
  });

  test('nobody but the school’s head answers for it', async () => {
    const own = house.cardOf(ben, 'evaluation');
    const row = await house.prisma.selfEvaluation.findFirstOrThrow({ where: { school: { name: 'Harbour Academy' } } });
    const forged = {
      kind: 'command' as const,
      name: 'evaluation.grade',
      input: { evaluationId: row.id, aspect: 'LEADERSHIP', grade: '4' },
    };
    expect((await house.does(ada, forged)).said).toMatch(/^Only the school/);
    expect((await house.pressesOn(ada, own, '2 Good')).outcome).toBe('refused');
  });

  test('asked is answered, part-way, not begun and unreachable together', async () => {
    await house.presses(ben, '2 Good');
    const status = textOf((await house.says(director, 'round status')).card!.card);
    expect(status).toContain('4 schools were asked.');
    expect(status).toMatch(/Answered: 1\nPart-way: 1\nNot begun: 1\nCannot be reached in chat: 1/);
    expect(status).toContain('Pine School');
    expect(status).not.toContain('Good');
    expect((await house.says(ben, 'round status')).said).toMatch(/^Only the/);
  });

  test('two presses at once save one grade', async () => {
    const card = house.cardOf(cat, 'evaluation');
    const outcomes = await Promise.all([
      house.pressesOn(cat, card, '2 Good'),
      house.pressesOn(cat, card, '4 Inadequate'),
    ]);
    expect(outcomes.map((one) => one.outcome).sort()).toEqual(['done', 'refused']);
  });

  test('late answers are kept and marked', async () => {
    house.clock.moveTo('2026-12-14T09:00:00Z');
    for (let step = 0; step < 4; step++) {
      await house.says(ben, 'Some evidence for it.');
      await house.says(ben, 'requires improvement');
    }
    await house.says(ben, 'Some evidence for it.');
    expect((await house.says(ben, 'submit')).said).toContain('marked as late');
    expect(house.cardOf(ben, 'evaluation').text).toContain('Late: they were due on Friday 11 December 2026');
    expect(textOf((await house.says(lead, 'round status')).card!.card)).toContain('Answered: 2 (1 late)');
  });
});
