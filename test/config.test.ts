// Every rule about settings. What is wrong is said in one sentence that begins with the variable.
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RESERVED_SLACK_COMMANDS, readSettings, SETTING_NAMES, SettingError } from '../src/config.ts';
import { endProgramsAfterAll, runToEnd } from './support/process.ts';

endProgramsAfterAll();
const ID = '7d3f3f0e-6c0b-4c5e-9a51-5d1c0e0a8f11';
const TENANT = '0b8f2a5c-9a0e-4d0f-8f31-3a1c7f1c2d22';
const KEY = 'k'.repeat(32);
const teams = { MicrosoftAppId: ID, MicrosoftAppPassword: 'p', MicrosoftAppTenantId: TENANT };
const slack = { SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' };
const many = {
  SLACK_SIGNING_SECRET: 's',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'c',
  SLACK_WORKSPACES: 'TMARSH, ECOUNCIL',
  PUBLIC_URL: 'https://convenor.example/',
};
type Environment = Record<string, string | undefined>;

/** What the person who starts the program is told. */
function told(environment: Environment): string {
  try {
    readSettings(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    return (error as Error).message;
  }
  throw new Error('The settings were accepted.');
}

describe('a setting that is written wrongly', () => {
  const wrong: [string, string][] = [
    ['MODE', 'live'],
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['PORT', '-1'],
    ['DATABASE_URL', 'mysql://db/convenor'],
    ['PUBLIC_URL', 'convenor.example'],
    ['PUBLIC_URL', 'ftp://convenor.example'],
    ['SECRET_KEY', 'short'],
    ['SMTP_URL', 'mail.example'],
    ['MAIL_FROM', 'convenor'],
    ['METRICS_TOKEN', 'short'],
    ['LIMIT_PER_PERSON', 'few'],
    ['LIMIT_PER_TENANT', '-1'],
    ['LIMIT_PER_SOURCE', 'all'],
    ['TRUST_PROXY', 'true'],
    ['LOG_LEVEL', 'loud'],
    ['MicrosoftAppId', 'convenor'],
    ['MicrosoftAppType', 'Single'],
    ['MicrosoftAppTenantId', 'our tenant'],
    ['TEAMS_TENANTS', 'the council, the trust'],
    ['TEAMS_DEVELOPER_NAME', 'a name that is longer than Teams allows'],
    ['TEAMS_DEVELOPER_URL', 'marlowe.example'],
    ['TEAMS_PRIVACY_URL', 'http://marlowe.example/privacy'],
    ['TEAMS_TERMS_URL', 'our terms'],
    ['TEAMS_LOCAL', 'yes'],
    ['SLACK_BOT_TOKEN', 'xoxp-1'],
    ['SLACK_TEAM_ID', 'Lewisham'],
    ['SLACK_APP_ID', 'T1'],
    ['SLACK_APP_TOKEN', 'xoxb-1'],
    ['SLACK_WORKSPACES', 'the council'],
    ['SLACK_API_URL', 'localhost'],
    ['SLACK_OPTIONAL_SCOPES', 'channels:history, admin'],
    ['SLACK_COMMAND', 'board'],
    ['SLACK_COMMAND', '/Board'],
  ];
  it.each(wrong)('%s=%s is answered with one sentence that names it and gives no value away', (name, value) => {
    const sentence = told({ ...teams, ...slack, [name]: value });
    expect(sentence).toMatch(new RegExp(`^${name} must \\S.*\\.$`));
    expect(sentence).not.toContain('\n');
  });

  it.each(RESERVED_SLACK_COMMANDS)('SLACK_COMMAND=%s is Slack’s own word', (command) => {
    expect(told({ SLACK_COMMAND: command })).toBe(
      `SLACK_COMMAND must not be ${command}: Slack keeps that word for itself. Use /board.`,
    );
  });
});

describe('half a platform is an error that names what is missing', () => {
  it.each<[string, Environment]>([
    ['MicrosoftAppId', { MicrosoftAppPassword: 'p' }],
    ['MicrosoftAppId', { MicrosoftAppType: 'SingleTenant' }],
    ['MicrosoftAppId', { MicrosoftAppTenantId: TENANT, ...slack }],
    ['MicrosoftAppPassword', { MicrosoftAppId: ID, MicrosoftAppTenantId: TENANT }],
    ['MicrosoftAppPassword', { MicrosoftAppId: ID, MicrosoftAppType: 'MultiTenant' }],
    ['MicrosoftAppTenantId', { MicrosoftAppId: ID, MicrosoftAppPassword: 'p' }],
    ['MicrosoftAppTenantId', { MicrosoftAppId: ID, MicrosoftAppType: 'UserAssignedMSI' }],
    ['TEAMS_TENANTS', { MicrosoftAppId: ID, MicrosoftAppPassword: 'p', MicrosoftAppType: 'MultiTenant' }],
    ['SLACK_SIGNING_SECRET', { SLACK_BOT_TOKEN: 'xoxb-1' }],
    ['SLACK_BOT_TOKEN', { SLACK_APP_TOKEN: 'xapp-1' }],
    ['SLACK_SIGNING_SECRET', { SLACK_CLIENT_ID: '1.2' }],
    ['SLACK_SIGNING_SECRET', { SLACK_TEAM_ID: 'T123' }],
    ['MAIL_FROM', { SMTP_URL: 'smtps://mail.example' }],
    ['PUBLIC_URL', { SMTP_URL: 'smtps://mail.example', MAIL_FROM: 'convenor@council.example', MODE: 'production' }],
    ['SLACK_BOT_TOKEN', { SLACK_SIGNING_SECRET: 's' }],
    ['SLACK_CLIENT_ID', { SLACK_SIGNING_SECRET: 's', SLACK_CLIENT_SECRET: 'c', ...teams }],
    ['SLACK_CLIENT_SECRET', { ...many, SLACK_CLIENT_SECRET: undefined }],
    ['SLACK_WORKSPACES', { ...many, SLACK_WORKSPACES: undefined }],
    ['SLACK_WORKSPACES', { ...many, SLACK_WORKSPACES: ', ' }],
    ['SLACK_SIGNING_SECRET', { ...many, SLACK_SIGNING_SECRET: undefined }],
    ['PUBLIC_URL', { ...many, PUBLIC_URL: undefined }],
  ])('%s', (name, environment) => {
    expect(told(environment)).toMatch(new RegExp(`^${name} is missing\\. \\S.*\\.$`));
  });

  it('links in e-mails are keys: in production they lead to https', () => {
    const mail = { MODE: 'production', SMTP_URL: 'smtps://mail.example', MAIL_FROM: 'convenor@council.example' };
    expect(told({ ...mail, PUBLIC_URL: 'http://convenor.example' })).toMatch(/^PUBLIC_URL must start with https:/);
    expect(readSettings({ ...mail, PUBLIC_URL: 'https://convenor.example' }).smtpUrl).toBe('smtps://mail.example');
    expect(readSettings({ ...mail, PUBLIC_URL: 'http://127.0.0.1:3978' }).mailFrom).toBe('convenor@council.example');
  });

  it('a password beside a managed identity is one thing too many', () => {
    expect(told({ ...teams, MicrosoftAppType: 'UserAssignedMSI' })).toMatch(/^MicrosoftAppPassword must not be set/);
  });
});

describe('Slack', () => {
  it('is one workspace by its token, or many that are named', () => {
    expect(readSettings(slack).slack).toMatchObject({ botToken: 'xoxb-1', installing: undefined });
    expect(readSettings(many).slack).toMatchObject({
      botToken: undefined,
      installing: {
        clientId: '1.2',
        clientSecret: 'c',
        workspaces: ['TMARSH', 'ECOUNCIL'],
        publicUrl: 'https://convenor.example',
      },
    });
  });

  it('is never both ways at once, and people are sent back over https only', () => {
    expect(told({ ...many, SLACK_BOT_TOKEN: 'xoxb-1' })).toMatch(/^SLACK_BOT_TOKEN must not be set together with/);
    expect(told({ ...slack, SLACK_WORKSPACES: 'TMARSH' })).toMatch(/^SLACK_BOT_TOKEN must not be set together with/);
    expect(told({ ...many, SLACK_TEAM_ID: 'TMARSH' })).toMatch(/^SLACK_TEAM_ID must not be set together with/);
    expect(told({ ...many, PUBLIC_URL: 'http://convenor.example' })).toMatch(/^PUBLIC_URL must start with https:/);
  });

  it('needs no signing secret with Socket Mode, in both ways', () => {
    const { SLACK_SIGNING_SECRET: _none, ...unsigned } = many;
    expect(readSettings({ SLACK_APP_TOKEN: 'xapp-1', SLACK_BOT_TOKEN: 'xoxb-1' }).slack).toMatchObject({
      signingSecret: undefined,
      appToken: 'xapp-1',
    });
    expect(readSettings({ ...unsigned, SLACK_APP_TOKEN: 'xapp-1' }).slack).toMatchObject({ appToken: 'xapp-1' });
  });
});

describe('a mode', () => {
  it('without any setting is the demonstration, on this machine, port 3978, in ./data', () => {
    expect(readSettings({})).toEqual({
      mode: 'demo',
      host: '127.0.0.1',
      port: 3978,
      dataDir: path.resolve('data'),
      databaseUrl: undefined,
      publicUrl: undefined,
      secretKey: undefined,
      smtpUrl: undefined,
      mailFrom: undefined,
      metricsToken: undefined,
      logLevel: 'info',
      limits: { perPerson: 0, perTenant: 0, perSource: 0 },
      trustedProxies: 0,
      teams: undefined,
      teamsListing: { name: 'Convenor', websiteUrl: undefined, privacyUrl: undefined, termsUrl: undefined },
      slack: undefined,
    });
  });

  it('with a platform is production, for every network, with Slack’s usual command', () => {
    expect(readSettings(slack)).toMatchObject({ mode: 'production', host: '0.0.0.0', slack: { command: '/board' } });
    expect(readSettings(slack).limits).toEqual({ perPerson: 20, perTenant: 300, perSource: 60 });
    expect(readSettings({ ...slack, LIMIT_PER_PERSON: '0' }).limits).toEqual({
      perPerson: 0,
      perTenant: 300,
      perSource: 60,
    });
    expect(readSettings(teams)).toMatchObject({
      mode: 'production',
      teams: { appType: 'SingleTenant', isLocal: false },
    });
  });

  it('may be said, whatever else is set', () => {
    expect(readSettings({ ...slack, MODE: 'development' })).toMatchObject({ mode: 'development', host: '127.0.0.1' });
    expect(readSettings({ MODE: 'production' })).toMatchObject({
      mode: 'production',
      teams: undefined,
      slack: undefined,
    });
  });

  it('is not changed by settings that are there and empty, as in a copied example file', () => {
    const empty = Object.fromEntries(SETTING_NAMES.map((name) => [name, ' ']));
    expect(readSettings(empty)).toEqual(readSettings({}));
  });

  it.each(['0.0.0.0', '::', '192.168.1.7', 'convenor.example'])('the demonstration is not served on %s', (host) => {
    expect(told({ HOST: host })).toMatch(/^HOST must be 127\.0\.0\.1 in demo mode/);
  });
});

describe('production refuses', () => {
  it.each<[string, Environment]>([
    ['TEAMS_LOCAL', { TEAMS_LOCAL: '1', MODE: 'production' }],
    ['TEAMS_LOCAL', { TEAMS_LOCAL: '1', ...slack }],
    ['SLACK_API_URL', { ...slack, SLACK_API_URL: 'http://127.0.0.1:4000/api/' }],
  ])('%s', (name, environment) => {
    expect(told(environment)).toMatch(new RegExp(`^${name} must not be .*in production`));
  });

  it('a shared database without a shared key', () => {
    const shared = { ...slack, DATABASE_URL: 'postgresql://db/convenor' };
    expect(told(shared)).toMatch(/^SECRET_KEY is missing\./);
    expect(readSettings({ ...shared, SECRET_KEY: KEY }).secretKey).toBe(KEY);
  });
});

describe('local Teams', () => {
  it('needs no credentials and cannot stand beside them', () => {
    expect(readSettings({ TEAMS_LOCAL: '1' })).toMatchObject({ mode: 'demo', teams: { isLocal: true, appId: '' } });
    expect(told({ ...teams, TEAMS_LOCAL: '1', MODE: 'development' })).toMatch(/^TEAMS_LOCAL must not be 1 together/);
  });

  it('is off with 0 and without credentials', () => {
    expect(readSettings({ TEAMS_LOCAL: '0' }).teams).toBeUndefined();
  });
});

describe('a start with wrong settings', () => {
  it.each<[string, string, Record<string, string>]>([
    ['a word for a port', 'PORT', { PORT: 'http' }],
    ['half of Slack', 'SLACK_SIGNING_SECRET', { SLACK_BOT_TOKEN: 'xoxb-1' }],
    ['a database that is not there', 'DATABASE_URL', { DATABASE_URL: 'postgresql://127.0.0.1:1/convenor' }],
    ['an address that is none', 'DATABASE_URL', { DATABASE_URL: 'postgresql://:x:' }],
  ])('%s ends with 1 and a sentence, not with a stack', async (_, name, environment) => {
    const { code, output } = await runToEnd(environment);
    expect(code).toBe(1);
    expect(output.trim()).toMatch(new RegExp(`^Convenor cannot start\\. ${name} .*\\.$`));
    expect(output).not.toMatch(/\n\s+at |node:internal/);
  });
});
