// The main job, from an imported list of schools to a director's status: people in three Teams tenants' and a workspace's
// chats and on the page, all at one board.
import { afterAll, expect, it } from 'vitest';
import { type Surface, slackSurface, until } from '../contract/surfaces.ts';
import { startAround } from '../support/app.ts';
import { cardText } from '../support/check-activity.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { saidIn } from '../support/fake-slack.ts';
import { COUNCIL, clockTo, gather, idOf, importAll, join } from './partnership.ts';

const { prisma, connection } = await testDatabase();
const NOW = '2026-11-23T09:00:00Z';
const CHANNEL = 'GCHALLENGE';

await importAll(prisma, new Date(NOW));
const around = await startAround({ database: connection.database, now: NOW, paceMs: 0 });
around.slack.addChannel(CHANNEL, { name: 'challenge', isPrivate: true });
const { clerk, clerkId, carl, ada, bea, gus, helen, director, dov, ivo } = await gather(around, prisma);
let adaInSlack: Surface;

afterAll(async () => {
  await around.close();
  expect(around.slack.violations).toEqual([]);
  expect(around.teams.connector.complaints).toEqual([]);
});

const rows = {
  alert: () => prisma.alert.findFirst(),
  minutes: () => prisma.minutes.findFirstOrThrow({ include: { approvals: true, revisions: true } }),
};
const inChannel = () => around.slack.seenIn(CHANNEL).map(saidIn);

it('the clerk sets up the Challenge Board, and its chair binds a private Slack channel', async () => {
  await clerk.says('board create challenge');
  await until(clerk, /Secondary Challenge Board is set up/);
  await clerk.says('board chair Ivo Lind on challenge');
  await until(clerk, /Ivo Lind chairs Secondary Challenge Board/);
  await ivo.types('/board channel here for challenge', { in: CHANNEL });
  const board = await prisma.board.findFirstOrThrow({ include: { channel: true } });
  expect(board.channel).toMatchObject({ platform: 'slack', externalId: CHANNEL, isPrivate: true });
});

it('a recommended amber is confirmed; the head and the chair of governors hear it before the board', async () => {
  await carl.says('category recommend Tidewell amber');
  await until(carl, (seen) => seen.buttons.includes('Recommend'));
  await carl.presses('Recommend', { value: 'AMBER', reason: 'Results fell twice.', evidence: 'Two visits.' });
  await until(helen, /Tidewell/);
  expect(inChannel().join()).not.toMatch(/Tidewell/);
  await helen.presses('Confirm');

  const pinged = await around.slack.until(() =>
    inChannel().find((words) => /Tidewell.*at risk|at risk: Tidewell/.test(words)),
  );
  // At the instant at which the board's channel shows it, both have it already.
  for (const leader of [ada, bea])
    expect((await leader.sees()).some(({ words }) => /The category of Tidewell.*[\s\S]*Amber/.test(words))).toBe(true);
  expect(pinged).toMatch(/The headteacher has been told\. The chair of governors has been told\./);
  for (const message of around.slack.seenIn(CHANNEL)) expect(message.text).not.toMatch(/Tidewell/);
  const ended = { card: { in: ['category-notice', 'at-risk-alert'] }, state: 'sent' };
  await eventually('three messages sent', async () => (await prisma.outbox.count({ where: ended })) === 3);
  const sent = await prisma.outbox.findMany({ where: ended });
  const lastNotice = Math.max(...sent.filter((one) => one.card === 'category-notice').map((one) => Number(one.sentAt)));
  expect(Number(sent.find((one) => one.card === 'at-risk-alert')!.sentAt)).toBeGreaterThanOrEqual(lastNotice);
});

it('the board’s chair acknowledges the alert in the channel, where everybody then sees by whom', async () => {
  const alert = await ivo.sawLast((message) => /at risk/.test(saidIn(message)), CHANNEL);
  await ivo.presses(alert, 'Acknowledge');
  await around.slack.until(() => inChannel().some((words) => words.includes('Acknowledged by Ivo Lind')));
  expect(await rows.alert()).toMatchObject({ state: 'acknowledged' });
});

it('the chair of governors sets up the board from the prompt, and everybody with a seat is told', async () => {
  await until(bea, (seen) => seen.buttons.includes('Set up the board'));
  await bea.presses('Set up the board', { chair: String(await idOf(prisma, 'Gus Rowe')) });
  for (const surface of [ada, gus, helen, carl, clerk])
    await until(surface, /Raising Attainment Board, Tidewell School/);
  const board = await prisma.board.findFirstOrThrow({ where: { template: 'RAB' }, include: { seats: true } });
  const chair = board.seats.find((seat) => seat.isChair);
  expect(chair).toMatchObject({ role: 'GOVERNOR', personId: await idOf(prisma, 'Gus Rowe') });
});

it('the agenda reaches each member where they are, and their answers stand on it', async () => {
  await clerk.says('meeting add Tidewell on 3 December at 17:30 in the library');
  await until(clerk, /Planned: MTG-1/);
  await clerk.says('agenda publish Tidewell');
  for (const surface of [ada, bea, gus, helen])
    await until(surface, (seen) => seen.buttons.includes('I will be there'));
  await gus.presses('I will be there');
  await ada.presses('Apologies');
  await until(helen, /Coming[\s\S]*Gus Rowe/);
  const answers = await prisma.attendance.findMany({ orderBy: { personId: 'asc' } });
  expect(answers.map(({ answer }) => answer)).toEqual(['apologies', 'coming']);
});

