// Who saw what: after something went wrong, a board's people can be told within hours who looked at it, was sent it or acted on it.
import { beforeEach, describe, expect, it } from 'vitest';
import { openSights } from '../../src/chat/sights.ts';
import { noLog } from '../../src/log.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { addressOf, testDatabase } from '../support/database.ts';
import { aHouse } from '../support/house.ts';
import { startScript } from '../support/process.ts';

const database = await testDatabase();
const { prisma } = database;
const house = await aHouse({ database: prisma, now: '2026-11-23T09:10:00Z' });
const marsh = await house.school('Marsh Lane School');
const fern = await house.school('Fernhill School');
const board = await house.board('Raising Attainment Board, Marsh Lane School', { school: marsh });
const head = await house.person('Hana Head', { role: 'HEADTEACHER', school: marsh });
const other = await house.person('Olu Other', { role: 'HEADTEACHER', school: fern });
const director = await house.person('Dee Director', { role: 'PROGRAMME_DIRECTOR' });
const clerk = await house.person('Cleo Clerk', { role: 'CLERK' });
await house.seat(board.id, head, { role: 'HEADTEACHER' });
await house.seat(board.id, clerk, { role: 'CLERK', isClerk: true });
const sights = () => prisma.sight.findMany({ orderBy: [{ hour: 'asc' }, { subject: 'asc' }, { personId: 'asc' }] });

beforeEach(async () => {
  await house.house.sights.flush();
  await prisma.sight.deleteMany();
  house.clock.moveTo(`2026-11-23T${String(10 + hours++)}:10:00Z`);
});
let hours = 0;

describe('looking', () => {
  it('at a school’s status and category is kept, once an hour for each person and thing', async () => {
    for (let times = 0; times < 3; times++) {
      await house.says(head, 'status');
      await house.says(head, 'category show');
      await house.says(director, 'status Marsh Lane School');
    }
    expect(await sights()).toEqual([]);
    await house.house.sights.flush();
    expect((await sights()).map(({ personId, card, platform }) => [personId, card, platform])).toEqual(
      expect.arrayContaining([
        [head.id, 'status', 'web'],
        [director.id, 'status', 'web'],
      ]),
    );
    expect(await prisma.sight.count({ where: { card: 'status' } })).toBe(2);
    house.clock.moveTo('2026-11-23T20:59:00Z');
    await house.says(head, 'status');
    house.clock.moveTo('2026-11-23T21:00:00Z');
    await house.says(head, 'status');
    await house.house.sights.flush();
    expect(await prisma.sight.count({ where: { card: 'status', personId: head.id } })).toBe(3);
  });

  it('that was refused, and at what waits for oneself, is not', async () => {
    await house.says(other, 'status Marsh Lane School');
    await house.says(head, 'home');
    await house.says(head, 'help');
    await house.house.sights.flush();
    expect(await sights()).toEqual([]);
  });

  it('is answered without a word to the database about it', async () => {
    await house.says(head, 'status');
    const snapshot = () => prisma.$queryRaw`select pg_current_snapshot()::text as s`;
    const before = await snapshot();
    for (let times = 0; times < 20; times++) await house.says(head, 'status');
    expect(await snapshot()).toEqual(before);
  });

  it('is written by two copies of the bot once', async () => {
    const second = await aHouse({ database: prisma, platforms: house.platforms, now: house.clock.now().toISOString() });
    await house.says(head, 'status');
    await second.says(head, 'status');
    await Promise.all([house.house.sights.flush(), second.house.sights.flush()]);
    expect(await sights()).toHaveLength(1);
  });

  it('is written when the database is back, and when the program stops', async () => {
    let isAway = true;
    const fails = new Proxy(prisma, {
      get: (of, key) =>
        key === 'sight' && isAway ? { createMany: () => Promise.reject(new Error('away')) } : Reflect.get(of, key),
    }) as PrismaClient;
    const kept = openSights(fails, noLog);
    const at = house.clock.now();
    kept.saw({ personId: head.id, card: 'status', subject: 'status:all', platform: 'web', at });
    await kept.flush();
    kept.saw({ personId: head.id, card: 'digest', subject: 'digest:now', platform: 'web', at });
    await kept.flush();
    expect(await sights()).toEqual([]);
    isAway = false;
    await kept.stop();
    expect((await sights()).map(({ subject }) => subject)).toEqual(['digest:now', 'status:all']);
  });
});

