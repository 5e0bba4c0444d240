// npm run --silent manifest:slack [-- --oauth] [--organisation] [--socket]
// Prints the manifest from which Slack makes the app. See docs/slack.md.
import { parseArgs } from 'node:util';
import { readSettings, SettingError } from '../src/config.ts';
import { readEnvironment } from '../src/environment.ts';
import { slackManifest } from './manifests/slack.ts';

const MANIFEST_SETTINGS = ['SLACK_COMMAND', 'SLACK_OPTIONAL_SCOPES'];

try {
  const { values } = parseArgs({
    options: {
      oauth: { type: 'boolean', default: false },
      organisation: { type: 'boolean', default: false },
      socket: { type: 'boolean', default: false },
    },
  });
  const environment = readEnvironment();
  // The app is made before it has its credentials: half of them is no fault here.
  const known = Object.entries(environment).filter(
    ([name]) => !name.startsWith('SLACK_') || MANIFEST_SETTINGS.includes(name),
  );
  const settings = readSettings(Object.fromEntries(known));
  const command = environment['SLACK_COMMAND']?.trim() || '/board';
  const workspaces = environment['SLACK_WORKSPACES']?.split(/[\s,;]+/).filter((one) => one !== '') ?? [];
  const orgWide = values.organisation || workspaces.some((one) => one.startsWith('E'));
  const ways = {
    installs: values.oauth || orgWide || workspaces.length > 0,
    orgWide,
    optionalScopes: environment['SLACK_OPTIONAL_SCOPES']?.split(/[\s,;]+/).filter((one) => one !== '') ?? [],
    socket: values.socket || Boolean(environment['SLACK_APP_TOKEN']?.trim()),
  };
  console.log(JSON.stringify(slackManifest(settings, command, ways), null, 2));
} catch (error) {
  const isUsage = (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true;
  if (!(error instanceof SettingError) && !isUsage) throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}
