// A fortnight of the demonstration, with two copies of the program side by side. What everybody was told stands in
// __snapshots__/fortnight.txt, to be read as a tired governor reads it.
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { aFortnight } from './a-fortnight.ts';
import type { Entry } from './diary.ts';
import { liveTheFortnight } from './fortnight-story.ts';
import { promises } from './promises.ts';

// How a reminder begins that asks for nothing any more.
const ENDED = /^(See the newer|All done|Nothing more)/;

describe('in the fortnight from 25 November 2026', async () => {
  const { diary, house, person } = await aFortnight('2026-11-25');
  await liveTheFortnight(diary, house);

  it('everybody was told what stands in the diary', async () => {
    await expect(diary.read()).toMatchFileSnapshot('__snapshots__/fortnight.txt');
  });

  it('an owner who asked for another date in the evening is answered before the chair hears that it is late', async () => {
    const cards = diary.toldTo(await person('Samir Haddad')).filter(({ text }) => text.includes('ACT-1,'));
    expect(cards.map(({ day, card }) => `${day} ${card}`)).toEqual([
      '2026-11-25 action-ask',
      // The new date, 4 December, went by too.
      '2026-12-09 action-overdue',
    ]);
  });

  it('a chair who does not answer an owner hears of it again when the action is three school days late, and once', async () => {
    const cards = diary.toldTo(await person('Yusuf Demir')).filter(({ text }) => text.includes('ACT-9,'));
    expect(cards.map(({ day, card }) => `${day} ${card}`)).toEqual([
      '2026-11-26 action-ask',
      '2026-12-08 action-overdue',
    ]);
    const asked = diary.toldTo(await person('Farida Chowdhury')).filter(({ text }) => text.includes('science grades'));
    expect(asked.map(({ day }) => day)).toEqual(['2026-11-25', '2026-11-26']);
  });

  it.each([
    ['Nadia Rahman', 'Book the last two half days', '2026-11-30'],
    ['Eleanor Voss', 'Give the grades of Verrall Green School', '2026-12-01'],
    ['Denise Palfrey', 'Approve the minutes', '2026-11-25'],
    ['Denise Palfrey', 'Visit humanities', '2026-12-08'],
    ['Joan Mbeki', 'Approve the minutes', '2026-12-07'],
  ])('%s is not reminded any more of what is done: %s', async (name, what, doneOn) => {
    const reminders = diary
      .toldTo(await person(name))
      .filter(({ card, text }) => card === 'reminder' && text.includes(what));
    expect(reminders.filter(({ day }) => day > doneOn)).toEqual([]);
    for (const reminder of reminders) expect(diary.nowSays(reminder)).toContain(`✓ ${what}`);
  });

  it('who has answered all aspects but not submitted reads what is left to do', async () => {
    const [reminder] = diary.toldTo(await person('Eleanor Voss')).filter(({ card }) => card === 'reminder');
    const said = diary.changes.filter(({ of }) => of === reminder).map(({ text }) => text);
    expect(said.join('\n')).toContain('All 4 aspects are answered: press Submit.');
    expect(diary.nowSays(reminder!)).toContain('✓ Give the grades of Verrall Green School: submitted');
  });

  it('who does nothing is reminded five school days before, on the day, and one after it, and then left alone', async () => {
    const reminders = diary.toldTo(await person('Josephine Tembo')).filter(({ card }) => card === 'reminder');
    expect(reminders.map(({ day }) => day)).toEqual(['2026-12-01', '2026-12-08', '2026-12-09']);
    for (const earlier of reminders.slice(0, -1)) expect(diary.nowSays(earlier)).toMatch(/^See the newer reminder/);
  });

  it('a school hears its category before its board is asked for and before other schools hear', () => {
    const about = diary.told.filter(({ day, text }) => day === '2026-11-26' && text.includes('Mallow Street School'));
    const at = (to: string, card: string) => about.findIndex((one) => one.to === to && one.card === card);
    const notices = [at('Beatrice Osei', 'category-notice'), at('Ravi Sundaram', 'category-notice')];
    expect(Math.min(...notices)).toBeGreaterThanOrEqual(0);
    expect(at('# Challenge Board', 'at-risk-alert')).toBeGreaterThan(Math.max(...notices));
    expect(at('Beatrice Osei', 'board-prompt')).toBeGreaterThan(at('Beatrice Osei', 'category-notice'));
    expect(about.map(({ to }) => to).sort()).toEqual([
      '# Challenge Board',
      'Beatrice Osei',
      'Beatrice Osei',
      'Ravi Sundaram',
    ]);
  });

  it('agendas went out once to each place, by hand and by themselves', () => {
    const agendas = diary.told.filter(({ card }) => card === 'agenda');
    const sent = [...Map.groupBy(agendas, ({ day, time, text }) => `${day} ${time} ${text.split('\n')[1]}`)];
    expect(sent.map(([what, all]) => `${what}: ${all.length}`)).toEqual([
      '2026-11-27 08:00 Raising Attainment Board, Tollmarsh Academy: 7',
      '2026-11-27 17:30 Raising Attainment Board, Quillgate School: 8',
      '2026-12-07 08:00 Secondary Challenge Board: 32',
    ]);
  });

  it('the numbers of status agree with what people were told', async () => {
    const { card } = await house.says(await person('Sunita Gill'), 'status');
    const status = textOf(card!.card);
    // Whoever still has an open reminder, or an open card to answer, owes it.
    const owing = (what: string, kind = 'reminder', by = ({ to }: Entry) => to) => {
      const open = diary.told.filter((one) => {
        const now = diary.nowSays(one);
        return one.card === kind && !ENDED.test(now) && now.split('\n').some((line) => line.startsWith(what));
      });
      return new Set(open.map(by));
    };
    expect(status).toContain(
      `Grades outstanding: ${owing('Give the grades').size + owing('2. Give the grades').size} of 14`,
    );
    expect(status).toContain(
      `Approvals of minutes: ${owing('Minutes to approve', 'minutes-approval').size} outstanding`,
    );
    const open = owing('An action for you', 'action', ({ text }) => /ACT-\d+/.exec(text)![0]);
    const late = owing('An action is overdue', 'action-overdue', ({ text }) => /ACT-\d+/.exec(text)![0]);
    expect(status).toContain(`Actions: ${open.size} open, ${late.size} overdue`);
    const lately = diary.told.filter(({ day }) => day >= '2026-12-02').length;
    expect(status).toContain(`Messages: ${lately} in 7 days: ${lately} sent`);
  });

  promises(diary, house);

  describe('and the program is off for a week', () => {
    it('everybody hears the highest rung that is true, in one message, and none that was missed', async () => {
      const told = await diary.leapTo('2026-12-16');
      const reminders = told.filter(({ card }) => card === 'reminder');
      expect(new Set(reminders.map(({ to }) => to)).size).toBe(reminders.length);
      const due = (name: string) => /Was due.*/.exec(reminders.find(({ to }) => to === name)!.text)![0];
      expect(due('Ruth Abernethy')).toBe('Was due Friday 11 December 2026, 3 school days late.');
      expect(due('Thomas Birkett')).toBe('Was due Tuesday 15 December 2026, 1 school day late.');
      expect(due('Josephine Tembo')).toBe('Was due Tuesday 8 December 2026, 6 school days late.');
      // What was to be said before a meeting of 14 December is not said after it.
      expect(told.filter(({ card }) => ['agenda', 'quorum-at-risk', 'agenda-to-publish'].includes(card))).toEqual([]);
      const [asked, ...more] = told.filter(({ to, card }) => to === 'Priya Nair' && card === 'meeting');
      expect(asked!.text).toContain('No answer: 31 people');
      expect(more).toEqual([]);
    });

    promises(diary, house);
  });
});

