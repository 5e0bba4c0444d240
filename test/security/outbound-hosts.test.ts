// S9: where the program may be made to send something. Whatever an activity, a stored conversation, an answer's address or a
// redirect says, nothing but the platforms' own hosts and the mail server is ever connected to: a listener that must hear nobody,
// and every look for a name counted.
import dns from 'node:dns';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { noLog } from '../../src/log.ts';
import { openSmtp } from '../../src/mail/smtp.ts';
import { openRespond } from '../../src/slack/client.ts';
import { openConnector } from '../../src/teams/connector.ts';
import { openKeyRing } from '../../src/teams/keys.ts';
import { aRoom, minutesCard, posted } from '../slack/a-room.ts';
import { FakeSmtp } from '../support/fake-smtp.ts';
import { openLocalServer } from '../support/local-server.ts';

const TENANT = '11111111-2222-4333-8444-555555555555';

let trap: net.Server;
let port: number;
let heard = 0;
const looked: string[] = [];

beforeAll(async () => {
  trap = net.createServer((socket) => {
    heard += 1;
    socket.destroy();
  });
  trap.listen(0, '::');
  await once(trap, 'listening');
  port = (trap.address() as AddressInfo).port;
});
afterAll(() => {
  trap.close();
});
beforeEach(() => {
  heard = 0;
  looked.length = 0;
  const real = dns.lookup as (...all: unknown[]) => void;
  vi.spyOn(dns, 'lookup').mockImplementation(((name: string, ...rest: unknown[]) => {
    if (net.isIP(name) > 0) return real(name, ...rest);
    looked.push(name);
    const callback = rest.at(-1) as (error: Error) => void;
    callback(Object.assign(new Error('no names in this test'), { code: 'ENOTFOUND' }));
  }) as never);
});
afterEach(() => vi.restoreAllMocks());

/** Addresses that lead elsewhere, or look as if they led to Microsoft. */
const elsewhere = () => [
  `http://127.0.0.1:${port}/`,
  `https://127.0.0.1:${port}/`,
  `http://localhost:${port}/`,
  `http://[::1]:${port}/`,
  `https://[::1]:${port}/`,
  `https://[::ffff:127.0.0.1]:${port}/`,
  `http://0.0.0.0:${port}/`,
  `http://2130706433:${port}/`,
  `http://0x7f.1:${port}/`,
  'http://169.254.169.254/metadata/identity/oauth2/token',
  'https://[fd00:ec2::254]/',
  `https://smba.trafficmanager.net@127.0.0.1:${port}/`,
  `https://smba.trafficmanager.net:443@127.0.0.1:${port}/`,
  'https://user:secret@smba.trafficmanager.net/',
  `https://smba.trafficmanager.net:${port}/`,
  'http://smba.trafficmanager.net/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://smba.trafficmanager.net./',
  'https://smba.trafficmanager.net%2eevil.example/',
  'https://smba。trafficmanager。net.evil.example/',
  'https://evil-botframework.com/',
  'https://botframework.com.evil.example/',
  'https://evil.example/#.botframework.com',
  'https://evil.example/?.botframework.com',
  'https://evil.example\\.botframework.com/',
  'ftp://smba.trafficmanager.net/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/plain,x',
  '//smba.trafficmanager.net/',
  '',
];

describe('Teams', () => {
  let tokens = 0;
  const connector = (isLocal = false) =>
    openConnector({
      token: async () => {
        tokens += 1;
        return 'a-token-of-its-own';
      },
      isLocal,
      tenants: [TENANT],
      timeoutMs: 2000,
      now: () => new Date(),
    });
  const to = (serviceUrl: string) => ({
    serviceUrl,
    channelId: 'msteams',
    tenantId: TENANT,
    botId: '28:convenor',
    userMri: '29:ruth',
    conversationId: 'a:1',
  });
  const words = { type: 'message' as const, text: 'x' };

  test('a stored conversation at another address is neither written to, edited nor made, and no token is fetched', async () => {
    tokens = 0;
    const teams = connector();
    for (const serviceUrl of elsewhere()) {
      const address = to(serviceUrl);
      const { conversationId: _, ...unmade } = address;
      for (const sent of [
        await teams.send(address, words as never),
        await teams.send({ ...unmade, needsCreate: true }, words as never),
        await teams.edit(address, 'm-1', words as never),
        await teams.sendTargeted(address, words as never),
        await teams.editTargeted(address, 'm-1', words as never),
        await teams.members(address),
      ])
        expect(sent, serviceUrl).toMatchObject({ failure: { isForbiddenHost: true } });
    }
    teams.close();
    expect([heard, tokens, looked]).toEqual([0, 0, []]);
  });

  test('Microsoft’s own is', async () => {
    const teams = connector();
    await teams.send(to('https://smba.trafficmanager.net/uk/'), words as never);
    teams.close();
    expect(looked).toEqual(['smba.trafficmanager.net']);
  });

  test('a stored conversation of an organisation that is no longer named is neither written to, edited, made nor read', async () => {
    tokens = 0;
    const teams = connector();
    const address = { ...to('https://smba.trafficmanager.net/uk/'), tenantId: '99999999-0000-4000-8000-000000000000' };
    const { conversationId: _, ...unmade } = address;
    for (const sent of [
      await teams.send(address, words as never),
      await teams.sendTargeted(address, words as never),
      await teams.send({ ...unmade, needsCreate: true }, words as never),
      await teams.edit(address, 'm-1', words as never),
      await teams.editTargeted(address, 'm-1', words as never),
      await teams.members(address),
    ])
      expect(sent).toMatchObject({
        failure: { isForbiddenTenant: true, reason: expect.stringMatching(/TEAMS_TENANTS/) },
      });
    await teams.send({ ...address, tenantId: TENANT.toUpperCase() }, words as never);
    teams.close();
    expect([tokens, looked]).toEqual([1, ['smba.trafficmanager.net']]);
  });

  test('an answer that points elsewhere is not followed', async () => {
    const server = await answering(302, { location: `http://[::1]:${port}/` });
    const teams = connector(true);
    expect(await teams.send(to(server.url), words as never)).toMatchObject({ ok: false });
    teams.close();
    server.close();
    expect([server.requests(), heard]).toEqual([1, 0]);
  });

  test('Microsoft’s key page cannot send the program elsewhere for keys', async () => {
    for (const uri of [`http://127.0.0.1:${port}/keys`, `http://[::1]:${port}/keys`]) {
      const server = await answering(
        200,
        {},
        JSON.stringify({ issuer: 'https://api.botframework.com', jwks_uri: uri }),
      );
      const ring = openKeyRing({ description: server.url, now: () => new Date() });
      await expect(ring.find('k')).rejects.toThrow();
      server.close();
    }
    const server = await answering(302, { location: `http://127.0.0.1:${port}/` });
    await expect(openKeyRing({ description: server.url, now: () => new Date() }).find('k')).rejects.toThrow();
    server.close();
    expect(heard).toBe(0);
  });
});

