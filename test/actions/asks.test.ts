import { describe, expect, it } from 'vitest';
import { titlesOf } from '../support/house.ts';
import { aBoard } from './a-board.ts';

describe('an owner who needs another date', async () => {
  const { house, people, given, rows, cardsOf } = await aBoard();

  it('asks on the card with a day and a reason, and the chair and the clerk are asked', async () => {
    const { id } = await given('Letter to parents');
    const card = house.cardOf(people().head, 'action');
    expect(titlesOf(card.card)).toEqual(['Done', 'Another date', 'Not mine']);
    const answer = await house.pressesOn(people().head, card, 'Another date', {
      due: '2027-01-09',
      reason: 'the results come on the 7th',
    });
    expect(answer.said).toBe(
      'I have asked Ben Chair and Clara Clerk for Saturday 9 January 2027. Until there is an answer it stays yours, due on Friday 4 December 2026, and I do not remind you.',
    );
    const { text, summary, card: asked } = house.cardOf(people().chair, 'action-ask');
    expect(summary).toBe('Ada Head asks for another date: ACT-1');
    expect(text).toContain('The reason: the results come on the 7th');
    expect(text).toContain('Asked for: Saturday 9 January 2027\nDue now: Friday 4 December 2026');
    expect(text).toContain('Clara Clerk is asked too. The first answer counts.');
    expect(titlesOf(asked)).toEqual(['Agree', 'Refuse', 'Set another date']);
    expect(house.cardOf(people().head, 'action').text).toContain(
      'You asked for Saturday 9 January 2027 on Monday 23 November 2026. Ben Chair or Clara Clerk will answer; until then you are not reminded.',
    );
    expect(await rows.asks(id)).toMatchObject([{ kind: 'date', state: 'open', dueRevision: 1 }]);
    expect(await rows.action(id)).toMatchObject({ dueRevision: 1 });
  });

  it('waits among the questions of those who decide, and of nobody else', async () => {
    expect((await house.says(people().chair, 'home')).card!.card.body).toBeDefined();
    expect(house.cardOf(people().chair, 'home').text).toContain(
      'Ada Head asks for another date: ACT-1, Letter to parents',
    );
    await house.says(people().governor, 'home');
    expect(house.cardOf(people().governor, 'home').text).not.toContain('asks for another date');
    await house.says(people().director, 'home');
    expect(house.cardOf(people().director, 'home').text).not.toContain('asks for another date');
    await house.says(people().head, 'home');
    expect(house.cardOf(people().head, 'home').text).toContain('What you asked about it waits for an answer');
    expect((await house.says(people().chair, 'action list')).said).toContain('; Saturday 9 January 2027 is asked for)');
    await house.presses(people().chair, 'Open 1', {}, { card: 'home' });
    expect(titlesOf(cardsOf('chair', 'action-ask').at(-1)!.card)).toContain('Agree');
  });

  it('says the same twice without asking twice, and a new wish takes the place of the old', async () => {
    const again = 'action later ACT-1 to 9 January because the results come on the 7th';
    expect((await house.says(people().head, again)).said).toBe(
      'You have asked for that already. Ben Chair or Clara Clerk will answer.',
    );
    const before = house.cardOf(people().clerk, 'action-ask');
    const cards = cardsOf('clerk', 'action-ask').length;
    expect((await house.says(people().head, 'action later ACT-1 to 16 Jan because the results are late')).said).toMatch(
      /^I have asked Ben Chair and Clara Clerk for Saturday 16 January 2027\. This takes the place of what you asked before\./,
    );
    expect(await rows.asks(1)).toHaveLength(1);
    expect(cardsOf('clerk', 'action-ask')).toHaveLength(cards);
    expect(house.cardOf(people().clerk, 'action-ask').text).toContain('Asked for: Saturday 16 January 2027');
    expect((await house.pressesOn(people().clerk, before, 'Agree')).said).toBe(
      'Ada Head asks for another day now: Saturday 16 January 2027. The card shows it.',
    );
    expect((await rows.action(1)).dueOn.toISOString()).toMatch(/^2026-12-04/);
  });

  it('has the date when one of them agrees: it moves as by “action move”, and everybody’s cards say so', async () => {
    expect((await house.presses(people().clerk, 'Agree')).said).toBe(
      'Agreed: ACT-1 is due on Saturday 16 January 2027 now. I have told Ada Head.',
    );
    expect(await rows.action(1)).toMatchObject({ dueRevision: 2, state: 'open' });
    const answer = house.cardOf(people().head, 'action-answer');
    expect(answer.summary).toBe('You have more time: ACT-1');
    expect(answer.text).toContain(
      'Clara Clerk agreed. It is due on Saturday 16 January 2027 now, and reminders start again for that day.',
    );
    expect(cardsOf('head', 'action')[0]!.text).toContain('Due: Saturday 16 January 2027');
    expect(cardsOf('head', 'action')).toHaveLength(1);
    for (const who of ['chair', 'clerk'] as const)
      for (const { text, card } of cardsOf(who, 'action-ask')) {
        expect(text).toContain(
          'Clara Clerk agreed on Monday 23 November 2026: ACT-1 was moved to Saturday 16 January 2027.',
        );
        expect(titlesOf(card)).toEqual([]);
      }
    expect(await rows.events(1)).toEqual([
      'action.added',
      'action.asked',
      'action.asked',
      'action.moved',
      'action.askGranted',
    ]);
    await house.presses(people().head, 'Open ACT-1');
    expect(house.cardOf(people().head, 'action').text).toContain('Due: Saturday 16 January 2027');
  });

  it('keeps the date when it is refused, with the words, and may ask again', async () => {
    const { ref, id } = await given('Timetable');
    await house.says(people().head, `action later ${ref} to 11 Dec because the hall is closed`);
    expect((await house.presses(people().chair, 'Refuse', { words: '  ' })).form!.form.inputs[0]!.label).toBe(
      'Why? Ada Head reads your words.',
    );
    expect((await house.presses(people().chair, 'Refuse', { words: 'The board meets on the 8th' })).said).toBe(
      `Refused. ${ref} stays due on Friday 4 December 2026. I have told Ada Head.`,
    );
    const answer = house.cardOf(people().head, 'action-answer').text;
    expect(answer).toContain(
      'Ben Chair did not agree to Friday 11 December 2026. It stays due on Friday 4 December 2026.',
    );
    expect(answer).toContain('The board meets on the 8th');
    expect(house.cardOf(people().head, 'action').text).toContain(
      'Ben Chair did not agree to Friday 11 December 2026: The board meets on the 8th',
    );
    expect(house.cardOf(people().clerk, 'action-ask').text).toMatch(
      /Refused: the date stays[\s\S]*Ben Chair refused on Monday 23 November 2026\.\nThe board meets on the 8th/,
    );
    expect(await rows.asks(id)).toMatchObject([{ state: 'refused', words: 'The board meets on the 8th' }]);
    const second = await house.says(
      people().head,
      `action later ${ref} to 10 Dec because the hall is closed until then`,
    );
    expect(second.said).not.toContain('takes the place');
    expect((await rows.asks(id)).map((one) => one.state)).toEqual(['refused', 'open']);
    expect(titlesOf(house.cardOf(people().chair, 'action-ask').card)).toContain('Agree');
  });

  it('hears of it when another date is set than the one asked for', async () => {
    await house.presses(people().clerk, 'Set another date', { due: '2026-12-09', reason: 'A day after the board' });
    expect(house.cardOf(people().head, 'action-answer').text).toContain(
      'Clara Clerk set another date than you asked for: it is due on Wednesday 9 December 2026 now.',
    );
    expect(house.cardOf(people().chair, 'action-ask').text).toContain(
      'Clara Clerk set another date: the action is due on Wednesday 9 December 2026 now.',
    );
    expect((await rows.asks(2)).at(-1)).toMatchObject({ state: 'void', decidedById: people().clerk.id });
  });

  it('gets what is wished when the chair moves it to just that day', async () => {
    const { ref, id } = await given('Survey');
    await house.says(people().head, `action later ${ref} to 11 Dec because the hall is closed`);
    await house.says(people().chair, `action move ${ref} to 11 December because it was asked for`);
    expect(await rows.asks(id)).toMatchObject([{ state: 'granted' }]);
  });

  it('is asked by a form for what was not typed, which keeps what was', async () => {
    const { ref } = await given('Posters');
    const { form } = (await house.says(people().head, `action later ${ref} to 9 January`)).form!;
    expect(form.inputs).toMatchObject([
      { id: 'due', value: '2027-01-09' },
      { id: 'reason', isRequired: true },
    ]);
    expect(form.intro).toMatchObject([{}, { text: 'Ben Chair or Clara Clerk will answer.' }]);
    const refused = await house.pressesOn(people().head, house.cardOf(people().head, 'action'), 'Another date', {
      due: '2026-11-23',
      reason: 'Late',
    });
    expect(refused.fieldErrors).toEqual({ due: 'Choose a later day.' });
  });

  it('is the only one who may ask, and only for what is open', async () => {
    for (const who of ['governor', 'chair', 'outsider', 'director'] as const)
      for (const verb of ['later', 'decline'])
        expect((await house.says(people()[who], `action ${verb} ACT-2 because I like to`)).said).toBe(
          'Only the person it belongs to can do that.',
        );
    await house.says(people().clerk, 'action done ACT-2 seen');
    expect((await house.says(people().head, 'action later ACT-2 to 9 Jan because it is late')).said).toBe(
      'ACT-2 is done already, so nothing more is needed.',
    );
    for (const who of ['head', 'governor', 'outsider'] as const)
      for (const verb of ['agree', 'refuse'])
        expect((await house.says(people()[who], `action ${verb} ACT-1 because I like to`)).said).toMatch(
          /^Only this board’s chair, this board’s clerk, the programme director/,
        );
    expect((await house.says(people().chair, 'action agree ACT-1')).said).toBe(
      'Nobody is asking anything about ACT-1 just now.',
    );
  });
});