describe('npm run audit -- saw', () => {
  const run = async (...args: string[]) =>
    (
      await startScript('audit', ['saw', ...args], {
        DATABASE_URL: addressOf(database.connection),
        SECRET_KEY: 'a key for tests only, thirty-two characters',
      })
    ).ended;

  it('names everybody who looked, was sent something or did something, and nobody else', async () => {
    house.clock.moveTo('2026-11-24T14:25:00Z');
    await house.says(director, 'status Marsh Lane School');
    await house.says(other, 'status');
    await house.says(clerk, 'action add Tidy the library owner Hana Head by 11 December for Marsh Lane');
    await house.house.sights.flush();
    const day = ['--from', '2026-11-24', '--to', '2026-11-24'];
    const { code, output } = await run('Marsh Lane', ...day);
    expect(code).toBe(0);
    expect(output).toContain('Marsh Lane School and its boards, 2026-11-24 00:00 to 2026-11-25 00:00:');
    expect(output).toMatch(new RegExp(`2026-11-24 14:00 {2}Dee Director \\(P-${director.id}\\) looked at status`));
    expect(output).toMatch(
      /2026-11-24 14:25 {2}Cleo Clerk \(P-\d+\) did action\.added action:ACT-\d+ on the local page/,
    );
    expect(output).toMatch(/2026-11-24 14:25 {2}Hana Head \(P-\d+\) was sent action action:ACT-\d+ on the local page/);
    expect(output).toContain('3 people and channels.');
    expect(output).not.toContain('Olu Other');

    expect((await run('Fernhill', ...day)).output).toMatch(/Olu Other/);
    const own = await run(`BRD-${board.id}`, ...day);
    expect(own.output).toMatch(/Hana Head/);
    expect(own.output).not.toMatch(/Dee Director/);
    expect((await run('Marsh Lane', '--from', '2026-11-24T15:00', '--to', '2026-11-24')).output).toContain(
      'Nobody looked at it',
    );
  }, 60_000);

  it('names also those of whom nobody knows whether they were sent it, and by which way', async () => {
    const at = new Date('2026-11-10T09:00:00Z');
    const place = { platform: 'mail', tenant: 'mail', externalId: 'hana@marsh.example', kind: 'personal' };
    const { id } = await prisma.conversation.create({ data: place });
    const said = { card: 'board', subject: `board:BRD-${board.id}`, requestId: 'r', notBefore: at, createdAt: at };
    const to = { ...said, personId: head.id, conversationId: id };
    await prisma.outbox.create({ data: { ...to, key: 'unsure', state: 'uncertain', reason: 'broken off' } });
    await prisma.outbox.create({ data: { ...to, key: 'sure', state: 'sent', sentAt: at } });
    await prisma.outbox.create({ data: { ...to, key: 'never', state: 'failed', reason: 'no' } });
    const { output } = await run(`BRD-${board.id}`, '--from', '2026-11-10', '--to', '2026-11-10');
    const lines = output.split('\n').filter((line) => line.includes('Hana Head'));
    expect(lines.map((line) => line.replace(/^.*\) /, '')).sort()).toEqual([
      `may have been sent board board:BRD-${board.id} by e-mail`,
      `was sent board board:BRD-${board.id} by e-mail`,
    ]);
  }, 60_000);

  it('says what is missing or wrong in a sentence', async () => {
    expect((await run('Marsh Lane')).output).toContain('Say from when and to when');
    expect((await run('Marsh Lane', '--from', 'Monday', '--to', '2026-11-24')).output).toContain('“Monday” is no day.');
    expect((await run('Marsh Lane', '--from', '2026-11-25', '--to', '2026-11-23')).output).toContain(
      'before the beginning',
    );
    const { code, output } = await run('Nowhere at all', '--from', '2026-11-24', '--to', '2026-11-24');
    expect([code, output]).toEqual([2, expect.stringContaining('I know no school')]);
  }, 60_000);
});
