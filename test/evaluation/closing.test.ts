// Who has not answered, and a round that is closed: nobody is asked any more, and a late answer is still taken.
import { beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { aHouse, type Person, titlesOf } from '../support/house.ts';

const house = await aHouse({ now: '2026-11-23T07:00:00Z' });
let director: Person;
let lead: Person;
let ada: Person;
let ben: Person;
let cat: Person;

const cards = (person: Person, name: string) => house.chatOf(person).filter((one) => one.shown.name === name);
const status = async () => textOf((await house.says(lead, 'round status')).card!.card);

async function wakeAt(...instants: string[]) {
  for (const instant of instants) {
    house.clock.moveTo(instant);
    await house.runJobs();
    await house.runJobs();
  }
}

async function answers(person: Person) {
  for (let aspect = 0; aspect < 5; aspect++) {
    await house.says(person, 'good');
    await house.says(person, 'Seen in lessons.');
  }
  return house.says(person, 'evaluation submit');
}

beforeAll(async () => {
  const fernhill = await house.school('Fernhill School');
  const harbour = await house.school('Harbour School');
  const oak = await house.school('Oak School');
  director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
  lead = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
  ada = await house.person('Ada Okafor', { role: 'HEADTEACHER', school: fernhill });
  ben = await house.person('Ben Hart', { role: 'HEADTEACHER', school: harbour });
  cat = await house.person('Cat Moss', { role: 'HEADTEACHER', school: oak });
  await house.says(lead, 'round open Autumn 2026 due 11 December');
});

describe('an officer sees who has not answered', () => {
  test('since when, and on which days they were reminded', async () => {
    expect(await status()).toContain('Asked on Monday 23 November 2026. Due Friday 11 December 2026.');
    await wakeAt('2026-12-04T08:30:00Z');
    expect(await status()).toMatch(
      /Not begun\nFernhill School, Harbour School and Oak School\nReminded on 4 December\.$/,
    );
    await answers(ada);
    await house.prisma.conversation.updateMany({
      where: { personId: cat.id },
      data: { unreachableReason: 'bot blocked' },
    });
    await wakeAt('2026-12-11T08:30:00Z');
    const text = await status();
    expect(text).toContain('3 schools were asked. 2 have not answered.');
    expect(text).toMatch(/Not begun\nHarbour School\nReminded on 4 and 11 December\./);
    expect(text).toMatch(
      /Cannot be reached in chat\nOak School\nReminded on 4 December; could not be reached on 11 December\.$/,
    );
  });

  test('and is told once, on the school day after the due date, with a button to close it', async () => {
    expect(cards(lead, 'round-status').filter((one) => one.text.includes('late.'))).toEqual([]);
    const before = cards(lead, 'round-status').length;
    await wakeAt('2026-12-12T08:30:00Z', '2026-12-13T08:30:00Z');
    expect(cards(lead, 'round-status')).toHaveLength(before);
    await wakeAt('2026-12-14T08:30:00Z', '2026-12-15T08:30:00Z');
    expect(cards(lead, 'round-status')).toHaveLength(before + 1);
    const told = cards(lead, 'round-status').at(-1)!;
    expect(told.text).toContain('Was due Friday 11 December 2026, 1 school day late.');
    expect(told.text).toContain('Harbour School');
    expect(titlesOf(told.card)).toEqual(['Close the round']);
    expect(cards(director, 'round-status')).toEqual([]);
    const row = await house.prisma.outbox.findFirstOrThrow({ where: { card: 'round-status' } });
    expect(row.key).toBe(`round-due:RND-1:2026-12-11:PER-${lead.id}`);
  });

  test('the card says who answers meanwhile', async () => {
    await house.prisma.conversation.updateMany({ where: { personId: cat.id }, data: { unreachableReason: null } });
    await answers(cat);
    expect(cards(lead, 'round-status').at(-1)!.text).toContain('Answered: 2 (1 late)');
  });
});

describe('a round', () => {
  test('is closed by an officer only, who is asked which when there are several', async () => {
    expect((await house.says(ben, 'round close')).said).toMatch(/^Only the/);
    await house.says(lead, 'round open Spring 2027 due 5 February 2027');
    expect((await house.says(lead, 'round close')).said).toBe(
      'Which round? Type round close and its name: Spring 2027 or Autumn 2026.',
    );
    expect((await house.says(lead, 'round close Summer')).said).toMatch(/no round called “Summer”/);
  });

  test('that is closed asks nobody any more: prompts settle, reminders and typed questions end', async () => {
    const pressed = await house.pressesOn(lead, cards(lead, 'round-status').at(-2)!, 'Close the round');
    expect(pressed.said).toBe(
      'Autumn 2026 is closed. Harbour School has not answered and is asked no more. A late answer is still taken, and marked as late.',
    );
    const prompt = cards(ben, 'evaluation')[0]!;
    expect(prompt.text).toBe(
      [
        'Your school’s grades: Autumn 2026',
        'Harbour School',
        'This round is closed, so you are asked no more. The grades were due on Friday 11 December 2026.',
        'A late answer is still taken, and marked as late.',
      ].join('\n'),
    );
    expect(titlesOf(prompt.card)).toEqual(['Answer after all']);
    expect(cards(ben, 'reminder').at(-1)!.text).toBe(
      'Nothing more to do here\nGive the grades of Harbour School: the round is closed; a late answer is still taken',
    );
    expect(textOf((await house.says(ben, 'home')).card!.card)).not.toContain('Autumn 2026');
    expect(await house.prisma.question.count({ where: { subject: 'evaluation:EVA-2', closedAt: null } })).toBe(0);
    const before = cards(ben, 'reminder').length;
    await wakeAt('2026-12-16T08:30:00Z', '2027-01-11T08:30:00Z', '2027-01-15T08:30:00Z');
    expect(cards(ben, 'reminder')).toHaveLength(before);
    expect(textOf((await house.says(lead, 'round status Autumn')).card!.card)).toContain(
      'Closed on Tuesday 15 December 2026. The grades were due on Friday 11 December 2026.',
    );
  });

  test('is closed once', async () => {
    expect((await house.says(director, 'round close Autumn 2026')).said).toBe(
      'Autumn 2026 was closed already, on Tuesday 15 December 2026.',
    );
    expect(await house.prisma.auditEvent.count({ where: { event: 'round.closed' } })).toBe(1);
  });

  test('that is closed still takes an answer, by the card and by typing, and marks it as late', async () => {
    await house.presses(ben, 'Answer after all');
    expect(cards(ben, 'evaluation').at(-1)!.text).toContain('The round is closed: a late answer');
    await house.presses(ben, '2 Good', {}, { card: 'evaluation' });
    const said = (await house.presses(ben, 'Write the evidence', { evidence: 'Two reviews.' }, { card: 'evaluation' }))
      .said!;
    expect(said).toMatch(/^Saved for Autumn 2026\./);
    for (let aspect = 1; aspect < 5; aspect++) {
      await house.presses(ben, '2 Good', {}, { card: 'evaluation' });
      await house.presses(ben, 'Write the evidence', { evidence: 'Two reviews.' }, { card: 'evaluation' });
    }
    expect((await house.presses(ben, 'Submit', {}, { card: 'evaluation' })).said).toMatch(
      /They came after the round was closed and are marked as late; they count all the same\.$/,
    );
    expect(await house.prisma.selfEvaluation.findUnique({ where: { id: 2 } })).toMatchObject({
      state: 'submitted',
      isLate: true,
    });
    for (const card of cards(ben, 'evaluation').filter((one) => one.text.includes('Autumn 2026')))
      expect(card.text).toContain('Submitted by Ben Hart');
    expect(textOf((await house.says(lead, 'round status Autumn')).card!.card)).toContain('All have answered.');
  });

  test('whose officer has left is told to all who may open one', async () => {
    await house.prisma.person.update({ where: { id: lead.id }, data: { leftOn: new Date('2027-01-29') } });
    await wakeAt('2027-02-08T08:30:00Z', '2027-02-09T08:30:00Z');
    expect(cards(director, 'round-status').filter((one) => one.text.includes('Grades: Spring 2027'))).toHaveLength(1);
  });
});
