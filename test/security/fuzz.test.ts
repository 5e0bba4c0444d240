// S4: whatever is sent to the program's addresses with a good signature: it answers, has no fault and stays as it was made. What
// is spoilt is what real clients sent. The seed is fixed and printed; `npm run test:fuzz` sends 200,000.
import http from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { features } from '../../src/features.ts';
import { Interaction } from '../../src/slack/payloads.ts';
import { Activity } from '../../src/teams/activity.ts';
import { Open, Press, Say } from '../../src/web/deeds.ts';
import { pageSurface, slackSurface, teamsSurface, until } from '../contract/surfaces.ts';
import { aPartnership, saysOnPage, type World } from '../contract/world.ts';
import { join } from '../journeys/partnership.ts';
import { type Around, SIGNING_SECRET, startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { sendSigned } from '../support/slack-signed.ts';
import { openRecorder, type Recorded, type Recorder } from './fuzz/recorder.ts';
import { bytes, changes, shake, spoil } from './fuzz/spoiling.ts';

const SEED = 20_261_125;
const IS_WHOLE = process.env['FAULTS'] === 'whole';
const SENT = Number(process.env['FUZZ'] ?? (IS_WHOLE ? 200_000 : 5000));
const PARSED = 50_000;
const AT_ONCE = 8;

const { prisma, connection } = await testDatabase();
const faults: string[] = [];
const log = {
  debug() {},
  info() {},
  warn() {},
  error: (fields: object, words: string) => void faults.push(`${words} ${JSON.stringify(fields)}`),
};
let around: Around;
let world: World;
let recorder: Recorder;
const FORM = 'application/x-www-form-urlencoded';

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, now: '2026-11-23T09:00:00Z', paceMs: 0, log });
  const program = around.url;
  recorder = await openRecorder(() => program);
  for (const name of ['Grace Adeyemi', 'Owen Clarke']) await world.governor(name);
  around.url = recorder.url;
  around.teams.connect(recorder.url);
  const grace = await join(around, world.clerk.id, teamsSurface(around, 'Grace'), 'Grace Adeyemi');
  const owen = await join(around, world.clerk.id, slackSurface(around, 'owen'), 'Owen Clarke');
  const clerk = pageSurface(around, world.clerk.id);
  for (const name of ['Grace Adeyemi', 'Owen Clarke'])
    await clerk.says(`action add Write to ${name} owner ${name} by 11 December`);
  for (const surface of [grace, owen]) {
    await until(surface, (one) => one.buttons.includes('Done'));
    await surface.presses('Done', { evidence: 'It was sent on Monday.' });
    for (const words of ['help', 'home', 'action list', 'board show']) await surface.says(words);
  }
  await clerk.says('home');
  await clerk.says('action list');
  await clerk.says('board show');
  around.url = program;
  around.teams.connect(program);
}, 120_000);

afterAll(async () => {
  await around.close();
  await recorder.close();
});

/** Send a body as it stands; 0 when the connection ended without an answer. */
function post({
  path,
  type,
  body,
}: {
  path: string;
  type: string;
  body: Buffer;
}): Promise<{ status: number; text: string }> {
  if (path.startsWith('/slack'))
    return sendSigned(`${around.url}${path}`, body, type, { secret: SIGNING_SECRET }).then(
      (answer) => ({ status: answer.status, text: answer.body }),
      () => ({ status: 0, text: '' }),
    );
  return new Promise((resolve) => {
    const headers = { 'content-type': type, 'content-length': body.length };
    const request = http.request(`${around.url}${path}`, { method: 'POST', agent: false, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    });
    request.on('error', () => resolve({ status: 0, text: '' }));
    request.end(body);
  });
}

type Spoilt = fc.Arbitrary<{ path: string; type: string; body: Buffer }>;

