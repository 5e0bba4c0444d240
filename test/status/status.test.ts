import { beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { features } from '../../src/features.ts';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person, type TestHouse } from '../support/house.ts';

let house: TestHouse;
let director: Person;
let hope: Person;
let ada: Person;
let chair: Person;
let governor: Person;
let exec: Person;

beforeAll(async () => {
  house = await aHouse({ now: '2026-11-23T09:00:00Z' });
  const fernhill = await house.school('Fernhill Secondary School');
  const harbour = await house.school('Harbour Academy');
  const oak = await house.school('Oak Park School');
  director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
  hope = await house.person('Hope Standards', { role: 'HEAD_OF_STANDARDS' });
  ada = await house.person('Ada Okafor', { role: 'HEADTEACHER', school: fernhill });
  chair = await house.person('Gus Hill', { role: 'CHAIR_OF_GOVERNORS', school: fernhill });
  governor = await house.person('Val Day', { role: 'GOVERNOR', school: fernhill });
  exec = await house.person(
    'Eve Two',
    { role: 'EXEC_HEADTEACHER', school: harbour },
    { role: 'EXEC_HEADTEACHER', school: oak },
  );
  for (const [school, value, on] of [
    [fernhill, 'GREEN', '2025-11-01'],
    [fernhill, 'AMBER', '2026-11-02'],
    [harbour, 'YELLOW', '2026-11-02'],
  ] as const)
    await house.prisma.categoryDecision.create({
      data: {
        ...{ schoolId: school.id, schoolYear: '2026/27', state: 'confirmed', value, reason: 'r', evidence: 'e' },
        ...{ recommendedAt: asDay(on), confirmedAt: asDay(on), confirmedById: hope.id, effectiveOn: asDay(on) },
      },
    });
});

const cardText = async (person: Person, words: string) => {
  const answer = await house.says(person, words);
  if (!answer.card) throw new Error(`${words} was answered with: ${answer.said}`);
  return textOf(answer.card.card);
};

describe('status', () => {
  test('tells the director how the partnership stands', async () => {
    const text = await cardText(director, 'status');
    expect(text).toContain('Schools by category: Green 0, Yellow 1, Amber 1, Red 0, none yet 1');
    expect(text).toContain('Schools at risk: 1 (Fernhill Secondary School)');
    expect(text).toMatch(/Messages: \d+ in 7 days: \d+ sent, /);
    expect(text).toContain('Reminders: none so far; they go out on weekdays at 08:00 and on school days at 08:30');
  });

  test('says when term dates are missing or have ended, to officers, and nothing when they reach to today', async () => {
    const setTerms = (termCalendarId: string | null) =>
      house.prisma.partnership.updateMany({ data: { termCalendarId } });
    const { termCalendarId } = await house.prisma.partnership.findFirstOrThrow();
    for (const id of ['lewisham', null]) {
      await setTerms(id);
      expect(await cardText(director, 'status')).toContain(
        'Term dates: missing for 2026/27, so weekdays count as school days. The programme director or the Head of Standards types “setup list terms” and pastes your council’s dates',
      );
    }
    expect(await cardText(ada, 'status')).not.toContain('Term dates');
    await setTerms('london-pattern');
    expect(await cardText(director, 'status')).not.toContain('Term dates');
    await setTerms(termCalendarId);
  });

  test('counts messages so that the parts add up, and says what was not delivered', async () => {
    const conversation = { personId: ada.id, platform: 'web' };
    await house.prisma.conversation.updateMany({
      where: conversation,
      data: { unreachableReason: 'the bot was removed' },
    });
    await house.says(hope, 'round open Autumn 2026 due 11 December');
    const text = await cardText(director, 'status');
    const [total, ...parts] =
      /Messages: (\d+) in 7 days: (\d+) sent, (\d+) waiting, (\d+) failed, (\d+) uncertain, (\d+) unreachable, (\d+) no/
        .exec(text)!
        .slice(1)
        .map(Number);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
    expect(text).toContain('Ada Okafor: the bot was removed');
    expect(text).toContain('Grades outstanding: 3 of 3 schools (Autumn 2026, due Friday 11 December 2026)');
    expect(text).not.toContain('1 Outstanding');
  });

  test('says when each daily work was last done, how often it failed since, and that the clock stands still', async () => {
    await house.runJobs();
    const jobs = features.flatMap((feature) => feature.jobs ?? []);
    const [title, name] = [jobs[0]!.title, jobs[0]!.name];
    const all = jobs.map((job) => `${job.title}: today at 09:00`).join('; ');
    expect(await cardText(director, 'status')).toContain(`Daily work last ran: ${all}`);
    const set = (data: object) => house.prisma.jobRun.update({ where: { job: name }, data });
    await set({ doneAt: new Date('2026-11-20T08:30:00Z'), faults: 1 });
    expect(await cardText(director, 'status')).toContain(`${title}: 20 Nov 2026 at 08:30 (failed once since)`);
    await set({ doneAt: null, faults: 12 });
    expect(await cardText(director, 'status')).toContain(`${title}: not yet (failed 12 times since)`);
    await set({ doneAt: new Date('2026-11-23T09:00:00Z'), faults: 0 });
    await house.beat();
    expect(await cardText(director, 'status')).not.toContain('stood still');
    await house.prisma.jobRun.update({
      where: { job: 'heartbeat' },
      data: { startedAt: new Date('2026-11-23T08:45:00Z') },
    });
    expect(await cardText(director, 'status')).toContain('Convenor’s clock: has stood still since today at 08:45');
    await house.prisma.jobRun.deleteMany();
  });

  test('tells a headteacher and a chair of governors about their own school only', async () => {
    for (const person of [ada, chair]) {
      expect(await cardText(person, 'status')).toContain(
        'Category: Amber (challenge and possible intervention required)',
      );
      expect(await cardText(person, 'status fernhill')).toContain('Fernhill Secondary School');
      const refused = await house.says(person, 'status Harbour');
      expect(refused).toMatchObject({ outcome: 'refused', isPrivate: true });
      expect(refused.said).toBe('You can see your own school only. Type status.');
    }
  });

  test('asks someone with several schools which one', async () => {
    expect((await house.says(exec, 'status')).said).toBe(
      'Which school? Type status and its name: Harbour Academy or Oak Park School.',
    );
    expect(await cardText(exec, 'status oak')).toContain('none confirmed yet');
  });

  test('forgives how a school’s name is typed', async () => {
    for (const words of ['status HARBOUR', '/status of the harbour academy', 'status harb'])
      expect(await cardText(hope, words)).toContain('Harbour Academy');
    expect((await house.says(hope, 'status Nowhere')).said).toContain('I know no school called “Nowhere”');
  });

  test('is answered privately in a channel', async () => {
    const channel = await house.channel('everybody', { isPrivate: false });
    const answer = await house.says(director, 'status', { channel });
    expect(answer).toMatchObject({ isPrivate: true, card: { isConfidential: true } });
  });

  test('is for leaders: a governor is told where to look instead', async () => {
    expect((await house.says(governor, 'status')).said).toContain('Type home');
  });
});

