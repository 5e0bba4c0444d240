// A governor in Teams, one in Slack and one who is reached by e-mail approve the same minutes: each sees what the others see, and
// each counts once, however many ways they are known by.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeJoinCode } from '../../src/people/index.ts';
import { mailSurface, pageSurface, type Surface, slackSurface, teamsSurface, until } from '../contract/surfaces.ts';
import { aCirculatedText, aPartnership, type World } from '../contract/world.ts';
import { type Around, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { invited, MailBrowser, mailAt } from '../support/mail-person.ts';

const { prisma, connection } = await testDatabase();
const GRACE = 'grace@governors.example';
let around: Around;
let world: World;
let ref: string;
const ways: Record<'teams' | 'slack' | 'mail', Surface> = {} as never;
const ids = { teams: 0, slack: 0, mail: 0 };

async function codeFor(id: number): Promise<string> {
  return (await prisma.$transaction((tx) => makeJoinCode(tx, id, new Date()))).code;
}

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, paceMs: 0 });
  const [teams, slack, mail] = [
    await world.governor('Theo Teams'),
    await world.governor('Sana Slack'),
    await world.governor('Grace Mail'),
  ];
  Object.assign(ids, { teams: teams!.id, slack: slack!.id, mail: mail!.id });
  ways.teams = teamsSurface(around, teams!.name);
  ways.slack = slackSurface(around, slack!.name);
  for (const way of ['teams', 'slack'] as const) {
    await ways[way].says(`join ${await codeFor(ids[way])}`);
    await until(ways[way], /Welcome/);
  }
  await invited(prisma, mail!, GRACE);
  const browser = new MailBrowser(() => around.url);
  await browser.opens(await mailAt(around.smtp, GRACE));
  ways.mail = mailSurface(browser);
});

afterAll(async () => {
  await around.close();
  expect(around.slack.violations).toEqual([]);
  expect(around.teams.connector.complaints).toEqual([]);
});

const approvals = async () =>
  (await prisma.minutesApproval.findMany({ where: { minutesId: Number(ref.slice(4)) }, orderBy: { id: 'asc' } })).map(
    (row) => [row.personId, row.platform],
  );

describe('the same minutes in Teams, in Slack and by e-mail', () => {
  test('each of the three is told once, and the e-mail has no word of the minutes', async () => {
    ref = await aCirculatedText(around, world, 'Attendance was discussed.');
    for (const way of Object.values(ways)) await until(way, /Attendance was discussed\./);
    await mailAt(around.smtp, GRACE, 1);
    const mails = around.smtp.at(GRACE);
    expect(mails.map(({ headers }) => headers['subject']?.split(':')[0])).toEqual([
      'Marlowe partnership invites you to answer your boards on a page of your own.',
      'Minutes to approve',
    ]);
    expect(mails.at(-1)!.raw).not.toContain('Attendance was discussed');
    expect(mails.at(-1)!.link).toMatch(/\/m\/[\w-]{43}$/);
  });

  test('the governor by e-mail approves first, pressed twice, and the clerk sees it counted once', async () => {
    await ways.mail.presses('Approve');
    await ways.mail.redelivers();
    await until(ways.mail, (seen) => seen.words.includes(ref) && /You approved/.test(seen.words));
    const clerk = pageSurface(around, world.clerk.id);
    const standing = await until(clerk, (seen) => seen.words.includes(ref) && /1 of 3/.test(seen.words));
    expect(standing.words).toContain('Grace Mail');
    expect(await approvals()).toEqual([[ids.mail, 'mail']]);
  });

  test('the one in Slack and the one in Teams follow, and all three cards say the same', async () => {
    await ways.slack.presses('Approve');
    await ways.teams.presses('Approve');
    for (const way of Object.values(ways)) {
      const settled = await until(way, (seen) => seen.words.includes(ref) && /agreed/i.test(seen.words));
      expect(settled.buttons.filter((title) => /Approve/.test(title))).toEqual([]);
    }
    expect(await approvals()).toEqual([
      [ids.mail, 'mail'],
      [ids.slack, 'slack'],
      [ids.teams, 'teams'],
    ]);
    expect(await prisma.minutes.findFirst({ where: { id: Number(ref.slice(4)) } })).toMatchObject({ state: 'agreed' });
  });

  test('nobody is sent an e-mail about a card that changed: the page shows it', async () => {
    const subjects = around.smtp.at(GRACE).map(({ headers }) => headers['subject']);
    expect(subjects.filter((subject) => subject?.startsWith('Minutes to approve'))).toHaveLength(1);
  });

  test('the governor by e-mail joins in Teams as well: told once, there, and counted once', async () => {
    const alsoTeams = teamsSurface(around, 'Grace Mail');
    await alsoTeams.says(`join ${await codeFor(ids.mail)}`);
    await until(alsoTeams, /Welcome/);
    const known = around.smtp.at(GRACE).length;
    ref = await aCirculatedText(around, world, 'Exclusions were discussed.');
    await until(alsoTeams, /Exclusions were discussed\./);
    await alsoTeams.presses('Approve');
    await until(alsoTeams, (seen) => seen.words.includes(ref) && /You approved/.test(seen.words));
    // The same person, on the page that is still open.
    await ways.mail.says(`minutes approve ${ref}`);
    await until(ways.mail, /already approved|You approved/);
    expect(await approvals()).toEqual([[ids.mail, 'teams']]);
    expect(around.smtp.at(GRACE)).toHaveLength(known);
  });

  test('and after a word on their page they are told there again', async () => {
    // Where somebody was heard is written down once a minute.
    await prisma.$executeRaw`update "Conversation" set "heardAt" = "heardAt" - interval '5 minutes' where "personId" = ${ids.mail}`;
    await ways.mail.says('who am I');
    const known = around.smtp.at(GRACE).length;
    await aCirculatedText(around, world, 'Budgets were discussed.');
    const mail = await mailAt(around.smtp, GRACE, known);
    expect(mail.headers['subject']).toContain('Minutes to approve');
    await until(ways.mail, /Budgets were discussed\./);
  });
});