it('the chair gives an action in Slack, and its owner finishes it in Teams with evidence', async () => {
  await gus.says('action add Letter to parents owner Ada Okafor by 11 December for Tidewell');
  // The agenda names the action too, and may come first.
  await until(ada, (seen) => /Letter to parents/.test(seen.words) && seen.buttons.includes('Done'));
  await ada.presses('Done', { evidence: 'Sent on Friday' });
  await until(ada, (seen) => /Letter to parents/.test(seen.words) && /Sent on Friday/.test(seen.words));
  expect(await prisma.action.findFirst()).toMatchObject({ state: 'done', evidence: 'Sent on Friday' });
});

it('a governor on Teams and one on Slack approve at the same instant as the clerk edits', async () => {
  await clockTo(around, '2026-12-04');
  await clerk.says('meeting held MTG-1');
  await clerk.says('minutes write MTG-1 The board met at half past five.');
  await clerk.says('minutes circulate MIN-1');
  for (const surface of [bea, gus]) await until(surface, /The board met at half past five/);
  await Promise.all([
    bea.presses('Approve'),
    gus.presses('Approve'),
    clerk.says('minutes write MIN-1 The board met at six.'),
  ]);
  const raced = await rows.minutes();
  if (raced.state !== 'agreed')
    for (const surface of [bea, gus]) {
      await until(surface, (seen) => /met at six/.test(seen.words) && seen.buttons.includes('Approve'));
      await surface.presses('Approve');
    }
  await until(clerk, /agreed/);
  const agreed = await rows.minutes();
  expect(agreed.state).toBe('agreed');
  const text = agreed.revisions.find((one) => one.revision === agreed.revision)!;
  const counted = agreed.approvals.filter((one) => one.revision === agreed.revision);
  expect(counted.map(({ decision, hash, platform }) => [decision, hash, platform]).sort()).toEqual([
    ['approved', text.hash, 'slack'],
    ['approved', text.hash, 'teams'],
  ]);
  for (const surface of [bea, gus])
    await until(surface, (seen) => /MIN-1\n.*The minutes are agreed/.test(seen.words) && seen.buttons.length === 0);
});

it('a headteacher begins the school’s grades in Teams, goes on in Slack and submits them', async () => {
  await dov.says('round open Autumn 2026 due 18 December');
  await until(ada, /Leadership and management/);
  await ada.says('good');
  await until(ada, /What shows it/);
  await ada.says('Governors visit every month');
  await until(ada, /Next, aspect 2 of \d: Teaching/);

  adaInSlack = await join(around, clerkId, slackSurface(around, 'ada'), 'Ada Okafor');
  for (let said = 'outstanding'; ; ) {
    await adaInSlack.says(said);
    const evaluation = await prisma.selfEvaluation.findFirstOrThrow({
      where: { school: { urn: 900_101 } },
      include: { grades: true },
    });
    if (evaluation.state === 'submitted') break;
    const last = evaluation.grades.find((grade) => grade.evidence === null);
    said = last ? 'Seen in lessons' : evaluation.grades.length === 5 ? 'submit' : '2';
  }
  await until(adaInSlack, /have been submitted/);
  const grades = await prisma.selfEvaluationGrade.findMany({ orderBy: { gradedAt: 'asc' } });
  expect(grades.map(({ grade }) => grade)).toEqual(['2', '1', '2', '2', '2']);
});

it('the director sees the whole partnership, and a headteacher only the own school', async () => {
  await dov.says('status');
  const whole = await until(dov, /Northmarsh partnership[\s\S]*Schools by category/);
  expect(whole.words).toMatch(/Amber 1/);
  await ada.says('status');
  const own = await until(ada, /^Tidewell School/);
  expect(own.words).toMatch(/Amber/);
  await ada.says('status Pennywharf');
  await until(ada, /You can see your own school only/);
  for (const { words } of [...(await ada.sees()), ...(await adaInSlack.sees())])
    expect(words).not.toMatch(/Pennywharf/);
});

it('what somebody asks in a channel is answered to them alone', async () => {
  const before = around.slack.seenIn(CHANNEL).length;
  const { shown } = await ivo.types('/board status', { in: CHANNEL });
  expect(saidIn(shown!)).toMatch(/Pennywharf/);
  expect(around.slack.seenIn(CHANNEL)).toHaveLength(before);

  const room = around.teams.channel({ tenant: COUNCIL });
  await director.says('status', { in: room });
  await around.teams.connector.until(() => director.messages(room).length > 0, 'a word in the channel');
  const inRoom = director
    .messages(room)
    .map((one) => `${one.activity.text} ${cardText(one.activity.attachments ?? [])}`);
  expect(inRoom.join()).toMatch(/own chat/);
  expect(inRoom.join()).not.toMatch(/Northmarsh|Tidewell/);
});

it('everything that was to be said was said', async () => {
  const states = await prisma.outbox.groupBy({ by: ['state'], _count: true });
  expect(Object.keys(Object.fromEntries(states.map(({ state, _count }) => [state, _count])))).not.toContain('failed');
});
