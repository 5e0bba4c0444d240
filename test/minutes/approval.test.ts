import { beforeAll, describe, expect, it } from 'vitest';
import { aHouse, type Person, titlesOf } from '../support/house.ts';
import { aBoard, aCirculatedText, approvals } from './a-board.ts';

describe('minutes of a Raising Attainment Board', async () => {
  const house = await aHouse({ now: '2026-11-24T19:00:00Z' });
  let people: Awaited<ReturnType<typeof aBoard>>;
  beforeAll(async () => {
    people = await aBoard(house);
  });

  it('go from the clerk’s draft to the governors, and are agreed with the last approval', async () => {
    const { clerk, chair, governor, second } = people;
    const drafted = await house.says(clerk, 'minutes write Present: all.\n\n1. Welcome.\n\n2. Results were discussed.');
    expect(drafted.said).toMatch(/kept as MIN-\d+/);
    const circulated = await house.presses(clerk, 'Circulate to governors');
    expect(circulated.said).toMatch(/went to Grace Adeyemi, Owen Clarke and Priya Nair for approval/);
    expect(house.cardOf(governor, 'minutes-approval').text).toContain('2. Results were discussed.');

    const first = await house.presses(governor, 'Approve', {}, { card: 'minutes-approval' });
    expect(first.said).toBe('Thank you, your approval is kept. 1 of 3 has approved; 2 have not answered.');
    expect(titlesOf(house.cardOf(governor, 'minutes-approval').card)).toEqual([]);
    expect(house.cardOf(governor, 'minutes-approval').text).toContain(
      'You approved on Tuesday 24 November 2026 at 19:00',
    );
    await house.presses(chair, 'Approve', {}, { card: 'minutes-approval' });
    const last = await house.presses(second, 'Approve', {}, { card: 'minutes-approval' });
    expect(last.said).toMatch(/last approval needed/);
    expect(house.cardOf(clerk, 'minutes-agreed').text).toContain(
      'Approved by Grace Adeyemi, Owen Clarke and Priya Nair',
    );
    expect(house.cardOf(clerk, 'minutes-progress').text).toContain('Agreed in chat, revision 1.');
    expect(house.cardOf(governor, 'minutes-approval').text).toContain('The minutes are agreed.');
  });

  it('ask everyone again when the clerk takes a correction in, and say whose earlier answer no longer counts', async () => {
    const { clerk, chair, governor } = people;
    const ref = await aCirculatedText(house, people, 'Item 1 was about Year 11.');
    await house.presses(chair, 'Approve', {}, { card: 'minutes-approval' });
    const old = house.cardOf(chair, 'minutes-approval');
    await house.presses(
      governor,
      'Approve with a correction',
      { words: 'It was about Year 10.' },
      { card: 'minutes-approval' },
    );
    expect(house.cardOf(clerk, 'minutes-correction').text).toContain('It was about Year 10.');

    const changed = await house.presses(
      clerk,
      'Change the text',
      { text: 'Item 1 was about Year 10.' },
      { card: 'minutes-correction' },
    );
    expect(changed.said).toBe(
      `Revision 2 of ${ref} is out, and everyone is asked again. 2 earlier answers no longer count.`,
    );
    expect(house.cardOf(governor, 'minutes-approval').text).toContain('Your correction is in.');
    const replaced = house.chatOf(chair).find((seen) => seen.messageId === old.messageId)!;
    expect(replaced.text).toContain('revision 1 was replaced by revision 2');
    expect(replaced.text).toContain('That no longer counts.');
    expect(titlesOf(house.cardOf(chair, 'minutes-approval').card)).toContain('Approve');
  });

  it('cannot be approved from a card of an older revision', async () => {
    const { clerk, governor } = people;
    const ref = await aCirculatedText(house, people, 'The first text.');
    const stale = house.cardOf(governor, 'minutes-approval');
    await house.says(clerk, `minutes write ${ref} The second text.`);
    const answer = await house.pressesOn(governor, stale, 'Approve');
    expect(answer.outcome).toBe('refused');
    expect(answer.said).toBe(
      'These minutes have changed since this card was posted. Open the newest card to approve them.',
    );
    expect(await approvals(house, ref, governor)).toEqual([]);
  });

  it('count the same governor once, however often and wherever they press', async () => {
    const { governor } = people;
    const ref = await aCirculatedText(house, people, 'Pressed twice.');
    const card = house.cardOf(governor, 'minutes-approval');
    const both = await Promise.all([
      house.pressesOn(governor, card, 'Approve'),
      house.pressesOn(governor, card, 'Approve'),
      house.pressesOn(governor, card, 'Approve', {}, { key: 'the same delivery' }),
      house.pressesOn(governor, card, 'Approve', {}, { key: 'the same delivery' }),
    ]);
    expect(both.map((answer) => answer.outcome)).toEqual(['done', 'done', 'done', 'done']);
    expect(await approvals(house, ref, governor)).toEqual(['approved']);
  });

  it('are agreed once when the last two governors press at the same instant', async () => {
    const { chair, governor, second } = people;
    const ref = await aCirculatedText(house, people, 'Two at once.');
    await house.presses(chair, 'Approve', {}, { card: 'minutes-approval' });
    const cards = [house.cardOf(governor, 'minutes-approval'), house.cardOf(second, 'minutes-approval')] as const;
    const answers = await Promise.all([
      house.pressesOn(governor, cards[0], 'Approve'),
      house.pressesOn(second, cards[1], 'Approve'),
    ]);
    expect(answers.filter((answer) => /last approval needed/.test(answer.said!))).toHaveLength(1);
    const told = await house.prisma.outbox.count({
      where: { card: 'minutes-agreed', subject: { contains: `${ref}` } },
    });
    // The clerk and the chair.
    expect(told).toBe(2);
  });

  it('either take an approval or the clerk’s new text first, never half of both', async () => {
    const { clerk, chair, governor, second } = people;
    const ref = await aCirculatedText(house, people, 'A race.');
    await house.presses(chair, 'Approve', {}, { card: 'minutes-approval' });
    await house.presses(governor, 'Approve', {}, { card: 'minutes-approval' });
    const card = house.cardOf(second, 'minutes-approval');
    const [press, edit] = await Promise.all([
      house.pressesOn(second, card, 'Approve'),
      house.says(clerk, `minutes write ${ref} A race, corrected.`),
    ]);
    const row = await house.prisma.minutes.findUniqueOrThrow({ where: { id: Number(ref.slice(4)) } });
    if (row.state === 'agreed') {
      expect(press.outcome).toBe('done');
      expect(edit.said).toContain('can no longer be changed');
      expect(row.revision).toBe(1);
    } else {
      expect(press.said).toContain('have changed since');
      expect(row).toMatchObject({ state: 'circulated', revision: 2 });
    }
  });

  it('let a governor say that they cannot approve, and change their mind', async () => {
    const { clerk, governor } = people;
    const ref = await aCirculatedText(house, people, 'Not so fast.');
    const declined = await house.presses(
      governor,
      'I cannot approve',
      { words: 'I was not there.' },
      { card: 'minutes-approval' },
    );
    expect(declined.said).toContain('The clerk has your reason');
    expect(house.cardOf(clerk, 'minutes-correction').text).toContain('cannot approve, and says:');
    expect(house.cardOf(governor, 'minutes-approval').text).toContain(`minutes approve ${ref} r1`);
    expect(house.cardOf(governor, 'minutes-approval').text).toMatch(/You said on .* that you cannot approve\./);
    await house.says(governor, `minutes approve ${ref} r1`);
    expect(await approvals(house, ref, governor)).toEqual(['approved']);
  });

  it('refuse a form without words, and say which', async () => {
    await aCirculatedText(house, people, 'Words needed.');
    const answer = await house.presses(
      people.governor,
      'Approve with a correction',
      { words: '  ' },
      { card: 'minutes-approval' },
    );
    expect(answer).toMatchObject({ outcome: 'refused', fieldErrors: { words: 'Write what should be corrected.' } });
  });

  it('are not approved by typing alone: the card comes, so that it is clear which text was read', async () => {
    const ref = await aCirculatedText(house, people, 'Typed.');
    const answer = await house.says(people.second, `minutes approve ${ref}`);
    expect(answer.said).toContain('Press Approve on the card');
    expect(answer.card?.name).toBe('minutes-approval');
    expect(await approvals(house, ref, people.second)).toEqual([]);
  });

  it('can be answered from where they are read, when the card to approve them never came', async () => {
    const { governor, head } = people;
    house.platform().fails = ({ externalId }, { card }) =>
      externalId === `person-${governor.id}` && card.name === 'minutes-approval'
        ? { kind: 'refused', reason: 'it was not taken' }
        : undefined;
    const ref = await aCirculatedText(house, people, 'The card is lost.');
    house.platform().fails = undefined;
    expect(house.cardOf(governor, 'minutes-approval').text).not.toContain('The card is lost.');
    const shown = async (person: Person) => titlesOf((await house.says(person, `minutes show ${ref}`)).card!.card);
    expect(await shown(head)).toEqual([]);
    expect(await shown(governor)).toEqual(['Approve or correct']);
    const opened = await house.presses(governor, 'Approve or correct', {}, { card: 'minutes' });
    expect(opened.card?.name).toBe('minutes-approval');
    await house.presses(governor, 'Approve', {}, { card: 'minutes-approval' });
    expect(await approvals(house, ref, governor)).toEqual(['approved']);
    expect(await shown(governor)).toEqual([]);
    const again = await house.presses(governor, 'Approve or correct', {}, { card: 'minutes' });
    expect(again.said).toBe('You have answered already.');
  });

  it('are not for people without a seat, nor for the head to approve', async () => {
    const ref = await aCirculatedText(house, people, 'Whose is this?');
    const outsider = await house.person('Nobody Special', { role: 'GOVERNOR' });
    expect((await house.says(outsider, `minutes show ${ref}`)).said).toMatch(/^Only a member of this board/);
    expect((await house.says(people.head, `minutes approve ${ref} r1`)).said).toBe(
      'You are not one of the people who were asked to approve these minutes.',
    );
    expect((await house.says(people.governor, `minutes circulate ${ref}`)).said).toBe(
      'Only this board’s clerk or this board’s chair can do that.',
    );
  });

  it('are confirmed at the next meeting and then stay as they are', async () => {
    const { clerk, chair, governor, second } = people;
    const ref = await aCirculatedText(house, people, 'To be confirmed.');
    expect((await house.says(clerk, `minutes confirm ${ref}`)).said).toContain('must be agreed in chat before');
    for (const person of [chair, governor, second])
      await house.presses(person, 'Approve', {}, { card: 'minutes-approval' });
    expect((await house.presses(clerk, 'Mark as confirmed')).said).toContain('are confirmed');
    expect((await house.says(clerk, `minutes write ${ref} Something else.`)).said).toContain(
      'can no longer be changed',
    );
  });
});
