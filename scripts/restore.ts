// npm run restore -- FILE [--check] [--replace] [--send-waiting]

import path from 'node:path';
import { parseArgs } from 'node:util';
import { sayDate } from '../src/calendar/index.ts';
import { countWaiting, holdBack } from '../src/chat/restored.records.ts';
import { takeToday } from '../src/clock/restored.records.ts';
import { readSettings, type Settings } from '../src/config.ts';
import { CLOCK_SETTING } from '../src/demonstration-clock.ts';
import { readEnvironment } from '../src/environment.ts';
import { features } from '../src/features.ts';
import { countRows } from '../src/store/backup/format.ts';
import { checkBackup, restore } from '../src/store/backup/restore.ts';
import { reach } from '../src/store/reach.ts';
import { sayContents, sayOrigin, sayRows, sayWhereKeyGoes } from './backup/words.ts';
import { runProgram } from './program.ts';

const USAGE = `Make Convenor's database what it was when a backup was made. Stop Convenor first. See docs/backup.md.

  npm run restore -- FILE --check   only say whether the file is whole, and what is in it
  npm run restore -- FILE           into a database that is empty

  --replace        in place of what the database holds now, which is then lost
  --send-waiting   send the messages that waited when the backup was made, though they may have been sent since`;

const jobs = features.flatMap((feature) => feature.jobs ?? []).map(({ name }) => name);

await runProgram(main);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      replace: { type: 'boolean', default: false },
      'send-waiting': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [given, ...more] = positionals;
  if (values.help || given === undefined || more.length > 0) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  // Before a server of our own is started for nothing.
  const backup = await checkBackup(path.resolve(given));
  if (values.check) {
    for (const line of sayContents(backup)) console.log(line);
    return 0;
  }
  const settings = readSettings(readEnvironment());
  const { connection, leave } = await reach(settings);
  try {
    const sendWaiting = values['send-waiting'];
    const { waited, slot } = await restore(connection, backup, {
      replace: values.replace,
      afterwards: async (client) => ({
        waited: await (sendWaiting ? countWaiting(client) : holdBack(client)),
        slot: await takeToday(client, jobs, { now: new Date(), movedBy: clockSetting(settings) }),
      }),
    });
    console.log(`Restored ${sayOrigin(backup.header)}.`);
    console.log(
      `${sayRows(countRows(backup.ending.tables), backup.header)}, read back from the database: all as in the file.`,
    );
    for (const { name } of backup.later)
      console.log(`The database has had the migration ${name} since the backup was made.`);
    console.log(sayWaiting(waited, sendWaiting));
    if (slot) console.log(sayJobs(slot));
    console.log(sayWhereKeyGoes(settings));
    return 0;
  } finally {
    await leave();
  }
}

/** Only production goes by the machine's time alone. */
function clockSetting({ mode }: Settings): string | undefined {
  return mode === 'production' ? undefined : CLOCK_SETTING;
}

function sayWaiting(waited: number, isSent: boolean): string {
  const messages = `${waited} ${waited === 1 ? 'message' : 'messages'} that waited when the backup was made`;
  return isSent
    ? `${messages} will be sent when Convenor starts.`
    : `${messages} may have been sent since: marked as uncertain, and not sent again.`;
}

function sayJobs(slot: string): string {
  return `Reminders of ${sayDate(slot)} count as given (${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}): the next ones go out after that day.`;
}
