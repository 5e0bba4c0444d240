import { describe, expect, it } from 'vitest';
import { SCHOOLS } from '../../prisma/demonstration/borough.ts';
import { channels, loadDemonstration, personas } from '../../prisma/demonstration.ts';
import { londonPattern, schoolDaysBetween } from '../../src/calendar/index.ts';
import { hashOfText } from '../../src/minutes/rules.ts';
import { dayOf } from '../../src/store/days.ts';
import { testDatabase } from '../support/database.ts';

const { prisma } = await testDatabase();
const now = new Date('2026-11-22T12:00Z');

describe('the demonstration', () => {
  it('is loaded once, however often and by however many copies', async () => {
    await Promise.all([loadDemonstration(prisma, now), loadDemonstration(prisma, now)]);
    const people = await prisma.person.count();
    await loadDemonstration(prisma, new Date('2027-01-10T12:00Z'));
    expect(await prisma.partnership.count()).toBe(1);
    expect(await prisma.school.count()).toBe(14);
    expect(await prisma.person.count()).toBe(people);
  });

  it('has a Challenge Board of thirty seats, all filled, and a clerk', async () => {
    const seats = await prisma.seat.findMany({ where: { board: { template: 'CHALLENGE' } } });
    const members = seats.filter(({ memberId }) => memberId !== null);
    expect(members).toHaveLength(30);
    expect(members.every(({ personId }) => personId !== null)).toBe(true);
    expect(new Set(members.map(({ personId }) => personId)).size).toBe(30);
    expect(members.filter(({ isChair }) => isChair)).toHaveLength(1);
    expect(seats.filter(({ isClerk }) => isClerk)).toHaveLength(1);
  });

  it('has one school in red and two in amber, each with a board that a governor chairs', async () => {
    const decisions = await prisma.categoryDecision.findMany({ where: { state: 'confirmed' } });
    const count = (value: string) => decisions.filter((one) => one.value === value).length;
    expect([count('RED'), count('AMBER'), count('YELLOW') + count('GREEN')]).toEqual([1, 2, 11]);
    const boards = await prisma.board.findMany({ where: { template: 'RAB' }, include: { seats: true } });
    expect(boards).toHaveLength(3);
    for (const { seats } of boards) {
      expect(seats.find(({ isChair }) => isChair)?.role).toBe('GOVERNOR');
      expect(new Set(seats.map(({ role }) => role))).toEqual(
        new Set(['HEADTEACHER', 'CHAIR_OF_GOVERNORS', 'GOVERNOR', 'STRATEGIC_LEAD_SECONDARY', 'SIO', 'CLERK']),
      );
      expect(seats.every(({ personId }) => personId !== null)).toBe(true);
    }
  });

  it('has a recommendation that was not made by whoever may confirm it', async () => {
    const [waiting, ...others] = await prisma.categoryDecision.findMany({ where: { state: 'recommended' } });
    expect(others).toEqual([]);
    expect(waiting).toMatchObject({ value: 'AMBER', confirmedById: null });
    const roles = await prisma.roleHeld.findMany({ where: { personId: waiting!.recommendedById! } });
    expect(roles.some(({ role, schoolId }) => role === 'SIO' && schoolId === waiting!.schoolId)).toBe(true);
  });

  it('has one board that let the last half-term go by', async () => {
    const { firstDay, lastDay } = londonPattern.years[1]!.halfTerms[0]!;
    const boards = await prisma.board.findMany({
      where: { template: 'RAB' },
      include: { school: true, meetings: { where: { state: 'held' } } },
    });
    const missed = boards.filter(
      ({ meetings }) => !meetings.some(({ heldOn }) => dayOf(heldOn) >= firstDay && dayOf(heldOn) <= lastDay),
    );
    expect(missed.map(({ school }) => school?.name)).toEqual(['Tollmarsh Academy']);
  });

  it('has minutes that two of three governors have still to approve, bound to their text', async () => {
    const [minutes] = await prisma.minutes.findMany({
      where: { state: 'circulated' },
      include: { revisions: true, approvers: true, approvals: true },
    });
    expect(minutes).toMatchObject({ revision: 1, threshold: 3 });
    expect([minutes!.approvers.length, minutes!.approvals.length]).toEqual([3, 1]);
    expect(minutes!.revisions[0]!.hash).toBe(hashOfText(minutes!.revisions[0]!.text));
    expect(minutes!.approvals[0]!.hash).toBe(minutes!.revisions[0]!.hash);
    expect(await prisma.minutes.count({ where: { state: 'draft' } })).toBe(1);
  });

  it('has an action two school days late, others to come and others done with evidence', async () => {
    const late = await prisma.action.findMany({ where: { state: 'open', dueOn: { lt: new Date('2026-11-22') } } });
    expect(late).toHaveLength(1);
    expect(dayOf(late[0]!.dueOn)).toBe('2026-11-18');
    expect(schoolDaysBetween('2026-11-18', '2026-11-20', londonPattern)).toBe(2);
    expect(await prisma.action.count({ where: { state: 'open' } })).toBeGreaterThan(5);
    const done = await prisma.action.findMany({ where: { state: 'done' } });
    expect(done.length).toBeGreaterThan(3);
    expect(done.every(({ evidence, doneAt }) => evidence && doneAt && doneAt < now)).toBe(true);
  });

  it('has a round in which four schools have answered and one head is half-way', async () => {
    const all = await prisma.selfEvaluation.findMany({ include: { grades: true, school: true } });
    expect(all).toHaveLength(14);
    expect(all.filter(({ state }) => state === 'submitted')).toHaveLength(4);
    const begun = all.filter(({ state, grades }) => state === 'asked' && grades.length > 0);
    expect(begun.map(({ school, grades }) => [school.name, grades.length])).toEqual([['Verrall Green School', 2]]);
  });

  it('has a card waiting for everybody who has something to do, and nowhere that cannot be reached', async () => {
    const posts = await prisma.outbox.findMany();
    expect(posts.every(({ conversationId }) => conversationId !== null)).toBe(true);
    const uncertain = posts.filter(({ state }) => state !== 'waiting');
    expect(uncertain.map(({ state, card }) => [state, card])).toEqual([['uncertain', 'evaluation']]);
    const count = (card: string) => posts.filter((post) => post.card === card).length;
    expect(count('minutes-approval')).toBe(3);
    expect(count('evaluation')).toBe(10);
    // The board's chair and its clerk.
    expect(count('action-ask')).toBe(2);
    expect(count('action')).toBe(await prisma.action.count({ where: { state: 'open' } }));
    expect(await prisma.question.count({ where: { closedAt: null } })).toBe(10);
  });

  it('offers people to be, each known on the page, and two channels', async () => {
    const people = await personas(prisma);
    expect(people.length).toBeGreaterThanOrEqual(10);
    for (const { personId, tryThis } of people) {
      expect(
        await prisma.identity.count({
          where: { platform: 'web', tenant: 'local', userId: `person-${personId}`, personId },
        }),
      ).toBe(1);
      expect(tryThis).not.toMatch(/undefined|-0\b/);
    }
    expect(new Set(people.map(({ group }) => group))).toEqual(new Set(['School', 'Governors', 'Council', 'Programme']));
    expect((await channels(prisma)).map(({ externalId }) => externalId)).toEqual([
      'channel-challenge-board',
      'channel-quillgate-board',
    ]);
  });

  it('names nothing that exists: numbers out of range, addresses of no domain', async () => {
    expect(SCHOOLS.every(({ urn }) => urn >= 900_000)).toBe(true);
    const people = await prisma.person.findMany();
    expect(people.every(({ email }) => email?.endsWith('@aldermarsh.example.org'))).toBe(true);
    expect(new Set(people.map(({ name }) => name)).size).toBe(people.length);
  });
});
