// A partnership is set up step by step; whoever asks sees how far it is, and what to do next.
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { stepsOf } from '../../src/setup/steps.ts';
import { aHouse, titlesOf } from '../support/house.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z' });
const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
const lines = async () => textOf((await house.says(director, 'setup')).card!.card).split('\n');

describe('setup', () => {
  it('begins with what is missing, and with whom', async () => {
    await house.school('Ash School');
    await house.school('Birch School');
    const ash = await house.prisma.school.findFirstOrThrow({ where: { name: 'Ash School' } });
    await house.person('Hal Head', { role: 'HEADTEACHER', school: ash });
    const seen = await lines();
    expect(seen[1]).toBe('4 of 8 steps are done. Take them in this order; what you have done stays done.');
    expect(seen).toContain('✓ Partnership: Marlowe partnership, with the framework lewisham-2015');
    expect(seen).toContain('✓ Schools: 2 on the list');
    expect(seen).toContain('✓ Term dates: known to Friday 22 October 2027');
    expect(seen).toContain(
      '○ People: 2 with a role or a seat; no Head of Standards and Achievement, clerk or School Improvement Officer; without a headteacher: Birch School; without a chair of governors: Ash School and Birch School',
    );
    expect(seen).toContain('✓ Joining: 2 of 2 have joined');
    expect(seen).toContain('○ Boards: none yet');
    expect(seen).toContain('○ Channels: first the board');
    expect(seen).toContain('○ Grades: no school has been asked yet');
  });

  it('leads to the form for a board while there is none over all schools', async () => {
    const { form } = await house.presses(director, 'Set up a board', {}, { card: 'setup' });
    expect(form?.form.title).toBe('Set up a board');
  });

  it('counts who has joined, and who has a code', async () => {
    const birch = await house.prisma.school.findFirstOrThrow({ where: { name: 'Birch School' } });
    const { partnershipId } = house;
    for (const name of ['Una Joined', 'Nora Code']) {
      const person = await house.prisma.person.create({ data: { partnershipId, name } });
      const held = { role: 'GOVERNOR', schoolId: birch.id, fromOn: new Date('2026-09-01') };
      await house.prisma.roleHeld.create({ data: { personId: person.id, ...held } });
      const times = { createdAt: house.clock.now(), expiresAt: new Date('2026-12-01') };
      if (name === 'Nora Code')
        await house.prisma.joinCode.create({ data: { personId: person.id, codeHash: 'h', ...times } });
    }
    const seen = await lines();
    expect(seen).toContain('○ Joining: 2 of 4 have joined; 1 has a code or an e-mail link that works');
    expect(seen.join('\n')).toContain('Press “Make join codes”, or type “setup codes”.');
  });

  it('names the board whose channel is missing, and is done with it when it is bound', async () => {
    const board = await house.board('Secondary Challenge Board', { template: 'SECONDARY_CHALLENGE_BOARD' });
    expect((await lines()).join('\n')).toContain('type there “board channel here for Secondary Challenge Board”');
    const channel = await house.channel('challenge');
    await house.prisma.board.update({ where: { id: board.id }, data: { channelConversationId: channel.id } });
    const seen = await lines();
    expect(seen).toContain('✓ Channels: Secondary Challenge Board: has its channel');
    expect(seen).toContain('✓ Boards: Secondary Challenge Board');
    expect(titlesOf((await house.says(director, 'setup')).card!.card)).toEqual([
      'Add a list',
      'Make join codes',
      'Check Convenor',
    ]);
  });

  it('is for those who run the programme', async () => {
    const head = await house.person('Ed Other', { role: 'GOVERNOR' });
    expect(await house.says(head, 'setup')).toMatchObject({ outcome: 'refused' });
  });
});

describe('the steps', () => {
  const none = { count: 0, names: null };
  const whole = {
    ...{ schools: 2, withoutHead: none, withoutChair: none, people: 5, joined: 5, invited: 0, rounds: 1 },
    roles: ['PROGRAMME_DIRECTOR', 'HEAD_OF_STANDARDS', 'CLERK', 'SIO'],
    ...{ shared: { name: 'Challenge Board', hasChannel: true }, boards: 0, withoutChannel: 0 },
  };
  const about = {
    ...{ name: 'Marlowe partnership', framework: 'f', calendar: undefined, today: '2026-11-23', maySetUp: true },
    label: (role: string) => role,
  };

  it('are all done but for what is really missing', () => {
    expect(
      stepsOf(whole, about)
        .filter(({ isDone }) => !isDone)
        .map(({ title }) => title),
    ).toEqual(['Term dates']);
    for (const { isDone, next } of stepsOf(whole, about)) expect(next === '').toBe(isDone);
  });

  it('say who adds a list to somebody who may not', () => {
    const next = (maySetUp: boolean) =>
      stepsOf({ ...whole, schools: 0 }, { ...about, maySetUp }).find(({ title }) => title === 'Schools')!.next;
    expect(next(true)).toContain('Press “Add a list”');
    expect(next(false)).toMatch(/^The programme director or the Head of Standards types “setup list schools”/);
  });

  it('name five schools and count the others', () => {
    const names = ['A', 'B', 'C', 'D', 'E'];
    const [people] = stepsOf({ ...whole, withoutHead: { count: 9, names } }, about).filter(
      ({ title }) => title === 'People',
    );
    expect(people!.stands).toBe('5 with a role or a seat; without a headteacher: A, B, C, D, E and 4 more');
  });
});
