import { describe, expect, test } from 'vitest';
import { type SlackWays, slackManifest } from '../../scripts/manifests/slack.ts';
import { RESERVED_SLACK_COMMANDS, readSettings } from '../../src/config.ts';
import { SLACK_PATH } from '../../src/slack/index.ts';
import { REDIRECT_PATH } from '../../src/slack/install.ts';
import { SCOPES } from '../../src/slack/scopes.ts';
import { SHORTCUTS } from '../../src/slack/shortcuts.ts';
import { problemsOf, schemaCheck } from './schemas.ts';

interface Manifest {
  display_information: { name: string; description: string; long_description: string };
  features: {
    app_home: Record<string, boolean>;
    bot_user: { display_name: string };
    shortcuts: { name: string; type: string; callback_id: string }[];
    slash_commands: { command: string; url: string; description: string; usage_hint: string }[];
  };
  oauth_config: { scopes: { bot: string[] }; redirect_urls?: string[] };
  settings: {
    event_subscriptions: { request_url: string; bot_events: string[] };
    interactivity: { request_url: string };
    org_deploy_enabled: boolean;
    socket_mode_enabled: boolean;
    token_rotation_enabled: boolean;
  };
}

const ENVIRONMENT = { PUBLIC_URL: 'https://convenor.example/' };
const manifest = made('/lewisham-board');
const check = schemaCheck('slack-manifest-1.0.0.schema.json');

/** Which scope Slack asks for an event (docs.slack.dev, reference/events). */
const SCOPE_OF: Record<string, string> = {
  app_mention: 'app_mentions:read',
  channel_archive: 'channels:read',
  channel_deleted: 'channels:read',
  channel_left: 'channels:read',
  channel_rename: 'channels:read',
  channel_shared: 'channels:read',
  channel_unarchive: 'channels:read',
  channel_unshared: 'channels:read',
  group_archive: 'groups:read',
  group_deleted: 'groups:read',
  group_left: 'groups:read',
  group_rename: 'groups:read',
  group_unarchive: 'groups:read',
  member_joined_channel: 'channels:read',
  member_left_channel: 'channels:read',
  'message.im': 'im:history',
};

describe('the Slack app', () => {
  test('is filled from the settings, with nothing left to fill', () => {
    const address = `https://convenor.example${SLACK_PATH}`;
    expect(manifest.features.slash_commands).toMatchObject([{ command: '/lewisham-board', url: address }]);
    expect(manifest.settings.event_subscriptions.request_url).toBe(address);
    expect(manifest.settings.interactivity.request_url).toBe(address);
    expect(JSON.stringify(manifest)).not.toContain('${');
  });

  test('keeps within the lengths that Slack allows', () => {
    const { name, description, long_description: about } = manifest.display_information;
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(about.length).toBeGreaterThanOrEqual(175);
    expect(about.length).toBeLessThanOrEqual(4000);
    expect(manifest.features.bot_user.display_name.length).toBeLessThanOrEqual(80);
    for (const { command } of manifest.features.slash_commands) expect(command).toMatch(/^\/[a-z0-9_-]{1,31}$/);
  });

  test('has the shortcuts that the program hears, by names that fit Slack’s menus', () => {
    const { shortcuts } = manifest.features;
    expect(shortcuts.map((one) => one.callback_id).sort()).toEqual(Object.values(SHORTCUTS).sort());
    for (const { name, type, callback_id: callback } of shortcuts) {
      expect(name.length).toBeLessThanOrEqual(24);
      expect(type).toBe(callback === SHORTCUTS.fromMessage ? 'message' : 'global');
    }
  });

  test('has a Home tab, and is told when somebody opens it', () => {
    expect(manifest.features.app_home).toMatchObject({ home_tab_enabled: true });
    expect(manifest.settings.event_subscriptions.bot_events).toContain('app_home_opened');
  });

  test('lets people write to it', () => {
    expect(manifest.features.app_home).toMatchObject({
      messages_tab_enabled: true,
      messages_tab_read_only_enabled: false,
    });
  });

  test('asks for the scopes of what it hears, and reads nobody’s messages but those written to it', () => {
    const { bot } = manifest.oauth_config.scopes;
    for (const event of manifest.settings.event_subscriptions.bot_events)
      if (SCOPE_OF[event]) expect(bot).toContain(SCOPE_OF[event]);
    expect(bot.filter((scope) => scope.endsWith(':history'))).toEqual(['im:history']);
    expect(bot.filter((scope) => scope.startsWith('users:'))).toEqual([]);
  });

  test.each(RESERVED_SLACK_COMMANDS)('never takes a word that Slack keeps for itself: %s', (command) => {
    expect(() => readSettings({ ...ENVIRONMENT, SLACK_COMMAND: command })).toThrow('SLACK_COMMAND');
    expect(made('/board').features.slash_commands.map((slash) => slash.command)).not.toContain(command);
  });

  test('for one workspace has a token that stays, and for many tokens that rotate', () => {
    expect(manifest.oauth_config.redirect_urls).toBeUndefined();
    expect(manifest.settings).toMatchObject({
      org_deploy_enabled: false,
      socket_mode_enabled: false,
      token_rotation_enabled: false,
    });
    const many = made('/board', { installs: true, orgWide: true });
    expect(many.oauth_config.redirect_urls).toEqual([`https://convenor.example${REDIRECT_PATH}`]);
    expect(many.settings).toMatchObject({ org_deploy_enabled: true, token_rotation_enabled: true });
  });

  test('asks for the same whether it is installed from Slack’s page or from ours', () => {
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...SCOPES].sort());
  });

  test('asks for more only where a setting says so', () => {
    const more = made('/board', { optionalScopes: ['channels:history', 'users:read'] });
    const { bot } = more.oauth_config.scopes;
    expect(bot.filter((scope) => !SCOPES.includes(scope))).toEqual(['channels:history', 'users:read']);
    expect(made('/board').oauth_config.scopes.bot).toHaveLength(SCOPES.length);
  });

  test('with Socket Mode names no address for Slack to reach, and needs none', () => {
    const manifest = slackManifest(readSettings({}), '/board', { socket: true });
    expect(manifest).toMatchObject({ settings: { socket_mode_enabled: true } });
    expect(JSON.stringify(manifest)).not.toMatch(/"(request_)?url"|unused/);
    const many = made('/board', { installs: true, socket: true });
    expect(many.oauth_config.redirect_urls).toEqual([`https://convenor.example${REDIRECT_PATH}`]);
  });

  test('is not made without a public address, and the refusal names it', () => {
    expect(() => slackManifest(readSettings({}), '/board')).toThrow('PUBLIC_URL is missing');
    expect(() => slackManifest(readSettings({ PUBLIC_URL: 'http://convenor.example' }), '/board')).toThrow(
      'PUBLIC_URL must start with https://',
    );
  });

  test.skipIf(!check)('is what Slack’s schema asks for', () => {
    for (const ways of [{}, { socket: true }, { installs: true, orgWide: true }, { installs: true, socket: true }])
      expect(problemsOf(check!, made('/board', ways))).toEqual([]);
    expect(problemsOf(check!, { ...manifest, display_information: {} })).not.toEqual([]);
  });
});

function made(command: string, ways: SlackWays = {}): Manifest {
  return slackManifest(readSettings(ENVIRONMENT), command, ways) as unknown as Manifest;
}
