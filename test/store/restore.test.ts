import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkBackup, restore } from '../../src/store/backup/restore.ts';
import { migrate } from '../../src/store/migrate.ts';
import { migrationsFolder } from '../../src/store/migrations.ts';
import { backUpNow, empty, everything, restoreAsItWas } from '../support/backups.ts';
import { ask, emptyDatabase, testDatabase } from '../support/database.ts';
import { openTemporaryFolder } from '../support/folder.ts';

const LATER = '20991231235959_oddities';
const ODDITIES = `
  create type "Tone" as enum ('warm', 'plain');
  create table "Oddity" (
    key text primary key, words text, tone "Tone", big bigint, day date, at timestamptz(3), list text[], facts jsonb,
    share numeric, bytes bytea, "double" double precision, sum int generated always as (1 + 1) stored
  );
  insert into "Oddity" (key) values ('here from the start');
  alter table "School" add column "motto" text not null default 'none yet';`;

const { connection: source } = await testDatabase();
const database = await emptyDatabase();
let folder: string;
/** The migrations of a Convenor that is newer than the project, and a backup that it made. */
let newer: string;
let newerFile: string;
let file: string;

beforeAll(async () => {
  folder = await openTemporaryFolder();
  [newer, newerFile, file] = ['migrations', 'newer.backup.gz', 'convenor.backup.gz'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  await cp(migrationsFolder, newer, { recursive: true });
  await writeMigration(newer, ODDITIES);

  await aPartnership(source, 'Aldermarsh');
  await twoBoards();
  await ask(source, `insert into "Setting" values ('key', '1')`);
  await backUpNow(source, file);
  await migrate(source, newer);
  await oddities();
  await backUpNow(source, newerFile, newer);
});
afterAll(() => rm(folder, { recursive: true }));

describe('a backup', () => {
  test('brings whatever people wrote back as they wrote it', async () => {
    await empty(database);
    await restoreAsItWas(database, newerFile, { migrations: newer });

    expect(await everything(database)).toEqual(await everything(source));
  });

  test('of an older version is brought up to date, in place of what a newer one has made', async () => {
    await restoreAsItWas(database, file, { migrations: newer, replace: true });

    expect(await ask(database, 'select name, motto from "School"')).toEqual([{ name: 'Quillgate', motto: 'none yet' }]);
    expect(await ask(database, 'select key from "Oddity"')).toEqual([{ key: 'here from the start' }]);
    expect(await migrate(database, newer)).toEqual([]);
  });

  test('of a newer version is refused, and told how to go on', async () => {
    await expect(checkBackup(newerFile)).rejects.toThrow(
      /newer version of Convenor \(0.1.0\).*20991231235959_oddities.*Restore it with that version/,
    );
  });

  test('is refused when a migration that it has had was changed since', async () => {
    const changed = path.join(folder, 'changed');
    await cp(newer, changed, { recursive: true });
    await writeMigration(changed, `${ODDITIES} select 1;`);

    await expect(checkBackup(newerFile, changed)).rejects.toThrow(/oddities" has been changed since this backup/);
  });
});

describe('a database', () => {
  test('that is filled is replaced only when that is asked for', async () => {
    await fill(database, 'Another Partnership');
    const before = await everything(database);

    await expect(restoreAsItWas(database, file)).rejects.toThrow(
      /holds a partnership already \(Another Partnership\).*--replace/,
    );
    expect(await everything(database)).toEqual(before);

    // Another tool has begun something there and not finished it.
    await ask(database, 'update _prisma_migrations set finished_at = null');
    await restoreAsItWas(database, file, { replace: true });
    expect(await ask(database, 'select name from "Partnership"')).toEqual([{ name: 'Aldermarsh' }]);
  });

  test('of a newer version is not replaced by an older one', async () => {
    await expect(restoreAsItWas(source, file, { replace: true })).rejects.toThrow(
      /newer than this version of Convenor.*restore the backup made before the upgrade into a new database/,
    );
  });

  test('has all its references again, in circles too, and each was checked', async () => {
    await empty(database);
    await restoreAsItWas(database, file);

    const references = `select conname, convalidated, pg_get_constraintdef(oid) as means from pg_constraint
                        where contype = 'f' order by conname`;
    expect(await ask(database, references)).toEqual(await ask(source, references));
    await expect(ask(database, 'delete from "Partnership"')).rejects.toThrow(/foreign key/);
  });

  test('stays as it is when a row in the file refers to nothing', async () => {
    await ask(database, 'alter table "School" drop constraint "School_partnershipId_fkey"');
    await ask(database, 'update "School" set "partnershipId" = 99');
    const broken = path.join(folder, 'broken.backup.gz');
    await backUpNow(database, broken);
    const before = await everything(database);

    await expect(restoreAsItWas(database, broken, { replace: true })).rejects.toThrow(
      /did not take the backup \(.*School_partnershipId_fkey.*nothing was changed/,
    );
    expect(await everything(database)).toEqual(before);
  });

  test('stays as it is when it does not hold afterwards what the file holds', async () => {
    await fill(database, 'Another Partnership');
    const before = await everything(database);
    const backup = await checkBackup(file);
    const [init, ...others] = backup.had;
    const forgetful = `create function forget() returns trigger language plpgsql as 'begin return null; end';
                       create trigger forget before insert on "Setting" for each row execute function forget();`;
    backup.had = [{ ...init!, sql: `${init!.sql};${forgetful}` }, ...others];

    await expect(restore(database, backup, { replace: true, afterwards: nothing })).rejects.toThrow(
      /The table Setting does not hold what the backup holds/,
    );
    expect(await everything(database)).toEqual(before);
  });

  test('stays as it is when what comes after the loading fails', async () => {
    const before = await everything(database);
    const failing = () => Promise.reject(new Error('no, after all'));

    const options = { replace: true, afterwards: failing };
    await expect(restore(database, await checkBackup(file), options)).rejects.toThrow('no, after all');
    expect(await everything(database)).toEqual(before);
  });

  test('keeps what somebody else has in it, and is not touched when others have built on it', async () => {
    await ask(database, 'create table "Payroll" as select 42 as pay');
    await restoreAsItWas(database, file, { replace: true });
    expect(await ask(database, 'select pay from "Payroll"')).toEqual([{ pay: 42 }]);

    await ask(database, 'create view report as select name from "School"');
    await expect(restoreAsItWas(database, file, { replace: true })).rejects.toThrow(
      /Something that is not Convenor's depends on its tables \(view report .*Take it away/,
    );
  });
});

async function nothing(): Promise<void> {}

async function writeMigration(dir: string, sql: string): Promise<void> {
  await mkdir(path.join(dir, LATER), { recursive: true });
  await writeFile(path.join(dir, LATER, 'migration.sql'), sql);
}

async function fill(connection: typeof source, name: string): Promise<void> {
  await empty(connection);
  await migrate(connection);
  await aPartnership(connection, name);
}

function aPartnership(connection: typeof source, name: string) {
  return ask(
    connection,
    `insert into "Partnership" (name, "laCode", "frameworkId") values ($1, '999', 'lewisham-2015')`,
    [name],
  );
}

/** A board above another one, both with one channel. */
async function twoBoards(): Promise<void> {
  await ask(
    source,
    `insert into "School" ("partnershipId", urn, name, "laCode", phase) values (1, 100001, 'Quillgate', '999', 'Secondary')`,
  );
  await ask(
    source,
    `insert into "Conversation" (id, platform, tenant, "externalId", kind) values (7, 'slack', 'T1', 'C1', 'channel')`,
  );
  await ask(
    source,
    `insert into "Board" (id, "partnershipId", template, name, "parentId", "openedOn", "channelConversationId")
     values (2, 1, 'RAISING_ATTAINMENT_BOARD', 'Quillgate', 3, '2026-09-01', 7),
            (3, 1, 'CHALLENGE_BOARD', 'Challenge', null, '2026-09-01', 7)`,
  );
}

async function oddities(): Promise<void> {
  const words = [
    'a\ttab',
    'two\nlines\r\n',
    'C:\\temp\\new',
    '\\.',
    '\\N',
    '',
    ' ',
    'Zoë Ŵyn 日本 👩🏽‍🏫',
    `"a" 'b'`,
    null,
  ];
  for (const [index, text] of words.entries()) {
    await ask(
      source,
      `insert into "Oddity" (key, words, tone, big, day, at, list, facts, share, bytes, "double")
       values ($1, $2, 'warm', $3, '2026-10-25', '2026-07-01T09:00:00.123Z', $4, $5, 0.10, '\\x00ff5c', 0.1::float8 + 0.2)`,
      [`${index} ${text}`, text, '9223372036854775807', [text, 'NULL', 'a,b', '{}'], JSON.stringify({ text })],
    );
  }
  await ask(source, `insert into "Oddity" (key, words) values ('long', $1)`, ['long \n'.repeat(100_000)]);
  await ask(source, `insert into "Oddity" (key, facts) values ('null that is written', 'null')`);
}
