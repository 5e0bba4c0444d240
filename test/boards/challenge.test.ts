// Golden scenario 14: a Secondary Challenge Board with fourteen schools has thirty seats; a second headteacher is refused.
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { aHouse, type Person } from '../support/house.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z' });
const SCHOOLS = 14;
const heads: Person[] = [];
const chairs: Person[] = [];
const schools: { id: number; name: string; urn: number }[] = [];
for (let n = 1; n <= SCHOOLS; n++) {
  const school = await house.school(
    `Number ${String(n).padStart(2, '0')} School`,
    n === 3 ? { phase: 'ALL_THROUGH' } : {},
  );
  schools.push(school);
  heads.push(await house.person(`Head Of${n}`, { role: 'HEADTEACHER', school }));
  // One school has no chair of governors.
  if (n !== 14) chairs.push(await house.person(`Chair Of${n}`, { role: 'CHAIR_OF_GOVERNORS', school }));
}
await house.school('Alder Nursery', { phase: 'NURSERY' });
await house.school('Alder Independent', { governance: 'independent' });
await house.school('Alder Special', { phase: 'OTHER' });
const director = await house.person('Dora Director', { role: 'PROGRAMME_DIRECTOR' });
const other = await house.person('Otto Director', { role: 'PROGRAMME_DIRECTOR' });
const clerk = await house.person('Clara Clerk', { role: 'CLERK' });
const children = await house.person('Dee Children', { role: 'EXECUTIVE_DIRECTOR' });

const board = () => house.prisma.board.findFirstOrThrow({ where: { template: 'CHALLENGE' } });
const shown = async (person = director) => {
  await house.says(person, 'board show challenge');
  return house.cardOf(person, 'board');
};

describe('the Challenge Board', () => {
  it('is not set up by a school’s chair of governors', async () => {
    expect((await house.says(chairs[0]!, 'board create challenge')).said).toMatch(/^Only/);
  });

  it('is shown to the director with its members and empty seats before it is set up', async () => {
    const first = (await house.says(director, 'board create')).form!;
    const { form } = (
      await house.does(director, {
        kind: 'press',
        action: first.form.submit.id,
        token: first.token,
        input: { kind: 'CHALLENGE' },
      })
    ).form!;
    const words = textOf({ body: form.intro });
    expect(words).toContain(
      '15 members: 14 schools and the local authority, with two seats each. 28 of 30 seats would be filled.',
    );
    expect(words).toContain('Number 01 School: chair of governors: Chair Of1; headteacher: Head Of1');
    expect(words).toContain('Local authority: Director of Children’s Services: Dee Children; cabinet member');
    expect(words).toContain('Nobody on my lists is chair of governors (Number 14 School) or cabinet member');
    expect(words).not.toMatch(/Alder/);
    expect(await house.prisma.board.count()).toBe(0);
  });

  it('is set up once when two press at the same moment, with thirty seats, two for each member', async () => {
    const words = `board create challenge chair ${chairs[0]!.name}`;
    const answers = await Promise.all([house.says(director, words), house.says(other, words)]);
    expect(answers.map((answer) => answer.outcome).sort()).toEqual(['done', 'refused']);
    expect(answers.find((one) => one.outcome === 'refused')!.said).toMatch(
      /There is a Secondary Challenge Board already/,
    );
    expect(answers.find((one) => one.outcome === 'done')!.said).toContain('chaired by Chair Of1; 2 seats are vacant');
    const { id } = await board();
    expect(await house.prisma.boardMember.count({ where: { boardId: id } })).toBe(SCHOOLS + 1);
    expect(await house.prisma.seat.count({ where: { boardId: id, memberId: { not: null } } })).toBe(2 * (SCHOOLS + 1));
    const { text } = await shown();
    expect(text).toContain('Seats: 28 of 30 filled');
    expect(text).toContain(
      '2 seats are vacant: chair of governors (Number 14 School) and cabinet member for children and young people (Local authority).',
    );
    expect(text).toContain('Number 01 School: chair of governors: Chair Of1, in the chair; headteacher: Head Of1');
    expect(text).not.toMatch(/Alder/);
  });

  it('refuses a second headteacher of a school, and somebody who sits there already', async () => {
    const second = await house.person('Second Head', { role: 'HEADTEACHER', school: schools[0]! });
    const give = (name: string, role: string, at: string) =>
      house.says(clerk, `board seat ${name} as ${role} at ${at} on challenge`);
    expect((await give(second.name, 'headteacher', schools[0]!.name)).said).toBe(
      'The seat “Headteacher” is taken by Head Of1, and a member has only one of each. Type “board unseat Head Of1” first.',
    );
    expect((await give(chairs[0]!.name, 'headteacher', schools[0]!.name)).said).toMatch(/already sits on this board/);
    expect((await give(second.name, 'headteacher', schools[1]!.name)).said).toMatch(/is taken by Head Of2/);
    const { id } = await board();
    expect(await house.prisma.seat.count({ where: { boardId: id, personId: second.id } })).toBe(0);
  });

  it('has a vacancy filled by words, another by the form, and refuses the form once all seats are taken', async () => {
    const late = await house.person('Late Chair', { role: 'CHAIR_OF_GOVERNORS', school: schools[13]! });
    const cabinet = await house.person('Cara Cabinet', { role: 'CABINET_MEMBER' });
    expect(
      (await house.says(clerk, `board seat ${late.name} as chair of governors at Number 14 on challenge`)).said,
    ).toMatch(
      /has a seat on Secondary Challenge Board from today, as chair of governors, and is being asked to take it/,
    );
    const seen = await shown(clerk);
    const { form, token } = (await house.pressesOn(clerk, seen, 'Give somebody a seat')).form!;
    expect(form.inputs[1]).toMatchObject({
      choices: [{ title: 'Cabinet member', value: 'CABINET_MEMBER@0' }],
    });
    const input = { name: cabinet.name, seat: 'CABINET_MEMBER@0' };
    expect((await house.does(clerk, { kind: 'press', action: form.submit.id, token, input })).outcome).toBe('done');
    expect((await shown()).text).toContain('Seats: 30 of 30 filled');
    expect((await house.says(clerk, 'board seat')).said).toBe(
      'Every seat of Secondary Challenge Board is taken. Type “board unseat” and a name first.',
    );
  });

  it('says in sum who has answered, and by name only who declined', async () => {
    await house.presses(heads[4]!, 'I accept');
    await house.presses(children, 'I cannot', { reason: 'I leave the council in spring.' });
    const { text } = await shown(clerk);
    expect(text).toContain('Answers: 1 accepted, 1 declined, 29 not answered yet');
    expect(text).toContain('Director of Children’s Services: vacant (Dee Children declined); cabinet member');
    expect(text).toContain('Number 05 School: chair of governors: Chair Of5; headteacher: Head Of5');
    expect(text).toMatch(/Waiting for an answer from Chair Of1, .* and 21 more people\./);
    expect((await shown(heads[0]!)).text).not.toContain('Waiting for an answer');
  });
});
