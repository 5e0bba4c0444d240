// R3. The program ends itself with SIGKILL at each step between a decision and the last word about its message, again and again,
// and is started anew over the same database.
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openOutside } from '../support/outside.ts';
import { endProgramsAfterAll, type Program, startProgram } from '../support/process.ts';
import { bystanders, expectWhole } from './bystanders.ts';
import { found, times, within } from './extent.ts';

endProgramsAfterAll();
const { prisma, connection } = await testDatabase();
const { outside, environment, connect, close } = await openOutside(connection.database);
afterAll(close);

/** From what the clerk decides to what is known of its message; the words are those of `killing.ts`. */
const STEPS = [
  'before outbox',
  'after outbox',
  'before commit',
  'after commit',
  'before take',
  'after take',
  'before mark',
  'after mark',
  'after ask',
  'after answer',
  'before settle',
  'after settle',
  'while looking',
  'after looking',
];
/** Only there may the platform have a message of which the program does not know. */
const DARK = ['after mark', 'after ask', 'after answer', 'before settle'];
/** While Slack is asked about such a message. */
const LOOKS = ['while looking', 'after looking'];
const GIVEN = 4;
const LIMIT = within(90_000, 3_600_000);

/** Start the program; a step may come so early that it never says where it listens. */
async function start(killAt: string): Promise<Program | undefined> {
  const preload = `--import=${path.join(import.meta.dirname, 'killing.ts')}`;
  const started = startProgram({ ...environment, MODE: 'development', NODE_OPTIONS: preload, KILL_AT: killAt });
  const program = await started.catch((fault: Error) => {
    if (/ended with null/.test(fault.message)) return undefined;
    throw fault;
  });
  if (program) connect(program.url);
  return program;
}

it('R3: killed at each of fourteen steps, nothing is lost, nothing made up, nothing said twice', {
  timeout: LIMIT,
}, async () => {
  let program = await start('never');
  const people = await bystanders(outside, prisma);
  await eventually('the welcome', async () => (await people.underWay()) === 0);
  await program!.end('SIGTERM');

  const kills = new Map<string, number>();
  const rounds = times(1, 15);
  for (let round = 0; round < rounds; round += 1) {
    for (const step of STEPS) {
      await people.endLeases();
      await people.hurry();
      program = await start(`${step}@${1 + (round % 2)}`);
      const state = { isOver: program === undefined };
      const over = program?.ended.then((code) => {
        state.isOver = true;
        return code;
      });
      await people.askAgain();
      for (let tries = 0; tries < 20 && !state.isOver; tries += 1) {
        // There is something to look for.
        if (LOOKS.includes(step)) outside.slack.fail('chat.postMessage', { cut: true, accepted: true });
        await people.give(GIVEN);
        await people.hurry();
        await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 400))]);
      }
      expect(state.isOver, `the program never came to the step “${step}”`).toBe(true);
      if (program) expect(await over, program.output()).toBeNull();
      kills.set(step, (kills.get(step) ?? 0) + 1);
    }
  }

  await people.endLeases();
  program = await start('never');
  await people.askAgain();
  expect(people.unanswered()).toBe(0);
  const isOver = async () => {
    await people.hurry();
    return (await people.underWay()) === 0;
  };
  // Hundreds may still be under way.
  await eventually('the end of every message', isOver, within(20_000, 300_000));
  expect(await program!.end('SIGTERM')).toBe(0);

  const reckoning = await people.reckon();
  const { asked, sent, uncertain, uncertainInSlack, lost, ghosts, twice } = reckoning;
  const all = rounds * STEPS.length;
  found(
    'R3',
    `${all} kills at ${STEPS.length} steps, ${asked} messages: ${sent} sent once, ${uncertain} listed as uncertain (${uncertainInSlack.length} of them in Slack), ${lost.length} lost or given up, ${ghosts.length} made up, ${twice.length} twice`,
  );
  expectWhole(reckoning);
  expect([...kills.values()]).toEqual(STEPS.map(() => rounds));
  // At the dark steps as many as were in hand may be uncertain, and nowhere else.
  expect(uncertain).toBeLessThanOrEqual(rounds * DARK.length * GIVEN);
  // Slack was asked about all of its own.
  expect(uncertainInSlack).toEqual([]);
  expect(outside.slack.violations).toEqual([]);
  expect(outside.teams.connector.complaints).toEqual([]);
});
