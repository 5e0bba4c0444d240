// Tokens that last twelve hours: renewed in time, by one copy at a time, and what happens when that goes wrong.
import { expect, test } from 'vitest';
import { ACCESS_REASONS, NOT_INSTALLED } from '../../src/slack/failures.ts';
import type { PrismaClient } from '../../src/store/generated/client.ts';
import { testDatabase } from '../support/database.ts';
import { aRoomOfMany, type ManyOptions } from './a-workspace.ts';

const { prisma } = await testDatabase();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A workspace with a token that began at ten, and a clock. */
async function rotating(database: PrismaClient = prisma, options: ManyOptions = {}) {
  const begun = new Date('2026-03-02T10:00:00Z').getTime();
  let now = begun;
  const many = await aRoomOfMany(database, { ...options, now: () => new Date(now) });
  many.oauth.rotates = true;
  await many.installs({ team: 'TMARSH' });
  const renewals = () =>
    many.slack.callsOf('oauth.v2.access').filter(({ body }) => body.grant_type === 'refresh_token');
  return {
    ...many,
    renewals,
    passes(ms: number) {
      now += ms;
    },
    at(ms: number) {
      now = begun + ms;
    },
  };
}

const usedLast = (oauth: { uses: { token: string }[] }) => oauth.uses.at(-1)!.token;

test('a token is left alone while it has two hours and more, and renewed before the next message then', async () => {
  const { oauth, posts, at, renewals, row } = await rotating();
  const first = oauth.tokenOf('TMARSH')!;
  at(10 * HOUR - MINUTE);
  expect(await posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(usedLast(oauth)).toBe(first);
  at(10 * HOUR);
  expect(await posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(usedLast(oauth)).not.toBe(first);
  expect(renewals()).toHaveLength(1);
  expect(await row('TMARSH')).toMatchObject({ version: 2, expiresAt: new Date('2026-03-03T08:00:00Z') });
});

test('after days of silence the token has ended, and the next message renews it first', async () => {
  const { posts, at, renewals } = await rotating();
  at(90 * HOUR);
  expect(await posts('TMARSH')).toMatchObject({ kind: 'sent' });
  at(180 * HOUR);
  expect(await posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(renewals()).toHaveLength(2);
});

test('ten messages at once from each of two copies renew it once', async () => {
  const one = await rotating();
  one.at(13 * HOUR);
  const two = await one.another();
  const fates = await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : two).posts('TMARSH')),
  );
  expect(fates.map(({ kind }) => kind)).toEqual(fates.map(() => 'sent'));
  expect(one.renewals()).toHaveLength(1);
});

