// One contract, four surfaces: whatever a person does, they are answered alike in Teams, in Slack, on the page and on the page
// that an e-mail leads to.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeJoinCode } from '../../src/people/index.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { type Around, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { invited, MailBrowser, mailAt } from '../support/mail-person.ts';
import { mailSurface, pageSurface, type Surface, slackSurface, teamsSurface, until } from './surfaces.ts';
import { aCirculatedText, aPartnership, bindToPage, type World } from './world.ts';

const { prisma, connection } = await testDatabase();
let around: Around;
let world: World;

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, paceMs: 0 });
});

afterAll(async () => {
  await around.close();
  expect(around.slack.violations).toEqual([]);
  expect(around.teams.connector.complaints).toEqual([]);
});

const surfaces: [string, (person: { id: number; name: string }) => Promise<Surface>][] = [
  ['Teams', async (person) => joined(teamsSurface(around, person.name), person)],
  ['Slack', async (person) => joined(slackSurface(around, person.name), person)],
  [
    'the page',
    async (person) => {
      await bindToPage(prisma, person);
      return pageSurface(around, person.id);
    },
  ],
  [
    'the page of an e-mail',
    async (person) => {
      const address = `person-${person.id}@governors.example`;
      await invited(prisma, person, address);
      const browser = new MailBrowser(() => around.url);
      expect(await browser.opens(await mailAt(around.smtp, address))).toMatchObject({ status: 200 });
      return mailSurface(browser);
    },
  ],
];