describe('help', () => {
  test('shows each person only what they may use today', async () => {
    const head = await cardText(ada, 'help');
    expect(head).toContain('status: See how');
    expect(head).toContain('evaluation show');
    expect(head).not.toContain('round status');
    expect((await house.says(ada, 'help grades')).said).toContain('evaluation submit: ');
    expect((await house.says(ada, 'help grades')).said).not.toContain('round open');
    expect(head).not.toContain('category confirm');
    const officer = await cardText(hope, 'help');
    expect(officer).toContain('round status');
    expect((await house.says(hope, 'help grades')).said).toContain('round open: ');
    expect((await house.says(hope, 'help grades')).said).not.toContain('evaluation submit');
  });

  test('explains a word, and says whom a command is for', async () => {
    expect((await house.says(hope, 'help round')).said).toContain('Type: round open NAME due DATE.');
    expect((await house.says(ada, 'help round open')).said).toMatch(
      /“round open” is for the School Improvement Officer/,
    );
    expect((await house.says(ada, 'help xyzzy')).said).toContain('I have no help about “xyzzy”');
  });

  test('a word nobody knows gets the nearest commands', async () => {
    expect((await house.says(governor, 'stauts')).said).toContain('status');
  });
});

describe('home', () => {
  test('lists what waits for a person, and opens it', async () => {
    const text = await cardText(ada, 'home');
    expect(text).toContain('1. Fernhill Secondary School: your school’s grades, 0 of 5 answered');
    expect(text).toContain('Due Friday 11 December 2026.');
    expect((await house.says(ada, 'home 1')).card?.name).toBe('evaluation');
    expect((await house.says(ada, 'home 9')).said).toContain('no longer waiting');
  });

  test('opens nothing that waits for somebody else', async () => {
    const row = await house.prisma.selfEvaluation.findFirstOrThrow();
    const input = { card: 'evaluation', subject: `evaluation:EVA-${row.id}` };
    expect((await house.does(governor, { kind: 'command', name: 'home.show', input })).outcome).toBe('refused');
  });

  test('says that nothing is waiting', async () => {
    expect(await cardText(governor, 'home')).toContain('Nothing is waiting for you.');
  });
});
