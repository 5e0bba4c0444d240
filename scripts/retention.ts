// npm run retention -- [set CLASS DAYS | --dry-run]

import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { today as todayIn } from '../src/calendar/index.ts';
import { CLASSES, daysOf, readRetention, removeOver, saveRetention, setDays } from '../src/personal/index.ts';
import type { Tx } from '../src/store/database.ts';
import { choosePartnership } from './partnership.ts';
import { runProgram } from './program.ts';
import { inTransaction, LONG, withStore } from './store.ts';

const USAGE = `How long Convenor keeps what. What is over its time is removed every night. See docs/data-protection.md.

  npm run retention                        show for how many days each class is kept
  npm run retention -- --dry-run           also count what the next night would remove
  npm run retention -- set receipts 60     keep a class for so many days`;

await runProgram(main);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  });
  const [verb, name, days, ...more] = positionals;
  const isSetting = verb === 'set' && name !== undefined && days !== undefined && more.length === 0;
  if (values.help || !(verb === undefined || (isSetting && !values['dry-run']))) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  return withStore(async (store) => {
    if (isSetting) await store.prisma.$transaction((tx) => set(tx, name, days), LONG);
    const kept = daysOf(await store.prisma.$transaction((tx) => readRetention(tx), LONG));
    const counts = values['dry-run'] ? await inTransaction(store, true, remove) : {};
    for (const { name, what } of CLASSES) {
      const count = values['dry-run'] ? `${counts[name] ?? 0} to remove; ` : '';
      console.log(`${name.padEnd(11)}${String(kept[name]).padStart(5)} days  ${count}${what}`);
    }
    return 0;
  });
}

async function set(tx: Tx, name: string, days: string): Promise<void> {
  const before = await readRetention(tx);
  await saveRetention(tx, { before, after: setDays(before, name, days), now: new Date(), requestId: randomUUID() });
}

async function remove(tx: Tx): Promise<Record<string, number>> {
  const now = new Date();
  const { timeZone } = await choosePartnership(tx, undefined, now);
  return removeOver(tx, { today: todayIn(now, timeZone), timeZone, happened: async () => undefined });
}
