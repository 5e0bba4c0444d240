// What the house knows of the program where it runs, for whoever asks it to look at itself.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import type { Settings } from './config.ts';
import { type HouseFacts, type Outside, openOutside } from './setup/index.ts';

/** Read the facts from the settings, and open the way around to the front door. */
export function factsOf(settings: Settings, secretKey: string): { facts: HouseFacts; outside: Outside } {
  const { publicUrl, dataDir, slack, teams, smtpUrl } = settings;
  // Through Socket Mode alone Slack does not come in from outside.
  const isCalledBySlack = slack?.signingSecret !== undefined || slack?.installing !== undefined;
  const isNeeded = isCalledBySlack || smtpUrl !== undefined || (teams !== undefined && !teams.isLocal);
  return {
    facts: {
      version: packageJson.version,
      hasKey: settings.secretKey !== undefined,
      hasOwnDatabase: settings.databaseUrl === undefined,
      newestBackup: () => newestIn(path.join(path.dirname(dataDir), 'backups')),
    },
    outside: openOutside({ publicUrl, secretKey, isNeeded }),
  };
}

/** When the newest backup in a folder was written, as `npm run backup` names them. */
async function newestIn(folder: string): Promise<Date | undefined> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.filter((name) => /^convenor-.*\.backup\.gz$/.test(name)).map((name) => stat(path.join(folder, name))),
  );
  const newest = Math.max(...found.map(({ mtimeMs }) => mtimeMs));
  return found.length === 0 ? undefined : new Date(newest);
}
