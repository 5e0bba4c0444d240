// The settings of Slack: one workspace by its token, or many that install the app; over https, or by Socket Mode.
import { type Environment, RESERVED_SLACK_COMMANDS, SettingError } from './config-environment.ts';

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

/** What the variables say of Slack; undefined without them. Throws a SettingError for half of a configuration. */
export function slackSettings(env: Environment): SlackSettings | undefined {
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
