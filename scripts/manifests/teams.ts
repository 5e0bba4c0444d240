// The Teams app package: a manifest filled from the settings, and the two icons.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../src/chat/contract.ts';
import { SettingError, type Settings } from '../../src/config.ts';
import { publicUrlOf } from './public-url.ts';
import { fill, manifestFolder, readTemplate } from './template.ts';
import { zip } from './zip.ts';

/** The manifest as Teams reads it. Refuses settings without an app id or a public https address. */
export function teamsManifest(settings: Settings, version: string): Json {
  const appId = settings.teams?.appId;
  if (!appId)
    throw new SettingError(
      "MicrosoftAppId is missing. Copy the Application (client) ID from your app registration's Overview page.",
    );
  const url = publicUrlOf(settings);
  const values = { APP_ID: appId, PUBLIC_URL: url, PUBLIC_HOST: new URL(url).hostname, VERSION: version };
  return fill(readTemplate('teams/manifest.template.json'), values);
}

/** The package that an administrator uploads: the same bytes for the same settings. */
export function teamsPackage(settings: Settings, version: string): Buffer {
  const manifest = `${JSON.stringify(teamsManifest(settings, version), null, 2)}\n`;
  const icon = (name: string) => ({ name, data: readFileSync(path.join(manifestFolder, 'teams', name)) });
  return zip([{ name: 'manifest.json', data: Buffer.from(manifest) }, icon('color.png'), icon('outline.png')]);
}
