// Between a backup and its restore, what waited may have been sent and the jobs may have run.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countWaiting, holdBack } from '../../src/chat/restored.records.ts';
import { takeToday } from '../../src/clock/restored.records.ts';
import { checkBackup, restore } from '../../src/store/backup/restore.ts';
import { backUpNow } from '../support/backups.ts';
import { ask, emptyDatabase, testDatabase } from '../support/database.ts';
import { openTemporaryFolder } from '../support/folder.ts';

const { connection: source } = await testDatabase();
const database = await emptyDatabase();
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await openTemporaryFolder();
  file = path.join(folder, 'convenor.backup.gz');
  await ask(
    source,
    `insert into "Partnership" (name, "laCode", "frameworkId", "timeZone")
     values ('Aldermarsh', '999', 'lewisham-2015', 'Pacific/Apia')`,
  );
  await messages();
  await backUpNow(source, file);
});
afterAll(() => rm(folder, { recursive: true }));

const now = new Date('2026-11-25T12:00:00Z');
const states = async () => {
  const rows = await ask(database, `select state, string_agg(key, ' ' order by key) as keys from "Outbox" group by 1`);
  return Object.fromEntries(rows.map(({ state, keys }) => [state, keys]));
};
const slots = () => ask(database, 'select job, slot from "JobSlot" order by job, slot');

test('nothing that waited is sent again, and no reminder of today is given again', async () => {
  const { held, day } = await restore(database, await checkBackup(file), {
    replace: false,
    afterwards: async (client) => ({
      held: await holdBack(client),
      day: await takeToday(client, ['remindPeople', 'askChairs'], { now, movedBy: undefined }),
    }),
  });

  expect(held).toBe(4);
  expect(await states()).toEqual({
    uncertain: 'off sending taken uncertain waiting',
    sent: 'sent',
    skipped: 'skipped',
    failed: 'failed',
    unreachable: 'unreachable',
  });
  expect(await ask(database, `select reason, "takenBy" from "Outbox" where key = 'sending'`)).toEqual([
    {
      reason: 'it was waiting when the backup that was restored was made, and may have been sent since',
      takenBy: null,
    },
  ]);
  // It is tomorrow already where this partnership is.
  expect(day).toBe('2026-11-26');
  expect(await slots()).toEqual([
    { job: 'askChairs', slot: '2026-11-26' },
    { job: 'remindPeople', slot: '2026-11-26' },
  ]);
});

test('what waited goes out when that is asked for; the demonstration has a day of its own', async () => {
  const { waiting, day } = await restore(database, await checkBackup(file), {
    replace: true,
    afterwards: async (client) => ({
      waiting: await countWaiting(client),
      day: await takeToday(client, ['remindPeople'], { now, movedBy: 'moved' }),
    }),
  });

  expect(waiting).toBe(4);
  expect(await states()).toMatchObject({ waiting: 'waiting', unreachable: 'off unreachable' });
  expect(day).toBe('2026-11-28');
  expect(await slots()).toEqual([
    { job: 'remindPeople', slot: '2026-11-26' },
    { job: 'remindPeople', slot: '2026-11-28' },
  ]);
});

/** One message in each state, one for a platform that is switched off, and a turn that a job has had. */
async function messages(): Promise<void> {
  await ask(
    source,
    `insert into "Outbox" (key, card, subject, state, reason, "notBefore", "takenBy", "requestId", "createdAt")
     select coalesce(key, state), 'action', 'action:ACT-1', state, reason, now(), 'a copy', 'r', now()
     from (values ('waiting', null, null), ('taken', null, null), ('sending', null, null), ('sent', null, null),
                  ('skipped', null, null), ('uncertain', null, null), ('failed', null, null),
                  ('unreachable', null, 'has not joined yet'),
                  ('unreachable', 'off', 'Convenor is not connected to the platform where this person or channel is'))
          as message (state, key, reason)`,
  );
  await ask(source, `insert into "Setting" values ('moved', '${2 * 86_400_000}')`);
  await ask(source, `insert into "JobSlot" values ('remindPeople', '2026-11-26', now())`);
}