test('while another copy renews it, a token that still works goes on', async () => {
  const { slack, oauth, posts, at, another, renewals } = await rotating();
  const first = oauth.tokenOf('TMARSH')!;
  at(11 * HOUR);
  const release = slack.hold('oauth.v2.access');
  const renewing = posts('TMARSH');
  await slack.until(() => renewals().length === 1);
  const other = await another();
  expect(await other.posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(usedLast(oauth)).toBe(first);
  release();
  expect(await renewing).toMatchObject({ kind: 'sent' });
  expect(renewals()).toHaveLength(1);
});

test('Slack’s OAuth may be away for two hours: the old token goes on, and is not asked about with every message', async () => {
  const { slack, posts, at, renewals, room } = await rotating();
  slack.fail('oauth.v2.access', { status: 503 }, 2);
  at(10 * HOUR + MINUTE);
  for (let index = 0; index < 5; index += 1) expect(await posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(renewals()).toHaveLength(1);
  at(12 * HOUR + MINUTE);
  expect(await posts('TMARSH')).toMatchObject({ kind: 'later' });
  expect(await posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(await room.platform.trouble()).toBeUndefined();
});

test('an answer that was lost on the way, with the new tokens in it, costs nothing until the old token ends', async () => {
  const { slack, oauth, posts, at, row, another, door } = await rotating();
  const first = oauth.tokenOf('TMARSH')!;
  slack.fail('oauth.v2.access', { cut: true, accepted: true });
  at(10 * HOUR + MINUTE);
  expect(await posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(usedLast(oauth)).toBe(first);
  // A copy that starts afterwards asks with the only refresh token there is; Slack has revoked that.
  const next = await another();
  expect(await next.posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(await row('TMARSH')).toMatchObject({ refusedAt: expect.any(Date), removedAt: null });
  expect(await next.room.platform.trouble()).toBe(
    'Slack gives Convenor no new token for The workspace TMARSH. Install the app there again at http://convenor.test/slack/install.',
  );
  at(12 * HOUR + MINUTE);
  expect(await next.posts('TMARSH')).toEqual({ kind: 'refused', reason: NOT_INSTALLED, unreachable: true });
  expect(next.door.events.at(-1)).toMatchObject({ kind: 'withdrawn', tenants: ['TMARSH'] });
  await next.installs({ team: 'TMARSH' });
  expect(next.door.events.at(-1)).toMatchObject({ kind: 'granted', reasons: ACCESS_REASONS });
  expect(await next.posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(door.events.filter(({ kind }) => kind === 'withdrawn')).toEqual([]);
});

test('a copy that was killed while it asked holds nobody up for longer than half a minute', async () => {
  const { posts, passes, at, renewals } = await rotating();
  at(13 * HOUR);
  const until = new Date('2026-03-02T23:00:29Z');
  await prisma.slackInstallation.updateMany({ data: { renewingUntil: until } });
  passes(30_000);
  expect(await posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(renewals()).toHaveLength(1);
});

test('what Slack gave is kept until the database takes it, and used only then', async () => {
  let failing = 0;
  const flaky = new Proxy(prisma, {
    get: (target, name) =>
      name !== 'slackInstallation'
        ? Reflect.get(target, name)
        : new Proxy(target.slackInstallation, {
            get: (table, method) => {
              const call = Reflect.get(table, method) as (query: { data?: { accessToken?: unknown } }) => unknown;
              if (method !== 'updateMany') return call;
              return async (query: { data?: { accessToken?: unknown } }) => {
                if (query.data?.accessToken && failing-- > 0) throw new Error('the database is away');
                return call.call(table, query);
              };
            },
          }),
  });
  const { oauth, posts, at, row, renewals } = await rotating(flaky);
  failing = 3;
  at(13 * HOUR);
  expect(await posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(renewals()).toHaveLength(1);
  expect(await row('TMARSH')).toMatchObject({ version: 2 });
  expect(usedLast(oauth)).toBe(oauth.tokenOf('TMARSH'));
});

test('tokens that were asked for before somebody installed the app again do not replace the newer ones', async () => {
  const { slack, oauth, posts, at, installs, row, renewals } = await rotating();
  at(11 * HOUR);
  const release = slack.hold('oauth.v2.access');
  const renewing = posts('TMARSH');
  await slack.until(() => renewals().length === 1);
  await installs({ team: 'TMARSH' });
  const installed = oauth.tokenOf('TMARSH');
  release();
  expect(await renewing).toMatchObject({ kind: 'sent' });
  expect(usedLast(oauth)).toBe(installed);
  expect(await row('TMARSH')).toMatchObject({ version: 2, removedAt: null });
});

test('a token that Slack ends sooner than it said is renewed, and the message goes out at the next try', async () => {
  const { oauth, posts, row, door, renewals } = await rotating();
  oauth.tokens.get(oauth.tokenOf('TMARSH')!)!.endsAt = 0;
  expect(await posts('TMARSH')).toMatchObject({ kind: 'later' });
  expect(await posts('TMARSH')).toMatchObject({ kind: 'sent' });
  expect(renewals()).toHaveLength(1);
  expect(await row('TMARSH')).toMatchObject({ removedAt: null, version: 2 });
  expect(door.events.filter(({ kind }) => kind === 'withdrawn')).toEqual([]);
});

test('no token and no client secret stands in the log, whatever went wrong', async () => {
  const { slack, posts, at, logged, oauth } = await rotating();
  slack.fail('oauth.v2.access', { error: 'invalid_refresh_token' });
  at(10 * HOUR + MINUTE);
  await posts('TMARSH');
  oauth.uninstall('TMARSH');
  await posts('TMARSH');
  expect(logged.join('\n')).toContain('invalid_refresh_token');
  expect(logged.join('\n')).not.toMatch(/xoxb-|xoxe|a client secret/);
});
