// A headteacher who types: words that are no answer are not kept as one, and two rounds are kept apart.
import { beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { aHouse, type Person, type TestHouse } from '../support/house.ts';

let house: TestHouse;
let lead: Person;
let director: Person;
let ada: Person;

beforeAll(async () => {
  house = await aHouse({ now: '2026-11-23T09:00:00Z' });
  const fernhill = await house.school('Fernhill Secondary School');
  lead = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
  director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
  ada = await house.person('Ada Okafor', { role: 'HEADTEACHER', school: fernhill });
  await house.says(lead, 'round open Autumn 2026 due 11 December');
});

const grades = async () =>
  (
    await house.prisma.selfEvaluationGrade.findMany({ orderBy: { gradedAt: 'asc' }, include: { selfEvaluation: true } })
  ).map(({ selfEvaluation, aspect, grade, evidence }) => ({ round: selfEvaluation.roundId, aspect, grade, evidence }));

describe('while a grade is asked for', () => {
  test('words in a channel are no grade', async () => {
    const room = await house.channel('The board');
    expect((await house.says(ada, 'good', { channel: room })).said).toContain('I did not understand that.');
    expect(await grades()).toEqual([]);
  });

  test('other words are asked again with the choices and help; a slip is asked about', async () => {
    expect((await house.says(ada, 'splendid')).said).toMatch(/could not tell.*Good \(2\).*or type help\.$/);
    expect((await house.says(ada, 'stauts')).said).toMatch(/^Did you mean “status”\?/);
    expect((await house.says(ada, 'Help!')).outcome).toBe('done');
    expect((await house.says(ada, 'who am i?')).outcome).toBe('done');
  });
});

describe('while evidence is asked for', () => {
  test('neither a mistyped command nor a courtesy is kept', async () => {
    expect((await house.says(ada, 'good')).said).toMatch(/^Saved for Autumn 2026\. .*What shows it\?/);
    for (const words of ['submit', 'Submit.', 'sumbit', 'send', 'done'])
      expect((await house.says(ada, words)).said).toBe(
        'Give the evidence first: a few words are enough. Then type submit.',
      );
    for (const words of ['yes', 'no', 'next', 'Next please', 'ok', 'thanks!'])
      expect((await house.says(ada, words)).said).toMatch(/^I am waiting for your evidence/);
    for (const words of ['stauts', 'hlep', 'evaluation sumbit'])
      expect((await house.says(ada, words)).said).toMatch(/^Did you mean/);
    expect(await grades()).toMatchObject([{ grade: '2', evidence: null }]);
  });
});

describe('while two rounds are open', () => {
  beforeAll(async () => {
    await house.says(lead, 'round open Spring 2027 due 18 December');
  });

  test('plain words are asked which round, and the numbers stay as they are after every answer', async () => {
    const list = (await house.says(ada, 'Governors visit')).said!;
    expect(list).toMatch(/1\. Autumn 2026.*what shows.*\n2\. Spring 2027.*your grade/);
    const autumn = (await house.says(ada, '1 Governors visit each term')).said!;
    expect(autumn).toMatch(/^Saved for Autumn 2026\..*Type 1 and your grade \(Outstanding, Good,.*“1 Outstanding”/);
    const spring = (await house.says(ada, '2 outstanding')).said!;
    expect(spring).toMatch(/^Saved for Spring 2027\..*Type 2 and a few words of evidence/);
    expect((await house.says(ada, '2 stauts')).said).toMatch(/^Did you mean “status”/);
    expect((await house.says(ada, '2 submit')).said).toMatch(/^Give the evidence first/);
    expect((await house.says(ada, '1 splendid')).said).toMatch(/Type 1 and your grade/);
    expect((await house.says(ada, '2 Results rose twice')).said).toMatch(/^Saved for Spring 2027\./);
    expect((await grades()).map(({ grade, evidence }) => [grade, evidence])).toEqual([
      ['2', 'Governors visit each term'],
      ['1', 'Results rose twice'],
    ]);
  });

  test('the status of rounds names both, and shows the one that was named', async () => {
    const both = await house.says(lead, 'round status');
    expect(both.said).toContain(
      '- Spring 2027: 0 of 1 answered, due Friday 18 December 2026\n- Autumn 2026: 0 of 1 answered',
    );
    expect(textOf(both.card!.card)).toContain('Grades: Spring 2027');
    const one = await house.says(lead, 'round status autumn 2026?');
    expect(one.said).toBeUndefined();
    expect(textOf(one.card!.card)).toContain('Grades: Autumn 2026');
    expect((await house.says(lead, 'round status Summer')).said).toMatch(/no round called “Summer”/);
    expect(textOf((await house.says(director, 'status')).card!.card)).toContain(
      '1 of 1 schools (Spring 2027, due Friday 18 December 2026); 1 of 1 schools (Autumn 2026, due Friday 11 December 2026)',
    );
  });

  test('the reply to a submission names the round; with one left, plain words are its answer', async () => {
    for (let aspect = 2; aspect <= 5; aspect++) {
      await house.says(ada, '1 good');
      await house.says(ada, '1 Seen in the lessons');
    }
    expect((await house.says(ada, '1 submit')).said).toContain('for Autumn 2026 have been submitted');
    expect((await house.says(ada, 'good')).said).toMatch(/^Saved for Spring 2027\. .*What shows it\? Type a few words/);
    expect((await house.says(lead, 'round status')).said).toBeUndefined();
  });
});
