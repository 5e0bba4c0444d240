// npm run package:teams
// Writes dist/convenor-teams.zip, the app package that an administrator uploads to Teams. See docs/teams.md.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readSettings, SettingError } from '../src/config.ts';
import { readEnvironment } from '../src/environment.ts';
import { teamsPackage } from './manifests/teams.ts';

const root = path.join(import.meta.dirname, '..');
const file = path.join(root, 'dist/convenor-teams.zip');

try {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const packed = teamsPackage(readSettings(readEnvironment()), version);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, packed);
  console.log('Wrote dist/convenor-teams.zip. Upload it in the Teams admin centre; docs/teams.md says how.');
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