describe('Slack', () => {
  const settings = (apiUrl?: string) => ({
    signingSecret: 's',
    botToken: 'xoxb-1',
    installing: undefined,
    appToken: undefined,
    teamId: undefined,
    appId: undefined,
    apiUrl,
    command: '/board',
  });

  test('an address for answers that is not Slack’s is not used', async () => {
    const respond = openRespond(settings(), noLog, 2000);
    const slacks = [
      'http://hooks.slack.com/x',
      'https://hooks.slack.com:8443/x',
      'https://hooks.slack.com.evil.example/x',
      `https://hooks.slack.com@127.0.0.1:${port}/x`,
      'https://evil.example/hooks.slack.com',
      'https://files.slack.com/x',
    ];
    for (const url of [...elsewhere(), ...slacks]) expect(await respond(url, {}), url).toBe(false);
    expect([heard, looked]).toEqual([0, []]);
  });

  test('an answer that points elsewhere is not followed', async () => {
    const server = await answering(307, { location: `http://[::1]:${port}/` });
    expect(await openRespond(settings(server.url), noLog, 2000)(server.url, {})).toBe(false);
    server.close();
    expect([server.requests(), heard]).toEqual([1, 0]);
  });

  test('a channel that is an address stays a channel', async () => {
    vi.restoreAllMocks();
    const room = await aRoom();
    room.slack.addChannel('CBOARD');
    await posted(room, 'CBOARD');
    const [good] = room.slack.callsOf('chat.postMessage');
    expect(good).toBeDefined();
    for (const channel of elsewhere().slice(0, 6)) {
      const address = { conversationId: 1, tenant: 'T', externalId: channel, kind: 'channel' as const, address: {} };
      const message = { summary: 'x', card: minutesCard(), key: channel };
      expect(await room.room.platform.post(address, message)).toMatchObject({ kind: 'refused' });
    }
    expect(heard).toBe(0);
  });
});

describe('E-mail', () => {
  const letter = (to: string) => ({
    from: 'convenor@council.example',
    to,
    messageId: '<1@council.example>',
    raw: Buffer.from('Subject: Minutes\r\n\r\nThey wait.\r\n'),
  });
  /** The mail library asks for the addresses of a name before it looks for the name as other programs do. */
  const countNames = () => {
    for (const kind of ['resolve4', 'resolve6'] as const)
      vi.spyOn(dns.Resolver.prototype, kind).mockImplementation(((name: string, ...rest: unknown[]) => {
        looked.push(name);
        const callback = rest.at(-1) as (error: Error) => void;
        callback(Object.assign(new Error('no names in this test'), { code: 'ENOTFOUND' }));
      }) as never);
  };

  test('goes to the mail server of the settings, wherever the reader’s address leads', async () => {
    countNames();
    const office = openSmtp('smtps://user:secret@mail.council.example:4650', noLog);
    for (const to of ['ada@evil.example', `ada@[127.0.0.1]:${port}`, 'ada@localhost'])
      expect(await office.send(letter(to)), to).toMatchObject({ kind: 'later' });
    expect([heard, new Set(looked)]).toEqual([0, new Set(['mail.council.example'])]);
  });

  test('is not taken elsewhere when the mail server points there', async () => {
    countNames();
    const smtp = await FakeSmtp.open();
    const office = openSmtp(smtp.url, noLog);
    expect(await office.send(letter('ada@evil.example'))).toMatchObject({ kind: 'sent' });
    const other = `127.0.0.1:${port}`;
    for (const [stage, line] of [
      ['CONNECT', `421 4.3.2 ${other} takes e-mail today`],
      ['RCPT', `551 5.1.6 user not local; please try <ada@${other}>`],
      ['MAIL', `550 5.7.1 use smtp://${other}/`],
    ] as const) {
      smtp.fails = (at) => (at === stage ? line : undefined);
      expect(await office.send(letter('ada@evil.example')), stage).not.toMatchObject({ kind: 'sent' });
    }
    await smtp.close();
    expect([heard, looked]).toEqual([0, []]);
  });
});

/** A server on this machine that answers everything alike. */
async function answering(status: number, headers: Record<string, string>, body = '') {
  let requests = 0;
  const { url, close } = await openLocalServer((request, response) => {
    requests += 1;
    request.resume();
    response.writeHead(status, headers).end(body);
  });
  return { url: `${url}/`, requests: () => requests, close };
}
