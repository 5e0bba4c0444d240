import type { Json } from '../../src/chat/contract.ts';
import type { Settings } from '../../src/config.ts';
import { publicUrlOf } from './public-url.ts';
import { fill, readTemplate } from './template.ts';

/**
 * The manifest from which Slack makes the app. The command is given, since it is chosen before the app has credentials.
 * Refuses settings without a public https address.
 */
export function slackManifest(settings: Settings, command: string): Json {
  const values = { PUBLIC_URL: publicUrlOf(settings), SLACK_COMMAND: command };
  return fill(readTemplate('slack/manifest.template.json'), values);
}
