// What was kept long enough goes, to the day; what is still needed stays.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sealEntries, verifyAudit } from '../../src/audit/index.ts';
import { CLASSES, daysOf, removeOver, setDays } from '../../src/personal/index.ts';
import type { ClassName } from '../../src/personal/retention.ts';
import { forgetAudit } from '../support/audit.ts';
import { addressOf, testDatabase } from '../support/database.ts';
import { aHouse } from '../support/house.ts';
import { startScript } from '../support/process.ts';

const database = await testDatabase();
const { prisma } = database;
const house = await aHouse({ database: prisma });
const ada = await house.person('Ada Okafor');
const channel = await house.channel('talk');
const copy = await prisma.cardCopy.create({
  data: { card: 'c', subject: 's', conversationId: channel.id, nonce: 'n', createdAt: new Date() },
});
let count = 0;

/** A row of a class whose time began at an instant, and whether it is still there, with what the class is about. */
const ROWS: Record<ClassName, (at: Date) => Promise<() => Promise<boolean>>> = {
  async receipts(at) {
    const key = `receipt-${count++}`;
    await prisma.receipt.create({ data: { key, command: 'c', outcome: 'done', reply: {}, requestId: 'r', at } });
    return async () => (await prisma.receipt.count({ where: { key } })) > 0;
  },
  async messages(at) {
    const given = { card: 'c', subject: 's', requestId: 'r', notBefore: at, createdAt: at, sentAt: at };
    const key = `message-${count++}`;
    await prisma.outbox.create({ data: { ...given, key, state: 'sent', reason: 'why', messageId: 'm' } });
    return async () => {
      // The key stays: nothing is said twice, however long ago it was said.
      const { reason, messageId } = await prisma.outbox.findUniqueOrThrow({ where: { key } });
      return reason !== null && messageId !== null;
    };
  },
  async buttons(at) {
    const tokenHash = `token-${count++}`;
    await prisma.cardToken.create({ data: { tokenHash, copyId: copy.id, revision: 1, actions: {}, expiresAt: at } });
    return async () => (await prisma.cardToken.count({ where: { tokenHash } })) > 0;
  },
  async questions(at) {
    const given = {
      personId: ada.id,
      subject: 's',
      command: 'c',
      input: {},
      answerField: 'a',
      asked: 'q',
      askedAt: at,
    };
    const { id } = await prisma.question.create({ data: { ...given, closedAt: at } });
    return async () => (await prisma.question.count({ where: { id } })) > 0;
  },
  async links(at) {
    const hash = `link-${count++}`;
    const about = { personId: ada.id, conversationId: 1, expiresAt: at };
    await prisma.mailLink.create({ data: { ...about, tokenHash: hash, createdAt: at } });
    await prisma.mailSession.create({ data: { ...about, tokenHash: hash, startedAt: at } });
    const { personId } = about;
    await prisma.mailInvitation.create({ data: { address: hash, personId, invitedAt: at, expiresAt: at } });
    return async () => {
      const links = await prisma.mailLink.count({ where: { tokenHash: hash } });
      const invitations = await prisma.mailInvitation.count({ where: { address: hash } });
      expect(links).toBe(invitations);
      // A visit of an earlier day is over in any case.
      expect(await prisma.mailSession.count({ where: { tokenHash: hash } })).toBe(0);
      return links > 0;
    };
  },
  async attempts(at) {
    const { id } = await prisma.joinAttempt.create({ data: { platform: 'slack', tenant: 't', userId: 'u', at } });
    return async () => (await prisma.joinAttempt.count({ where: { id } })) > 0;
  },
  async codes(at) {
    const given = { codeHash: `code-${count++}`, personId: ada.id, createdAt: at, expiresAt: at };
    const { id } = await prisma.joinCode.create({ data: given });
    return async () => (await prisma.joinCode.count({ where: { id } })) > 0;
  },
  async identities(at) {
    const given = {
      platform: 'slack',
      tenant: 't',
      userId: `u-${count++}`,
      personId: ada.id,
      boundAt: at,
      unboundAt: at,
    };
    const { id } = await prisma.identity.create({ data: given });
    return async () => (await prisma.identity.count({ where: { id } })) > 0;
  },
  async lists(at) {
    const given = { partnershipId: house.partnershipId, personId: ada.id, kind: 'people', text: 'Ada', madeAt: at };
    const { id } = await prisma.pastedList.create({ data: given });
    return async () => (await prisma.pastedList.count({ where: { id } })) > 0;
  },
  async checks(at) {
    const given = { partnershipId: house.partnershipId, personId: ada.id, startedAt: at, lines: [] };
    const { id } = await prisma.selfCheck.create({ data: given });
    return async () => (await prisma.selfCheck.count({ where: { id } })) > 0;
  },
  async page(at) {
    const { id } = await prisma.webMessage.create({ data: { conversationId: channel.id, text: 'hello', at } });
    return async () => (await prisma.webMessage.count({ where: { id } })) > 0;
  },
  async reminders(at) {
    const given = {
      personId: ada.id,
      on: new Date(`${at.toISOString().slice(0, 10)}T00:00:00Z`),
      revision: 1,
      rung: 0,
    };
    const { id } = await prisma.reminder.create({ data: { ...given, subject: `s-${count++}` } });
    return async () => (await prisma.reminder.count({ where: { id } })) > 0;
  },
  async sights(hour) {
    const subject = `s-${count++}`;
    await prisma.sight.create({ data: { personId: ada.id, card: 'status', subject, hour, platform: 'web' } });
    return async () => (await prisma.sight.count({ where: { subject } })) > 0;
  },
  async audit(at) {
    const given = { event: 'e', subject: 's', platform: 'web', place: 'p', requestId: 'r' };
    const { id } = await prisma.auditEvent.create({ data: { ...given, at } });
    await prisma.$transaction((tx) => sealEntries(tx));
    return async () => (await prisma.auditEvent.count({ where: { id } })) > 0;
  },
};

