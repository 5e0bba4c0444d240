import { beforeEach, describe, expect, it } from 'vitest';
import { people } from '../../src/people/index.ts';
import { aHouse, type Person } from '../support/house.ts';
import { notices, readNotice, writeNotice } from '../support/notices.ts';

const house = await aHouse({ features: [people, notices()] });
let ada: Person;

beforeEach(async () => {
  ada = await house.person('Ada Okafor');
});

describe('words that are no command', () => {
  it('are answered with the nearest commands', async () => {
    const answer = await house.says(ada, 'notice cuont fair');
    expect(answer).toMatchObject({ outcome: 'refused', isPrivate: true });
    expect(answer.said).toMatch(/^I did not understand that\. Did you mean “notice count NAME”/);
  });

  it('and are like none of them, are told about help', async () => {
    expect((await house.says(ada, 'what a lovely day it is')).said).toContain('Type help to see what I can do for you');
    expect((await house.says(ada, '   ')).said).toBe('Type help to see what I can do for you.');
  });

  it('leave no receipt, so that nothing stands in the way of better words', async () => {
    await house.says(ada, 'notice cuont fair', { key: 'mistyped' });
    expect(await house.prisma.receipt.count({ where: { key: { endsWith: 'mistyped' } } })).toBe(0);
  });
});

describe('what nobody sees', () => {
  it('neither hides a command nor gets into the records', async () => {
    const answer = await house.says(ada, '\ufeff\u200bnotice\u200b count su\u0000mm\u202eer\ud800');
    expect(answer).toMatchObject({ outcome: 'done', said: 'summer\ufffd is at 2.' });
  });
});

describe('a typed answer', () => {
  it('answers the one open question', async () => {
    await house.says(ada, 'notice ask fair');
    expect((await house.says(ada, 'The Summer Fair')).said).toBe('fair is called The Summer Fair.');
    expect((await readNotice(house.prisma, 'fair')).title).toBe('The Summer Fair');
  });

  it('is no answer any more when the question is closed', async () => {
    await house.says(ada, 'notice ask fair');
    await house.says(ada, 'The Summer Fair');
    expect((await house.says(ada, 'The Winter Fair')).said).toContain('I did not understand that.');
  });

  it('is told which questions are open when there are two, and then says which', async () => {
    await house.says(ada, 'notice ask fair');
    await house.says(ada, 'notice ask play');
    const asked = await house.says(ada, 'Hamlet');
    expect(asked.said).toContain('You have 2 open questions:\n1. What is fair called?\n2. What is play called?');
    expect(asked.outcome).toBe('refused');
    expect((await house.says(ada, '3 Hamlet')).said).toContain('You have 2 open questions');
    expect((await house.says(ada, '0 Hamlet')).said).toContain('You have 2 open questions');
    expect((await house.says(ada, '2. Hamlet')).said).toBe('play is called Hamlet.');
    expect((await house.says(ada, 'The Fair')).said).toBe('fair is called The Fair.');
  });

  it('that does not fit is refused with the reason, and the question stays open', async () => {
    await house.says(ada, 'notice ask fair');
    expect((await house.says(ada, 'x'.repeat(101))).said).toContain('That is too long.');
    expect((await house.says(ada, 'Short')).said).toBe('fair is called Short.');
  });

  it('is not taken for a command’s words, nor a command for an answer', async () => {
    await writeNotice(house.prisma, 'fair', { revision: 1 });
    await house.says(ada, 'notice ask fair');
    expect((await house.says(ada, 'notice count fair')).said).toBe('fair is at 2.');
    expect((await house.says(ada, 'Noticeable')).said).toBe('fair is called Noticeable.');
  });

  it('is given in private: words said among others answer nothing', async () => {
    const room = await house.channel('The board');
    await house.says(ada, 'notice ask fair');
    const said = (await house.says(ada, 'The Winter Fair', { channel: room })).said;
    expect(said).toContain('I did not understand that.');
    expect((await house.says(ada, 'The Autumn Fair')).said).toBe('fair is called The Autumn Fair.');
  });

  it('is not a command that was mistyped', async () => {
    await house.says(ada, 'notice ask fair');
    expect(await house.says(ada, 'notice cuont')).toMatchObject({
      outcome: 'refused',
      said: 'Did you mean “notice count”? If that was your answer, type it with a few more words.',
    });
    expect((await house.says(ada, 'notice cuont of the fair')).said).toBe('fair is called notice cuont of the fair.');
  });

  it('has the same number while its question goes on, whichever was asked last', async () => {
    await house.says(ada, 'notice ask play');
    await house.says(ada, 'notice ask fair');
    const first = 'You have 2 open questions:\n1. What is fair called?\n2. What is play called?';
    expect((await house.says(ada, 'Hamlet')).said).toContain(first);
    await house.says(ada, 'notice ask play');
    await house.says(ada, 'notice ask fair');
    expect((await house.says(ada, 'Hamlet')).said).toContain(first);
    await house.says(ada, '1 The Fair');
    await house.says(ada, 'The Play');
  });

  it('replaces a question that is asked again, and is nobody else’s', async () => {
    const ben = await house.person('Ben Hall');
    await house.says(ada, 'notice ask fair');
    await house.says(ada, 'notice ask fair');
    expect(await house.prisma.question.count({ where: { personId: ada.id, closedAt: null } })).toBe(1);
    expect((await house.says(ben, 'The Fair')).said).toContain('I did not understand that.');
  });
});
