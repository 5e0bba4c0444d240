// What only asks is answered from memory while nothing has changed; that must never be seen.
import { beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { aHouse, type Person } from '../support/house.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z' });
let director: Person;
let other: Person;

beforeAll(async () => {
  director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
  other = await house.person('Olu Standards', { role: 'HEAD_OF_STANDARDS' });
  const head = await house.person('Ada Okafor', { role: 'HEADTEACHER', school: await house.school('Fernhill School') });
  const failed = { key: 'failed', personId: head.id, card: 'action', subject: 'action:ACT-1', state: 'failed' };
  const times = { notBefore: house.clock.now(), createdAt: house.clock.now() };
  await house.prisma.outbox.create({ data: { ...failed, ...times, requestId: 'R', reason: 'the bot was removed' } });
  await house.says(director, 'status');
});

const status = async (person: Person) => (await house.says(person, 'status')).card!;
const copies = () => house.prisma.cardCopy.count({ where: { card: 'status' } });

describe('status that is asked again', () => {
  it('leaves no trace, and its button works each time', async () => {
    const before = await copies();
    const [first, second] = [await status(director), await status(director)];
    expect(second).toEqual(first);
    expect(await copies()).toBe(before);
    expect((await house.presses(director, 'See what can be done')).card?.name).toBe('undelivered');
  });

  it('has an id of its own each time', async () => {
    const [first, second] = [await house.says(director, 'status'), await house.says(director, 'status')];
    expect(second.requestId).not.toBe(first.requestId);
  });

  it('shows at once what somebody else has changed', async () => {
    const before = textOf((await status(director)).card);
    await house.prisma.outbox.updateMany({ data: { reason: 'the account is closed' } });
    const after = textOf((await status(director)).card);
    expect(before).toContain('Ada Okafor: the bot was removed');
    expect(after).toContain('Ada Okafor: the account is closed');
  });

  it('is not answered with what another person was shown', async () => {
    const [mine, theirs] = [await status(director), await status(other)];
    expect(theirs.copyId).not.toBe(mine.copyId);
    expect(theirs.token).not.toBe(mine.token);
  });

  it('is refused at once to somebody whose role has ended', async () => {
    await status(other);
    await house.prisma.roleHeld.updateMany({
      where: { personId: other.id },
      data: { untilOn: new Date('2026-11-22') },
    });
    expect((await house.says(other, 'status')).outcome).toBe('refused');
  });

  it('tells the time of the minute in which it was asked', async () => {
    expect(textOf((await status(director)).card)).toContain('09:00');
    house.clock.moveTo('2026-11-23T09:01:00Z');
    expect(textOf((await status(director)).card)).toContain('09:01');
  });

  it('gets new buttons before the old ones end', async () => {
    const first = await status(director);
    house.clock.moveTo('2027-12-01T09:00:00Z');
    const later = await status(director);
    expect(later.token).not.toBe(first.token);
  });
});