const DAY = 86_400_000;
const verify = () => prisma.$transaction((tx) => verifyAudit(tx));
const seal = () => prisma.$transaction((tx) => sealEntries(tx));

beforeEach(async () => {
  await forgetAudit(prisma);
  await prisma.jobSlot.deleteMany();
  await prisma.setting.deleteMany({ where: { key: 'retention' } });
  house.clock.moveTo('2026-11-23T04:00:00Z');
});

describe.each(CLASSES.map(({ name, days }) => [name, days] as const))('%s', (name, days) => {
  it(`are kept for ${days} whole days, and go the night after`, async () => {
    const began = new Date('2026-11-23T00:00:00Z');
    const there = await ROWS[name](new Date(began.getTime() - days * DAY));
    // The newest link of the chain stays whatever its age.
    const younger = await ROWS[name](new Date('2026-11-22T12:00:00Z'));
    await house.runJobs();
    expect([await there(), await younger()]).toEqual([true, true]);
    await prisma.jobSlot.deleteMany();
    house.clock.moveTo('2026-11-24T04:00:00Z');
    await house.runJobs();
    expect([await there(), await younger()]).toEqual([false, true]);
  });
});

it('the address of a chat goes with who Teams or Slack said that somebody was', async () => {
  const bea = await house.person('Bea Left');
  await house.alsoOn(bea, 'slack');
  const left = { unboundAt: new Date('2025-11-01T00:00:00Z') };
  await prisma.identity.updateMany({ where: { personId: bea.id }, data: left });
  await prisma.conversation.updateMany({ where: { personId: bea.id }, data: { personId: null } });
  await house.runJobs();
  expect(await prisma.conversation.count({ where: { externalId: `person-${bea.id}` } })).toBe(0);
  expect(await prisma.conversation.count({ where: { externalId: `person-${ada.id}` } })).toBe(1);
});

it('the address of somebody who was invited by e-mail and never joined goes with the invitation', async () => {
  const expiresAt = new Date('2026-01-01T00:00:00Z');
  const at = { platform: 'mail', tenant: 'mail', kind: 'personal' };
  for (const [address, personId] of [
    ['never@joined.example', null],
    ['ada@joined.example', ada.id],
  ] as const) {
    await prisma.mailInvitation.create({ data: { address, personId: ada.id, invitedAt: expiresAt, expiresAt } });
    await prisma.conversation.create({ data: { ...at, externalId: address, name: 'Ada Okafor', personId } });
  }
  await house.runJobs();
  expect(await prisma.mailInvitation.count({ where: { address: { endsWith: 'joined.example' } } })).toBe(0);
  const left = await prisma.conversation.findMany({ where: { name: 'Ada Okafor', kind: 'personal' } });
  expect(left.map(({ externalId }) => externalId)).toEqual(['ada@joined.example']);
  expect(await prisma.conversation.count({ where: { externalId: 'never@joined.example' } })).toBe(0);
});

