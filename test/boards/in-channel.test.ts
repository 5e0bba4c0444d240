// Who of a board is in its channel: the comparison, and what is said of it.
import { describe, expect, it } from 'vitest';
import { compareMembers, sayComparison } from '../../src/boards/in-channel.ts';
import { boards } from '../../src/boards/index.ts';
import { people } from '../../src/people/index.ts';
import { aHouse } from '../support/house.ts';

const grace = { personId: 1, name: 'Grace Adeyemi' };
const owen = { personId: 2, name: 'Owen Clarke' };
const helen = { personId: 3, name: 'Helen Dodd' };
const here = (person?: typeof grace, isGuest = false) => ({ person, isGuest });

describe('a board and those who are in its channel', () => {
  it('are compared person by person, also when somebody is there twice', () => {
    expect(
      compareMembers([grace, owen], [here(grace), here(grace, true), here(helen), here(), here(undefined, true)]),
    ).toEqual({
      seated: 2,
      missing: ['Owen Clarke'],
      others: ['Helen Dodd'],
      unknown: 2,
      guests: 2,
    });
  });

  it('are said in sentences that say what to do', () => {
    const all = { seated: 2, missing: [], others: [], unknown: 0, guests: 0 };
    expect(sayComparison('The board', all)).toBe('I find everybody who sits on The board in this channel.');
    expect(
      sayComparison('The board', {
        seated: 2,
        missing: ['Owen Clarke'],
        others: ['Helen Dodd'],
        unknown: 1,
        guests: 2,
      }),
    ).toBe(
      'Of the 2 people who sit on The board, I find 1 in this channel. Not found: Owen Clarke. They are not in it, or have not joined with a code from here. Without a seat on it, but reading along: Helen Dodd. I do not know 1 person here. Whoever of them should join needs a code: type “invite” and the name. 2 people here are guests or come from another organisation.',
    );
    expect(sayComparison('The board', { ...all, missing: ['Grace Adeyemi', 'Owen Clarke'] })).toMatch(/I find none in/);
    const many = Array.from({ length: 30 }, (_, index) => `Person ${index}`);
    expect(sayComparison('The board', { ...all, seated: 30, missing: many })).toContain('Person 11 and 18 more.');
  });
});

describe('board channel here', async () => {
  const house = await aHouse({ now: '2026-11-23T09:00:00Z', features: [people, boards] });
  const school = await house.school('Marsh Lane School');
  const clerk = await house.person('Miriam Stein', { role: 'CLERK' });
  const governor = await house.person('Grace Adeyemi', { role: 'GOVERNOR', school });
  const left = await house.person('Leo Gone', { role: 'GOVERNOR', school });
  const director = await house.person('Dov Marsh', { role: 'PROGRAMME_DIRECTOR' });
  const board = await house.board('Raising Attainment Board, Marsh Lane School', { school });
  await house.seat(board.id, governor, { role: 'GOVERNOR' });
  await house.seat(board.id, left, { role: 'GOVERNOR' });
  await house.seat(board.id, clerk, { role: 'CLERK', isClerk: true });
  const channel = await house.channel('marsh-lane', { isPrivate: false });
  const compare = (input: object, person = clerk) =>
    house.does(
      person,
      { kind: 'command', name: 'board.compareMembers', input: { boardId: board.id, ...input } },
      { channel },
    );
  const member = (person: { id: number }, tenants = ['local']) => ({
    userId: `person-${person.id}`,
    tenants,
    isGuest: false,
  });

  it('asks the platform who is there', async () => {
    const answer = await house.says(clerk, 'board channel here for Marsh Lane', { channel });
    expect(answer.members).toEqual({ command: 'board.compareMembers', input: { boardId: board.id } });
  });

  it('tells the asker alone who is missing, by the identities of that platform and tenant', async () => {
    await house.prisma.person.update({ where: { id: left.id }, data: { leftOn: new Date('2026-11-20') } });
    const members = [
      member(clerk, ['elsewhere', 'local']),
      member(governor, ['elsewhere']),
      member(left),
      member(director),
    ];
    const answer = await compare({ members });
    expect(answer.isPrivate).toBe(true);
    expect(answer.said).toContain('Of the 2 people who sit on');
    expect(answer.said).toContain('Not found: Grace Adeyemi.');
    expect(answer.said).toContain('reading along: Dov Marsh.');
    expect(answer.said).toContain('I do not know 2 people here.');
    expect(answer.said).not.toContain('Leo Gone');
  });

  it('says so when the platform does not tell, and makes nothing of it', async () => {
    const answer = await compare({ trouble: 'Teams asked Convenor to slow down.' });
    expect(answer.said).toMatch(
      /^I could not look who is in this channel. Teams asked Convenor to slow down. The channel is .*’s all the same. To look again, type “board channel here for Marsh Lane School”.$/,
    );
  });

  it('is told to nobody who does not run the board', async () => {
    expect(await compare({ members: [member(clerk)] }, governor)).toMatchObject({ outcome: 'refused' });
  });
});
