// Whether the public address leads to this very house: asked from outside, with a nonce that only it can answer.
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { factsOf } from '../../src/facts.ts';
import { openOutside, PROOF_HEADER, proofFor } from '../../src/setup/index.ts';

const secretKey = 'a key for tests only, thirty-two characters';
const now = new Date('2026-11-23T09:00:00Z');
const servers: net.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: net.Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A program at the public address that proves itself with a key, behind a proxy's status. */
async function aHouseWith(key: string, { status = 200, location }: { status?: number; location?: string } = {}) {
  const seen: http.IncomingMessage[] = [];
  const port = await listening(
    http.createServer((request, response) => {
      seen.push(request);
      const nonce = new URL(request.url!, 'http://x').searchParams.get('check') ?? '';
      response.writeHead(status, {
        [PROOF_HEADER]: proofFor(key, nonce) ?? '',
        ...(location ? { location } : {}),
      });
      response.end('alive\n');
    }),
  );
  return { port, seen };
}

const look = (publicUrl: string | undefined, isNeeded = true) =>
  openOutside({ publicUrl, secretKey, isNeeded, timeoutMs: 300 }).lookAtAddress(now);

describe('the public address', () => {
  it('leads here, but Teams and Slack need https', async () => {
    const { port, seen } = await aHouseWith(secretKey);
    const url = `http://127.0.0.1:${port}`;
    expect(await look(url)).toMatchObject({ isGood: false, words: `127.0.0.1:${port} leads here, but without https.` });
    expect(await look(`${url}/`, false)).not.toHaveProperty('isGood');
    expect(seen[0]!.headers['authorization']).toBeUndefined();
    const nonces = seen.map(({ url }) => new URL(url!, 'http://x').searchParams.get('check'));
    expect(new Set(nonces).size).toBe(2);
  });

  it('leads to another program, or to another Convenor', async () => {
    const other = await aHouseWith('the key of somebody else, as long as ours');
    expect(await look(`http://127.0.0.1:${other.port}`)).toMatchObject({
      isGood: false,
      words: `127.0.0.1:${other.port} answers 200, but it is not this Convenor that answers.`,
    });
  });

  it('sends callers elsewhere, and is not followed', async () => {
    const target = await aHouseWith(secretKey);
    const { port } = await aHouseWith(secretKey, { status: 301, location: `http://127.0.0.1:${target.port}/` });
    expect(await look(`http://127.0.0.1:${port}`)).toMatchObject({
      isGood: false,
      words: `127.0.0.1:${port} sends callers elsewhere (301).`,
    });
    expect(target.seen).toEqual([]);
  });

  it('says what is wrong when nobody answers', async () => {
    const closed = await listening(net.createServer());
    servers.pop()!.close();
    expect((await look(`http://127.0.0.1:${closed}`)).words).toBe(`nothing listens at 127.0.0.1:${closed}.`);
    const silent = await listening(net.createServer());
    expect((await look(`http://127.0.0.1:${silent}`)).words).toBe(`127.0.0.1:${silent} does not answer.`);
    const { port } = await aHouseWith(secretKey);
    expect((await look(`https://127.0.0.1:${port}`)).words).toBe(`127.0.0.1:${port} does not speak https.`);
    expect((await look('https://convenor.invalid')).words).toBe('no machine is called convenor.invalid.');
  });

  it('is not set: that matters only where a platform has to reach it', async () => {
    expect(await look(undefined)).toMatchObject({ isGood: false, words: 'PUBLIC_URL is not set.' });
    expect(await look(undefined, false)).toEqual({
      words: 'PUBLIC_URL is not set, and nothing needs it as Convenor is set up now.',
    });
    expect(openOutside({ publicUrl: undefined, secretKey, isNeeded: true }).knock).toBeUndefined();
  });
});

describe('that the public address is not set', () => {
  const token = { SLACK_BOT_TOKEN: 'xoxb-1-a-token-for-tests' };
  const find = (environment: Record<string, string>) =>
    factsOf(readSettings({ MODE: 'production', ...environment }), secretKey).outside.lookAtAddress(now);

  it('is no trouble where Slack is heard through Socket Mode alone', async () => {
    expect(await find({ ...token, SLACK_APP_TOKEN: 'xapp-1-a-token-for-tests' })).not.toHaveProperty('isGood');
    const secret = { SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' };
    expect(await find({ ...token, ...secret })).toMatchObject({ isGood: false });
  });
});

describe('the proof', () => {
  it('is given for nonces of one shape only, so that nothing else can be signed with it', () => {
    expect(proofFor(secretKey, 'A'.repeat(22))).toMatch(/^[\w-]{43}$/);
    for (const nonce of ['', 'card:x', 'A'.repeat(21), 'A'.repeat(23), `${'A'.repeat(21)}:`])
      expect(proofFor(secretKey, nonce)).toBeUndefined();
  });
});
