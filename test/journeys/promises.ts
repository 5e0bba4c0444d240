// What is promised to people whatever happens, asked of everything that they were told.
import { expect, it } from 'vitest';
import { boroughTerms } from '../../prisma/demonstration/terms.ts';
import { addDays, instantAt, isSchoolDay, isWorkingDay, sayDate, weekday } from '../../src/calendar/index.ts';
import type { TestHouse } from '../support/house.ts';
import type { Diary, Entry } from './diary.ts';

// What counts school days is silent in the holidays; meetings, agendas and minutes go by working days.
const SCHOOL_DAYS_ONLY = [
  ...['reminder', 'action-overdue', 'action-overdue-list', 'round-status', 'digest'],
  ...['half-term-warning', 'half-term-missed', 'half-terms-missed', 'term-dates'],
];
const OF_A_SCHOOL = ['HEADTEACHER', 'CHAIR_OF_GOVERNORS', 'GOVERNOR'];

/** The tests of what holds in every fortnight. */
export function promises(diary: Diary, house: TestHouse): void {
  it('nobody gets more than one reminder a day', () => {
    const reminders = diary.told.filter(({ card }) => card === 'reminder');
    expect(reminders.length).toBeGreaterThan(10);
    expect(twice(reminders, ({ to, day }) => `${to} on ${day}`)).toEqual([]);
  });

  it('nobody finds more than three messages on a morning, but on the first, on which everything waits', () => {
    const mornings = diary.told.filter(({ day, time }) => day !== diary.told[0]!.day && isByItself({ time }));
    const many = [...Map.groupBy(mornings, ({ to, day }) => `${to} on ${day}`)].filter(([, all]) => all.length > 3);
    expect(many.map(([who, all]) => `${who}: ${all.map(({ card }) => card).join(', ')}`)).toEqual([]);
  });

  it('nobody is told the same thing twice, by its key or by its words', () => {
    expect(twice(diary.told, ({ to, key }) => `${to}: ${key}`)).toEqual([]);
    // What nobody does anything about is told the director again in another week.
    const week = ({ card, day }: Entry) =>
      card === 'warning' ? ` in the week of ${addDays(day, 1 - weekday(day))}` : '';
    expect(twice(diary.told, (one) => `${one.to}: ${one.text}${week(one)}`)).toEqual([]);
  });

  it('nothing comes by itself but in the morning of a working day, and in the holidays nothing that counts school days', () => {
    const byItself = diary.told.filter(isByItself);
    expect(byItself.length).toBeGreaterThan(10);
    const wrong = byItself.filter(({ day, card }) =>
      SCHOOL_DAYS_ONLY.includes(card) ? !isSchoolDay(day, boroughTerms) : !isWorkingDay(day, boroughTerms),
    );
    expect(wrong.map(({ day, to, card }) => `${sayDate(day)} to ${to}: ${card}`)).toEqual([]);
    // The first morning begins at nine; on every other the jobs come at their times.
    const times = byItself.filter(({ day }) => day !== diary.told[0]!.day).map(({ time }) => time);
    expect(times.filter((time) => !['08:00', '08:30', '09:00'].includes(time))).toEqual([]);
  });

  it('nobody of a school reads the name of another school, nor does a board’s channel', async () => {
    const { prisma } = house;
    const schools = await prisma.school.findMany();
    const roles = await prisma.roleHeld.findMany({ where: { role: { in: OF_A_SCHOOL } } });
    const leaks = diary.told.flatMap((entry) => {
      const own = new Set(roles.filter((held) => held.personId === entry.personId).map((held) => held.schoolId));
      if (own.size === 0 && entry.to !== '# Quillgate board') return [];
      const others = schools.filter(({ id, name }) => !own.has(id) && !entry.to.includes(name.split(' ')[0]!));
      return others
        .filter(({ name }) => everRead(diary, entry).includes(name))
        .map(({ name }) => `${entry.to}: ${name}`);
    });
    expect(leaks).toEqual([]);
  });

  it('the chair hears once of an overdue action, for each of its dates', () => {
    const heard = diary.told.filter(({ card }) => card === 'action-overdue');
    expect(heard.length).toBeGreaterThan(0);
    expect(twice(heard, ({ text }) => `${/ACT-\d+/.exec(text)} ${/Due: [^,]*/.exec(text)}`)).toEqual([]);
  });

  it('of several rungs that had passed only the highest is said', async () => {
    const rows = await house.prisma.reminder.findMany({ where: { subject: { not: { startsWith: 'overdue:' } } } });
    expect(twice(rows, (row) => `${row.personId} ${row.subject} ${row.on.toISOString()}`)).toEqual([]);
    for (const told of Map.groupBy(rows, (row) => `${row.personId} ${row.subject} ${row.revision}`).values()) {
      const climbed = told.sort((a, b) => a.on.getTime() - b.on.getTime()).map(({ rung }) => rung);
      expect(climbed).toEqual([...climbed].sort((a, b) => a - b));
    }
  });

  it('the jobs, run once more by both copies, send nothing', async () => {
    const before = diary.told.length;
    await diary.tick();
    // Even when the slots of the day are forgotten, as after a backup was restored.
    await house.prisma.jobSlot.deleteMany({ where: { slot: diary.today } });
    await diary.tick();
    expect(diary.told.slice(before).map(({ to, key }) => `${to}: ${key}`)).toEqual([]);
  });

  it('everything that was put in the outbox was sent, or was no longer needed', async () => {
    const states = await house.prisma.outbox.groupBy({
      by: ['state'],
      // The story begins with a message of which nobody knows whether it arrived.
      where: { notBefore: { lte: house.clock.now() }, createdAt: { gte: instantAt(diary.told[0]!.day, '00:00') } },
    });
    expect(states.map(({ state }) => state).filter((state) => !['sent', 'skipped'].includes(state))).toEqual([]);
  });
}

/** Whether a job said it: people act later in the day. */
const isByItself = ({ time }: Pick<Entry, 'time'>) => time < '10:00';

/** What occurs more than once. */
function twice<T>(all: T[], by: (one: T) => string): string[] {
  return [...Map.groupBy(all, by)].filter(([, same]) => same.length > 1).map(([what]) => what);
}

/** Everything that a message has said, when it was new and since. */
function everRead(diary: Diary, entry: Entry): string {
  const since = diary.changes.filter(({ of }) => of === entry).map(({ text }) => text);
  return [entry.text, entry.summary, ...since].join('\n');
}
