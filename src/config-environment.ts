// Which environment variables are read, and what each must look like.
import { z } from 'zod';

/** A wrong or missing setting; the message is all that the person who starts the program needs. */
export class SettingError extends Error {}

/** What Slack may allow besides: to see in channels whether a post arrived, and who is a guest. */
export const OPTIONAL_SLACK_SCOPES = ['channels:history', 'groups:history', 'users:read'] as const;

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

export const Environment = z.object({
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
export type Environment = z.infer<typeof Environment>;

/** Every variable that is read, so that none goes without its description. */
export const SETTING_NAMES: string[] = Object.keys(Environment.shape);

/** What each variable must look like, said when it does not. */
export const MUST_BE: Record<keyof Environment, string> = {
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