describe('what is still needed', () => {
  it('stays: open questions, live identities and codes, messages that may still be decided about', async () => {
    const at = new Date('2015-01-01T00:00:00Z');
    const given = {
      personId: ada.id,
      subject: 'open',
      command: 'c',
      input: {},
      answerField: 'a',
      asked: 'q',
      askedAt: at,
    };
    await prisma.question.create({ data: given });
    const said = { card: 'c', subject: 's', requestId: 'r', notBefore: at, createdAt: at, reason: 'why' };
    for (const state of ['failed', 'uncertain', 'unreachable'])
      await prisma.outbox.create({ data: { ...said, key: `kept-${state}`, state, validUntil: at } });
    await prisma.joinCode.create({
      data: { codeHash: 'live', personId: ada.id, createdAt: at, expiresAt: new Date('2026-12-01T00:00:00Z') },
    });
    await house.runJobs();
    expect(await prisma.question.count({ where: { subject: 'open' } })).toBe(1);
    expect(await prisma.outbox.count({ where: { key: { startsWith: 'kept-' }, reason: 'why' } })).toBe(3);
    expect(await prisma.identity.count({ where: { personId: ada.id, unboundAt: null } })).toBe(1);
    expect(await prisma.joinCode.count({ where: { codeHash: 'live' } })).toBe(1);
  });
});

describe('the audit', () => {
  const write = (at: string) => ROWS.audit(new Date(at));

  it('is whole after its oldest entries have gone, again and again', async () => {
    for (const at of ['2015-01-01', '2015-06-01', '2016-01-01', '2026-11-20']) await write(`${at}T12:00:00Z`);
    await house.runJobs();
    await seal();
    expect(await verify()).toMatchObject({ problems: [], prunedTo: 3 });
    await prisma.jobSlot.deleteMany();
    house.clock.moveTo('2033-03-01T04:00:00Z');
    await house.runJobs();
    await seal();
    const verdict = await verify();
    expect(verdict.problems).toEqual([]);
    expect(verdict.prunedTo).toBeGreaterThan(3);
  });

  it('keeps an old entry that stands behind a younger one, and never its newest link', async () => {
    await write('2026-11-20T12:00:00Z');
    await write('2015-01-01T12:00:00Z');
    await house.runJobs();
    expect(await prisma.auditEvent.count({ where: { event: 'e' } })).toBe(2);
    await forgetAudit(prisma);
    await write('2015-01-01T12:00:00Z');
    await prisma.jobSlot.deleteMany();
    await house.runJobs();
    expect(await prisma.auditEvent.count({ where: { event: 'e' } })).toBe(1);
  });

  it('shows an entry that was removed beside the nightly removal', async () => {
    for (const at of ['2015-01-01', '2026-11-19', '2026-11-20']) await write(`${at}T12:00:00Z`);
    await house.runJobs();
    await prisma.$transaction([
      prisma.$executeRaw`set local session_replication_role = replica`,
      prisma.$executeRaw`delete from "AuditEvent" where position = 2`,
    ]);
    expect((await verify()).problems).toEqual(['Entry 2 was removed.']);
  });
});

describe('the days', () => {
  it('are those that the page for the council’s officer says', async () => {
    const page = await readFile(path.join(import.meta.dirname, '../../docs/data-protection.md'), 'utf8');
    const said = [...page.matchAll(/^\| `(\w+)` \|.*\| (\d+) \|$/gm)].map(([, name, days]) => [name, Number(days)]);
    expect(said).toEqual(CLASSES.map(({ name, days }) => [name, days]));
  });

  it('are the council’s own where it has set them, and within reason', () => {
    expect(daysOf(setDays({}, 'receipts', '60'))).toMatchObject({ receipts: 60, messages: 30 });
    expect(() => setDays({}, 'receits', '60')).toThrow(/“receits” is no class\. Choose from receipts, messages/);
    for (const days of ['6', '-90', 'ninety', '99999'])
      expect(() => setDays({}, 'receipts', days)).toThrow('Give a number of days for receipts from 7 to 36525.');
    expect(() => setDays({}, 'audit', '30')).toThrow('from 366 to');
  });

  it('are shown and set by a command, and what would go is counted', async () => {
    const environment = {
      DATABASE_URL: addressOf(database.connection),
      SECRET_KEY: 'a key for tests only, thirty-two characters',
    };
    const run = async (...args: string[]) => (await startScript('retention', args, environment)).ended;
    // Late in the evening, summer time makes it the next day.
    await ROWS.receipts(new Date(Date.now() - 62 * DAY));
    await ROWS.receipts(new Date(Date.now() - 58 * DAY));
    expect((await run('set', 'receipts', '60')).output).toMatch(/^receipts +60 days {2}answers kept/);
    const { code, output } = await run('--dry-run');
    expect(output).toMatch(/^receipts +60 days {2}1 to remove; /);
    expect(code).toBe(0);
    const before = await prisma.receipt.count();
    const removed = await prisma.$transaction((tx) =>
      removeOver(tx, {
        today: new Date().toISOString().slice(0, 10),
        timeZone: 'Europe/London',
        happened: async () => {},
      }),
    );
    expect(removed.receipts).toBe(1);
    expect(await prisma.receipt.count()).toBe(before - 1);
    expect(await prisma.auditEvent.count({ where: { event: 'retention.changed' } })).toBe(1);
  });
});
