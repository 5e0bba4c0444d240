// An administrator sets an empty partnership up in chat: its name, lists that are pasted and looked at first, codes.
import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/chat/card.ts';
import { aHouse, titlesOf } from '../support/house.ts';

const house = await aHouse({ now: '2026-11-23T09:00:00Z' });
const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
const standards = await house.person('Stan Standards', { role: 'HEAD_OF_STANDARDS' });
const clerk = await house.person('Cleo Clerk', { role: 'CLERK' });
await house.prisma.partnership.update({
  where: { id: house.partnershipId },
  data: { laCode: '000', termCalendarId: null },
});

const SCHOOLS = [
  '100001\tAsh School\t209\t1\tOpen\tSecondary',
  '100002\tBirch School\t209\t34\tOpen\tPrimary',
  '100003\tCedar School\t209\t999\tOpen\tPrimary',
].join('\n');

const paste = (kind: string, text: string, who = director) =>
  house.does(who, { kind: 'command', name: 'setup.list', input: { kind, text, isSent: true } });
const seen = (who = director) => textOf(house.cardOf(who, 'pasted-list').card);
const count = async () => [await house.prisma.school.count(), await house.prisma.person.count()];

describe('a list of schools', () => {
  it('is pasted into the form that the next step leads to', async () => {
    await house.says(director, 'setup');
    const { form } = await house.presses(director, 'Add a list', {}, { card: 'setup' });
    expect(form!.form.title).toBe('Add a list');
    expect(form!.form.inputs[0]).toMatchObject({ id: 'kind', value: 'schools' });
  });

  it('is shown before anything is stored, with what is wrong in its own lines', async () => {
    const before = await count();
    expect(await paste('schools', SCHOOLS)).toMatchObject({ outcome: 'done', isPrivate: true });
    expect(seen()).toContain('If you store it: 2 new schools; 1 faulty row left out.');
    expect(seen()).toContain('· 100001 Ash School');
    expect(seen()).toContain(
      '· Line 3, TypeOfEstablishment (code), “999”: this is not a type of establishment that I know.',
    );
    expect(await count()).toEqual(before);
  });

  it('is stored by one press, once, with who did it', async () => {
    const card = house.cardOf(director, 'pasted-list');
    const [first, second] = await Promise.all([
      house.pressesOn(director, card, 'Store it'),
      house.pressesOn(director, card, 'Store it'),
    ]);
    expect([first.outcome, second.outcome].sort()).toEqual(['done', 'refused']);
    const said = [first, second].map((one) => one.said).sort();
    expect(said).toEqual([
      'It is stored already: 2 new schools; 1 faulty row left out.',
      'Stored: 2 new schools; 1 faulty row left out.',
    ]);
    expect(textOf(first.replaces!.card)).toContain('Stored: 2 new schools; 1 faulty row left out.');
    expect((await house.prisma.school.findMany({ orderBy: { urn: 'asc' } })).map(({ name }) => name)).toEqual([
      'Ash School',
      'Birch School',
    ]);
    const row = await house.prisma.auditEvent.findFirstOrThrow({ where: { event: 'schools.imported' } });
    expect(row).toMatchObject({ actorId: director.id, platform: 'web' });
    const list = await house.prisma.pastedList.findFirstOrThrow();
    expect(list).toMatchObject({ state: 'stored', text: null });
  });

  it('gives the partnership its authority', async () => {
    expect((await house.prisma.partnership.findFirstOrThrow()).laCode).toBe('209');
  });

  it('says that there is nothing to store when it is pasted again', async () => {
    await paste('schools', SCHOOLS);
    expect(seen()).toContain('There is nothing to store: nothing new; 1 faulty row left out.');
    expect(titlesOf(house.cardOf(director, 'pasted-list').card)).toEqual(['Throw it away']);
  });
});

