import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { expect, test } from 'vitest';
import { MissingBankHolidays, MissingTermDates } from '../../src/calendar/index.ts';
import type { Persona, ToTry } from '../../src/web/index.ts';
import { aPage } from './a-page.ts';
import { minutesCard } from './scripted-door.ts';

const page = await aPage();
const closed = await aPage({ mode: 'production' });
const head = page.people[0]!;
const say = { as: head.personId, in: `person-${head.personId}`, text: 'help', key: randomUUID() };

// `fetch` does not let a test choose its Host.
function raw(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  body = '',
): Promise<{ status: number; text: string; headers: http.IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const request = http.request(`${page.url}${path}`, { method, headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode!, text, headers: response.headers });
    });
    request.on('error', reject).end(body);
  });
}

test('a newcomer is told who there is to be, the channels and the date', async () => {
  const { body } = await page.get('home');
  expect(body.people[0]).toEqual({ ...head, in: `person-${head.personId}` });
  expect(body.channels).toEqual([{ in: 'challenge-board', name: 'Challenge Board', description: expect.any(String) }]);
  expect(body.clock.date).toBe('2026-11-24');
  expect((await page.get('people')).body.people).toEqual(body.people);
  expect((await page.get('channels')).body.channels).toEqual(body.channels);
});

test.each([
  ['nobody with that number', 'messages?as=999999&in=person-999999', 404],
  ['another person’s chat', `messages?as=${head.personId}&in=person-${page.people[1]!.personId}`, 403],
  ['a chat that does not exist', `messages?as=${head.personId}&in=staff-room`, 404],
  ['no person', 'messages?in=challenge-board', 400],
  ['a change that is no number', `messages?as=${head.personId}&in=challenge-board&after=x`, 400],
  ['an unknown path', 'nothing', 404],
  ['a stream for nobody', 'stream?as=999999', 404],
])('%s is refused with a sentence', async (_what, path, status) => {
  const answer = await page.get(path);
  expect(answer.status).toBe(status);
  expect(answer.body.error).toMatch(/^[A-Z“].*\.$/);
});

const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
test.each([
  ['no words', 'say', { ...say, text: '   ' }, 400],
  ['words that are no text', 'say', { ...say, text: { $gt: '' } }, 400],
  ['no key', 'say', { ...say, key: undefined }, 400],
  ['a key that is no UUID', 'say', { ...say, key: 'x' }, 400],
  ['more than is asked for', 'say', { ...say, admin: true }, 400],
  ['somebody else’s chat', 'say', { ...say, in: `person-${page.people[1]!.personId}` }, 403],
  ['no JSON', 'say', '{"as":', 400],
  ['JSON that is no object', 'say', '[1]', 400],
  ['deep nesting', 'press', `{"as":${head.personId},"input":${DEEP}}`, 400],
  ['a prototype key', 'press', `{"__proto__":{"as":1}}`, 400],
  ['five megabytes', 'say', JSON.stringify({ ...say, text: 'x'.repeat(5 * 1024 * 1024) }), 413],
  ['a press without a token', 'press', { ...say, text: undefined, action: 'approve' }, 400],
  [
    'a message of another chat',
    'press',
    {
      as: head.personId,
      in: `person-${head.personId}`,
      key: randomUUID(),
      action: 'a',
      token: 't',
      messageId: 987_654,
    },
    404,
  ],
  ['a clock word nobody knows', 'clock', { to: 'yesterday' }, 400],
  ['a date that does not exist', 'clock', { to: '2027-02-30' }, 400],
  ['a day far away', 'clock', { to: '2099-01-04' }, 400],
])('%s is refused with a sentence and no stack', async (_what, path, body, status) => {
  const answer = await page.post(path, body);
  expect(answer.status).toBe(status);
  expect(answer.body.error).toMatch(/^[A-Z“].*\.$/s);
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|at .*\.ts/);
});

test('words with a NUL or half a character are kept without it', async () => {
  const { status, body } = await page.post('say', { ...say, key: randomUUID(), text: 'he\u0000lp \ud800' });
  expect(status).toBe(200);
  expect(body.messages[0]?.text).toBe('help \ufffd');
});

test.each([
  ['a name that only resolves to this machine', { host: 'evil.example' }],
  ['a proxy that asks for somebody', { 'x-forwarded-for': '203.0.113.7' }],
  ['another site’s script', { 'sec-fetch-site': 'cross-site' }],
  ['another port’s page', { 'sec-fetch-site': 'same-site' }],
  ['a page of another origin', { origin: 'http://localhost:9999' }],
  ['a page without an origin', { origin: 'null' }],
])('%s hears nothing', async (_what, headers) => {
  const read = await raw('/api/local/people', { host: new URL(page.url).host, ...headers });
  expect(read.status).toBe(403);
  expect(read.text).not.toContain(head.name);
  const written = await raw(
    '/api/local/say',
    { host: new URL(page.url).host, 'content-type': 'application/json', ...headers },
    'POST',
    JSON.stringify(say),
  );
  expect(written.status).toBe(403);
});

