// The first programme director of an empty house gets in by a code that works once.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { begin } from '../../src/setup/index.ts';
import { addressOf, testDatabase } from '../support/database.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { aHouse } from '../support/house.ts';
import { startScript } from '../support/process.ts';

const database = await testDatabase();
const { prisma } = database;
const now = new Date('2026-11-23T09:00:00Z');
const start = (more: { partnership?: string; framework?: string; director?: string; now?: Date } = {}) =>
  prisma.$transaction((tx) => begin(tx, { director: 'Dee Director', now, ...more }));

describe('an empty house', () => {
  it('asks for the partnership’s name and a framework that there is', async () => {
    await expect(start()).rejects.toThrow('There is no partnership yet. Say what it is called: --partnership');
    await expect(start({ partnership: 'Marlowe', framework: 'x' })).rejects.toThrow('There is no framework x.');
    expect(await prisma.partnership.count()).toBe(0);
  });

  it('is begun once, however often and by however many', async () => {
    const begun = await Promise.all([1, 2, 3].map(() => start({ partnership: 'Marlowe partnership' })));
    expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await prisma.partnership.count()).toBe(1);
    expect(await prisma.person.count()).toBe(1);
    expect(await prisma.roleHeld.count()).toBe(1);
    const works = { usedAt: null, expiresAt: { gt: now } };
    expect(await prisma.joinCode.count({ where: works })).toBe(1);
  });

  it('keeps the framework of the partnership that is there', async () => {
    await expect(start({ framework: 'other' })).rejects.toThrow(
      'Marlowe partnership works with the framework lewisham-2015.',
    );
  });

  it('refuses another name for the partnership that is there', async () => {
    await expect(start({ partnership: 'Other' })).rejects.toThrow(
      'The partnership here is called Marlowe partnership.',
    );
  });
});

describe('the first code', () => {
  it('makes whoever types it programme director, once, within a day', async () => {
    const house = await aHouse({ now: now.toISOString(), database: prisma });
    const join = (userId: string, code: string) => {
      const from = { platform: 'teams', tenant: 'council', userId } as const;
      const place = { platform: 'teams', tenant: 'council', externalId: userId, kind: 'personal' } as const;
      return house.house.door.handle({
        key: `${userId}-${code}`,
        from,
        place,
        deed: { kind: 'typed', text: `join ${code}` },
      });
    };
    const old = await start();
    const { code } = await start();
    expect((await join('early', old.code)).said).toContain('That code does not work');
    house.clock.moveTo('2026-11-24T09:01:00Z');
    expect((await join('late', code)).said).toContain('That code does not work');
    house.clock.moveTo('2026-11-24T08:00:00Z');
    expect((await join('dee', code)).said).toMatch(/^Welcome, Dee\./);
    expect((await join('thief', code)).outcome).toBe('refused');
    await expect(start()).rejects.toThrow('Dee Director is programme director and has joined already.');
    await expect(start({ director: 'Mal Other' })).rejects.toThrow('has joined already');
    expect(await prisma.person.count()).toBe(1);
  });

  it('is not for the demonstration', async () => {
    await prisma.partnership.updateMany({ data: { laCode: '999' } });
    await expect(start()).rejects.toThrow('This database holds the demonstration');
    await prisma.partnership.updateMany({ data: { laCode: '000' } });
  });
});

describe('npm run setup', () => {
  it('writes no code into a log, but into a file that its owner alone can read', async () => {
    await prisma.identity.deleteMany();
    const folder = await openTemporaryFolder();
    const environment = { DATABASE_URL: addressOf(database.connection), DATA_DIR: folder };
    const run = (...args: string[]) => startScript('setup', args, environment).then(({ ended }) => ended);
    const logged = await run('--director', 'Dee Director');
    expect(logged).toMatchObject({ code: 2 });
    expect(logged.output).toContain('The code would go into a log.');
    const file = path.join(folder, 'code');
    const { code, output } = await run('--director', 'Dee Director', '--out', file);
    expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining('Dee Director types “join”') });
    const secret = (await readFile(file, 'utf8')).trim();
    expect(secret).toMatch(/^[A-Z]{3}-\d{3}-[A-Z]{3}$/);
    expect(output).not.toContain(secret);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await run('--director', 'Dee Director', '--out', file)).output).toContain('is there already');
    expect((await readFile(file, 'utf8')).trim()).toBe(secret);
  });
});