describe('a list of people', () => {
  const PEOPLE = [
    'Name;Role;School',
    'Hal Head;Headteacher;Ash School',
    'Gail Governor;Chair of governors;100002',
    'Typo Typed;Headteecher;Ash School',
  ].join('\n');

  it('may have headings of its own; slips get the import’s own remedy', async () => {
    await paste('people', PEOPLE);
    expect(seen()).toContain('If you store it: 2 new people; 1 faulty row left out.');
    expect(seen()).toContain(
      '· Line 4, Role, “Headteecher”: this is not a role that I know. Did you mean “Headteacher”?',
    );
  });

  it('is not stored when somebody else was faster and it would do something else now', async () => {
    const mine = house.cardOf(director, 'pasted-list');
    await paste('people', PEOPLE, standards);
    expect(await house.presses(standards, 'Store it')).toMatchObject({ outcome: 'done' });
    const before = await count();
    const refused = await house.pressesOn(director, mine, 'Store it');
    expect(refused).toMatchObject({
      outcome: 'refused',
      said: 'Something has changed since this was shown, so nothing was stored. Look at it again.',
    });
    expect(textOf(refused.replaces!.card)).toContain('There is nothing to store');
    expect(await count()).toEqual(before);
  });

  it('can be typed, and thrown away', async () => {
    const before = await count();
    await house.says(director, 'setup list people\nNew Person,,Clerk');
    expect(seen()).toContain('· New Person: Clerk, from 23 Nov 2026');
    expect((await house.presses(director, 'Throw it away')).said).toBe('It is thrown away; nothing was stored.');
    expect(await count()).toEqual(before);
    expect(await house.prisma.pastedList.count({ where: { state: 'dropped', text: { not: null } } })).toBe(0);
  });

  it('is refused beside its field when it is something else', async () => {
    const answer = await paste('people', SCHOOLS.replace(/^/, 'URN\tEstablishmentName\tx\n'));
    expect(answer.outcome).toBe('refused');
    expect(answer.fieldErrors!['text']).toMatch(/^This is a file of schools/);
    expect((await paste('people', ' ')).fieldErrors).toEqual({ text: 'Paste the rows here.' });
    const terms = await paste('people', 'what,first day\ninset,01/09/2026');
    expect(terms.said).toBe('By its headings this is a list of term dates, not of people. Choose term dates.');
  });

  it('is nobody’s to paste among others, and not a clerk’s', async () => {
    const channel = await house.channel('staff');
    expect((await house.says(director, 'setup list people', { channel })).said).toContain('ask me in our own chat');
    expect((await paste('people', PEOPLE, clerk)).said).toBe(
      'Only the programme director or the Head of Standards and Achievement can do that.',
    );
  });

  it('is shown and stored for nobody but who pasted it', async () => {
    await paste('people', 'Xena Extra,,Clerk');
    const card = house.cardOf(director, 'pasted-list');
    expect((await house.pressesOn(standards, card, 'Store it')).outcome).toBe('refused');
    const { id } = await house.prisma.pastedList.findFirstOrThrow({
      where: { state: 'open' },
      orderBy: { id: 'desc' },
    });
    const forged = { kind: 'command', name: 'setup.store', input: { id, seen: 'x' } } as const;
    expect((await house.does(standards, forged)).said).toContain('I do not know this list');
  });
});

describe('a list of term dates', () => {
  it('counts the school days, and completes the step', async () => {
    const rows = [
      '2026/27,half-term 1,02/09/2026,23/10/2026',
      '2026/27,half-term 2,02/11/2026,18/12/2026',
      '2026/27,half-term 3,04/01/2027,12/02/2027',
      '2026/27,half-term 4,22/02/2027,25/03/2027',
      '2026/27,half-term 5,12/04/2027,28/05/2027',
      '2026/27,half-term 6,07/06/2027,21/07/2027',
    ];
    await paste('terms', rows.join('\n'));
    expect(seen()).toContain('If you store it: the term dates of 2026/27.');
    expect(seen()).toContain('35 school days');
    await house.presses(director, 'Store it');
    expect(textOf((await house.says(director, 'setup')).card!.card)).toContain('✓ Term dates: known to');
  });
});

