import { describe, expect, it } from 'vitest';
import { people } from '../../src/people/index.ts';
import { asDay } from '../../src/store/days.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices } from '../support/notices.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [people, notices()] });

const comesIn = async (person: Person, board = 0) =>
  (await house.says(person, `notice office ${board}`)).outcome === 'done';

describe('a role', () => {
  const held = async (fromOn: string, untilOn: string | null) => {
    const person = await house.person('Clara Clerk');
    const days = { fromOn: asDay(fromOn), untilOn: untilOn === null ? null : asDay(untilOn) };
    await house.prisma.roleHeld.create({ data: { personId: person.id, role: 'CLERK', schoolId: null, ...days } });
    return person;
  };

  it('counts from its first day to its last, both included', async () => {
    expect(await comesIn(await held('2026-11-23', null))).toBe(true);
    expect(await comesIn(await held('2026-09-01', '2026-11-23'))).toBe(true);
  });

  it('that was held until yesterday does not count, nor one from tomorrow on', async () => {
    const former = await held('2026-09-01', '2026-11-22');
    const answer = await house.says(former, 'notice office 0');
    expect(answer).toMatchObject({
      outcome: 'refused',
      said: expect.stringMatching(/^Only the clerk or a member of this board can do that\.$/),
    });
    expect(await comesIn(await held('2026-11-24', null))).toBe(false);
  });

  it('changes hands at midnight in London, not in Greenwich', async () => {
    house.clock.moveTo('2027-06-30T23:30:00Z');
    expect(await comesIn(await held('2027-07-01', null))).toBe(true);
    expect(await comesIn(await held('2026-09-01', '2027-06-30'))).toBe(false);
    house.clock.moveTo('2026-11-23T09:00:00Z');
  });
});

describe('a seat', () => {
  it('counts while the board is open', async () => {
    const member = await house.person('Grace Adeyemi');
    const [board, other] = [await house.board('Challenge Board'), await house.board('Another Board')];
    await house.seat(board.id, member, { role: 'GOVERNOR' });
    expect(await comesIn(member, board.id)).toBe(true);
    expect(await comesIn(member, other.id)).toBe(false);
    await house.prisma.board.update({ where: { id: board.id }, data: { closedOn: asDay('2026-11-24') } });
    expect(await comesIn(member, board.id)).toBe(true);
    await house.prisma.board.update({ where: { id: board.id }, data: { closedOn: asDay('2026-11-23') } });
    expect(await comesIn(member, board.id)).toBe(false);
  });

  it('that was held until yesterday does not count', async () => {
    const member = await house.person('Owen Clarke');
    const board = await house.board('Third Board');
    await house.seat(board.id, member, { role: 'GOVERNOR' });
    await house.prisma.seat.updateMany({ where: { boardId: board.id }, data: { untilOn: asDay('2026-11-22') } });
    expect(await comesIn(member, board.id)).toBe(false);
  });
});

describe('somebody nobody knows', () => {
  const stranger = { id: 987_654, name: 'A stranger' };

  it('is only told how to join, whatever they type or press', async () => {
    for (const text of ['notice count fair', 'who am i', 'hello', '', 'notice cuont']) {
      const answer = await house.says(stranger, text);
      expect(answer).toMatchObject({
        outcome: 'refused',
        isPrivate: true,
        said: expect.stringMatching(/^I do not know you yet\./),
      });
    }
    const named = await house.does(stranger, { kind: 'command', name: 'notice.count', input: { name: 'fair' } });
    expect(named.said).toMatch(/^I do not know you yet\./);
  });

  it('cannot press a card that is real', async () => {
    const ada = await house.person('Ada Okafor');
    const channel = await house.channel('board');
    const { card } = await house.says(ada, 'notice count fair', { channel });
    const answer = await house.pressesOn(stranger, card!, 'Count', {}, { channel });
    expect(answer.said).toMatch(/^I do not know you yet\./);
    expect(answer.replaces).toBeUndefined();
    const opened = await house.does(stranger, { kind: 'open', action: 'count', token: card!.token }, { channel });
    expect(opened.said).toMatch(/^I do not know you yet\./);
  });

  it('leaves no trace, not even of where they spoke', async () => {
    const before = await house.prisma.conversation.count();
    await house.says(stranger, 'notice count fair', { channel: { externalId: 'their-channel' } });
    expect(await house.prisma.conversation.count()).toBe(before);
  });

  it('may be the same user of another tenant', async () => {
    const ada = await house.person('Ada Okafor');
    const place = { platform: 'web', tenant: 'elsewhere', externalId: 'x', kind: 'personal' } as const;
    const from = { platform: 'web', tenant: 'elsewhere', userId: `person-${ada.id}` } as const;
    const answer = await house.house.door.handle({
      key: 'other',
      from,
      place,
      deed: { kind: 'typed', text: 'who am i' },
    });
    expect(answer.said).toMatch(/^I do not know you yet\./);
  });
});

describe('a confidential card', () => {
  it('is shown in one’s own chat and in a proven-private channel, and nowhere else', async () => {
    const ada = await house.person('Ada Okafor');
    const [open, shut] = [await house.channel('open', { isPrivate: false }), await house.channel('shut')];
    expect((await house.says(ada, 'notice secret fair')).card).toMatchObject({ name: 'secret', isConfidential: true });
    expect((await house.says(ada, 'notice secret fair', { channel: shut })).card?.name).toBe('secret');
    const answer = await house.says(ada, 'notice secret fair', { channel: open });
    expect(answer.card).toBeUndefined();
    expect(answer.said).toBe('I cannot show that here. Ask me in our own chat.');
  });
});
