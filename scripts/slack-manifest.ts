// npm run --silent manifest:slack
// Prints the manifest from which Slack makes the app. See docs/slack.md.

import { readSettings, SettingError } from '../src/config.ts';
import { readEnvironment } from '../src/environment.ts';
import { slackManifest } from './manifests/slack.ts';

try {
  const environment = readEnvironment();
  const settings = readSettings(environment);
  // Read apart, since the app is made before it has the credentials that belong to the other Slack settings.
  const command = environment['SLACK_COMMAND']?.trim() || '/board';
  console.log(JSON.stringify(slackManifest(settings, command), null, 2));
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