describe('join codes', () => {
  it('are made for those who have none, shown once and kept nowhere', async () => {
    const key = 'codes-1';
    const answer = await house.does(director, { kind: 'typed', text: 'setup codes' }, { key });
    expect(answer.said).toMatch(/Gail Governor, chair of governors at Birch School: [A-Z]{3}-\d{3}-[A-Z]{3}\nHal Head/);
    const repeated = await house.does(director, { kind: 'typed', text: 'setup codes' }, { key });
    expect(repeated.said).toBe(
      '2 codes were shown once and are kept nowhere. If you did not see them, type “setup codes again”.',
    );
    const code = /Hal Head[^:]*: (\S+)/.exec(answer.said!)![1]!;
    expect(JSON.stringify(await house.prisma.receipt.findMany())).not.toContain(code);
    expect(await house.prisma.joinCode.count()).toBe(2);
  });

  it('are not made twice, unless somebody asks for new ones', async () => {
    expect((await house.says(director, 'setup codes')).said).toBe(
      'Nobody waits for a code. 2 people have a code or an e-mail link that works; “setup codes again” makes new codes for them too.',
    );
    expect((await house.says(director, 'setup codes again')).said).toContain('Hal Head');
    const works = { usedAt: null, expiresAt: { gt: house.clock.now() } };
    expect(await house.prisma.joinCode.count({ where: works })).toBe(2);
  });

  it('are not pressed on somebody who has just been invited by e-mail', async () => {
    const invited = await house.prisma.person.create({
      data: { partnershipId: house.partnershipId, name: 'Mila Mail', email: 'mila@governors.example' },
    });
    const held = { role: 'CLERK', fromOn: new Date('2026-09-01') };
    await house.prisma.roleHeld.create({ data: { personId: invited.id, ...held } });
    const before = (await house.says(director, 'setup')).card!.card;
    expect(textOf(before)).toContain('Press “Make join codes”');
    await house.says(director, 'invite Mila Mail by e-mail');
    const after = textOf((await house.says(director, 'setup')).card!.card);
    expect(after).not.toContain('Press “Make join codes”');
    expect(after).toContain('3 have a code or an e-mail link that works');
    expect((await house.says(director, 'setup codes')).said).toMatch(/^Nobody waits for a code\. 3 people have/);
  });

  it('are shown in nobody’s channel', async () => {
    const channel = await house.channel('office');
    expect((await house.says(director, 'setup codes', { channel })).said).toContain('ask me in our own chat');
  });
});

describe('the partnership', () => {
  it('is named in a form that shows how it is called now', async () => {
    const { form } = await house.says(director, 'setup partnership');
    expect(form!.form.inputs.map(({ id }) => id)).toEqual(['name', 'framework']);
    const said = await house.says(standards, 'setup partnership  Aldermarsh   Secondary Partnership');
    expect(said.said).toBe(
      'The partnership is Aldermarsh Secondary Partnership now, with the framework lewisham-2015.',
    );
    const row = await house.prisma.auditEvent.findFirstOrThrow({ where: { event: 'partnership.changed' } });
    expect(row.before).toEqual({ name: 'Marlowe partnership', frameworkId: 'lewisham-2015' });
  });

  it('does not take the name of another, whose lists it would change', async () => {
    const other = { name: 'Brookshire Partnership', laCode: '000', frameworkId: 'lewisham-2015' };
    const { id } = await house.prisma.partnership.create({ data: other });
    const refused = await house.says(director, 'setup partnership brookshire  partnership');
    expect(refused).toMatchObject({ outcome: 'refused', said: expect.stringMatching(/^Another partnership here is/) });
    expect(await house.prisma.partnership.count({ where: { name: { mode: 'insensitive', equals: other.name } } })).toBe(
      1,
    );
    await house.prisma.partnership.delete({ where: { id } });
  });

  it('keeps its framework as soon as there is a board', async () => {
    const set = (framework: string) =>
      house.does(director, { kind: 'command', name: 'setup.partnership', input: { name: 'X', framework } });
    expect((await set('nowhere-2020')).said).toContain('There is no framework “nowhere-2020”. Choose from');
    await house.board('Challenge Board', { template: 'CHALLENGE' });
    await house.prisma.partnership.updateMany({ data: { frameworkId: 'lewisham-2015' } });
    const { form } = await house.says(director, 'setup partnership');
    expect(form!.form.inputs.map(({ id }) => id)).toEqual(['name']);
  });
});