/** One of the recorded requests, with its JSON changed, its fields changed, or its bytes out of place. */
function spoilt(recorded: Recorded[]): Spoilt {
  const one = fc.constantFrom(...recorded);
  const changed = fc.tuple(one, changes).map(([{ path, type, body }, made]) => {
    if (!type.startsWith(FORM)) return { path, type, body: Buffer.from(spoil(body, made)) };
    const fields = Object.fromEntries(new URLSearchParams(body));
    if (fields['payload'] === undefined) {
      const others = JSON.parse(spoil(JSON.stringify(fields), made)) as Record<string, unknown>;
      const flat = Object.entries(others ?? {}).map(([key, value]) => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      return { path, type, body: Buffer.from(new URLSearchParams(flat as [string, string][]).toString()) };
    }
    return {
      path,
      type,
      body: Buffer.from(new URLSearchParams({ payload: spoil(fields['payload'], made) }).toString()),
    };
  });
  const shaken = fc.tuple(one, bytes).map(([{ path, type, body }, how]) => ({ path, type, body: shake(body, how) }));
  const raw = fc
    .tuple(one, fc.uint8Array({ maxLength: 300 }))
    .map(([{ path, type }, noise]) => ({ path, type, body: Buffer.from(noise) }));
  return fc.oneof({ weight: 7, arbitrary: changed }, { weight: 2, arbitrary: shaken }, { weight: 1, arbitrary: raw });
}

const of = (start: string) => recorder.recorded.filter(({ path }) => path.startsWith(start));

describe(`${SENT} spoilt requests, seed ${SEED}`, () => {
  it.each([
    ['Teams', '/api/messages', 0.4],
    ['Slack', '/slack/events', 0.4],
    ['the page', '/api/local', 0.2],
  ])(
    'to %s are each answered, and none is a fault',
    async (name, start, share) => {
      const recorded = of(start);
      expect(recorded.length).toBeGreaterThan(4);
      const bad: string[] = [];
      const took: number[] = [];
      const statuses = new Map<number, number>();
      let left = Math.round(SENT * share);
      const total = left;
      let batch = 0;
      while (left > 0) {
        const many = Math.min(left, 1000);
        const requests = fc.sample(spoilt(recorded), { seed: SEED + batch++, numRuns: many });
        left -= many;
        const worker = async () => {
          for (let request = requests.pop(); request; request = requests.pop()) {
            const started = performance.now();
            const { status, text } = await post(request);
            took.push(performance.now() - started);
            statuses.set(status, (statuses.get(status) ?? 0) + 1);
            const isPlain = !/\n\s+at |node_modules|\.ts:\d|TypeError|PrismaClient/.test(text);
            // 501 is how a bot tells Teams of an invoke that it has no use for.
            if (status === 0 || (status >= 500 && status !== 501) || !isPlain)
              bad.push(`${status} ${text.slice(0, 200)} for ${request.body.toString('utf8').slice(0, 600)}`);
          }
        };
        await Promise.all(Array.from({ length: AT_ONCE }, worker));
      }
      took.sort((a, b) => a - b);
      const p99 = took[Math.floor(took.length * 0.99)]!;
      console.info(
        `${name}, seed ${SEED}: ${took.length} spoilt from ${recorded.length}; ${[...statuses].map(([status, n]) => `${n} × ${status}`).join(', ')}; 99 of 100 within ${p99.toFixed(0)} ms, ${AT_ONCE} at once`,
      );
      expect(took.length).toBe(total);
      expect(bad.slice(0, 5)).toEqual([]);
    },
    3_600_000,
  );

  it('leave the program as it was: no fault, no prototype with more than it had, and everybody is still heard', async () => {
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(typeof Object.prototype.toString).toBe('function');
    expect(await (await fetch(`${around.url}/healthz`)).text()).toBe('alive\n');
    expect(await saysOnPage(around, world.clerk.id, 'help')).not.toMatch(/went wrong/);
    await eventually(
      'silence',
      async () => (await prisma.outbox.count({ where: { state: { in: ['waiting', 'taken', 'sending'] } } })) === 0,
    );
    expect([...new Set(faults)].slice(0, 5)).toEqual([]);
  });
});

it(`${PARSED} spoilt payloads pass no schema with anything that it does not know, and throw nothing`, () => {
  const inputs = features.flatMap((feature) => feature.commands).map(({ name, input }) => [name, input] as const);
  const whole = [
    ['activity', Activity],
    ['interaction', Interaction],
    ['say', Say],
    ['press', Press],
    ['open', Open],
  ] as const;
  const schemas = [...inputs, ...whole];
  const bodies = recorder.recorded.map(({ type, body }) => {
    if (!type.startsWith(FORM)) return body;
    const fields = Object.fromEntries(new URLSearchParams(body));
    return fields['payload'] ?? JSON.stringify(fields);
  });
  let parsed = 0;
  let kept = 0;
  const started = performance.now();
  for (const [body, made] of fc.sample(fc.tuple(fc.constantFrom(...bodies), changes), {
    seed: SEED,
    numRuns: PARSED,
  })) {
    const spoiltOne: unknown = JSON.parse(spoil(body, made));
    const [, schema] = schemas[parsed % schemas.length]!;
    const { success, data } = schema.safeParse(spoiltOne);
    if (success && data !== null && typeof data === 'object') {
      kept += 1;
      expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    }
    parsed += 1;
  }
  console.info(
    `${parsed} payloads, ${kept} fit, ${Math.round(parsed / ((performance.now() - started) / 1000))} a second`,
  );
  expect(parsed).toBe(PARSED);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