test('a form on another site cannot speak: only JSON is read', async () => {
  const { status } = await page.post('say', JSON.stringify({ ...say, key: randomUUID() }), {
    'content-type': 'text/plain',
  });
  expect(status).toBe(415);
});

test('the page names no other host and runs no script of its text', async () => {
  const { text, headers } = await raw('/', { host: new URL(page.url).host });
  expect(headers['content-security-policy']).toContain("script-src 'self'");
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(text).not.toMatch(/https?:\/\/|<script>|style=/);
  for (const [, file] of text.matchAll(/(?:src|href)="(\/[^"]+)"/g))
    expect((await fetch(`${page.url}${file}`)).status, file).toBe(200);
});

test('in production the page is not there', async () => {
  expect((await fetch(closed.url)).status).toBe(404);
  expect((await fetch(`${closed.url}/api/local/people`)).status).toBe(404);
});

test.each([
  ['next-school-day', new MissingTermDates('2027/28', 'Marlowe'), 'The term dates for 2027/28 are missing'],
  ['next-half-term', new MissingTermDates('2027/28', 'Marlowe'), 'The term dates for 2027/28 are missing'],
  ['next-half-term', new MissingBankHolidays(2029), 'The bank holidays of 2029 are not known yet'],
])('%s says what is missing when the dates run out, and the clock stays', async (to, fault, sentence) => {
  const before = (await page.get('clock')).body;
  page.asksForDays.fault = fault;
  const { status, body } = await page.post('clock', { to });
  page.asksForDays.fault = undefined;
  expect(status).toBe(409);
  expect(body.error).toContain(sentence);
  expect(body.error).toMatch(/Choose a date instead\.$/);
  expect((await page.get('clock')).body).toEqual(before);
});

const utc = (minute: string) => `${minute}:00.000Z`;

test('the clock moves on day by day, what is due is done, and it never goes back', async () => {
  expect((await page.get('clock')).body).toMatchObject({
    date: '2026-11-24',
    time: '08:30',
    words: 'Tuesday 24 November 2026',
  });
  expect((await page.post('clock', { to: 'next-school-day' })).body.date).toBe('2026-11-25');
  expect(page.ranDue).toEqual(
    ['2026-11-24T08:30', '2026-11-24T09:00', '2026-11-24T20:00', '2026-11-25T08:00'].map(utc),
  );
  expect((await page.post('clock', { to: '2026-12-01' })).body).toMatchObject({ date: '2026-12-01', time: '09:00' });
  // No day of the six is skipped: each has its morning and its evening.
  const stops = page.ranDue.slice(4);
  expect(stops.slice(0, 3)).toEqual(['2026-11-25T08:00', '2026-11-25T09:00', '2026-11-25T20:00'].map(utc));
  expect(stops).toHaveLength(14);
  expect(stops.at(-1)).toBe(utc('2026-12-01T09:00'));
  const back = await page.post('clock', { to: '2026-11-30' });
  expect(back.status).toBe(409);
  expect(back.body.error).toContain('It is already Tuesday 1 December 2026');
});

test('a move says how many messages went to whom, and not what answered somebody or was only changed', async () => {
  const [first, second] = page.people as [Persona, Persona];
  const card = minutesCard();
  const id = await page.posts(first, card);
  page.becomesDue.set(utc('2026-12-02T09:00'), async () => {
    await page.posts(first, minutesCard());
    await page.post('say', { ...say, key: randomUUID() });
    await page.edits(first, id, minutesCard({ copyId: card.copyId, said: 'Agreed.' }));
  });
  page.becomesDue.set(utc('2026-12-02T20:00'), async () => {
    await page.posts(second, minutesCard());
    await page.posts(page.channel, minutesCard());
    await page.posts(second, minutesCard());
  });
  const { body } = await page.post('clock', { to: '2026-12-03' });
  expect(body.moved.words).toBe(
    'In 2 days Convenor sent 4 messages: to Callum Reid (2), Ama Mensah and # Challenge Board.',
  );
  expect(body.moved.told).toEqual([
    { in: `person-${second.personId}`, name: 'Callum Reid', messages: 2 },
    { in: `person-${first.personId}`, name: 'Ama Mensah', messages: 1 },
    { in: 'challenge-board', name: '# Challenge Board', messages: 1 },
  ]);
  const quiet = await page.post('clock', { to: '2026-12-04' });
  expect(quiet.body.moved).toEqual({ words: 'Overnight nothing was due, so Convenor wrote to nobody.', told: [] });
});

test('what there is to try is told with what has ended', async () => {
  const thing: ToTry = {
    key: 'approve',
    personId: head.personId,
    name: head.name,
    role: head.roles,
    what: 'Approve the minutes',
    how: 'Press Approve.',
    messageId: null,
    isDone: false,
    ended: 'They are approved.',
    next: null,
  };
  page.toTry.push(thing);
  expect((await page.get('home')).body.toTry).toEqual([thing]);
  page.toTry[0] = { ...thing, isDone: true };
  expect((await page.get('to-try')).body.toTry).toMatchObject([{ key: 'approve', isDone: true }]);
});
