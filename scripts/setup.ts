// npm run setup -- [--partnership NAME] [--director NAME] [--framework ID] [--out FILE]
// Begins an empty house and prints the code of its first programme director. The code is shown on a terminal or written to a
// file that its owner alone can read, never into a log.

import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { sayDate, today as todayIn } from '../src/calendar/index.ts';
import { Refusal } from '../src/chat/refusal.ts';
import { findPartnerships } from '../src/imports/index.ts';
import { type Begun, begin } from '../src/setup/index.ts';
import { runProgram } from './program.ts';
import { inTransaction, withStore } from './store.ts';

const USAGE = `Begin with Convenor: your partnership, its first programme director, and a code for that person.
Whoever types “join” and the code in Teams or Slack is that person; all the rest is done in chat.

  npm run setup                            asks what it has to know
  npm run setup -- --partnership "Aldermarsh Secondary Partnership" --director "Dee Marlowe"

  --framework ID   the framework of a new partnership (lewisham-2015)
  --out FILE       write the code to this new file, readable by you alone, instead of showing it

Run again, it gives a new code and the one before stops working, until the programme director has joined.`;

await runProgram(main);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      partnership: { type: 'string' },
      director: { type: 'string' },
      framework: { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help || positionals.length > 0) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  if (values.out === undefined && !stdout.isTTY)
    throw new Refusal('The code would go into a log. Run this in a terminal, or name a new file for it: --out FILE.');
  return withStore(async (store) => {
    const isEmpty = (await findPartnerships(store.prisma)).length === 0;
    const partnership = tidy(
      values.partnership ?? (isEmpty ? await ask('What is your partnership called? ') : undefined),
    );
    const director = tidy(values.director ?? (await ask('Who is its programme director (first and last name)? ')));
    if (director === undefined) throw new Refusal('Say who is programme director: --director "Dee Marlowe".');
    for (const name of [partnership, director])
      if (name !== undefined && name.length > 120) throw new Refusal('That name is too long: 120 characters at most.');
    const file = values.out === undefined ? undefined : await newFile(path.resolve(values.out));
    try {
      const begun = await inTransaction(store, false, (tx) =>
        begin(tx, { partnership, framework: values.framework, director, now: new Date() }),
      );
      // Only now does the code work.
      await file?.writeFile(`${begun.code}\n`);
      for (const line of say(begun, values.out)) console.log(line);
      return 0;
    } catch (error) {
      if (file) await rm(values.out!, { force: true });
      throw error;
    } finally {
      await file?.close();
    }
  });
}

function say({ partnership, isNew, director, code, expiresAt, timeZone }: Begun, out: string | undefined): string[] {
  const until = sayDate(todayIn(expiresAt, timeZone));
  return [
    `${partnership}${isNew ? ' is made' : ''}. ${director} is programme director.`,
    out === undefined
      ? `${director} types to Convenor, in Teams or Slack:  join ${code}`
      : `The code is in ${out}, readable by you alone. ${director} types “join” and the code to Convenor in Teams or Slack; delete the file afterwards.`,
    `It works once, until ${until}. Give it to that person alone: it opens everything.`,
    'Then “setup” goes on in chat: schools, term dates, people, codes and channels.',
  ];
}

async function ask(question: string): Promise<string | undefined> {
  if (!stdin.isTTY) return undefined;
  const asking = createInterface({ input: stdin, output: stdout });
  try {
    return await asking.question(question);
  } finally {
    asking.close();
  }
}

function tidy(name: string | undefined): string | undefined {
  const text = name?.replace(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}

/** Made before the code is, so that a code is never lost for want of a file. */
async function newFile(file: string) {
  return open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new Refusal(`${file} is there already. Name another file.`);
    throw new Refusal(`${file} cannot be written (${error.code}). Name a file in a folder that is there.`);
  });
}
