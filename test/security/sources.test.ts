// Where requests come from: a source that is refused again and again is answered without any work, and nobody else waits for it.
import express from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { classOf, openCallers } from '../../src/callers.ts';
import type { RefusedCall } from '../../src/chat/callers.ts';
import type { Log } from '../../src/log.ts';
import { aPartnership } from '../contract/world.ts';
import { type Around, SIGNING_SECRET, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { sendSigned } from '../support/slack-signed.ts';

const { prisma, connection } = await testDatabase();
const lines: { fields: Record<string, unknown>; words: string }[] = [];
const write = (fields: object, words: string) => void lines.push({ fields: fields as Record<string, unknown>, words });
const log: Log = { debug() {}, info() {}, warn: write, error: write };
afterEach(() => {
  lines.length = 0;
});

let at = 0;
const open = (more: { perSource?: number; isProxyTrusted?: boolean } = {}) => {
  at = 0;
  const told: object[] = [];
  const callers = openCallers({
    perSource: 5,
    isProxyTrusted: true,
    log,
    now: () => at,
    onRefused: (fact) => void told.push(fact),
    ...more,
  });
  const call = (address: string, reason: RefusedCall['reason'] = 'signature') =>
    callers.refused({ platform: 'slack', reason, status: 401, address, why: 'not signed' });
  /** Whether the gate lets a request from there through. */
  const passes = (ip: string) => {
    let status = 0;
    const answer = (code: number) => {
      status = code;
      return { end() {} };
    };
    const response = { set: () => response, status: answer };
    callers.gate('slack')({ ip } as never, response as never, () => answer(200));
    return status;
  };
  return { callers, call, passes, told };
};

describe('a source', () => {
  it('that is refused five times in a minute is stopped, and heard again as time goes by', () => {
    const { call, passes } = open();
    for (let i = 0; i < 5; i++) {
      expect(passes('203.0.113.7')).toBe(200);
      call('203.0.113.7');
    }
    expect(passes('203.0.113.7')).toBe(429);
    expect(passes('203.0.113.8')).toBe(200);
    at += 12_000;
    expect(passes('203.0.113.7')).toBe(200);
    call('203.0.113.7');
    expect(passes('203.0.113.7')).toBe(429);
  });

  it('of IPv6 is its network, since whoever has one address has them all', () => {
    const { call, passes } = open();
    for (let i = 0; i < 5; i++) call(`2001:db8:1:2::${i}`);
    expect(passes('2001:db8:1:2:ffff::9')).toBe(429);
    expect(passes('2001:db8:1:3::1')).toBe(200);
  });

  it('from which the platform itself was heard is not stopped for what others send from there', () => {
    const { callers, call, passes } = open();
    callers.vouched('203.0.113.7');
    for (let i = 0; i < 50; i++) call('203.0.113.7', 'token');
    expect(passes('203.0.113.7')).toBe(200);
    at += 3_600_001;
    for (let i = 0; i < 50; i++) call('203.0.113.7', 'token');
    expect(passes('203.0.113.7')).toBe(429);
  });

  it('is not stopped for what the platform vouched for, though it was for another', () => {
    const { call, passes } = open();
    for (let i = 0; i < 50; i++) call('203.0.113.7', 'elsewhere');
    expect(passes('203.0.113.7')).toBe(200);
  });

  it('on this machine or its network may be a proxy for everybody, unless the proxy is trusted to say whose it is', () => {
    const { call, passes } = open({ isProxyTrusted: false });
    for (const address of ['127.0.0.1', '::1', '::ffff:10.1.2.3', '192.168.1.1', '203.0.113.7'])
      for (let i = 0; i < 50; i++) call(address);
    expect(['127.0.0.1', '::1', '10.1.2.3', '192.168.1.1'].map(passes)).toEqual([200, 200, 200, 200]);
    expect(passes('203.0.113.7')).toBe(429);
  });

  it('is never stopped where there is no limit', () => {
    const { call, passes } = open({ perSource: 0 });
    for (let i = 0; i < 500; i++) call('203.0.113.7');
    expect(passes('203.0.113.7')).toBe(200);
  });
});

it('ten thousand sources are remembered and no more: whoever was longest silent is forgotten', () => {
  const { call, passes } = open();
  const others = (many: number) => {
    for (let i = 0; i < many; i++) call(`198.51.${i >> 8}.${i & 255}`);
  };
  for (let i = 0; i < 5; i++) call('203.0.113.7');
  others(9_999);
  expect(passes('203.0.113.7')).toBe(429);
  others(10_000);
  expect(passes('203.0.113.7')).toBe(200);
});

it.each([
  ['127.0.0.1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::1', 'loopback'],
  ['172.20.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['fd00::1', 'private'],
  ['fe80::1', 'private'],
  ['2001:db8::1', 'public'],
])('%s is %s', (address, kind) => expect(classOf(address)).toBe(kind));

describe('the log', () => {
  it('has the first refusal at once, and the others once a minute with how many there were', () => {
    const { call } = open();
    for (let i = 0; i < 1000; i++) call(`203.0.113.${i % 250}`);
    expect(lines).toHaveLength(1);
    at += 60_000;
    call('203.0.113.1');
    expect(lines.map(({ fields }) => fields['count'])).toEqual([1, 1000]);
    expect(lines[1]!.fields).toEqual({
      platform: 'slack',
      reason: 'signature',
      status: 401,
      why: 'not signed',
      from: 'public',
      count: 1000,
    });
  });

  it('tells reasons and kinds of source apart, and loses no count when the program stops', () => {
    const { callers, call } = open();
    call('203.0.113.1');
    call('127.0.0.1');
    call('203.0.113.1', 'token');
    call('203.0.113.2', 'token');
    callers.stop();
    expect(lines.map(({ fields }) => [fields['reason'], fields['from'], fields['count']])).toEqual([
      ['signature', 'public', 1],
      ['signature', 'loopback', 1],
      ['token', 'public', 1],
      ['token', 'public', 1],
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/203\.0\.113/);
  });
});

it('addresses that a caller makes up are not believed, only what the trusted proxy adds', async () => {
  const app = express().set('trust proxy', 1);
  let seen: string | undefined;
  app.get('/', (request, response) => {
    seen = request.ip;
    response.end();
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-for': '1.2.3.4, 203.0.113.7' } });
  server.close();
  expect(seen).toBe('203.0.113.7');
});

describe('the whole program behind a proxy', () => {
  let around: Around;
  beforeAll(async () => {
    await aPartnership(prisma);
    around = await startAround({
      database: connection.database,
      log,
      environment: { LIMIT_PER_SOURCE: '5', TRUST_PROXY: '1' },
    });
  });
  afterAll(() => around.close());

  const url = () => `${around.url}/slack/events`;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const unsigned = (from: string) =>
    fetch(url(), { method: 'POST', headers: { ...form, 'x-forwarded-for': from }, body: 'command=/board' });

  it('stops one who is refused too often, hears the others, and counts both in its figures', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 8; i++) statuses.push((await unsigned('203.0.113.7')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    // What is made up before the proxy's own entry changes nothing.
    expect((await unsigned('9.9.9.9, 203.0.113.7')).status).toBe(429);
    expect((await unsigned('203.0.113.9')).status).toBe(401);

    const body = new URLSearchParams({
      command: '/board',
      text: 'help',
      team_id: around.slack.team,
      user_id: 'U1',
      channel_id: 'D1',
      channel_name: 'directmessage',
      trigger_id: 't',
    });
    const good = await sendSigned(url(), body.toString(), form['content-type'], { secret: SIGNING_SECRET });
    expect(good.status).toBe(200);

    const metrics = await (await fetch(`${around.url}/metrics`)).text();
    expect(metrics).toContain('convenor_refused_requests_total{platform="slack",reason="signature"} 6');
    expect(metrics).toContain('convenor_refused_requests_total{platform="slack",reason="source"} 4');
    expect(metrics).toContain('convenor_refused_requests_total{platform="teams",reason="token"} 0');
    expect(metrics).not.toContain('203.0.113');
    expect(lines.filter(({ words }) => words === 'requests refused at the gate')).toHaveLength(2);
  });

  it('stops one who tries links without end, and nobody else who opens theirs', async () => {
    const enter = (from: string) =>
      fetch(`${around.url}/m/api/enter`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: around.url, 'x-forwarded-for': from },
        body: JSON.stringify({ token: 'x'.repeat(43) }),
      });
    let tries = 0;
    while (tries < 200 && (await enter('203.0.113.7')).status === 410) tries += 1;
    expect(tries).toBeGreaterThanOrEqual(120);
    expect(tries).toBeLessThan(200);
    expect((await enter('203.0.113.8')).status).toBe(410);
  });
});
