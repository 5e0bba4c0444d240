// The record of who did what: only ever added to, and whoever changes it behind the program's back is found out.
import { cp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { linkAfter, START } from '../../src/audit/chain.ts';
import { readLink, sayLink, sealEntries, verifyAudit } from '../../src/audit/index.ts';
import { openDatabase, runSql, sql } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { migrationsFolder } from '../../src/store/migrations.ts';
import { behindItsBack, forgetAudit } from '../support/audit.ts';
import { backUpNow, restoreAsItWas } from '../support/backups.ts';
import { addressOf, ask, emptyDatabase, testDatabase } from '../support/database.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { aHouse } from '../support/house.ts';
import { startScript } from '../support/process.ts';

const database = await testDatabase();
const { prisma, connection } = database;
const house = await aHouse({ database: prisma });
const restored = await emptyDatabase();

const write = (count: number) =>
  prisma.auditEvent.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      at: new Date('2026-11-23T09:00:00Z'),
      event: 'action.done',
      subject: `action:ACT-${index + 1}`,
      before: { evidence: null },
      after: { evidence: `The walk of week ${index + 1}` },
      platform: 'web',
      place: 'person-1',
      requestId: 'r',
    })),
  });
const seal = (most?: number) => prisma.$transaction((tx) => sealEntries(tx, most));
const verify = (...known: string[]) =>
  prisma.$transaction((tx) =>
    verifyAudit(
      tx,
      known.map((one) => readLink(one)!),
    ),
  );
const problems = async () => (await verify()).problems;

beforeEach(() => forgetAudit(prisma));

describe('the audit', () => {
  it('is whole as it was written, also while some of it waits for its seal', async () => {
    await write(5);
    expect(await verify()).toMatchObject({ problems: [], entries: 0, unsealed: 5 });
    expect(await seal()).toBe(5);
    await write(2);
    expect(await verify()).toMatchObject({ problems: [], entries: 5, unsealed: 2, last: { position: 5 } });
  });

  it.each([
    ['changed', 'update "AuditEvent" set event = \'action.cancelled\''],
    ['given another time', 'update "AuditEvent" set at = now()'],
    ['given another actor', 'update "AuditEvent" set "actorId" = 7'],
    ['robbed of what it says', 'update "AuditEvent" set after = null, salt = null'],
    ['sealed a second time', 'update "AuditEvent" set hash = \'x\''],
    ['removed', 'delete from "AuditEvent"'],
    ['removed with all others', 'truncate "AuditEvent"'],
  ])('refuses to be %s', async (_, statement) => {
    await write(1);
    await seal();
    await expect(prisma.$executeRawUnsafe(statement)).rejects.toThrow('The audit is only ever added to');
    expect(await verify()).toMatchObject({ problems: [], entries: 1 });
  });

  it('refuses to be changed before it is sealed, too', async () => {
    await write(1);
    await expect(prisma.auditEvent.updateMany({ data: { subject: 'action:ACT-9' } })).rejects.toThrow(
      'only ever added to',
    );
    await expect(prisma.auditEvent.deleteMany()).rejects.toThrow('only ever added to');
  });
});

