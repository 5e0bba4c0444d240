// S5: what somebody without a token can do to the program: take no memory that stays, and nobody's turn. The program is a
// process of its own, in production, so that its memory is its own too.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { beforeAll, expect, inject, test } from 'vitest';
import { aPartnership } from '../contract/world.ts';
import { addressOf, testDatabase } from '../support/database.ts';
import { openTemporaryFolder } from '../support/folder.ts';
import { endProgramsAfterAll, type Program, startProgram } from '../support/process.ts';
import { sendSigned } from '../support/slack-signed.ts';

endProgramsAfterAll();
const APP_ID = '99999999-0000-4000-8000-000000000009';
const TENANT = '11111111-2222-4333-8444-555555555555';
const SECRET = 'a signing secret of the test';
const MB = 1024 * 1024;
const MOST_GROWTH = 50 * MB;
const FORGED = 20_000;

let program: Program;
beforeAll(async () => {
  const { prisma, connection } = await testDatabase();
  await aPartnership(prisma);
  program = await startProgram({
    MODE: 'production',
    // As `npm start` starts it, in so little memory that what is left lying is cleared away, and what is kept would end it.
    NODE_OPTIONS: '--max-semi-space-size=2 --max-old-space-size=96',
    HOST: '127.0.0.1',
    PORT: '0',
    DATA_DIR: await openTemporaryFolder(),
    DATABASE_URL: addressOf({ ...inject('server'), database: connection.database }),
    SECRET_KEY: 'a key for this test only, thirty-two characters',
    MicrosoftAppId: APP_ID,
    MicrosoftAppPassword: 'not-a-real-one',
    MicrosoftAppTenantId: TENANT,
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_BOT_TOKEN: 'xoxb-not-a-real-one',
    SLACK_TEAM_ID: 'TLEWISHAM1',
    // Those who type here are many, in one workspace.
    LIMIT_PER_TENANT: '0',
    LOG_LEVEL: 'info',
  });
});

/** The program's resident memory, from its own figures. */
async function memory(): Promise<number> {
  const text = await (await fetch(`${program.url}/metrics`)).text();
  return Number(/^convenor_process_resident_memory_bytes (\S+)/m.exec(text)![1]);
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
function post(path: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${program.url}${path}`, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode!));
    });
    request.on('error', reject);
    request.end(body);
  });
}

let asked = 0;
/** Somebody in Slack types; what they get, and how long it took. */
async function goodRequest(): Promise<{ status: number; body: string; ms: number }> {
  asked += 1;
  const body = new URLSearchParams({
    command: '/board',
    text: 'status',
    team_id: 'TLEWISHAM1',
    user_id: `U${asked}`,
    channel_id: 'D1',
    channel_name: 'directmessage',
    trigger_id: randomUUID(),
  }).toString();
  const started = performance.now();
  const form = 'application/x-www-form-urlencoded';
  const response = await sendSigned(`${program.url}/slack/events`, body, form, { secret: SECRET });
  return { status: response.status, body: response.body, ms: performance.now() - started };
}

/** Let somebody type ten times a second while `abuse` goes on: all are answered. Says how long the slowest of a hundred took. */
async function meanwhile(abuse: Promise<unknown>): Promise<number> {
  let isOver = false;
  const ended = abuse.finally(() => {
    isOver = true;
  });
  const waits: number[] = [];
  do {
    const answered = await goodRequest();
    expect(answered).toMatchObject({ status: 200, body: expect.stringContaining('I do not know you yet') });
    waits.push(answered.ms);
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (!isOver);
  await ended;
  return waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.99)]!;
}

function forged(count: number): string {
  const tid = randomUUID();
  const now = Math.floor(Date.now() / 1000);
  const claims = { aud: APP_ID, nbf: now - 60, exp: now + 3600, serviceurl: 'https://smba.trafficmanager.net/uk/' };
  // By turns Microsoft's issuer with a key that nobody knows, and the emulator's with a tenant that nobody knows.
  const who =
    count % 2 === 0
      ? { iss: 'https://api.botframework.com' }
      : { iss: `https://sts.windows.net/${tid}/`, tid, ver: '1.0', appid: APP_ID };
  const parts = [
    { alg: 'RS256', typ: 'JWT', kid: tid },
    { ...claims, ...who },
  ].map((part) => JSON.stringify(part));
  return [...parts, randomBytes(256)].map((part) => Buffer.from(part).toString('base64url')).join('.');
}

async function forge(many: number): Promise<Map<number, number>> {
  const statuses = new Map<number, number>();
  let left = many;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const headers = { authorization: `Bearer ${forged(left)}`, 'content-type': 'application/json' };
      const status = await post('/api/messages', headers, '{}');
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 12 }, one));
  return statuses;
}

