// npm run setup:check
// The same look at Convenor as “setup check” in chat, before anybody has joined; only the message to somebody is missing.

import { parseArgs } from 'node:util';
import { systemClock } from '../src/chat/clock.ts';
import type { Door, Platform } from '../src/chat/contract.ts';
import { readSettings, type Settings } from '../src/config.ts';
import { readEnvironment } from '../src/environment.ts';
import { factsOf } from '../src/facts.ts';
import { noLog } from '../src/log.ts';
import { readPartnership } from '../src/people/index.ts';
import { secretKey } from '../src/secret.ts';
import { lineOf, listCheckups, looked, markOf, sayResult } from '../src/setup/index.ts';
import { runProgram } from './program.ts';
import { withStore } from './store.ts';

const USAGE = `Look whether Convenor is set up as it should be: its address, its database, Teams and Slack. Nothing is posted.
Start Convenor first: whether Teams and Slack reach it is tried at PUBLIC_URL.

  npm run setup:check`;

const nobody = async (): Promise<never> => {
  throw new Error('Nobody is heard while Convenor is only looked at');
};
const CLOSED: Door = { handle: nobody, shown: nobody, placeChanged: nobody };

await runProgram(main);

/** Exit with 0 when all is well, with 1 when something needs you. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help || positionals.length > 0) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const settings = readSettings(readEnvironment());
  return withStore(async ({ prisma }) => {
    const platforms = await openPlatforms(settings);
    try {
      const around = factsOf(settings, await secretKey(settings));
      const clocks = { clock: systemClock, realClock: systemClock };
      const all = await listCheckups({ prisma, platforms, ...clocks, ...around, readPartnership }, undefined);
      const lines = await Promise.all(
        all.map(async (checkup) => {
          const line = lineOf(checkup.title, await looked(noLog, checkup));
          console.log(`${markOf(line)} ${line.title}: ${line.words}${line.next === '' ? '' : `\n    ${line.next}`}`);
          return line;
        }),
      );
      const bad = lines.filter(({ state }) => state === 'bad').length;
      console.log(bad === 0 ? sayResult(lines, true) : `${bad} ${bad === 1 ? 'thing needs' : 'things need'} you.`);
      return bad === 0 ? 0 : 1;
    } finally {
      await Promise.all(platforms.map((platform) => platform.stop()));
    }
  });
}

/** The platforms as they send; nobody listens here. */
async function openPlatforms({ teams, slack, mode }: Settings): Promise<Platform[]> {
  const platforms: Platform[] = [];
  if (teams) {
    const { openTeams } = await import('../src/teams/index.ts');
    platforms.push((await openTeams({ settings: teams, mode, door: CLOSED, log: noLog })).platform);
  }
  if (slack) {
    const { openSlack } = await import('../src/slack/index.ts');
    platforms.push((await openSlack({ settings: slack, door: CLOSED, log: noLog })).platform);
  }
  return platforms;
}
