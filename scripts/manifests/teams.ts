// The Teams app package: a manifest filled from the settings, and the two icons.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Json } from '../../src/chat/contract.ts';
import { SettingError, type Settings } from '../../src/config.ts';
import { publicUrlOf } from './public-url.ts';
import { fill, manifestFolder, readTemplate } from './template.ts';
import { zip } from './zip.ts';

/** The manifest as Teams reads it. Refuses settings without an app id, a public https address, or who offers the app. */
export function teamsManifest(settings: Settings, version: string): Json {
  const appId = settings.teams?.appId;
  if (!appId)
    throw new SettingError(
      "MicrosoftAppId is missing. Copy the Application (client) ID from your app registration's Overview page.",
    );
  const url = publicUrlOf(settings);
  const { name, websiteUrl, privacyUrl, termsUrl } = settings.teamsListing;
  const values = {
    ...{ APP_ID: appId, PUBLIC_HOST: new URL(url).hostname, VERSION: version, DEVELOPER_NAME: name },
    DEVELOPER_URL: needed('TEAMS_DEVELOPER_URL', websiteUrl, 'your organisation’s web site'),
    PRIVACY_URL: needed('TEAMS_PRIVACY_URL', privacyUrl, 'your privacy notice'),
    TERMS_URL: needed('TEAMS_TERMS_URL', termsUrl, 'your terms of use'),
  };
  return fill(readTemplate('teams/manifest.template.json'), values);
}

function needed(setting: string, url: string | undefined, what: string): string {
  if (url === undefined)
    throw new SettingError(
      `${setting} is missing. Set it to the https address of ${what}: Teams shows it to everybody who looks at the app.`,
    );
  return url;
}

/** The package that an administrator uploads: the same bytes for the same settings. */
export function teamsPackage(settings: Settings, version: string): Buffer {
  const manifest = `${JSON.stringify(teamsManifest(settings, version), null, 2)}\n`;
  const icon = (name: string) => ({ name, data: readFileSync(path.join(manifestFolder, 'teams', name)) });
  return zip([{ name: 'manifest.json', data: Buffer.from(manifest) }, icon('color.png'), icon('outline.png')]);
}