describe('an owner who says “not mine”', async () => {
  const { house, people, given, rows, cardsOf } = await aBoard();

  it('hears that somebody else has it, who gets it as a new action', async () => {
    const { ref, id } = await given('Write to the exams office');
    await house.presses(people().head, 'Not mine', { reason: 'Gil knows them' });
    const asked = house.cardOf(people().chair, 'action-ask');
    expect(asked.text).toContain('Ada Head says: not mine');
    expect(asked.text).toContain('The reason: Gil knows them');
    expect(titlesOf(asked.card)).toEqual(['Give to somebody else', 'Refuse']);
    const given_ = await house.pressesOn(people().chair, asked, 'Give to somebody else', {
      owner: String(people().governor.id),
    });
    expect(given_.said).toMatch(
      /^ACT-1 is with Gil Governor now, no longer with Ada Head\. I have told Gil Governor\./,
    );
    expect(house.cardOf(people().governor, 'action').text).toContain('Write to the exams office');
    expect(house.cardOf(people().head, 'action-answer').text).toContain('Ben Chair gave it to somebody else.');
    expect(titlesOf(house.cardOf(people().head, 'action-answer').card)).toEqual([]);
    expect(house.cardOf(people().clerk, 'action-ask').text).toContain(
      'Ben Chair gave it to somebody else on Monday 23 November 2026.',
    );
    expect(await rows.asks(id)).toMatchObject([{ kind: 'notMine', state: 'granted' }]);
    expect((await house.says(people().head, `action show ${ref}`)).card!.card.fallbackText).toContain('an open action');
  });

  it('keeps it when that is refused', async () => {
    const { ref, id } = await given('Tidy the log');
    await house.says(people().head, `action decline ${ref} because I have no time`);
    expect((await house.says(people().clerk, `action refuse ${ref} because nobody else can`)).said).toBe(
      `Refused. ${ref} stays with Ada Head. I have told Ada Head.`,
    );
    expect(house.cardOf(people().head, 'action-answer').text).toContain(
      'Clara Clerk decided that it stays with you. It stays due on Friday 4 December 2026.',
    );
    expect(await rows.asks(id)).toMatchObject([{ state: 'refused', words: 'nobody else can' }]);
  });

  it('and then asks for another date instead: one question stays open, never two', async () => {
    const { ref, id } = await given('Count the books');
    await house.says(people().head, `action decline ${ref} because it is the librarian’s`);
    await house.says(people().head, `action later ${ref} to 11 Dec because the librarian is away`);
    expect((await rows.asks(id)).map(({ kind, state }) => `${kind} ${state}`)).toEqual(['notMine void', 'date open']);
    const [, first, second] = cardsOf('chair', 'action-ask').slice(-3);
    expect(first!.text).toContain('Ada Head has asked for something else since.');
    expect(titlesOf(second!.card)).toContain('Agree');
    expect(cardsOf('head', 'action-answer')).toHaveLength(2);
  });

  it('is answered by typing as well: to agree asks who will do it', async () => {
    const { ref, id } = await given('Ring the council');
    await house.says(people().head, `action decline ${ref} because I never heard of it`);
    const { form, token } = (await house.says(people().clerk, `action agree ${ref}`)).form!;
    expect(form.inputs[0]).toMatchObject({ id: 'owner' });
    const titles = 'choices' in form.inputs[0]! ? form.inputs[0].choices.map((one) => one.title) : [];
    expect(titles).toEqual(['Ben Chair', 'Clara Clerk', 'Gil Governor']);
    const input = { owner: String(people().clerk.id) };
    await house.does(people().clerk, { kind: 'press', action: form.submit.id, token, input });
    expect(await rows.asks(id)).toMatchObject([{ state: 'granted', decidedById: people().clerk.id }]);
  });
});

