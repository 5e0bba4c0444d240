// The three kinds of registration, as far as a machine without a tenant goes: where the bot's own token is asked for, and how.
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { noLog } from '../../src/log.ts';
import { openAuthentication } from '../../src/teams/authentication.ts';

const TENANT = '0b8f2a5c-9a0e-4d0f-8f31-3a1c7f1c2d22';
const SCHOOLS = '2f1c9d70-5a34-4f0e-8d7b-6a1e0c9b4d55';
let ids = 0;
/** An app id of its own for each test: the SDK keeps tokens by it. */
const newId = () => `7d3f3f0e-6c0b-4c5e-9a51-${String(++ids).padStart(12, '0')}`;
const teamsOf = (environment: Record<string, string>) => readSettings(environment).teams!;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** Nothing leaves the machine; where it would have gone is kept. */
function watchNetwork(): string[] {
  const asked: string[] = [];
  vi.spyOn(https, 'request').mockImplementation(((target: string | URL | https.RequestOptions) => {
    const { host, hostname, path } = target as https.RequestOptions;
    asked.push(
      target instanceof URL || typeof target === 'string' ? String(target) : `https://${host ?? hostname}${path}`,
    );
    throw new Error('no network in this test');
  }) as never);
  return asked;
}

test.each([
  ['SingleTenant', { MicrosoftAppTenantId: TENANT }, `https://login.microsoftonline.com/${TENANT}/`],
  [
    'SingleTenant',
    { MicrosoftAppTenantId: TENANT, TEAMS_TENANTS: SCHOOLS },
    `https://login.microsoftonline.com/${TENANT}/`,
  ],
  ['MultiTenant', { TEAMS_TENANTS: SCHOOLS }, 'https://login.microsoftonline.com/botframework.com/'],
])('a %s bot with %j asks for its token at %s', async (type, tenants, where) => {
  const asked = watchNetwork();
  const settings = teamsOf({ MicrosoftAppId: newId(), MicrosoftAppPassword: 'p', MicrosoftAppType: type, ...tenants });
  await expect(openAuthentication(settings, noLog).token()).rejects.toThrow();
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((url) => !url.startsWith(where))).toEqual([]);
});

test('a managed identity asks the machine that it runs on, without a secret, and for the Bot Connector alone', async () => {
  const requests: { url: URL; secret: string | string[] | undefined }[] = [];
  const server = http.createServer((request, response) => {
    requests.push({ url: new URL(request.url!, 'http://machine'), secret: request.headers['x-identity-header'] });
    const expires = Math.floor(Date.now() / 1000) + 3600;
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ access_token: 'from the machine', expires_on: expires, token_type: 'Bearer' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'a word of the machine');
  const asked = watchNetwork();
  const appId = newId();
  const settings = teamsOf({
    MicrosoftAppId: appId,
    MicrosoftAppType: 'UserAssignedMSI',
    MicrosoftAppTenantId: TENANT,
  });
  const authentication = openAuthentication(settings, noLog);
  expect(await authentication.token()).toBe('from the machine');
  expect(await authentication.token()).toBe('from the machine');
  const [{ url, secret }] = requests as [(typeof requests)[0]];
  expect(url.searchParams.get('resource')).toMatch(/^https:\/\/api\.botframework\.com/);
  expect(url.searchParams.get('client_id')).toBe(appId);
  expect(secret).toBe('a word of the machine');
  expect(requests).toHaveLength(1);
  expect(asked).toEqual([]);
  server.close();
});

test('a tenant list is read with commas, spaces and semicolons, and the app’s own tenant is always in it', () => {
  const app = { MicrosoftAppId: newId(), MicrosoftAppPassword: 'p' };
  const settings = teamsOf({ ...app, MicrosoftAppTenantId: TENANT, TEAMS_TENANTS: ` ${SCHOOLS}; ${SCHOOLS},` });
  expect(settings.tenants).toEqual([TENANT, SCHOOLS, SCHOOLS]);
});