function report(what: string, growth: number, p99: number): void {
  console.info(
    `${what}: memory grew by ${(growth / MB).toFixed(1)} MB; 99 of 100 good requests within ${p99.toFixed(0)} ms`,
  );
}

test(`${FORGED} forged tokens leave nothing behind, and are all refused`, async () => {
  await forge(4000);
  const before = await memory();
  const refused = forge(FORGED);
  const p99 = await meanwhile(refused);
  // 503 where this machine cannot reach Microsoft's keys.
  expect([...(await refused).keys()].filter((status) => status !== 401 && status !== 503)).toEqual([]);
  const growth = (await memory()) - before;
  report(`${FORGED} forged tokens`, growth, p99);
  expect(growth).toBeLessThan(MOST_GROWTH);
}, 120_000);

const BIG = 400 * MB;

/** Send 400 MB as fast as they are taken; says what was answered, and how much the program let in. */
async function flood(path: string, headers: string): Promise<{ status: number; sent: number }> {
  const { port } = new URL(program.url);
  const socket = net.connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  let status = 0;
  let isClosed = false;
  socket.on('data', (data) => {
    status ||= Number(/^HTTP\/1.1 (\d+)/.exec(data.toString('latin1'))?.[1] ?? 0);
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    isClosed = true;
  });
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`);
  const isChunked = headers.includes('chunked');
  const chunk = Buffer.alloc(64 * 1024, 0x20);
  const framed = isChunked ? Buffer.concat([Buffer.from('10000\r\n'), chunk, Buffer.from('\r\n')]) : chunk;
  let sent = 0;
  while (!isClosed && sent < BIG) {
    if (!socket.write(framed) && !isClosed)
      await new Promise<void>((resolve) => {
        socket.once('drain', resolve);
        socket.once('close', () => resolve());
      });
    sent += chunk.length;
  }
  socket.destroy();
  return { status, sent };
}

test.each([
  ['/api/messages', `Content-Length: ${BIG}`, 413],
  ['/slack/events', `Content-Length: ${BIG}`, 413],
  ['/api/messages', 'Transfer-Encoding: chunked', 401],
  ['/slack/events', 'Transfer-Encoding: chunked', 413],
])(
  '400 MB to %s (%s) are answered with %i and cut off',
  async (path, headers, status) => {
    const before = await memory();
    const flooding = Promise.all(Array.from({ length: 4 }, () => flood(path, headers)));
    const p99 = await meanwhile(flooding);
    for (const one of await flooding) {
      // 0: the connection was gone before the answer could be read.
      expect([0, status]).toContain(one.status);
      // What the network had already taken on the way.
      expect(one.sent).toBeLessThan(16 * MB);
    }
    const growth = (await memory()) - before;
    report(`400 MB to ${path} (${headers})`, growth, p99);
    expect(growth).toBeLessThan(MOST_GROWTH);
  },
  60_000,
);

test('200 callers who send a letter a second are let go, and nobody waits for them', async () => {
  const { port } = new URL(program.url);
  const before = await memory();
  const closed: Promise<unknown>[] = [];
  const sockets = Array.from({ length: 200 }, (_, at) => {
    const socket = net.connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    closed.push(new Promise((resolve) => socket.once('close', resolve)));
    socket.resume();
    // Half never end their headers, the others never end their body.
    const body = at % 2 === 0 ? 'X-Slow: ' : 'Content-Length: 100000\r\n\r\n';
    socket.write(`POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${body}`);
    return socket;
  });
  const dripping = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('x');
  }, 1000);
  const p99 = await meanwhile(Promise.all(closed));
  clearInterval(dripping);
  const growth = (await memory()) - before;
  report('200 slow callers', growth, p99);
  expect(growth).toBeLessThan(MOST_GROWTH);
}, 60_000);
