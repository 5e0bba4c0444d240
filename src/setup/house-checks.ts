// What the house can look at about itself, apart from its platforms.
import type { LocalDate, TermCalendar } from '../calendar/index.ts';
import type { Checkup, Finding, Reading } from '../chat/contract.ts';
import type { DatabaseFacts } from './check.records.ts';
import type { Outside } from './outside.ts';
import { termDatesInWords } from './term-dates.ts';

/** What is known of the program where it runs. */
export interface HouseFacts {
  /** "0.1.0" */
  version: string;
  /** SECRET_KEY is set; otherwise the key is a file in the data folder. */
  hasKey: boolean;
  hasOwnDatabase: boolean;
  /** When the newest backup was made in the usual folder; undefined when there is none. */
  newestBackup(): Promise<Date | undefined>;
}

export interface HouseQuestion {
  facts: HouseFacts;
  outside: Outside;
  readDatabase(): Promise<DatabaseFacts>;
  /** Whose term dates; undefined while there is no partnership. */
  found: Pick<Reading, 'partnership' | 'today'> | undefined;
  now(): Date;
}

const SLOW_MS = 200;
const BACKUP_HOURS = 36;

/** List what can be looked at whatever platforms there are; term dates only once there is a partnership. */
export function houseCheckups({ facts, outside, readDatabase, found, now }: HouseQuestion): Checkup[] {
  return [
    {
      title: 'Version',
      look: async () => ({ isGood: true, words: `Convenor ${facts.version}, Node ${process.versions.node}` }),
    },
    { title: 'Database', look: () => database(readDatabase) },
    { title: 'Backup', look: async () => backup(await facts.newestBackup(), now()) },
    { title: 'Key of the buttons', look: async () => key(facts) },
    ...(found ? [{ title: 'Term dates', look: async () => terms(found.partnership.calendar, found.today) }] : []),
    { title: 'Public address', look: () => outside.lookAtAddress(now()) },
  ];
}

async function database(read: () => Promise<DatabaseFacts>): Promise<Finding> {
  const { version, ...safety } = await read();
  // The best of a few: the first opens a connection, and another may meet a busy moment.
  let ms = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 3; tries++) {
    const began = performance.now();
    await read();
    ms = Math.min(ms, Math.round(performance.now() - began));
  }
  const off = [
    ...(safety.fsync === 'on' ? [] : ['fsync']),
    ...(safety.synchronousCommit === 'off' ? ['synchronous_commit'] : []),
    ...(safety.fullPageWrites === 'on' ? [] : ['full_page_writes']),
  ];
  const what = `PostgreSQL ${version.split(' ')[0]}`;
  if (off.length > 0)
    return {
      isGood: false,
      words: `${what}, with ${off.join(' and ')} switched off: what was decided can be lost when the power goes.`,
      next: `Switch ${off.length === 1 ? 'it' : 'them'} on in the database server’s settings.`,
    };
  if (ms > SLOW_MS)
    return {
      isGood: false,
      words: `${what} took ${ms} ms to answer.`,
      next: 'It should be near: a few milliseconds away.',
    };
  return { isGood: true, words: `${what}, keeps what is written, answers in ${ms} ms` };
}

function backup(newest: Date | undefined, now: Date): Finding {
  if (newest === undefined)
    return {
      words: 'none in the folder “backups” beside the data folder.',
      next: 'If you back up elsewhere, look there. Otherwise: npm run backup, every night (docs/backup.md).',
    };
  const hours = Math.max(0, Math.floor((now.getTime() - newest.getTime()) / 3_600_000));
  const age = hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
  if (hours <= BACKUP_HOURS) return { isGood: true, words: `the newest is ${age} old` };
  return {
    isGood: false,
    words: `the newest is ${age} old.`,
    next: 'Look at the timer that runs npm run backup every night.',
  };
}

function key({ hasKey, hasOwnDatabase }: HouseFacts): Finding {
  if (hasKey) return { isGood: true, words: 'SECRET_KEY is set' };
  if (hasOwnDatabase) return { isGood: true, words: 'a file in the data folder; back it up too' };
  return {
    isGood: false,
    words: 'SECRET_KEY is not set, and the database is elsewhere.',
    next: 'Set it, the same for every copy, or buttons of one copy mean nothing to the other.',
  };
}

function terms(calendar: TermCalendar | undefined, today: LocalDate): Finding {
  const { isKnown, words } = termDatesInWords(calendar, today);
  if (isKnown) return { isGood: true, words };
  return { isGood: false, words: `${words}.`, next: 'Type “setup list terms” and paste your council’s dates.' };
}
