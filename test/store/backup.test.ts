import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadDemonstration } from '../../prisma/demonstration.ts';
import { writeWhole } from '../../src/store/backup/file.ts';
import { readBackup } from '../../src/store/backup/read.ts';
import { checkBackup, restore } from '../../src/store/backup/restore.ts';
import { openSnapshot } from '../../src/store/backup/write.ts';
import { migrate } from '../../src/store/migrate.ts';
import { migrationsFolder, readMigrations } from '../../src/store/migrations.ts';
import { backUpNow, edit, empty, everything, restoreAsItWas } from '../support/backups.ts';
import { ask, emptyDatabase, testDatabase } from '../support/database.ts';
import { openTemporaryFolder } from '../support/folder.ts';

const { prisma, connection: demonstration } = await testDatabase();
const database = await emptyDatabase();
let folder: string;
let file: string;

beforeAll(async () => {
  folder = await openTemporaryFolder();
  file = path.join(folder, 'convenor.backup.gz');
  await loadDemonstration(prisma, new Date('2026-11-25T09:00:00Z'));
  await backUpNow(demonstration, file);
});
afterAll(() => rm(folder, { recursive: true }));

describe('a backup', () => {
  test('has every table, and says what it is before all else', async () => {
    const { header, ending } = await readBackup(file);
    const tables = await ask(
      demonstration,
      `select tablename from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'
       order by tablename collate "C"`,
    );

    expect(header).toMatchObject({ convenor: '0.1.0', partnerships: ['Aldermarsh Secondary Partnership'] });
    expect(header.tables.map(({ name }) => name)).toEqual(tables.map(({ tablename }) => tablename));
    expect(ending.tables).toContainEqual(expect.objectContaining({ name: 'School', rows: 14 }));
  });

  test('is of one moment, whatever is decided while it is written', async () => {
    const snapshot = await openSnapshot(demonstration, {
      migrations: await readMigrations(migrationsFolder),
      convenor: '0.1.0',
      now: new Date(),
    });
    const before = await prisma.school.count();
    const { partnershipId } = await prisma.school.findFirstOrThrow();
    const school = await prisma.school.create({
      data: { partnershipId, urn: 999_999, name: 'Opened meanwhile', laCode: '999', phase: 'Secondary' },
    });
    const held = path.join(folder, 'held.backup.gz');
    await writeWhole(held, snapshot.text);
    await snapshot.close();
    await prisma.school.delete({ where: school });

    const { ending } = await readBackup(held);
    expect(ending.tables.find(({ name }) => name === 'School')).toMatchObject({ rows: before });
  });

  test('can be read by its owner alone', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('that could not be written to its end is not there at all, and the one before it stays', async () => {
    const kept = path.join(folder, 'kept.backup.gz');
    await writeFile(kept, 'of yesterday');
    async function* failing() {
      yield Buffer.alloc(100_000, 'a');
      throw new Error('the database is gone');
    }

    await expect(writeWhole(kept, failing())).rejects.toThrow('the database is gone');

    expect(await readFile(kept, 'utf8')).toBe('of yesterday');
    expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  test('is not made of a database that holds no partnership', async () => {
    const none = path.join(folder, 'none.backup.gz');
    await expect(backUpNow(database, none)).rejects.toThrow(/not a database of Convenor/);
    await migrate(database);
    await expect(backUpNow(database, none)).rejects.toThrow(
      /nothing to back up: the database holds no partnership yet/,
    );
  });

  test('leaves out what somebody else keeps in the same database, and says so', async () => {
    await ask(demonstration, 'create table "Payroll" (id int primary key)');
    const { others, header } = await backUpNow(demonstration, path.join(folder, 'others.backup.gz'));
    await ask(demonstration, 'drop table "Payroll"');

    expect(others).toEqual(['Payroll']);
    expect(header.tables.map(({ name }) => name)).not.toContain('Payroll');
  });
});

describe('a file', () => {
  const damages: [string, (bytes: Buffer) => Buffer][] = [
    ['that lost its last byte', (bytes) => bytes.subarray(0, -1)],
    ['that lost its second half', (bytes) => bytes.subarray(0, bytes.length / 2)],
    [
      'in which one byte is another',
      (bytes) => bytes.with(bytes.length / 2, bytes[Math.floor(bytes.length / 2)]! ^ 1) as Buffer,
    ],
    ['with something after its end', (bytes) => Buffer.concat([bytes, Buffer.alloc(512)])],
    ['that follows itself', (bytes) => Buffer.concat([bytes, bytes])],
    ['that is empty', () => Buffer.alloc(0)],
    ['that is something else', () => Buffer.from('URN,EstablishmentName\n100001,Verrall Green\n')],
  ];
  test.each(damages)('%s is refused', async (_, damage) => {
    const damaged = path.join(folder, 'damaged.backup.gz');
    await writeFile(damaged, damage(await readFile(file)));

    await expect(readBackup(damaged)).rejects.toThrow(/is not a whole backup of Convenor.*Use another backup\.$/);
  });

  const edits: [string, (text: string) => string][] = [
    ['a name', (text) => text.replace('Denise Palfrey', 'Denise Falsely')],
    ['the version in the first line', (text) => text.replace('"convenor":"0.1.0"', '"convenor":"0.1.1"')],
    ['a count in the last line', (text) => text.replace(/"rows":(\d+)(?!.*"rows")/, '"rows":1$1')],
    ['the number of rows', (text) => text.replace(/\n[^\n]+\n\\\.\n/, '\n\\.\n')],
    ['the end of a table', (text) => text.replace('\n\\.\n', '\n')],
    ['the last line, which is gone', (text) => text.replace(/\{"tables".*\n$/, '')],
  ];
  test.each(edits)('in which somebody changed %s is refused', async (_, change) => {
    await expect(readBackup(await edit(file, change))).rejects.toThrow(/is not a whole backup of Convenor/);
  });

  test('that is not there is asked for by name', async () => {
    await expect(readBackup(path.join(folder, 'nowhere'))).rejects.toThrow(/There is no file .*nowhere/);
  });

  test('in a format that this version does not know yet is left to a newer one', async () => {
    const newer = await edit(file, (text) => text.replace('"version":1', '"version":2'));

    await expect(readBackup(newer)).rejects.toThrow(/made by a newer version of Convenor/);
  });
});

describe('a backup that is restored', () => {
  beforeAll(() => backUpNow(demonstration, file));
  beforeEach(() => empty(database));

  test('brings a whole partnership back row for row, and new records go on with the next number', async () => {
    await restoreAsItWas(database, file);

    const before = await everything(demonstration);
    expect(Object.keys(before).length).toBeGreaterThan(50);
    expect(await everything(database)).toEqual(before);
  });

  test('can be backed up again with the same rows and hashes', async () => {
    await restoreAsItWas(database, file);
    const again = path.join(folder, 'again.backup.gz');
    await backUpNow(database, again);

    expect((await readBackup(again)).ending.tables).toEqual((await readBackup(file)).ending.tables);
  });

  test('changes nothing when it was damaged after the look at it', async () => {
    const changing = path.join(folder, 'changing.backup.gz');
    await writeFile(changing, await readFile(file));
    const backup = await checkBackup(changing);
    await writeFile(changing, (await readFile(file)).subarray(0, -1));

    const options = { replace: false, afterwards: async () => undefined };
    await expect(restore(database, backup, options)).rejects.toThrow(/not a whole backup/);
    expect(await everything(database)).toEqual({});
  });
});
