// The environment, read once. Every fault is one sentence that names the variable, what is wrong and what to do.
import path from 'node:path';
import { Environment, MUST_BE, SettingError } from './config-environment.ts';
import { type SlackSettings, slackSettings } from './config-slack.ts';
import { type TeamsListing, type TeamsSettings, teamsSettings } from './config-teams.ts';

export { OPTIONAL_SLACK_SCOPES, RESERVED_SLACK_COMMANDS, SETTING_NAMES, SettingError } from './config-environment.ts';
export type { SlackInstalling, SlackSettings } from './config-slack.ts';
export type { TeamsListing, TeamsSettings } from './config-teams.ts';

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

/** Read the settings from environment variables. Throws a SettingError that names the first wrong variable. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]!.path[0]) as keyof Environment;
    throw new SettingError(`${name} ${MUST_BE[name]}.`);
  }
  const env = parsed.data;
  const slack = slackSettings(env);
  const isConfigured = [env.MicrosoftAppId, slack, env.SMTP_URL].some((one) => one !== undefined);
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