describe('what overtakes an ask', async () => {
  const { house, people, given, rows } = await aBoard();
  const asked = async (what: string) => {
    const { ref, id } = await given(what);
    await house.says(people().head, `action later ${ref} to 11 Dec because the hall is closed`);
    return { ref, id, state: async () => (await rows.asks(id)).map((one) => one.state) };
  };
  const decider = () => house.cardOf(people().chair, 'action-ask');

  it('is that the action is done', async () => {
    const { ref, state } = await asked('Letter');
    await house.says(people().head, `action done ${ref} sent after all`);
    expect(await state()).toEqual(['void']);
    expect(decider().text).toContain('Ada Head marked the action as done on Monday 23 November 2026.');
    expect(titlesOf(decider().card)).toEqual([]);
    await expect(async () => house.cardOf(people().head, 'action-answer')).rejects.toThrow('has no card');
  });

  it('is that somebody else marked it as done: the owner hears that', async () => {
    const { ref, state } = await asked('Plan');
    await house.says(people().clerk, `action done ${ref} seen at the school`);
    expect(await state()).toEqual(['void']);
    expect(house.cardOf(people().head, 'action-answer').text).toContain('Clara Clerk marked it as done.');
  });

  it('is that somebody else has it now', async () => {
    const { ref, state } = await asked('Visit');
    await house.says(people().clerk, `action reassign ${ref} to Gil`);
    expect(await state()).toEqual(['void']);
    expect(decider().text).toContain('The action is no longer with Ada Head: it is with Gil Governor now.');
    expect(house.cardOf(people().head, 'action-answer').text).toContain('Clara Clerk gave it to somebody else.');
  });

  it('is that it is called off: the owner hears it once', async () => {
    const { ref, state } = await asked('Poster');
    const before = house.chatOf(people().head).length;
    await house.says(people().clerk, `action cancel ${ref} because the fair is off`);
    expect(await state()).toEqual(['void']);
    expect(decider().text).toContain('Clara Clerk called the action off.');
    expect(house.chatOf(people().head)).toHaveLength(before + 1);
  });

  it('is that the owner has left: the chair is not asked for a date any more', async () => {
    const { id, state } = await asked('Fair');
    await house.says(people().director, 'person left Ada Head');
    expect(await state()).toEqual(['void']);
    expect(decider().text).toContain('Ada Head has left. The action needs another owner.');
    expect(await rows.action(id)).toMatchObject({ state: 'open' });
  });
});
