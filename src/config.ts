// The environment, read once. Every fault is one sentence that names the variable, what is wrong and what to do.
import path from 'node:path';
import { z } from 'zod';

/** A wrong or missing setting; the message is all that the person who starts the program needs. */
export class SettingError extends Error {}

export interface TeamsSettings {
  /** Empty while `isLocal`: then nobody is authenticated and only the loopback is heard. */
  appId: string;
  appPassword: string;
  appType: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI';
  tenantId: string;
  /** The tenants whose people are heard: the app's own, and those that were named. */
  tenants: string[];
  isLocal: boolean;
}

/** Who offers the app, as Teams shows it to everybody who looks at it; needed for the package alone. */
export interface TeamsListing {
  name: string;
  websiteUrl: string | undefined;
  privacyUrl: string | undefined;
  termsUrl: string | undefined;
}

export interface SlackSettings {
  /** Without one nothing is heard over https: Socket Mode brings everything. */
  signingSecret: string | undefined;
  /** The one workspace's; undefined when workspaces install the app themselves. */
  botToken: string | undefined;
  /** How workspaces install the app themselves; undefined with one workspace's token. */
  installing: SlackInstalling | undefined;
  /** Opens Socket Mode. */
  appToken: string | undefined;
  /** The workspace that is heard, or the organisation (E…); without it Slack is asked whose token it is. */
  teamId: string | undefined;
  appId: string | undefined;
  /** Another Web API address, for local simulators. */
  apiUrl: string | undefined;
  /** With the slash: `/board`. */
  command: string;
}

export interface SlackInstalling {
  clientId: string;
  clientSecret: string;
  /** The workspaces (T…) and organisations (E…) whose installation is kept; everybody else's is refused. */
  workspaces: string[];
  /** Permissions that an installation asks for besides those that are needed. */
  optionalScopes: string[];
  /** Where people's browsers reach this program, without a slash at its end. */
  publicUrl: string;
}

/** What Slack may allow besides: to see in channels whether a post arrived, and who is a guest. */
export const OPTIONAL_SLACK_SCOPES = ['channels:history', 'groups:history', 'users:read'] as const;

