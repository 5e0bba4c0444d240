// npm run icons
// Draws the icons of the Teams app into manifest/teams/.

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { iconFiles } from './manifests/icons.ts';
import { manifestFolder } from './manifests/template.ts';

for (const [name, data] of Object.entries(iconFiles())) {
  writeFileSync(path.join(manifestFolder, 'teams', name), data);
  console.log(`Drew manifest/teams/${name}`);
}