describe.each(surfaces)('on %s', (name, open) => {
  it('a stranger is only told how to join, and a code makes them known, once', async () => {
    // Who opens a page is known already: who joins by e-mail is tried in test/mail.
    if (name.startsWith('the page')) return;
    const person = await world.governor(`Stranger on ${name}`);
    const surface = name === 'Teams' ? teamsSurface(around, person.name) : slackSurface(around, person.name);
    await surface.says('status');
    await until(surface, /I do not know you yet/);
    const { code } = await prisma.$transaction((tx) => makeJoinCode(tx, person.id, new Date()));
    await surface.says(`join ${code.toLowerCase()}`);
    await until(surface, /Welcome, Stranger/);
    const again = name === 'Teams' ? teamsSurface(around, 'Somebody else') : slackSurface(around, 'Somebody else');
    await again.says(`join ${code}`);
    await until(again, /That code does not work/);
  });

  it('help says what this person may do, and unknown words get the nearest command', async () => {
    const surface = await open(await world.governor(`Helped on ${name}`));
    await surface.says('help');
    await until(surface, /minutes/i);
    await surface.says('minutes aprove MIN-1');
    await until(surface, /Did you mean “minutes approve/);
  });

  it('a governor approves minutes by a press, and the card in front of them is settled', async () => {
    const person = await world.governor(`Approver on ${name}`);
    const surface = await open(person);
    const ref = await aCirculatedText(around, world, 'The text to approve.');
    await until(surface, /The text to approve/);
    await surface.presses('Approve');
    await surface.redelivers();
    const settled = await until(surface, (seen) => seen.words.includes(ref) && /You approved/.test(seen.words));
    expect(settled.buttons).toEqual([]);
    expect(await decisions(prisma, ref, person.id)).toEqual(['approved']);
  });

  it('a form without the words it needs says so, keeps what was typed, and nothing is done', async () => {
    const person = await world.governor(`Corrector on ${name}`);
    const surface = await open(person);
    const ref = await aCirculatedText(around, world, 'A text to correct.');
    await until(surface, /A text to correct/);
    await surface.presses('Approve with a correction', { words: '   ' });
    expect(await surface.formErrors()).toContain('Write what should be corrected.');
    expect(await decisions(prisma, ref, person.id)).toEqual([]);
    await surface.presses('Approve with a correction', { words: 'Year 9, *not* <!channel> **Year 8**' });
    await until(surface, (seen) => seen.words.includes(ref) && /approved with a correction/.test(seen.words));
    expect(await decisions(prisma, ref, person.id)).toEqual(['corrected']);
  });

  it('a press on a card of an older revision is refused with a sentence, and the newest card is there', async () => {
    const person = await world.governor(`Late on ${name}`);
    const surface = await open(person);
    const ref = await aCirculatedText(around, world, `First text for ${name}.`);
    await until(surface, new RegExp(`First text for ${name}`));
    await world.clerkSays(around, `minutes write ${ref} Second text for ${name}.`);
    await until(surface, new RegExp(`Second text for ${name}`));
    await until(surface, /revision 1 was replaced by revision 2/);
    await surface.presses('Approve');
    await until(surface, (seen) => seen.words.includes(ref) && /You approved/.test(seen.words));
    const rows = await prisma.minutesApproval.findMany({ where: { personId: person.id } });
    expect(rows.map((row) => row.revision)).toEqual([2]);
  });

  it('an owner asks for another date by a form, and hears the answer in the same chat', async () => {
    const person = await world.governor(`Asker on ${name}`);
    const surface = await open(person);
    const added = await world.clerkSays(around, `action add Asked on ${name} owner ${person.name} by ${inDays(7)}`);
    const ref = /ACT-\d+/.exec(added)![0];
    await until(surface, new RegExp(`Asked on ${name}`));
    await surface.presses('Another date', { due: inDays(0), reason: 'The hall is closed' });
    expect(await surface.formErrors()).toContain('Choose a later day.');
    expect(await prisma.actionAsk.count({ where: { askedById: person.id } })).toBe(0);
    await surface.presses('Another date', { due: inDays(30), reason: 'The *hall* is <!channel> closed' });
    await surface.redelivers();
    await until(surface, /Miriam Stein will answer; until then you are not reminded/);
    expect(await prisma.actionAsk.count({ where: { askedById: person.id } })).toBe(1);
    await world.clerkSays(around, `action refuse ${ref} because the *board* needs it`);
    const answer = await until(surface, /The date stays/);
    expect(answer.words).toContain('the *board* needs it');
    await surface.says(`action decline ${ref} because it is the head’s`);
    await until(surface, /I have told Miriam Stein that/);
    await world.clerkSays(around, `action reassign ${ref} to me`);
    await until(surface, /It is not yours any more/);
  });

  it('a chair says that a meeting was held and who was there, in a form that a button brings', async () => {
    const person = await world.governor(`Chair on ${name}`);
    const { partnershipId, schoolId } = world;
    const held = { fromOn: new Date('2026-09-01') };
    const board = await prisma.board.create({
      data: { partnershipId, schoolId, template: 'RAB', name: `Board on ${name}`, openedOn: held.fromOn },
    });
    const seat = { boardId: board.id, role: 'GOVERNOR', ...held };
    const other = await world.governor(`Absent on ${name}`);
    await prisma.seat.create({ data: { ...seat, personId: person.id, isChair: true } });
    await prisma.seat.create({ data: { ...seat, personId: other.id } });
    const meeting = await prisma.meeting.create({ data: { boardId: board.id, heldOn: new Date('2026-10-05') } });
    const surface = await open(person);
    await surface.says(`meeting show MTG-${meeting.id}`);
    await until(surface, /Was the meeting held\?/);
    await surface.presses('Yes, it was held');
    await until(surface, (seen) => /The meeting was held/.test(seen.words) && seen.buttons.includes('Who was there'));
    const there = { [`p${person.id}`]: 'present', [`p${other.id}`]: 'absent' };
    if (name === 'Slack') await surface.presses('Who was there', there);
    else {
      await surface.presses('Who was there');
      await until(surface, (seen) => seen.buttons.includes('Keep'));
      await surface.presses('Keep', there);
    }
    await surface.redelivers();
    await until(
      surface,
      (seen) => /The meeting was held/.test(seen.words) && seen.words.includes(`1 of 2 (${person.name})`),
    );
    const rows = await prisma.attendance.findMany({ where: { meetingId: meeting.id }, orderBy: { personId: 'asc' } });
    expect(rows.map(({ answer }) => answer)).toEqual(['present', 'absent']);
  });

  it('home says what waits under a heading, and its button opens it', async () => {
    const surface = await open(await world.governor(`At home on ${name}`));
    await aCirculatedText(around, world, `Minutes that wait on ${name}.`);
    await surface.says('home');
    const home = await until(surface, /Minutes to approve\s+1\. Approve the minutes/);
    expect(home.buttons).toEqual(['Open 1']);
    const before = await timesSeen(surface, name);
    await surface.presses('Open 1');
    await expect.poll(() => timesSeen(surface, name)).toBeGreaterThan(before);
  });

  it('what people typed shows as they typed it', async () => {
    const surface = await open(await world.governor(`Reader on ${name}`));
    const hostile =
      'Present: *all* _of_ <!channel> <@U1> **us** [link](https://example.org) <at>Board</at> ${name} & co.';
    await aCirculatedText(around, world, hostile);
    const seen = await until(surface, /Present: /);
    expect(seen.words).toContain(hostile);
  });

  it('typed words that cannot be read are answered in one sentence, once, without the name of a field', async () => {
    const surface = await open(await world.governor(`Mistyped on ${name}`));
    await surface.says('action done ACT-99999999999 sent on Monday');
    const seen = await until(surface, /Give its number, for example ACT-12\./);
    expect(seen.words.match(/Give its number/g)).toHaveLength(1);
    expect(seen.words).not.toMatch(/action ?id/i);
    await surface.says(`action done ACT-1 ${'x'.repeat(2001)}`);
    const long = await until(surface, /at most 2000 letters/);
    expect(long.words.match(/at most 2000 letters/g)).toHaveLength(1);
    expect(long.words).not.toMatch(/evidence:/i);
  });

  it('a refusal tells what to do, without a stack or an id of ours', async () => {
    const surface = await open(await world.governor(`Refused on ${name}`));
    await surface.says('minutes circulate MIN-99999');
    const seen = await until(surface, /There are no minutes MIN-99999/);
    expect(seen.words).not.toMatch(/ at |Error|Object/);
  });
});

async function joined(surface: Surface, person: { id: number; name: string }): Promise<Surface> {
  const { code } = await prisma.$transaction((tx) => makeJoinCode(tx, person.id, new Date()));
  await surface.says(`join ${code}`);
  await until(surface, /Welcome/);
  return surface;
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function timesSeen(surface: Surface, name: string): Promise<number> {
  return (await surface.sees()).filter((seen) => seen.words.includes(`Minutes that wait on ${name}.`)).length;
}

async function decisions(prisma: PrismaClient, ref: string, personId: number): Promise<string[]> {
  const rows = await prisma.minutesApproval.findMany({ where: { minutesId: Number(ref.slice(4)), personId } });
  return rows.map((row) => row.decision);
}