describe('somebody with every right on the database', () => {
  const at = (position: number) => `where position = ${position}`;

  it.each([
    ['who did it', '"actorId" = 99'],
    ['what happened', "event = 'action.cancelled'"],
    ['to what', "subject = 'action:ACT-99'"],
    ['when', "at = at + interval '1 second'"],
    ['from where', "platform = 'slack'"],
  ])('cannot change %s unseen', async (_, change) => {
    await write(4);
    await seal();
    await behindItsBack(prisma, `update "AuditEvent" set ${change} ${at(3)}`);
    expect(await problems()).toEqual([
      expect.stringMatching(/^Entry 3 \(row \d+, .* was changed, or is not the one that/),
    ]);
  });

  it.each([
    ['the new values', `after = '{"evidence": "None"}'`],
    ['the old values', `before = '{"evidence": "None"}'`],
    ['the place', "place = 'somewhere else'"],
  ])('cannot change %s unseen, sealed or not', async (_, change) => {
    await write(2);
    await behindItsBack(prisma, `update "AuditEvent" set ${change} where subject = 'action:ACT-2'`);
    expect(await problems()).toEqual([expect.stringMatching(/^Row \d+, not sealed yet, was changed/)]);
    await seal();
    expect(await problems()).toEqual([expect.stringMatching(/^Entry 2 .* what it says is not what was written\.$/)]);
  });

  it('cannot let it look like an erasure', async () => {
    await write(2);
    await seal();
    await behindItsBack(prisma, `update "AuditEvent" set after = null, salt = null ${at(1)}`);
    expect(await problems()).toEqual([
      expect.stringMatching(/^Entry 1 .* has lost what it said, and no erasure names it\.$/),
    ]);
  });

  it('cannot remove entries unseen: at the start, in the middle or at the end', async () => {
    await write(9);
    await seal();
    await behindItsBack(prisma, 'delete from "AuditEvent" where position in (1, 4, 5, 9)');
    expect(await problems()).toEqual(['Entry 1 was removed.', 'Entries 4 to 5 were removed.', 'Entry 9 was removed.']);
  });

  it('cannot make the chain anew when a link was written down elsewhere', async () => {
    await write(3);
    await seal();
    const known = sayLink((await verify()).last);
    await behindItsBack(prisma, `update "AuditEvent" set "actorId" = 99, position = null, hash = null`);
    await behindItsBack(prisma, `delete from "Setting" where key = 'audit.head'`);
    await seal();
    expect(await problems()).toEqual([]);
    expect((await verify(known)).problems).toEqual([
      expect.stringMatching(/^Entry 3 .* is not the one that was written down for position 3\.$/),
    ]);
    await forgetAudit(prisma);
    expect((await verify(known)).problems).toEqual(['There is no entry at position 3, which was written down.']);
  });
});

describe('the chain', () => {
  it('is the one that anybody can compute from what the entries say', async () => {
    await write(3);
    await seal(2);
    await seal();
    const rows = await runSql<{ content: string; hash: string }>(
      prisma,
      sql`select hash, jsonb_build_array(id, (extract(epoch from at) * 1000)::bigint, "actorId", event, subject, platform, "requestId", digest)::text
        as content from "AuditEvent" order by position`,
    );
    let link = START;
    for (const { content, hash } of rows) {
      link = linkAfter(link, content);
      expect(link.hash).toBe(hash);
    }
    expect(link.position).toBe(3);
  });

  it('takes an entry that was written first and committed last, and keeps nobody waiting', async () => {
    await prisma.$transaction(async (slow) => {
      await slow.auditEvent.create({
        data: { at: new Date(), event: 'slow', subject: 's', platform: 'web', place: 'p', requestId: 'r' },
      });
      await write(3);
      // The seal does not wait for the decision that is still under way.
      expect(await seal()).toBe(3);
    });
    expect(await verify()).toMatchObject({ problems: [], entries: 3, unsealed: 1 });
    expect(await seal()).toBe(1);
    expect(await verify()).toMatchObject({ problems: [], entries: 4, unsealed: 0 });
    const last = await prisma.auditEvent.findFirst({ orderBy: { position: 'desc' } });
    expect(last!.event).toBe('slow');
  });

  it('is one chain however many copies write and seal at once', async () => {
    await Promise.all([write(50), seal(7), write(50), seal(7), seal(7), write(50), seal(7)]);
    while ((await seal(40)) > 0);
    expect(await verify()).toMatchObject({ problems: [], entries: 150, unsealed: 0 });
  });

  it('is made by the look of every minute, of what people decide', async () => {
    const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
    await house.person('Ada Okafor');
    await house.says(director, 'person left Ada Okafor');
    await house.beat();
    const verdict = await verify();
    expect(verdict).toMatchObject({ problems: [], unsealed: 0 });
    expect(verdict.entries).toBeGreaterThan(0);
  });

  it('comes back whole with a backup, and goes on', async () => {
    await write(4);
    await seal();
    await write(1);
    await prisma.partnership.updateMany({ data: { name: 'Aldermarsh' } });
    const folder = await openTemporaryFolder();
    const file = path.join(folder, 'convenor.backup.gz');
    await backUpNow(connection, file);
    await restoreAsItWas(restored, file);
    await rm(folder, { recursive: true });
    expect(await ask(restored, 'select position::int, hash from "AuditEvent" order by id')).toEqual(
      await ask(connection, 'select position::int, hash from "AuditEvent" order by id'),
    );
    await expect(ask(restored, 'delete from "AuditEvent"')).rejects.toThrow('only ever added to');

    const environment = {
      DATABASE_URL: addressOf(restored),
      SECRET_KEY: 'a key for tests only, thirty-two characters',
    };
    const whole = await (await startScript('audit', ['verify'], environment)).ended;
    expect(whole.output).toMatch(
      /^The audit is whole: 5 entries\.\nNewest link, to be kept elsewhere: 5:[0-9a-f]{64}\n$/,
    );
    expect(whole.code).toBe(0);
    await ask(restored, 'alter table "AuditEvent" disable trigger user');
    await ask(restored, 'update "AuditEvent" set "actorId" = 5 where position = 2');
    const broken = await (await startScript('audit', ['verify'], environment)).ended;
    expect(broken.output).toMatch(/^Entry 2 .*\nThe audit is not whole: 1 problem\. Keep this database as it is/);
    expect(broken.code).toBe(1);
  });
});

it('costs a decision no statement more: the digest is made where the row is written', async () => {
  const [row] = await prisma.auditEvent.createManyAndReturn({
    data: [{ at: new Date(), event: 'e', subject: 's', platform: 'web', place: 'p', requestId: 'r' }],
  });
  expect(row!.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(row!.salt).toHaveLength(72);
});

describe('a database from before the chain', async () => {
  const older = await emptyDatabase();
  const target = await emptyDatabase();

  it('has its entries sealed after the upgrade, and so has an older backup that is restored', async () => {
    const folder = await openTemporaryFolder();
    const before = path.join(folder, 'migrations');
    await cp(migrationsFolder, before, { recursive: true });
    for (const name of await readdir(before))
      if (name.endsWith('audit_chain')) await rm(path.join(before, name), { recursive: true });
    await migrate(older, before);
    await ask(
      older,
      `insert into "Partnership" (name, "laCode", "frameworkId") values ('Aldermarsh', '999', 'lewisham-2015')`,
    );
    await ask(
      older,
      `insert into "AuditEvent" (at, event, subject, after, platform, place, "requestId")
       select now(), 'action.done', 'action:ACT-' || n, '{"evidence": "seen"}', 'web', 'p', 'r' from generate_series(1, 3) n`,
    );
    const file = path.join(folder, 'older.backup.gz');
    await backUpNow(older, file, before);
    await migrate(older, migrationsFolder);
    await restoreAsItWas(target, file);
    await rm(folder, { recursive: true });
    for (const connection of [older, target]) {
      const opened = openDatabase({ connection });
      expect(await opened.prisma.$transaction((tx) => sealEntries(tx))).toBe(3);
      expect(await opened.prisma.$transaction((tx) => verifyAudit(tx))).toMatchObject({
        problems: [],
        entries: 3,
        erased: 0,
      });
      await opened.close();
    }
  });
});
