// What administrators watch, asked of the running program: is it alive, can it do its work, and what has it done.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startApp } from '../../src/app.ts';
import type { Job } from '../../src/chat/contract.ts';
import { readSettings } from '../../src/config.ts';
import { features } from '../../src/features.ts';
import { noLog } from '../../src/log.ts';
import { slackSurface } from '../contract/surfaces.ts';
import { aPartnership, saysOnPage, type World } from '../contract/world.ts';
import { type Around, startAround } from '../support/app.ts';
import { addressOf, ask, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { join } from './partnership.ts';

const { prisma, connection } = await testDatabase();
let around: Around;
let world: World;

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, now: '2026-11-23T09:00:00Z', paceMs: 0 });
});
afterAll(() => around.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${around.url}${path}`, { headers });
const ready = async () => {
  const response = await get('/readyz');
  return { status: response.status, ...((await response.json()) as { ready: boolean; troubles: string[] }) };
};

/** The value of a series, as Prometheus would read it. */
async function figure(series: string): Promise<number | undefined> {
  const lines = (await (await get('/metrics')).text()).split('\n');
  const found = lines.find((line) => line.startsWith(`${series} `));
  return found === undefined ? undefined : Number(found.slice(series.length + 1));
}

describe('the metrics', () => {
  it('begin every series at 0, are explained and named in docs/running.md', async () => {
    const response = await get('/metrics');
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const text = await response.text();
    for (const platform of ['teams', 'slack', 'web']) {
      expect(text).toContain(`convenor_requests_total{platform="${platform}",outcome="fault"} 0`);
      expect(text).toContain(`convenor_deliveries_total{platform="${platform}",outcome="uncertain"} 0`);
      expect(text).toContain(`convenor_platform_up{platform="${platform}"} 1`);
    }
    const page = await readFile(new URL('../../docs/running.md', import.meta.url), 'utf8');
    const own = [...text.matchAll(/^# HELP (convenor_(?!process_|nodejs_)\w+) (.+)$/gm)];
    for (const [, name] of own) expect(page).toContain(`\`${name}\``);
    expect(own.map(([, name]) => name).sort()).toEqual(
      [
        ...['cards_behind', 'database_has_room', 'database_up', 'deliveries_total'],
        ...[
          'event_loop_longest_stall_seconds',
          'event_loop_stalls_total',
          'job_faults',
          'job_last_done_timestamp_seconds',
        ],
        ...[
          'outbox_messages',
          'outbox_oldest_due_seconds',
          'platform_up',
          'refused_requests_total',
          'request_seconds',
          'requests_total',
          'warnings',
        ],
      ].map((name) => `convenor_${name}`),
    );
  });

  it('count what was done, refused and delivered, by platform and outcome', async () => {
    const governor = await world.governor('Grace Adeyemi');
    const surface = await join(around, world.clerk.id, slackSurface(around, 'Grace Adeyemi'), 'Grace Adeyemi');
    await surface.says('who am i');
    await surface.says('category confirm CAT-1');
    await surface.says('round open Autumn due tomorrow');
    expect(await figure('convenor_requests_total{platform="slack",outcome="done"}')).toBeGreaterThanOrEqual(2);
    expect(await figure('convenor_requests_total{platform="slack",outcome="refused"}')).toBeGreaterThanOrEqual(1);
    const before = (await figure('convenor_deliveries_total{platform="slack",outcome="sent"}'))!;
    await saysOnPage(around, world.clerk.id, 'action add Watch the figures owner Grace Adeyemi by 11 December');
    await eventually(
      'it is delivered',
      async () => (await prisma.outbox.count({ where: { personId: governor.id, state: 'sent' } })) > 0,
    );
    await eventually(
      'and counted',
      async () => (await figure('convenor_deliveries_total{platform="slack",outcome="sent"}'))! > before,
    );
    expect(await figure('convenor_request_seconds_count{platform="slack"}')).toBeGreaterThanOrEqual(3);
  });

  it('tell what waits and since when, what could not be said, when jobs ran, and what is warned of', async () => {
    const [{ name: job }] = features.flatMap((feature) => feature.jobs ?? []) as [Job];
    const row = { card: 'action', subject: 'action:ACT-1', requestId: 'test', createdAt: new Date() };
    const now = around.app.clock.now().getTime();
    await prisma.outbox.createMany({
      data: [
        // Due for a minute, and taken by nobody: there is no such conversation.
        { ...row, key: 'waits', state: 'waiting', notBefore: new Date(now - 60_000) },
        { ...row, key: 'failed', state: 'failed', notBefore: new Date(now) },
        { ...row, key: 'uncertain', state: 'uncertain', notBefore: new Date(now) },
      ],
    });
    await eventually(
      'the heartbeat',
      async () => (await prisma.jobRun.count({ where: { job: 'heartbeat', outcome: 'done' } })) === 1,
    );
    expect(await figure('convenor_outbox_messages{state="waiting"}')).toBe(1);
    expect(await figure('convenor_outbox_messages{state="failed"}')).toBe(1);
    expect(await figure('convenor_outbox_messages{state="uncertain"}')).toBe(1);
    expect(await figure('convenor_outbox_oldest_due_seconds')).toBeGreaterThanOrEqual(60);
    expect(await figure(`convenor_job_last_done_timestamp_seconds{job="${job}"}`)).toBeGreaterThan(
      Date.parse('2026-11-23T08:30:00Z') / 1000,
    );
    expect(await figure('convenor_job_last_done_timestamp_seconds{job="heartbeat"}')).toBeGreaterThan(0);
    await prisma.jobRun.update({ where: { job }, data: { faults: 3 } });
    await prisma.jobRun.create({ data: { job: 'aJobOfLongAgo', startedAt: new Date(), faults: 1 } });
    expect(await figure(`convenor_job_faults{job="${job}"}`)).toBe(3);
    expect(await figure('convenor_job_faults{job="aJobOfLongAgo"}')).toBeUndefined();
    await prisma.jobRun.update({ where: { job: 'heartbeat' }, data: { startedAt: new Date(0) } });
    await around.app.house.beat();
    expect(await figure('convenor_warnings{problem="uncertain"}')).toBe(1);
    expect(await figure('convenor_warnings{problem="platform"}')).toBe(0);
    await prisma.outbox.deleteMany({ where: { requestId: 'test' } });
  });

  it('are for this machine alone, or for whoever has the token', async () => {
    const settings = readSettings({
      ...{ MODE: 'development', HOST: '127.0.0.1', PORT: '0', DATA_DIR: await openTemporaryFolder() },
      ...{ DATABASE_URL: addressOf(connection), METRICS_TOKEN: 'a long token of the test' },
    });
    const app = await startApp(settings, noLog);
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${app.address}/metrics`, { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer a long token of the tesT' })).toBe(401);
    expect(await status({ authorization: 'Bearer a long token of the test' })).toBe(200);
    await app.stop();
  });
});

describe('the program', () => {
  it('is ready while the database and the platforms answer', async () => {
    expect(await ready()).toEqual({ status: 200, ready: true, troubles: [] });
  });

  it('is not ready when no message goes out, and says since when', async () => {
    const now = around.app.clock.now().getTime();
    const sent = await prisma.outbox.findMany({ where: { state: 'sent' } });
    await prisma.outbox.create({
      data: {
        key: 'stuck',
        card: 'action',
        subject: 'action:ACT-1',
        requestId: 'test',
        createdAt: new Date(),
        notBefore: new Date(now - 20 * 60_000),
      },
    });
    // Others were sent just now: one message that waits is no standstill.
    expect(await ready()).toMatchObject({ status: 200 });
    await prisma.outbox.updateMany({ where: { state: 'sent' }, data: { sentAt: new Date(now - 30 * 60_000) } });
    expect(await ready()).toMatchObject({
      status: 503,
      troubles: ['No message goes out: the oldest has been due for 20 minutes.'],
    });
    for (const { id, sentAt } of sent) await prisma.outbox.update({ where: { id }, data: { sentAt } });
    await prisma.outbox.deleteMany({ where: { key: 'stuck' } });
  });

  it('is not ready without its database, says so in time, and serves the other figures; afterwards it is again', async () => {
    const server = { ...inject('server'), database: 'postgres' };
    const { database } = connection;
    await ask(server, `alter database ${database} allow_connections false`);
    await ask(server, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [database]);
    const before = performance.now();
    expect(await ready()).toMatchObject({ status: 503, troubles: ['The database does not answer.'] });
    expect(performance.now() - before).toBeLessThan(5000);
    expect(await figure('convenor_database_up')).toBe(0);
    expect(await figure('convenor_outbox_oldest_due_seconds')).toBeNaN();
    expect(await figure('convenor_requests_total{platform="slack",outcome="refused"}')).toBeGreaterThanOrEqual(1);
    await ask(server, `alter database ${database} allow_connections true`);
    await eventually('it is ready again', async () => (await ready()).status === 200);
    expect(await figure('convenor_database_up')).toBe(1);
  });

  it('is not ready when Slack does not accept it, and the platform’s figure is 0', async () => {
    around.slack.fail('auth.test', { error: 'invalid_auth' }, 100);
    await around.restart();
    expect(await ready()).toMatchObject({ status: 503, troubles: [expect.stringContaining('SLACK_BOT_TOKEN')] });
    expect(await figure('convenor_platform_up{platform="slack"}')).toBe(0);
    expect(await figure('convenor_platform_up{platform="teams"}')).toBe(1);
  });
});
