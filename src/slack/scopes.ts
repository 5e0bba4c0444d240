// What Convenor asks for; the manifest asks for the same (test/manifest/slack.test.ts), and docs/slack.md says why.

export const SCOPES: string[] = [
  'app_mentions:read',
  'channels:read',
  'chat:write',
  'commands',
  'groups:read',
  'im:history',
  'im:write',
];
