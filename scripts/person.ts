// npm run person -- export|erase NAME|P-NUMBER

import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { today as todayIn } from '../src/calendar/index.ts';
import { Refusal } from '../src/chat/refusal.ts';
import { getPersonNamed } from '../src/people/index.ts';
import { erasePerson, exportPerson, type PersonExport, writeExported } from '../src/personal/index.ts';
import type { Tx } from '../src/store/database.ts';
import { choosePartnership } from './partnership.ts';
import { runProgram } from './program.ts';
import { inTransaction, LONG, withStore } from './store.ts';

const USAGE = `What Convenor holds on a person: all of it in a file for them, or forgotten. See docs/data-protection.md.

  npm run person -- export "Ada Okafor" --out FILE   everything held on them, from every table
  npm run person -- erase "Ada Okafor" --dry-run     say what would be erased, and change nothing
  npm run person -- erase "Ada Okafor"               erase it; the board's record keeps a pseudonym

A person can be named by their number too: P-12.

  --own-words          with erase: also what they wrote with a decision (evidence, reasons, words to minutes)
  --partnership NAME   which partnership, when there is more than one`;

await runProgram(main);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      'own-words': { type: 'boolean', default: false },
      partnership: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [what, ...words] = positionals;
  const isExport = what === 'export' && values.out !== undefined;
  if (values.help || words.length === 0 || !(isExport || (what === 'erase' && values.out === undefined))) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  return withStore(async (store) => {
    const who = { said: words.join(' '), partnership: values.partnership, now: new Date(), requestId: randomUUID() };
    if (isExport) {
      const out = path.resolve(values.out!);
      const found = await store.prisma.$transaction((tx) => exportOf(tx, who), {
        isolationLevel: 'RepeatableRead',
        ...LONG,
      });
      await writeNew(out, `${JSON.stringify(found, null, 2)}\n`);
      for (const line of sayExport(found, out)) console.log(line);
      return 0;
    }
    const isDryRun = values['dry-run'];
    const lines = await inTransaction(store, isDryRun, (tx) => erase(tx, who, values['own-words']));
    for (const line of lines) console.log(line);
    if (isDryRun) console.log('Nothing was changed: this was a dry run.');
    return 0;
  });
}

interface Who {
  said: string;
  partnership: string | undefined;
  now: Date;
  requestId: string;
}

async function exportOf(tx: Tx, who: Who): Promise<PersonExport> {
  const { personId, partnership, today } = await find(tx, who);
  const found = await exportPerson(tx, personId, { partnership, today });
  await writeExported(tx, personId, who);
  return found;
}

async function erase(tx: Tx, who: Who, ownWords: boolean): Promise<string[]> {
  const { personId, partnership, today } = await find(tx, who);
  const { now, requestId } = who;
  const done = await erasePerson(tx, personId, { partnership, today, ownWords, now, requestId });
  const list = (rows: { table: string; count: number }[]) =>
    rows.map(({ table, count }) => `${table} ${count}`).join(', ') || 'nothing';
  return [
    `${done.name} is “${done.pseudonym}” now.`,
    `  Removed: ${list(done.removed)}.`,
    `  Emptied: ${list(done.emptied)}.`,
    `  Name replaced in words: ${list(done.renamed)}.`,
    `  Entries of the audit without name and place: ${done.audit}.`,
    ...(done.hasNamesake
      ? [
          'Somebody else has the same name, so it was replaced only in rows that were theirs. Look for the rest yourself.',
        ]
      : []),
    ...(done.left.length > 0
      ? [`The last name still stands in: ${list(done.left)}. Look whether that means them.`]
      : []),
    'Backups hold them until they are deleted, and Teams and Slack keep messages by their own rules.',
  ];
}

async function find(tx: Tx, { said, partnership: named, now }: Who) {
  const partnership = await choosePartnership(tx, named, now);
  const today = todayIn(now, partnership.timeZone);
  const [, number] = /^(?:P-)?(\d{1,9})$/i.exec(said.trim()) ?? [];
  const personId = number
    ? Number(number)
    : (await getPersonNamed(tx, said, { partnershipId: partnership.id, today, left: 'first' })).id;
  return { personId, partnership, today };
}

/** Write a file that only its owner can read, and never over one that is there. */
async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new Refusal(`${file} is there already. Name another file.`);
    throw new Refusal(`${file} cannot be written (${error.code}). Name a file in a folder that is there.`);
  });
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function sayExport({ held, mentioned }: PersonExport, file: string): string[] {
  const rows = (list: { rows: unknown[] }[]) => list.reduce((sum, one) => sum + one.rows.length, 0);
  return [
    `${rows(held)} rows in ${held.length} tables are theirs; their name stands in ${rows(mentioned)} more.`,
    `Written to ${file}, readable by you alone. Look through it before you hand it over: others are named in it.`,
  ];
}
