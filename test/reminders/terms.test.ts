// A partnership whose term dates are missing: reminders go on by weekdays, and the programme's office hears it once.
import { beforeAll, describe, expect, it } from 'vitest';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person } from '../support/house.ts';
import { aBusyPerson } from './a-week.ts';

const house = await aHouse({ now: '2026-11-09T07:00:00Z' });
let cast: Awaited<ReturnType<typeof aBusyPerson>>;
let boardId: number;

const cards = (person: Person, name: string) => house.chatOf(person).filter((one) => one.shown.name === name);
const add = (what: string, dueOn: string) =>
  house.prisma.action.create({
    data: { boardId, what, ownerId: cast.busy.id, dueOn: asDay(dueOn), createdAt: house.clock.now() },
  });

async function wakeAt(instant: string) {
  house.clock.moveTo(instant);
  await house.runJobs();
}

beforeAll(async () => {
  cast = await aBusyPerson(house);
  boardId = cast.board.id;
});

describe('without any term dates', () => {
  it('reminders come on weekdays, in half-term too, but not on bank holidays', async () => {
    await house.prisma.partnership.updateMany({ data: { termCalendarId: null } });
    await add('Letter', '2026-12-28');
    for (const day of ['2026-12-17', '2026-12-24', '2026-12-26', '2026-12-28', '2026-12-29'])
      await wakeAt(`${day}T08:30:00Z`);
    const rows = await house.prisma.reminder.findMany({ orderBy: { id: 'asc' } });
    // Boxing Day is on a Saturday: 28 December is its bank holiday, and what is due on it is met on Christmas Eve.
    expect(rows.map(({ rung, on }) => `${rung} on ${on.toISOString().slice(5, 10)}`)).toEqual([
      '-5 on 12-17',
      '0 on 12-24',
      '1 on 12-29',
    ]);
  });

  it('the director and the clerk of the programme are told once what is missing, and nobody else', async () => {
    for (const person of [cast.director, cast.clerk]) {
      expect(cards(person, 'term-dates')).toHaveLength(1);
      expect(cards(person, 'term-dates')[0]!.text).toBe(
        'Term dates for 2026/27 are missing\nReminders count in school days. Until the dates are added, weekdays count as school days, so people may be reminded in the holidays. The programme director or the Head of Standards types “setup list terms” and pastes your council’s dates.',
      );
    }
    for (const person of [cast.busy, cast.chair, cast.lead]) expect(cards(person, 'term-dates')).toEqual([]);
  });

  it('they read that all is well once the dates are there', async () => {
    await house.prisma.partnership.updateMany({ data: { termCalendarId: 'london-pattern' } });
    await house.prisma.cardCopy.updateMany({ where: { card: 'term-dates' }, data: { wanted: { increment: 1 } } });
    await house.deliver();
    expect(cards(cast.director, 'term-dates')[0]!.text).toBe(
      'Term dates for 2026/27\nThey are complete now. Thank you.',
    );
  });
});

describe('with term dates that end soon', () => {
  it('nothing is said while they reach far enough', async () => {
    await wakeAt('2027-01-05T08:30:00Z');
    expect(cards(cast.director, 'term-dates')).toHaveLength(1);
  });

  it('the office hears of the next year before the summer', async () => {
    await house.prisma.partnership.updateMany({ data: { termCalendarId: 'kent' } });
    await add('Plan for the autumn', '2027-09-08');
    await wakeAt('2027-07-12T08:30:00Z');
    expect(cards(cast.director, 'term-dates')).toHaveLength(1);
    await wakeAt('2027-07-19T08:30:00Z');
    await wakeAt('2027-07-20T08:30:00Z');
    const [, next, ...others] = cards(cast.director, 'term-dates');
    expect(next!.text).toMatch(/^Term dates for 2027\/28 are missing/);
    expect(others).toEqual([]);
    expect(await house.prisma.reminder.count({ where: { subject: 'action:ACT-2' } })).toBe(0);
    await wakeAt('2027-09-02T08:30:00Z');
    expect(await house.prisma.reminder.findMany({ where: { subject: 'action:ACT-2' } })).toMatchObject([{ rung: -5 }]);
  });
});