describe('in the fortnight before Easter, in which nobody does anything', async () => {
  const { diary, house } = await aFortnight('2027-03-15');
  await diary.begin();
  await diary.liveTo('2027-03-29');

  it('the term ends on 25 March, the bank holidays are on the 26th and the 29th, and nobody hears of anything after it', () => {
    const days = [...new Set(diary.told.map(({ day }) => day))];
    expect(days.at(-1)).toBe('2027-03-25');
    expect(days).not.toContain('2027-03-20');
    expect(days).not.toContain('2027-03-21');
  });

  promises(diary, house);

  it('an agenda goes out in the holidays, on a working day; reminders wait for school, at half past eight by the new time', async () => {
    await diary.liveTo('2027-04-13');
    const inHolidays = diary.told.filter(({ day }) => day > '2027-03-25' && day < '2027-04-12');
    expect([...new Set(inHolidays.map(({ card }) => card))].sort()).toEqual([
      'agenda',
      'agenda-to-publish',
      'quorum-at-risk',
      'warning',
    ]);
    const reminders = diary.told.filter(({ card, day }) => card === 'reminder' && day > '2027-03-25');
    expect([...new Set(reminders.map(({ day, time }) => `${day} ${time}`))]).toEqual([
      '2027-04-12 08:30',
      '2027-04-13 08:30',
    ]);
  });

  describe('and after it', () => promises(diary, house));
});
