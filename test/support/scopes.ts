import { readFileSync } from 'node:fs';

/** What the Slack app asks for, by the manifest that people install it from. */
export const SCOPES: string[] = JSON.parse(
  readFileSync(new URL('../../manifest/slack/manifest.template.json', import.meta.url), 'utf8'),
).oauth_config.scopes.bot;
