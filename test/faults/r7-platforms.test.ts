// R7. The platforms have faults of their own: they answer 500, take a message and then say 502 or hang up, or never answer. Slack
// is asked whether it has such a message. In Teams nobody can know: it is never sent again by itself, and the books say so.
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

/** How the two platforms fail alike: by what part of first tries, and whether people have the message all the same. */
const WAYS = {
  'answered 500': {
    share: 0.15,
    inTeams: () => around.teams.connector.fail({ on: 'post', how: { status: 500 } }),
    inSlack: () => around.slack.failNew({ status: 500 }),
  },
  'took it and answered 502': {
    share: 0.1,
    inTeams: () => around.teams.connector.fail({ on: 'post', how: { status: 502, afterTaking: true } }),
    inSlack: () => around.slack.failNew({ status: 502, accepted: true }),
  },
  'took it and hung up': {
    share: 0.1,
    inTeams: () => around.teams.connector.fail({ on: 'post', how: 'cut-after-taking' }),
    inSlack: () => around.slack.failNew({ cut: true, accepted: true }),
  },
  'never answered': {
    share: 0.05,
    inTeams: () => around.teams.connector.fail({ on: 'post', how: 'hang' }),
    inSlack: () => around.slack.failNew({ hang: true }),
  },
};

it('R7: what a platform may have taken is not there twice; Slack is asked, and in Teams it is said to be uncertain', {
  timeout: within(120_000, 1_500_000),
}, async () => {
  const used = new Map<string, number>();
  let inTeamsOnly = 0;
  let turn = 0;
  for (let given = 0; given < MESSAGES; given += AT_ONCE) {
    let planned = 0;
    for (const [name, { share, inTeams, inSlack }] of Object.entries(WAYS)) {
      // The shares come out exactly, spread over the rounds.
      const wanted = Math.round((given + AT_ONCE) * share) - (used.get(name) ?? 0);
      for (let one = 0; one < wanted; one += 1) {
        if (turn++ % 2 === 0) {
          inTeams();
          inTeamsOnly += 1;
        } else inSlack();
        used.set(name, (used.get(name) ?? 0) + 1);
        planned += 1;
      }
    }
    expect(planned).toBeLessThan(AT_ONCE);
    await people.give(AT_ONCE);
    while ((await people.underWay()) > 0) {
      await around.app.house.delivery.drain();
      // Between two looks as well: nobody waits here for the minute after which Slack's word counts.
      await people.hurry();
    }
  }
  const reckoning = await people.reckon();
  const told = [...used].map(([name, count]) => `${count} ${name}`).join(', ');
  found(
    'R7',
    `${MESSAGES} messages, ${told}: ${reckoning.sent} sent once, ${reckoning.uncertain} uncertain (${reckoning.uncertainInSlack.length} of them in Slack), 0 lost, 0 twice`,
  );
  expectWhole(reckoning);
  expect(reckoning.uncertainInSlack).toEqual([]);
  expect(reckoning.uncertain).toBe(inTeamsOnly);
  const looks = around.slack.callsOf('conversations.history').length;
  expect(looks).toBeGreaterThan(0);
  // Never silent: whoever watches the program is told how many.
  const metrics = await (await fetch(`${around.url}/metrics`)).text();
  expect(metrics).toMatch(new RegExp(`uncertain"[^\\n]*\\} ${inTeamsOnly}\\b`));
  expect(around.slack.violations).toEqual([]);
  expect(around.teams.connector.complaints).toEqual([]);
});
