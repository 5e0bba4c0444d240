// An administrator's first ten minutes with an empty house, in Slack and in Teams, through the whole program: nothing is put
// into the database by hand.
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readSettings } from '../../src/config.ts';
import { noLog } from '../../src/log.ts';
import { begin } from '../../src/setup/index.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { type Outside, openOutside } from '../support/outside.ts';
import { startScript } from '../support/process.ts';
import { SCOPES } from '../support/scopes.ts';
import type { FakeSlackUser } from '../support/slack-client.ts';
import { wordsOf } from '../support/slack-limits.ts';

const { prisma, connection } = await testDatabase();
let outside: Outside;
let closeOutside: () => Promise<void>;
let app: App;
let settings: Record<string, string>;
let dee: FakeSlackUser;

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

beforeAll(async () => {
  const opened = await openOutside(connection.database);
  ({ outside, close: closeOutside } = opened);
  const PORT = String(await freePort());
  const PUBLIC_URL = `http://127.0.0.1:${PORT}`;
  settings = { ...opened.environment, MODE: 'development', PORT, PUBLIC_URL };
  app = await startApp(readSettings(settings), noLog);
  for (const platform of app.house.platforms) Object.assign(platform, { paceMs: 0 });
  opened.connect(app.address);
  outside.slack.headers = { 'x-oauth-scopes': SCOPES.join(',') };
  dee = outside.slackPerson('dee');
});

afterAll(async () => {
  await app.stop();
  await closeOutside();
  expect(outside.slack.violations).toEqual([]);
});

const words = (message: { blocks: unknown[]; text: string }) =>
  message.blocks.length > 0 ? wordsOf(message.blocks) : message.text;
const saw = (fits: RegExp) => dee.sawLast((message) => fits.test(words(message)));

it('tells a stranger of an empty house where to begin', async () => {
  await dee.says('hello');
  await saw(/Convenor has no partnership yet\. Whoever runs it types npm run setup on its machine/);
});

it('lets the first programme director in by the code of npm run setup', async () => {
  const begun = await prisma.$transaction((tx) =>
    begin(tx, { partnership: 'Aldermarsh partnership', director: 'Dee Marlowe', now: app.clock.now() }),
  );
  await dee.says(`join ${begun.code}`);
  await saw(/Welcome, Dee/);
});

it('leads on from what is there', async () => {
  await dee.says('home');
  await saw(/Aldermarsh partnership is still to be set up/);
  await dee.says('setup');
  const message = await saw(/Setting up: Aldermarsh partnership/);
  expect(words(message)).toContain('2 of 8 steps are done.');
  expect(words(message)).toContain('Press “Add a list” and paste the rows of your schools');
});

it('takes schools in a form, and stores them by a press', async () => {
  await dee.presses(await saw(/Setting up/), 'Add a list');
  await dee.sawModal();
  const rows = ['100001\tAsh School\t209\t1\tOpen\tSecondary', '100002\tBirch School\t209\t34\tOpen\tPrimary'];
  await dee.submits({ kind: 'Schools', text: rows.join('\n') });
  const preview = await saw(/look before it is stored/);
  expect(words(preview)).toContain('100001 Ash School');
  expect(await prisma.school.count()).toBe(0);
  await dee.presses(preview, 'Store it');
  await eventually('two schools', async () => (await prisma.school.count()) === 2);
  await saw(/Stored: 2 new schools\./);
});

it('goes on after a restart, with people that are typed', async () => {
  await dee.says('setup list people\nName,Role,School\nCleo Clerk,Clerk,\nHal Head,Headteacher,Ash School');
  const preview = await saw(/A list of people: look before it is stored/);
  await dee.presses(preview, 'Store it');
  await saw(/Stored: 2 new people\./);
});

it('makes codes, with which the others join from Teams', async () => {
  await dee.says('setup codes');
  const message = await saw(/Give each code to that person alone/);
  const code = /Hal Head, headteacher at Ash School: (\S+)/.exec(words(message))![1]!;
  const hal = outside.teamsPerson('Hal');
  await hal.installs();
  await hal.says(`join ${code}`);
  await eventually('Hal has joined', async () => (await prisma.identity.count({ where: { platform: 'teams' } })) === 1);
});

it('looks at itself, through its own front door', async () => {
  await dee.says('setup check');
  await saw(/I am looking at myself/);
  const message = await eventually('the end of the look', async () => {
    const last = dee.sees().findLast((one) => /How Convenor is doing/.test(words(one)));
    return last && /need you|needs you|All is well/.test(words(last)) ? last : undefined;
  });
  const text = words(message);
  expect(text).toMatch(/✓ A message to you, and a change of it: posted in Slack after/);
  expect(text).toContain('✓ Slack: token and workspace');
  expect(text).toContain(`✓ Slack: permissions: all ${SCOPES.length} that the manifest asks for`);
  expect(text).toContain('✓ Slack: the time');
  expect(text).toContain('✓ Slack: reaches me: /slack/events turns away who is not known, as it should');
  expect(text).toContain('✓ Teams: people: all 1 who have joined can be reached');
  // It is this very house, as its answer proves; only https is missing on this machine.
  expect(text).toMatch(/✗ Public address: 127\.0\.0\.1:\d+ leads here, but without https\./);
  expect(text).toContain('3 things need you:');
  expect(text).toContain('✗ Term dates: missing for');
});

it('looks at itself from the shell too, while it runs', async () => {
  const environment = Object.fromEntries(Object.entries(settings).filter(([name]) => name !== 'HOST'));
  const { code, output } = await (await startScript('setup-check', [], environment)).ended;
  expect({ code, output }).toMatchObject({ code: 1 });
  expect(output).toContain('✓ Slack: reaches me: /slack/events turns away who is not known, as it should');
  expect(output).toMatch(
    /✗ Public address: 127\.0\.0\.1:\d+ leads here, but without https\.\n {4}Teams and Slack call https/,
  );
  expect(output).toMatch(/✗ Term dates: missing for [\s\S]*3 things need you\.\n$/);
});