export interface Settings {
  mode: 'demo' | 'development' | 'production';
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | undefined;
  publicUrl: string | undefined;
  /** Signs card tokens and links; when absent the program keeps one of its own in the data folder. */
  secretKey: string | undefined;
  /** The mail server for people on neither Teams nor Slack. */
  smtpUrl: string | undefined;
  mailFrom: string | undefined;
  metricsToken: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** How much a person and an organisation may ask in a minute, and how often an address may be refused; 0 for no limit. */
  limits: { perPerson: number; perTenant: number; perSource: number };
  /** How many proxies stand in front: so many entries at the end of X-Forwarded-For are believed. */
  trustedProxies: number;
  teams: TeamsSettings | undefined;
  teamsListing: TeamsListing;
  slack: SlackSettings | undefined;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** Slack keeps these for itself and refuses the whole manifest over one of them. */
export const RESERVED_SLACK_COMMANDS = [
  '/me',
  '/status',
  '/away',
  '/dnd',
  '/shrug',
  '/remind',
  '/msg',
  '/feed',
  '/who',
  '/collapse',
  '/expand',
  '/leave',
  '/join',
  '/open',
  '/search',
  '/topic',
  '/mute',
  '/pro',
  '/shortcuts',
  '/help',
  '/send',
  '/kill',
  '/debug',
  '/commands',
];

const given = z
  .string()
  .trim()
  .transform((text) => (text === '' ? undefined : text))
  .optional();

const httpsUrl = given.pipe(
  z
    .url({ protocol: /^https$/ })
    .max(2048)
    .optional(),
);

const count = given.pipe(
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .optional(),
);

const Environment = z.object({
  MODE: given.pipe(z.enum(['demo', 'development', 'production']).optional()),
  PORT: given.pipe(
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65_535))
      .optional(),
  ),
  HOST: given,
  DATA_DIR: given,
  DATABASE_URL: given.pipe(z.string().startsWith('postgres').optional()),
  PUBLIC_URL: given.pipe(z.url({ protocol: /^https?$/ }).optional()),
  SECRET_KEY: given.pipe(z.string().min(32).optional()),
  SMTP_URL: given.pipe(
    z
      .string()
      .regex(/^smtps?:\/\//)
      .optional(),
  ),
  MAIL_FROM: given.pipe(z.string().includes('@').optional()),
  METRICS_TOKEN: given.pipe(z.string().min(16).optional()),
  LIMIT_PER_PERSON: count,
  LIMIT_PER_TENANT: count,
  LIMIT_PER_SOURCE: count,
  TRUST_PROXY: given.pipe(
    z
      .string()
      .regex(/^[0-9]$/)
      .transform(Number)
      .optional(),
  ),
  LOG_LEVEL: given.pipe(z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional()),
  MicrosoftAppId: given.pipe(z.guid().optional()),
  MicrosoftAppPassword: given,
  MicrosoftAppType: given.pipe(z.enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI']).optional()),
  MicrosoftAppTenantId: given.pipe(z.guid().optional()),
  TEAMS_TENANTS: given.pipe(
    z
      .string()
      .transform((text) => text.split(/[\s,;]+/).filter((part) => part !== ''))
      .pipe(z.array(z.guid()).max(1000))
      .optional(),
  ),
  TEAMS_LOCAL: given.pipe(z.enum(['0', '1']).optional()),
  TEAMS_DEVELOPER_NAME: given.pipe(z.string().max(32).optional()),
  TEAMS_DEVELOPER_URL: httpsUrl,
  TEAMS_PRIVACY_URL: httpsUrl,
  TEAMS_TERMS_URL: httpsUrl,
  SLACK_SIGNING_SECRET: given,
  SLACK_BOT_TOKEN: given.pipe(z.string().startsWith('xoxb-').optional()),
  SLACK_TEAM_ID: given.pipe(
    z
      .string()
      .regex(/^[TE][A-Z0-9]{2,30}$/)
      .optional(),
  ),
  SLACK_APP_ID: given.pipe(
    z
      .string()
      .regex(/^A[A-Z0-9]{2,30}$/)
      .optional(),
  ),
  SLACK_APP_TOKEN: given.pipe(z.string().startsWith('xapp-').optional()),
  SLACK_CLIENT_ID: given,
  SLACK_CLIENT_SECRET: given,
  SLACK_WORKSPACES: given.pipe(
    z
      .string()
      .transform((text) => text.split(/[\s,;]+/).filter((part) => part !== ''))
      .pipe(z.array(z.string().regex(/^[TE][A-Z0-9]{2,30}$/)).max(1000))
      .optional(),
  ),
  SLACK_API_URL: given.pipe(z.url({ protocol: /^https?$/ }).optional()),
  SLACK_OPTIONAL_SCOPES: given.pipe(
    z
      .string()
      .transform((text) => text.split(/[\s,;]+/).filter((part) => part !== ''))
      .pipe(z.array(z.enum(OPTIONAL_SLACK_SCOPES)).max(20))
      .optional(),
  ),
  SLACK_COMMAND: given.pipe(
    z
      .string()
      .regex(/^\/[a-z0-9_-]{1,31}$/)
      .optional(),
  ),
});
type Environment = z.infer<typeof Environment>;

/** Every variable that is read, so that none goes without its description. */
export const SETTING_NAMES: string[] = Object.keys(Environment.shape);

/** What each variable must look like, said when it does not. */
const MUST_BE: Record<keyof Environment, string> = {
  MODE: 'must be demo, development or production',
  PORT: 'must be a port number from 0 to 65535',
  HOST: 'must be a host name or address',
  DATA_DIR: 'must be a folder',
  DATABASE_URL:
    'must start with postgres:// or postgresql://, for example postgresql://convenor:secret@db.example:5432/convenor',
  PUBLIC_URL:
    'must be the web address under which the platforms reach this program, for example https://convenor.example',
  SECRET_KEY:
    "must have at least 32 characters; make one with: node -p \"require('crypto').randomBytes(32).toString('hex')\"",
  SMTP_URL:
    'must start with smtp:// or smtps:// and name a mail server, for example smtps://user:secret@mail.example:465',
  MAIL_FROM: 'must be an e-mail address',
  METRICS_TOKEN: 'must have at least 16 characters',
  LIMIT_PER_PERSON: 'must be a number of requests a minute, or 0 for no limit',
  LIMIT_PER_TENANT: 'must be a number of requests a minute, or 0 for no limit',
  LIMIT_PER_SOURCE: 'must be a number of refused requests a minute, or 0 for no limit',
  TRUST_PROXY: 'must be how many proxies stand in front of this program, from 0 to 9',
  LOG_LEVEL: 'must be debug, info, warn, error or silent',
  MicrosoftAppId: "must be the app registration's Application (client) ID, a GUID from its Overview page",
  MicrosoftAppPassword: "must be a client secret's value from the app registration's Certificates & secrets page",
  MicrosoftAppType: 'must be SingleTenant, MultiTenant or UserAssignedMSI, as your Azure Bot resource says',
  MicrosoftAppTenantId: "must be the app registration's Directory (tenant) ID, a GUID from its Overview page",
  TEAMS_TENANTS:
    'must be the Directory (tenant) IDs of other organisations whose people are heard, with commas between them',
  TEAMS_DEVELOPER_NAME: 'must be at most 32 characters long: Teams shows it beside the app',
  TEAMS_DEVELOPER_URL: 'must be an https address of your organisation, for example https://council.example',
  TEAMS_PRIVACY_URL: 'must be the https address of your privacy notice',
  TEAMS_TERMS_URL: 'must be the https address of your terms of use',
  TEAMS_LOCAL: 'must be 1 to try Teams cards locally without authentication, or 0',
  SLACK_SIGNING_SECRET: "must be the Signing Secret from your Slack app's Basic Information page",
  SLACK_BOT_TOKEN: 'must be the Bot User OAuth Token (it starts with xoxb-) from OAuth & Permissions',
  SLACK_TEAM_ID: "must be the workspace's id, which starts with T, or an organisation's, which starts with E",
  SLACK_APP_ID: "must be the App ID from your Slack app's Basic Information page, which starts with A",
  SLACK_APP_TOKEN: 'must be an app-level token (it starts with xapp-) from Basic Information',
  SLACK_CLIENT_ID: "must be the Client ID from your Slack app's Basic Information page",
  SLACK_CLIENT_SECRET: "must be the Client Secret from your Slack app's Basic Information page",
  SLACK_WORKSPACES:
    'must be the ids of the workspaces (T…) and organisations (E…) that may install Convenor, with commas between them',
  SLACK_API_URL: 'must be a web address, for example http://127.0.0.1:4000/api/',
  SLACK_OPTIONAL_SCOPES: 'must name channels:history, groups:history or users:read, with commas between them',
  SLACK_COMMAND: 'must be a slash and 1 to 31 small letters, digits, - or _, for example /board',
};

/** Read the settings from environment variables. Throws a SettingError that names the first wrong variable. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]!.path[0]) as keyof Environment;
    throw new SettingError(`${name} ${MUST_BE[name]}.`);
  }
  const env = parsed.data;
  const slack = slackSettings(env);
  const isConfigured = env.MicrosoftAppId !== undefined || slack !== undefined;
  const mode = env.MODE ?? (isConfigured ? 'production' : 'demo');
  const host = env.HOST ?? (mode === 'production' ? '0.0.0.0' : '127.0.0.1');

  if (mode === 'production') refuseInProduction(env);
  if (env.SMTP_URL !== undefined) needForMail(env, mode);
  if (mode === 'demo' && !LOOPBACK.has(host))
    throw new SettingError(
      'HOST must be 127.0.0.1 in demo mode: the demonstration lets anybody be anyone, so it is only served to this machine.',
    );

  return {
    mode,
    port: env.PORT ?? 3978,
    host,
    dataDir: path.resolve(env.DATA_DIR ?? './data'),
    databaseUrl: env.DATABASE_URL,
    publicUrl: env.PUBLIC_URL,
    secretKey: env.SECRET_KEY,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    metricsToken: env.METRICS_TOKEN,
    logLevel: env.LOG_LEVEL ?? 'info',
    // In the demonstration and in development one person plays everybody.
    limits: {
      perPerson: env.LIMIT_PER_PERSON ?? (mode === 'production' ? 20 : 0),
      perTenant: env.LIMIT_PER_TENANT ?? (mode === 'production' ? 300 : 0),
      perSource: env.LIMIT_PER_SOURCE ?? (mode === 'production' ? 60 : 0),
    },
    trustedProxies: env.TRUST_PROXY ?? 0,
    teams: teamsSettings(env),
    teamsListing: {
      name: env.TEAMS_DEVELOPER_NAME ?? 'Convenor',
      websiteUrl: env.TEAMS_DEVELOPER_URL,
      privacyUrl: env.TEAMS_PRIVACY_URL,
      termsUrl: env.TEAMS_TERMS_URL,
    },
    slack,
  };
}

function refuseInProduction(env: Environment): void {
  if (env.TEAMS_LOCAL === '1')
    throw new SettingError(
      'TEAMS_LOCAL must not be 1 in production: it switches authentication off. Unset it, or set MODE=development.',
    );
  if (env.SLACK_API_URL !== undefined)
    throw new SettingError(
      'SLACK_API_URL must not be set in production: it sends the bot token to another address. Unset it, or set MODE=development.',
    );
  if (env.DATABASE_URL !== undefined && env.SECRET_KEY === undefined)
    throw new SettingError(
      "SECRET_KEY is missing. Copies of Convenor that share DATABASE_URL must share one key too; make one with: node -p \"require('crypto').randomBytes(32).toString('hex')\"",
    );
}

/** A link in an e-mail is a key: it needs a sender, an address that leads here, and in production one that nobody listens to. */
function needForMail(env: Environment, mode: Settings['mode']): void {
  if (!URL.canParse(env.SMTP_URL!) || new URL(env.SMTP_URL!).hostname === '')
    throw new SettingError(`SMTP_URL ${MUST_BE.SMTP_URL}.`);
  if (env.MAIL_FROM === undefined)
    throw new SettingError(
      'MAIL_FROM is missing. Set it to the address that e-mails come from, which your mail server must allow, or unset SMTP_URL to run without e-mail.',
    );
  if (mode !== 'production') return;
  if (env.PUBLIC_URL === undefined)
    throw new SettingError(
      'PUBLIC_URL is missing. Links in e-mails lead there: set it to the web address under which people reach this program, or unset SMTP_URL to run without e-mail.',
    );
  const { protocol, hostname } = new URL(env.PUBLIC_URL);
  if (protocol !== 'https:' && !LOOPBACK.has(hostname))
    throw new SettingError(
      'PUBLIC_URL must start with https:// when SMTP_URL is set: the links in e-mails are keys, and others could read them on the way.',
    );
}

function teamsSettings(env: Environment): TeamsSettings | undefined {
  const isLocal = env.TEAMS_LOCAL === '1';
  const others = (
    ['MicrosoftAppPassword', 'MicrosoftAppType', 'MicrosoftAppTenantId', 'TEAMS_TENANTS'] as const
  ).filter((name) => env[name] !== undefined);
  if (env.MicrosoftAppId === undefined) {
    if (others.length > 0)
      throw new SettingError(
        `MicrosoftAppId is missing. Copy the Application (client) ID from your app registration's Overview page, or unset ${others.join(' and ')} to run without Teams.`,
      );
    return isLocal
      ? { appId: '', appPassword: '', appType: 'MultiTenant', tenantId: '', tenants: [], isLocal }
      : undefined;
  }
  if (isLocal)
    throw new SettingError(
      'TEAMS_LOCAL must not be 1 together with MicrosoftAppId: choose local trials or real Teams.',
    );
  const appType = env.MicrosoftAppType ?? 'SingleTenant';
  if (appType === 'UserAssignedMSI' && env.MicrosoftAppPassword !== undefined)
    throw new SettingError('MicrosoftAppPassword must not be set with MicrosoftAppType=UserAssignedMSI; unset it.');
  if (appType !== 'UserAssignedMSI' && env.MicrosoftAppPassword === undefined)
    throw new SettingError(
      "MicrosoftAppPassword is missing. Make a client secret on your app registration's Certificates & secrets page, or unset MicrosoftAppId to run without Teams.",
    );
  if (appType !== 'MultiTenant' && env.MicrosoftAppTenantId === undefined)
    throw new SettingError(
      `MicrosoftAppTenantId is missing. Copy the Directory (tenant) ID from your app registration's Overview page: MicrosoftAppType=${appType} needs it.`,
    );
  const tenants = [env.MicrosoftAppTenantId ?? [], env.TEAMS_TENANTS ?? []].flat();
  if (tenants.length === 0)
    throw new SettingError(
      'TEAMS_TENANTS is missing. With MicrosoftAppType=MultiTenant, name the Directory (tenant) IDs of the organisations whose people Convenor hears, with commas between them.',
    );
  return {
    appId: env.MicrosoftAppId,
    appPassword: env.MicrosoftAppPassword ?? '',
    appType,
    tenantId: env.MicrosoftAppTenantId ?? '',
    tenants,
    isLocal: false,
  };
}

function slackSettings(env: Environment): SlackSettings | undefined {
  const command = env.SLACK_COMMAND ?? '/board';
  if (RESERVED_SLACK_COMMANDS.includes(command))
    throw new SettingError(`SLACK_COMMAND must not be ${command}: Slack keeps that word for itself. Use /board.`);
  const set = (
    [
      'SLACK_SIGNING_SECRET',
      'SLACK_BOT_TOKEN',
      'SLACK_TEAM_ID',
      'SLACK_APP_ID',
      'SLACK_APP_TOKEN',
      'SLACK_CLIENT_ID',
      'SLACK_CLIENT_SECRET',
      'SLACK_WORKSPACES',
    ] as const
  ).filter((name) => env[name] !== undefined);
  if (set.length === 0) return undefined;
  if (env.SLACK_SIGNING_SECRET === undefined && env.SLACK_APP_TOKEN === undefined)
    throw new SettingError(
      `SLACK_SIGNING_SECRET is missing. Copy it from your app's Basic Information page, or unset ${set.join(' and ')} to run without Slack.`,
    );
  const installing = slackInstalling(env);
  if (installing === undefined && env.SLACK_BOT_TOKEN === undefined)
    throw new SettingError(
      `SLACK_BOT_TOKEN is missing. Copy the Bot User OAuth Token from your app's OAuth & Permissions page, or unset ${set.join(' and ')} to run without Slack.`,
    );
  return {
    signingSecret: env.SLACK_SIGNING_SECRET,
    botToken: env.SLACK_BOT_TOKEN,
    installing,
    appToken: env.SLACK_APP_TOKEN,
    teamId: env.SLACK_TEAM_ID,
    appId: env.SLACK_APP_ID,
    apiUrl: env.SLACK_API_URL,
    command,
  };
}

/** Installing by OAuth: all of its settings or none, and never beside the one token. */
function slackInstalling(env: Environment): SlackInstalling | undefined {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_WORKSPACES: workspaces } = env;
  if (clientId === undefined && clientSecret === undefined && workspaces === undefined) return undefined;
  if (env.SLACK_BOT_TOKEN !== undefined)
    throw new SettingError(
      'SLACK_BOT_TOKEN must not be set together with SLACK_CLIENT_ID, SLACK_CLIENT_SECRET or SLACK_WORKSPACES: it is for one workspace, they are for workspaces that install the app themselves. Choose one way and unset the other.',
    );
  if (env.SLACK_TEAM_ID !== undefined)
    throw new SettingError(
      'SLACK_TEAM_ID must not be set together with SLACK_CLIENT_ID, SLACK_CLIENT_SECRET or SLACK_WORKSPACES: name the workspaces in SLACK_WORKSPACES and unset it.',
    );
  const missing = (name: string, where: string) =>
    new SettingError(
      `${name} is missing. ${where}, or unset SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_WORKSPACES and set SLACK_BOT_TOKEN for one workspace.`,
    );
  if (clientId === undefined)
    throw missing('SLACK_CLIENT_ID', "Copy the Client ID from your app's Basic Information page");
  if (clientSecret === undefined)
    throw missing('SLACK_CLIENT_SECRET', "Copy the Client Secret from your app's Basic Information page");
  if (workspaces === undefined || workspaces.length === 0)
    throw missing(
      'SLACK_WORKSPACES',
      'Name the ids of the workspaces (T…) and organisations (E…) that may install Convenor, with commas between them',
    );
  if (env.PUBLIC_URL === undefined)
    throw new SettingError(
      'PUBLIC_URL is missing. Set it to the web address of this program, for example https://convenor.example: Slack sends whoever installs the app back to it.',
    );
  if (env.SLACK_API_URL === undefined && !env.PUBLIC_URL.startsWith('https://'))
    throw new SettingError(
      'PUBLIC_URL must start with https:// when workspaces install Convenor by SLACK_CLIENT_ID: Slack sends nobody back to another address.',
    );
  const optionalScopes = env.SLACK_OPTIONAL_SCOPES ?? [];
  return { clientId, clientSecret, workspaces, optionalScopes, publicUrl: env.PUBLIC_URL.replace(/\/+$/, '') };
}
