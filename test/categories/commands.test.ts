import { beforeAll, describe, expect, test } from 'vitest';
import { aHouse, type Person, type TestHouse, titlesOf } from '../support/house.ts';

let house: TestHouse;
let officer: Person;
let hope: Person;
let lead: Person;
let ada: Person;
let school: { id: number };

beforeAll(async () => {
  house = await aHouse({ now: '2026-11-23T09:00:00Z' });
  school = await house.school('Fernhill Secondary School');
  const other = await house.school('Harbour Academy');
  officer = await house.person('Sam Ellis', { role: 'SIO', school }, { role: 'HEAD_OF_STANDARDS' });
  hope = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
  lead = await house.person('Lee Strong', { role: 'STRATEGIC_LEAD_SECONDARY' });
  ada = await house.person('Ada Okafor', { role: 'HEADTEACHER', school });
  await house.person('Ben Hart', { role: 'HEADTEACHER', school: other });
});

const form = { reason: 'Progress fell.', evidence: 'Results and two visits.', nextStep: 'A board from January.' };
const decisions = () => house.prisma.categoryDecision.findMany({ orderBy: { id: 'asc' } });

async function recommend(value: string, more: object = form) {
  const asked = await house.says(officer, `category recommend fernhill ${value}`);
  const deed = {
    kind: 'press' as const,
    action: 'recommend',
    token: asked.form!.token,
    input: { value: value.toUpperCase(), ...more },
  };
  return house.does(officer, deed);
}

describe('a school’s category', () => {
  test('is recommended by the school’s own officer, with a reason and evidence', async () => {
    expect((await house.says(lead, 'category recommend fernhill amber')).said).toMatch(/^Only the school/);
    expect((await house.says(officer, 'category recommend harbour amber')).outcome).toBe('refused');
    const refused = await recommend('amber', { ...form, evidence: '' });
    expect(refused.fieldErrors).toHaveProperty('evidence');
    const made = await recommend('amber');
    expect(made.said).toContain('CAT-1 recommends Amber (challenge and possible intervention required)');
    expect(made.said).toContain('Hope Standards has been asked to confirm it');
    expect(titlesOf(house.cardOf(hope, 'category-recommendation').card)).toEqual(['Confirm', 'Not this category']);
  });

  test('is not confirmed by the officer who recommended it, nor by the head', async () => {
    expect((await house.says(officer, 'category confirm CAT-1')).said).toMatch(/somebody else has to decide/);
    expect((await house.says(ada, 'category confirm CAT-1')).said).toMatch(/^Only the/);
  });

  test('is confirmed once, however often somebody presses', async () => {
    const card = house.cardOf(hope, 'category-recommendation');
    const answers = await Promise.all([house.pressesOn(hope, card, 'Confirm'), house.says(lead, 'category confirm 1')]);
    expect(answers.map((one) => one.outcome)).toEqual(['done', 'done']);
    expect((await decisions()).map((one) => one.state)).toEqual(['confirmed']);
    const events = await house.prisma.auditEvent.findMany({ where: { event: 'category.confirmed' } });
    expect(events.map((one) => one.after)).toEqual([
      { categoryId: 1, schoolId: school.id, value: 'AMBER', previous: null },
    ]);
    expect(titlesOf(house.cardOf(hope, 'category-recommendation').card)).toEqual([]);
    expect(house.cardOf(hope, 'category-recommendation').text).toContain('Confirmed by');
    expect((await house.pressesOn(hope, card, 'Confirm')).said).toContain('already');
  });

  test('a newer recommendation takes the place of an open one', async () => {
    await recommend('yellow');
    await recommend('red');
    expect((await decisions()).map((one) => one.state)).toEqual(['confirmed', 'withdrawn', 'recommended']);
    expect((await house.says(hope, 'category confirm CAT-2')).said).toContain('no longer open');
  });

  test('is decided otherwise with a reason, and the recommendation stays on record', async () => {
    const refused = await house.presses(hope, 'Not this category', { value: 'YELLOW', reason: '' });
    expect(refused.fieldErrors).toHaveProperty('reason');
    await house.presses(hope, 'Not this category', { value: 'YELLOW', reason: 'The new plan works.' });
    const [, , recommended, decided] = await decisions();
    expect(recommended).toMatchObject({ state: 'withdrawn', value: 'RED' });
    expect(decided).toMatchObject({
      state: 'confirmed',
      value: 'YELLOW',
      evidence: form.evidence,
      confirmedById: hope.id,
    });
    expect(house.cardOf(hope, 'category-recommendation').text).toContain('Hope Standards decided on Yellow');
    const event = await house.prisma.auditEvent.findFirst({
      where: { event: 'category.confirmed' },
      orderBy: { id: 'desc' },
    });
    expect(event?.after).toMatchObject({ value: 'YELLOW', previous: 'AMBER' });
  });

  test('is shown with its history to the school and to officers, not to other schools', async () => {
    const said = (await house.says(ada, 'category show')).said;
    expect(said).toContain('Fernhill Secondary School: Yellow');
    expect(said).toContain('Amber');
    expect((await house.says(ada, 'category show harbour')).said).toContain('your own school only');
  });
});
