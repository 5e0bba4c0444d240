// The demonstration as the program begins it, on days on which a story of school days could go wrong.
import { beforeEach, describe, expect, it } from 'vitest';
import { boroughTerms } from '../../prisma/demonstration/terms.ts';
import { beginDemonstration } from '../../prisma/demonstration.ts';
import {
  addDays,
  addWorkingDays,
  instantAt,
  isSchoolDay,
  missedHalfTerms,
  schoolDaysBetween,
  today as todayIn,
} from '../../src/calendar/index.ts';
import { readPartnership } from '../../src/people/index.ts';
import { dayOf } from '../../src/store/days.ts';
import { behindItsBack } from '../support/audit.ts';
import { testDatabase } from '../support/database.ts';

const { prisma } = await testDatabase();

function aClock(now: Date) {
  return {
    now: () => now,
    async moveTo(instant: Date) {
      now = instant;
    },
  };
}

async function begin(day: string, time: string) {
  const clock = aClock(instantAt(day, time));
  await beginDemonstration(prisma, clock);
  return { now: clock.now(), today: todayIn(clock.now()) };
}

beforeEach(async () => {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`;
  await behindItsBack(prisma, `truncate ${tables.map(({ name }) => name).join(', ')} restart identity cascade`);
});

describe.each([
  ['on a Wednesday in term', '2026-11-25', '16:40'],
  ['on a Sunday', '2026-11-22', '12:00'],
  ['on the last day of term', '2026-12-18', '15:30'],
  ['on 27 December', '2026-12-27', '10:00'],
  ['on New Year’s Day', '2027-01-01', '00:05'],
  ['on the first day of term', '2027-01-04', '08:00'],
  ['in half-term', '2027-02-16', '21:00'],
  ['as the clocks go forward', '2027-03-28', '00:30'],
  ['on a bank holiday', '2027-05-31', '12:00'],
  ['on the last day of the school year', '2027-07-21', '12:00'],
  ['in August', '2027-08-12', '12:00'],
  ['on the first day of the school year', '2027-09-01', '12:00'],
  ['as the clocks go back', '2027-10-31', '00:30'],
  ['on 29 February', '2028-02-29', '12:00'],
])('begun %s', (_, day, time) => {
  it('the story is as it is told', async () => {
    const { now, today } = await begin(day, time);

    const confirmed = await prisma.categoryDecision.findMany({ where: { state: 'confirmed' } });
    const count = (value: string) => confirmed.filter((one) => one.value === value).length;
    expect([confirmed.length, count('RED'), count('AMBER')]).toEqual([14, 1, 2]);

    const { partnership } = (await readPartnership(prisma, undefined, now))!;
    expect(partnership.calendar!.years).toEqual(boroughTerms.years);
    const boards = await prisma.board.findMany({ where: { template: 'RAB' }, include: { meetings: true } });
    const missed = boards.flatMap(({ name, openedOn, meetings }) => {
      const held = meetings.filter(({ state }) => state === 'held').map(({ heldOn }) => dayOf(heldOn));
      const watch = { openedOn: dayOf(openedOn), heldOn: held, calendar: boroughTerms, today };
      return missedHalfTerms(watch).missed.map(({ lastDay }) => ({ name, lastDay }));
    });
    expect(missed).toEqual([{ name: expect.stringContaining('Tollmarsh Academy'), lastDay: expect.any(String) }]);
    expect(missed[0]!.lastDay > addDays(today, -60)).toBe(true);

    const minutes = await prisma.minutes.findMany({
      where: { state: 'circulated' },
      include: { approvers: true, approvals: true },
    });
    expect(minutes.map(({ approvers, approvals }) => approvers.length - approvals.length)).toEqual([2]);

    const begun = await prisma.selfEvaluation.findMany({ where: { state: 'asked', grades: { some: {} } } });
    expect(begun).toHaveLength(1);
    const { dueOn } = await prisma.round.findFirstOrThrow();
    expect(schoolDaysBetween(today, dayOf(dueOn), boroughTerms)).toBe(9);

    const late = (await prisma.action.findMany({ where: { state: 'open' } })).filter((one) => dayOf(one.dueOn) < today);
    expect(late.map((one) => schoolDaysBetween(dayOf(one.dueOn), today, boroughTerms))).toEqual([2]);
  });

  it('nothing of its past lies ahead, and boards meet on school days', async () => {
    const { now, today } = await begin(day, time);
    const meetings = await prisma.meeting.findMany({ include: { board: true } });
    for (const { heldOn, state, board } of meetings) {
      expect(isSchoolDay(dayOf(heldOn), boroughTerms), dayOf(heldOn)).toBe(true);
      // Of yesterday's its clerk has still to say whether it was held.
      const isYesterday = addWorkingDays(dayOf(heldOn), 1) === today;
      expect(state === 'held' ? dayOf(heldOn) < today : dayOf(heldOn) > today || isYesterday).toBe(true);
      expect(board.openedOn < heldOn).toBe(true);
    }
    const [{ latest }] = await prisma.$queryRaw<[{ latest: Date }]>`
      select greatest(
        (select max("createdAt") from "Action"), (select max("doneAt") from "Action"),
        (select max("confirmedAt") from "CategoryDecision"), (select max("recommendedAt") from "CategoryDecision"),
        (select max("gradedAt") from "SelfEvaluationGrade"), (select max("submittedAt") from "SelfEvaluation"),
        (select max("acknowledgedAt") from "Alert"), (select max("madeAt") from "MinutesRevision"),
        (select max("decidedAt") from "MinutesApproval"), (select max("agreedAt") from "Minutes")) as latest`;
    expect(latest < now).toBe(true);
  });
});

it('begins by moving its clock once; a start that was cut off there goes on', async () => {
  const clock = aClock(instantAt('2026-12-27', '10:00'));
  const cutOff = { ...clock, now: clock.now };
  await expect(
    beginDemonstration(prisma, {
      now: cutOff.now,
      async moveTo(instant) {
        await clock.moveTo(instant);
        throw new Error('the machine was switched off');
      },
    }),
  ).rejects.toThrow('switched off');
  expect(await prisma.partnership.count()).toBe(0);

  await beginDemonstration(prisma, clock);
  expect(todayIn(clock.now())).toBe('2027-01-18');
  const moved = clock.now();
  await beginDemonstration(prisma, clock);
  expect(clock.now()).toBe(moved);
  expect(await prisma.partnership.count()).toBe(1);
});
