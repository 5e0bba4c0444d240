import type { Json } from '../../src/chat/contract.ts';
import type { Settings } from '../../src/config.ts';
import { publicUrlOf } from './public-url.ts';
import { fill, readTemplate } from './template.ts';

/** How the app is to be connected; chosen before the app has the credentials that belong to it. */
export interface SlackWays {
  /** Workspaces install the app themselves. */
  installs?: boolean;
  /** An organisation may install it for all its workspaces. */
  orgWide?: boolean;
  /** Permissions besides those that are needed. */
  optionalScopes?: string[];
  /** Everything comes through Socket Mode: Slack needs no address of ours. */
  socket?: boolean;
}

interface Manifest {
  features: { slash_commands: { url?: string }[] };
  oauth_config: { redirect_urls?: string[]; scopes: { bot: string[] } };
  settings: {
    event_subscriptions: { request_url?: string };
    interactivity: { request_url?: string };
    org_deploy_enabled: boolean;
    socket_mode_enabled: boolean;
    token_rotation_enabled: boolean;
  };
}

/**
 * The manifest from which Slack makes the app. The command and the ways are given, since they are chosen before the app has
 * credentials. Refuses settings without a public https address, where Slack or a browser needs one.
 */
export function slackManifest(settings: Settings, command: string, ways: SlackWays = {}): Json {
  const { installs = false, orgWide = false, socket = false, optionalScopes = [] } = ways;
  const needsAddress = !socket || installs;
  const publicUrl = needsAddress ? publicUrlOf(settings) : 'https://unused.invalid';
  const values = { PUBLIC_URL: publicUrl, SLACK_COMMAND: command };
  const filled = fill(readTemplate('slack/manifest.template.json'), values);
  const manifest = filled as unknown as Manifest;
  // With OAuth a token lasts twelve hours and is renewed; one that is copied by hand could not be.
  manifest.settings.token_rotation_enabled = installs;
  manifest.settings.org_deploy_enabled = orgWide;
  manifest.oauth_config.scopes.bot.push(...optionalScopes);
  manifest.settings.socket_mode_enabled = socket;
  if (installs) manifest.oauth_config.redirect_urls = [`${publicUrl}/slack/oauth_redirect`];
  if (socket) {
    for (const slash of manifest.features.slash_commands) delete slash.url;
    delete manifest.settings.event_subscriptions.request_url;
    delete manifest.settings.interactivity.request_url;
  }
  return filled;
}
