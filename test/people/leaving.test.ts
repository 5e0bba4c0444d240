import { describe, expect, it } from 'vitest';
import { people } from '../../src/people/index.ts';
import { makeJoinCode } from '../../src/people/joining.ts';
import { asDay } from '../../src/store/days.ts';
import { aHouse } from '../support/house.ts';
import { notices } from '../support/notices.ts';
import { fateOf, post } from '../support/posting.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [people, notices()] });
const clerk = await house.person('Clara Clerk', { role: 'CLERK' });

describe('somebody who leaves', () => {
  it('has no access from that moment, by typing, pressing or an old code', async () => {
    const leaver = await house.person('Lena Leaver', { role: 'CLERK' });
    const { card } = await house.says(leaver, 'notice count fair');
    const { code } = await makeJoinCode(house.prisma, leaver.id, house.clock.now());
    expect((await house.says(clerk, 'person left Lena Leaver')).said).toMatch(
      /^Lena Leaver has left: their access ended now/,
    );
    expect((await house.says(leaver, 'who am i')).said).toMatch(/^I do not know you yet\./);
    expect((await house.pressesOn(leaver, card!, 'Count')).said).toMatch(/^I do not know you yet\./);
    expect((await house.says(leaver, `join ${code}`)).said).toContain('That code does not work');
  });

  it('keeps their history: roles, seats and what they did stay, with their last day', async () => {
    const leaver = await house.person('Hana Leaver', { role: 'GOVERNOR' });
    const board = await house.board('Challenge Board');
    await house.seat(board.id, leaver, { role: 'GOVERNOR' });
    await house.prisma.roleHeld.create({
      data: { personId: leaver.id, role: 'SIO', fromOn: asDay('2026-01-01'), untilOn: asDay('2027-08-31') },
    });
    await house.says(leaver, 'notice count fair');
    await house.says(clerk, 'person left Hana Leaver');
    const roles = await house.prisma.roleHeld.findMany({ where: { personId: leaver.id } });
    expect(roles.map((role) => role.untilOn)).toEqual([asDay('2026-11-23'), asDay('2026-11-23')]);
    expect(await house.prisma.seat.findFirst({ where: { personId: leaver.id } })).toMatchObject({
      untilOn: asDay('2026-11-23'),
    });
    expect(await house.prisma.auditEvent.count({ where: { actorId: leaver.id } })).toBe(1);
    expect(
      await house.prisma.auditEvent.findFirst({ where: { event: 'person.left', subject: `person:${leaver.id}` } }),
    ).toMatchObject({
      actorId: clerk.id,
      before: { leftOn: null },
      after: { leftOn: '2026-11-23' },
    });
  });

  it('is told nothing more, and is asked nothing more', async () => {
    const leaver = await house.person('Mo Leaver');
    await house.says(leaver, 'notice ask fair');
    await post(house, { key: 'later', to: { personId: leaver.id }, notBefore: new Date('2026-11-24T09:00:00Z') });
    await house.says(clerk, 'person left Mo Leaver');
    house.clock.moveTo('2026-11-24T09:00:00Z');
    await house.deliver();
    house.clock.moveTo('2026-11-23T09:00:00Z');
    expect(await fateOf(house, 'later')).toMatchObject({ state: 'skipped', reason: 'has left' });
    expect(await house.prisma.question.count({ where: { personId: leaver.id, closedAt: null } })).toBe(0);
  });

  it('is back when that was a mistake, without roles, seats or access until they are given anew', async () => {
    const leaver = await house.person('Bea Leaver', { role: 'GOVERNOR' });
    const board = await house.board('Another Board');
    await house.seat(board.id, leaver, { role: 'GOVERNOR' });
    expect((await house.says(clerk, 'person left Bea Leaver')).said).toContain(
      'If that is a mistake, type “person back Bea Leaver”.',
    );
    expect((await house.says(clerk, 'person back Bea')).said).toBe(
      'Bea Leaver is back, without the roles and seats that ended. Give roles by the import and a new code with “invite Bea Leaver”.',
    );
    expect((await house.says(clerk, 'person back Bea')).said).toBe('Bea Leaver has not left.');
    expect((await house.says(leaver, 'who am i')).said).toMatch(/^I do not know you yet\./);
    const { said } = await house.says(clerk, 'invite Bea Leaver');
    await house.says(leaver, `join ${/[A-Z]{3}-\d{3}-[A-Z]{3}/.exec(said!)![0]}`);
    expect((await house.says(leaver, 'who am i')).said).toBe('You are Bea Leaver. You hold no role today.');
    const event = await house.prisma.auditEvent.findFirst({ where: { event: 'person.returned' } });
    expect(event).toMatchObject({ before: { leftOn: '2026-11-23' }, after: { leftOn: null } });
    expect((await house.says(leaver, 'person back Mo Leaver')).said).toMatch(/^Only the /);
  });

  it('cannot write it down alone, and only the office can', async () => {
    expect((await house.says(clerk, 'person left Clara Clerk')).said).toBe(
      'Somebody else has to record that you have left.',
    );
    const governor = await house.person('Grace Governor', { role: 'GOVERNOR' });
    expect((await house.says(governor, 'person left Clara Clerk')).said).toMatch(/^Only the .*clerk.* can do that\.$/);
  });
});

describe('an invitation', () => {
  it('is for one person, by the office, and voids the code before', async () => {
    const invited = await house.prisma.person.create({
      data: { partnershipId: house.partnershipId, name: 'Ivy Invited' },
    });
    const first = await house.says(clerk, 'invite ivy');
    expect(first).toMatchObject({
      isPrivate: true,
      said: expect.stringMatching(/^Give Ivy Invited this code, and nobody else: [A-Z]{3}-\d{3}-[A-Z]{3}\./),
    });
    const second = await house.says(clerk, 'invite Ivy Invited', { key: 'invited' });
    const codes = await house.prisma.joinCode.findMany({ where: { personId: invited.id }, orderBy: { id: 'asc' } });
    expect(codes.map((code) => code.expiresAt > house.clock.now())).toEqual([false, true]);

    const code = /[A-Z]{3}-\d{3}-[A-Z]{3}/.exec(second.said!)![0];
    expect(JSON.stringify(await house.prisma.receipt.findMany())).not.toContain(code);
    const again = await house.says(clerk, 'invite Ivy Invited', { key: 'invited' });
    expect(again).toMatchObject({
      isRepeated: true,
      said: expect.stringContaining('was shown once and is kept nowhere'),
    });
  });

  it('asks which of two people is meant, and knows nobody who has left', async () => {
    await house.person('Sam Brown');
    await house.person('Sam Green');
    expect((await house.says(clerk, 'invite Sam')).said).toBe(
      'Several people fit “Sam”. Did you mean Sam Brown or Sam Green? Type the whole name.',
    );
    await house.says(clerk, 'person left Sam Green');
    expect((await house.says(clerk, 'invite Sam Green')).said).toBe('I know nobody called “Sam Green” here.');
  });
});
