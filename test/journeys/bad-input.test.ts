// Whatever is thrown at the program's addresses: it answers with a plain refusal, stays alive and changes nothing.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPartnership, type World } from '../contract/world.ts';
import { type Around, SIGNING_SECRET, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { hashOfRows } from '../support/rows.ts';
import { sendSigned } from '../support/slack-signed.ts';

const { prisma, connection } = await testDatabase();
let around: Around;
let world: World;
let before: string;
const errors: string[] = [];
const log = {
  debug() {},
  info() {},
  warn() {},
  error: (fields: object, words: string) => void errors.push(`${words} ${JSON.stringify(fields)}`),
};

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, log });
  // What the clock does by itself is done before.
  await around.app.house.runDueJobs();
  await around.app.house.delivery.drain();
  before = await hashOfRows(prisma);
});

afterAll(async () => {
  await around.close();
});

const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const PROTOTYPE =
  '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"type":"message","toString":1}';

/** Body and content type: what a stranger, a broken proxy or a fuzzer sends. */
const bodies: [string, string | Buffer, string | undefined][] = [
  ['no content type', '{"type":"message"}', undefined],
  ['text', 'hello', 'text/plain'],
  ['XML', '<a/>', 'application/xml'],
  ['a form of parts', '--x\r\n\r\n--x--', 'multipart/form-data; boundary=x'],
  ['another alphabet', '{"type":"message"}', 'application/json; charset=klingon'],
  ['no body', '', JSON_TYPE],
  ['null', 'null', JSON_TYPE],
  ['a list', '[[]]', JSON_TYPE],
  ['a string', '"message"', JSON_TYPE],
  ['a number', '1e999', JSON_TYPE],
  ['half a JSON', '{"type":"message","text":', JSON_TYPE],
  ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), JSON_TYPE],
  ['a NUL and half a character', '{"type":"message","text":"\\u0000\\ud800","as":1,"in":"person-1"}', JSON_TYPE],
  [
    'wrong types everywhere',
    '{"type":[],"id":{},"from":7,"conversation":"x","channelData":[],"value":true,"as":"1","in":5,"key":[],"text":{},"to":9,"payload":1}',
    JSON_TYPE,
  ],
  ['10,000 brackets', deep(10_000), JSON_TYPE],
  [
    '10,000 brackets in a known field',
    `{"type":"invoke","name":"adaptiveCard/action","value":${deep(10_000)},"input":${deep(10_000)}}`,
    JSON_TYPE,
  ],
  ['keys of the prototype', PROTOTYPE, JSON_TYPE],
  ['5 MiB', `{"type":"message","text":"${'x'.repeat(5 * 1024 * 1024)}"}`, JSON_TYPE],
  ['5 MiB of a form', `payload=${'x'.repeat(5 * 1024 * 1024)}`, FORM],
  ['a form with half a payload', 'payload=%7B%22type%22', FORM],
  ['a form with a broken escape', 'payload=%E0%A4%A&command=%', FORM],
  ['a form of brackets', `payload=${encodeURIComponent(deep(10_000))}`, FORM],
  [
    'a form with keys of the prototype',
    `__proto__[polluted]=1&constructor.prototype.polluted=1&payload=${encodeURIComponent(PROTOTYPE)}`,
    FORM,
  ],
  ['a list for a payload', 'payload=1&payload=2', FORM],
];
const doors = [
  '/api/messages',
  '/slack/events',
  '/api/local/say',
  '/api/local/press',
  '/api/local/open',
  '/api/local/clock',
];
const pages = [
  '/',
  '/healthz',
  '/readyz',
  '/metrics',
  '/api/local/home',
  '/api/local/people',
  '/api/local/messages',
  '/api/local/stream',
  '/api/local/nothing',
  '/local/../../package.json',
  '/nothing',
  '/%00',
  '/%E0%A4%A',
  '/__proto__',
  '/api/local/messages?as=__proto__&in[]=1&after=-1',
  '/api/local/messages?as=1e9&in=person-1',
  '/api/local/stream?as=x&after=x',
];

interface Sent {
  method?: string;
  type?: string | undefined;
  body?: string | Buffer;
  headers?: Record<string, string>;
}

/** Send as it stands: unlike fetch, nothing is added or put right. A door may close on a body that it will not read. */
function send(
  path: string,
  { method = 'POST', type, body = '', headers = {} }: Sent,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(around.url);
    const sent = request({
      hostname,
      port,
      path,
      method,
      headers: { ...(type ? { 'content-type': type } : {}), 'content-length': Buffer.byteLength(body), ...headers },
    });
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
        // A stream has begun and would go on.
        if (text.startsWith('retry:')) sent.destroy();
      });
      response.on('close', () => resolve({ status: response.statusCode!, text }));
    });
    sent.on('error', () => resolve({ status: 0, text: '' }));
    sent.end(body);
  });
}

function expectPlain({ status, text }: { status: number; text: string }): void {
  expect(status === 0 || (status >= 200 && status < 500) || status === 503, `${status} ${text.slice(0, 200)}`).toBe(
    true,
  );
  expect(text).not.toMatch(/\n\s+at |node_modules|\.ts:\d|TypeError|SyntaxError|PrismaClient/);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
}

async function expectUnharmed(): Promise<void> {
  expect((await send('/healthz', { method: 'GET' })).text).toBe('alive\n');
  expect(await hashOfRows(prisma)).toBe(before);
  expect(errors).toEqual([]);
}

describe.each(doors)('POST %s', (door) => {
  afterAll(expectUnharmed);

  it.each(bodies)('%s is refused', async (_, body, type) => {
    const answer = await send(door, { type, body });
    expectPlain(answer);
    expect(answer.status).not.toBe(200);
  });

  it('a body that is said to be packed is refused', async () => {
    for (const packed of ['gzip', 'br', 'klingon'])
      expectPlain(await send(door, { type: JSON_TYPE, body: '{}', headers: { 'content-encoding': packed } }));
  });
});

describe('POST /slack/events, signed by Slack', () => {
  afterAll(expectUnharmed);

  it.each(bodies.filter(([, , type]) => type !== undefined))('%s is heard without harm', async (_, body, type) => {
    const url = `${around.url}/slack/events`;
    const refused = { status: 0, body: '' };
    const answer = await sendSigned(url, body, type!, { secret: SIGNING_SECRET }).catch(() => refused);
    expectPlain({ status: answer.status, text: answer.body });
  });
});

it.each([...pages, ...doors])('%s is answered plainly, by whichever method it is asked', async (path) => {
  for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])
    expectPlain(await send(path, { method, type: JSON_TYPE, body: /GET|HEAD/.test(method) ? '' : '{}' }));
  await expectUnharmed();
});

it('another site, another host name and a proxy are kept from the page', async () => {
  const words = { as: world.clerk.id, in: `person-${world.clerk.id}`, key: randomUUID(), text: 'help' };
  const foreign: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { host: 'evil.example' },
    { 'x-forwarded-for': '10.0.0.1' },
  ];
  for (const headers of foreign)
    for (const path of ['/api/local/say', '/api/local/press', '/api/local/clock'])
      expect((await send(path, { type: JSON_TYPE, body: JSON.stringify(words), headers })).status).toBe(403);
  await expectUnharmed();
});
