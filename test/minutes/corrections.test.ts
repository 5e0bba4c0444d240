import { beforeAll, describe, expect, it } from 'vitest';
import { aHouse, titlesOf } from '../support/house.ts';
import { aBoard, aCirculatedText, approvals } from './a-board.ts';

describe('what governors and clerks write about minutes', async () => {
  const house = await aHouse({ now: '2026-11-24T19:00:00Z' });
  let people: Awaited<ReturnType<typeof aBoard>>;
  beforeAll(async () => {
    people = await aBoard(house);
  });

  it('is kept: each correction reaches the clerk, and a plain approval afterwards leaves it standing', async () => {
    const { clerk, governor } = people;
    const ref = await aCirculatedText(house, people, 'Two corrections.');
    await house.says(governor, `minutes correct ${ref} r1 First correction`);
    await house.says(governor, `minutes correct ${ref} r1 Second correction`);
    await house.says(governor, `minutes approve ${ref} r1`);
    expect(await approvals(house, ref, governor)).toEqual(['corrected']);
    const cards = house
      .chatOf(clerk)
      .filter((seen) => seen.shown.name === 'minutes-correction' && seen.text.includes(ref));
    expect(cards.map((card) => /(First|Second) correction/.exec(card.text)![0])).toEqual([
      'First correction',
      'Second correction',
    ]);
    expect((await house.says(clerk, 'home')).card!.card.body).toBeDefined();
  });

  it('stays open for a second governor when the first one is taken in', async () => {
    const { clerk, governor, second } = people;
    const ref = await aCirculatedText(house, people, 'Both want changes.');
    await house.presses(
      governor,
      'Approve with a correction',
      { words: 'From governor' },
      { card: 'minutes-approval' },
    );
    await house.presses(second, 'Approve with a correction', { words: 'From second' }, { card: 'minutes-approval' });
    const of = (words: string) => house.chatOf(clerk).findLast((seen) => seen.text.includes(words))!;
    await house.pressesOn(clerk, of('From governor'), 'Change the text', { text: 'Changed for the governor.' });
    expect(titlesOf(of('From governor').card)).toEqual([]);
    expect(titlesOf(of('From second').card)).toEqual(['Change the text']);
    expect(house.cardOf(second, 'minutes-approval').text).toContain('What you wrote is still with the clerk.');
    await house.pressesOn(clerk, of('From second'), 'Change the text', { text: 'Changed for both.' });
    expect(house.cardOf(second, 'minutes-approval').text).toContain('Your correction is in.');
    expect(ref).toMatch(/MIN/);
  });

  it('is settled on the clerk’s card when the minutes are agreed', async () => {
    const { clerk, chair, governor, second } = people;
    await aCirculatedText(house, people, 'Agreed with a correction.');
    await house.presses(governor, 'Approve with a correction', { words: 'Too late.' }, { card: 'minutes-approval' });
    for (const person of [chair, second]) await house.presses(person, 'Approve', {}, { card: 'minutes-approval' });
    expect(titlesOf(house.cardOf(clerk, 'minutes-correction').card)).toEqual([]);
  });

  it('is not written over by a form that was filled with an older text', async () => {
    const { clerk } = people;
    const ref = await aCirculatedText(house, people, 'The text in the form.');
    const meeting = await house.prisma.minutes.findUniqueOrThrow({ where: { id: Number(ref.slice(4)) } });
    const opened = await house.says(clerk, `minutes write MTG-${meeting.meetingId}`);
    await house.says(clerk, `minutes write ${ref} A newer text.`);
    const deed = {
      kind: 'press',
      action: 'write',
      token: opened.form!.token,
      input: { text: 'The text in the form, changed.' },
    } as const;
    const answer = await house.does(clerk, deed);
    expect(answer.outcome).toBe('refused');
    expect(answer.fieldErrors).toMatchObject({ text: expect.stringContaining('Somebody changed the text') });
  });

  it('is not waited for from a governor who has left the board', async () => {
    const { board, school, chair, governor, second, clerk } = people;
    const leaver = await house.person('Lena Gone', { role: 'GOVERNOR', school });
    await house.seat(board.id, leaver, { role: 'GOVERNOR' });
    const director = await house.person('Dora Director', { role: 'PROGRAMME_DIRECTOR' });
    const ref = await aCirculatedText(house, people, 'Who is still here?');
    for (const person of [chair, governor, second])
      await house.presses(person, 'Approve', {}, { card: 'minutes-approval' });
    expect(house.cardOf(clerk, 'minutes-progress').text).toContain('3 of 4 have approved');
    await house.says(director, 'person left Lena Gone');
    const row = await house.prisma.minutes.findUniqueOrThrow({ where: { id: Number(ref.slice(4)) } });
    expect(row).toMatchObject({ state: 'agreed', threshold: 3 });
    expect(house.cardOf(clerk, 'minutes-agreed').text).toContain(ref);
  });

  it('is not asked for a new text by somebody who had answered and then left: the others agree it', async () => {
    const { board, school, chair, governor, second, clerk } = people;
    const leaver = await house.person('Nora Moves', { role: 'GOVERNOR', school });
    await house.seat(board.id, leaver, { role: 'GOVERNOR' });
    const ref = await aCirculatedText(house, people, 'The first text.');
    await house.presses(leaver, 'Approve', {}, { card: 'minutes-approval' });
    await house.says(chair, 'board unseat Nora Moves from Marsh Lane');
    const answer = await house.says(clerk, `minutes write ${ref} The second text.`);
    expect(answer.said).toContain('Revision 2');
    const id = Number(ref.slice(4));
    expect(await house.prisma.minutesApprover.count({ where: { minutesId: id, personId: leaver.id } })).toBe(0);
    expect(house.chatOf(leaver).filter((one) => one.text.includes('The second text.'))).toEqual([]);
    for (const person of [chair, governor, second])
      await house.presses(person, 'Approve', {}, { card: 'minutes-approval' });
    const row = await house.prisma.minutes.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ state: 'agreed', revision: 2, threshold: 3 });
    const old = house.cardOf(leaver, 'minutes-approval');
    expect(old.text).toContain('You are no longer asked');
    expect(old.text).not.toContain('The first text.');
    // What they had approved stays on record.
    expect(await approvals(house, ref, leaver)).toEqual(['approved']);
  });

  it('is asked anew of a governor who has taken a seat since', async () => {
    const { board, school, clerk } = people;
    const ref = await aCirculatedText(house, people, 'Before they came.');
    const newcomer = await house.person('Nia Newcomer', { role: 'GOVERNOR', school });
    await house.seat(board.id, newcomer, { role: 'GOVERNOR' });
    await house.says(clerk, `minutes write ${ref} After they came.`);
    expect(house.cardOf(newcomer, 'minutes-approval').text).toContain('After they came.');
    await house.prisma.seat.deleteMany({ where: { personId: newcomer.id } });
  });

  it('goes back to the clerk as a draft when nobody who could approve a new text sits on the board', async () => {
    const { clerk, chair, governor, second, board } = people;
    const ref = await aCirculatedText(house, people, 'Who will read this?');
    const asked = house.cardOf(governor, 'minutes-approval').messageId;
    for (const { id: personId } of [chair, governor, second])
      await house.prisma.seat.updateMany({ where: { boardId: board.id, personId }, data: { personId: null } });
    const answer = await house.says(clerk, `minutes write ${ref} Nobody, for now.`);
    expect(answer.said).toContain('Nobody who could approve it sits on the board now');
    expect(house.cardOf(clerk, 'minutes-progress').text).toContain('Draft');
    const row = await house.prisma.minutes.findUniqueOrThrow({ where: { id: Number(ref.slice(4)) } });
    expect(row).toMatchObject({ state: 'draft', revision: 2, threshold: 0 });
    const before = house.chatOf(governor).find((one) => one.messageId === asked)!;
    expect(before.card.actions).toEqual([]);
  });
});
