// R7. The platforms have faults of their own: they answer 500, take a message and then say 502 or hang up, or never answer. Nobody
// can know whether such a message arrived: it is never sent again by itself, and the books say so.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Around, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { type Bystanders, bystanders, expectWhole } from './bystanders.ts';
import { found, times, within } from './extent.ts';

const { prisma, connection } = await testDatabase();
const MESSAGES = times(64, 2000);
const AT_ONCE = 32;
let around: Around;
let people: Bystanders;

beforeAll(async () => {
  around = await startAround({ database: connection.database, now: '2026-11-23T07:00:00Z', paceMs: 0 });
  people = await bystanders(around, prisma);
});
afterAll(() => around.close());

const post = 'chat.postMessage';
/** How the two platforms fail alike: by what part of calls, and whether people have the message all the same. */
const WAYS = {
  'answered 500': {
    share: 0.15,
    inTeams: () => around.teams.connector.fail({ on: 'post', how: { status: 500 } }),
    inSlack: () => around.slack.fail(post, { status: 500 }),
  },
  'took it and answered 502': {
    share: 0.1,
    inTeams: () => around.teams.connector.fail({ on: 'post', how: { status: 502, afterTaking: true } }),
    inSlack: () => around.slack.fail(post, { status: 502, accepted: true }),
  },
  'took it and hung up': {
    share: 0.1,
    inTeams: () => around.teams.connector.fail({ on: 'post', how: 'cut-after-taking' }),
    inSlack: () => around.slack.fail(post, { cut: true, accepted: true }),
  },
  'never answered': {
    share: 0.05,
    inTeams: () => around.teams.connector.fail({ on: 'post', how: 'hang' }),
    inSlack: () => around.slack.fail(post, { hang: true }),
  },
};

it('R7: what a platform may or may not have taken is not sent twice, and is said to be uncertain', {
  timeout: within(120_000, 1_500_000),
}, async () => {
  const used = new Map<string, number>();
  let turn = 0;
  for (let given = 0; given < MESSAGES; given += AT_ONCE) {
    let planned = 0;
    for (const [name, { share, inTeams, inSlack }] of Object.entries(WAYS)) {
      // The shares come out exactly, spread over the rounds.
      const wanted = Math.round((given + AT_ONCE) * share) - (used.get(name) ?? 0);
      for (let one = 0; one < wanted; one += 1) {
        if (turn++ % 2 === 0) inTeams();
        else inSlack();
        used.set(name, (used.get(name) ?? 0) + 1);
        planned += 1;
      }
    }
    expect(planned).toBeLessThan(AT_ONCE);
    await people.give(AT_ONCE);
    await around.app.house.delivery.drain();
  }
  await people.hurry();
  while ((await people.underWay()) > 0) {
    await around.app.house.delivery.drain();
    await people.hurry();
  }
  const reckoning = await people.reckon();
  const faults = [...used.values()].reduce((sum, count) => sum + count, 0);
  const told = [...used].map(([name, count]) => `${count} ${name}`).join(', ');
  found(
    'R7',
    `${MESSAGES} messages, ${told}: ${reckoning.sent} sent once, ${reckoning.uncertain} uncertain, 0 lost, 0 twice`,
  );
  expectWhole(reckoning);
  expect(reckoning.uncertain).toBe(faults);
  // Never silent: whoever watches the program is told how many.
  const metrics = await (await fetch(`${around.url}/metrics`)).text();
  expect(metrics).toMatch(new RegExp(`uncertain"[^\\n]*\\} ${faults}\\b`));
  expect(around.slack.violations).toEqual([]);
  expect(around.teams.connector.complaints).toEqual([]);
});
