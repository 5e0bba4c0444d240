import { describe, expect, it } from 'vitest';
import { fateOf, post } from '../support/posting.ts';
import { aBoard } from './a-board.ts';

describe('an action whose owner has left', async () => {
  const { house, people, given } = await aBoard();

  it('is moved, called off or given to somebody else without a word to who has gone', async () => {
    const { clerk, director, head } = people();
    const moved = await given('Letter to parents');
    const ended = await given('Letter to carers');
    const open = await given('Letter to pupils');
    await house.says(director, 'person left Ada Head');
    const told = () => house.prisma.outbox.findMany({ where: { personId: head.id }, orderBy: { id: 'asc' } });
    const before = await told();

    const answer = await house.says(clerk, `action move ${moved.ref} to 11 Dec because of the holidays`);
    expect(answer.said).toContain(`Ada Head has left: type “action reassign ${moved.ref}”`);
    expect((await house.says(clerk, `action cancel ${ended.ref} because nobody needs it`)).said).not.toContain('Ada');
    const given2 = await house.says(clerk, `action reassign ${open.ref} to Gil Governor`);
    expect(given2.said).toContain('I have told Gil Governor.');
    expect(await told()).toEqual(before);
  });
});

describe('whatever is posted to somebody who has left', async () => {
  const { house, people } = await aBoard();

  it('is kept as no longer needed, and is nobody’s undelivered message', async () => {
    const { director, head } = people();
    await house.says(director, 'person left Ada Head');
    await post(house, { key: 'too-late', card: 'action', to: { personId: head.id } });
    await house.deliver();
    expect(await fateOf(house, 'too-late')).toMatchObject({ state: 'skipped', reason: 'has left' });
    await house.says(director, 'message list');
    expect(house.chatOf(director).at(-1)!.text).not.toContain('Ada Head');
  });
});
