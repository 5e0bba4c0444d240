// npm run backup -- [FILE]

import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import packageJson from '../package.json' with { type: 'json' };
import { readSettings, SettingError, type Settings } from '../src/config.ts';
import { readEnvironment } from '../src/environment.ts';
import { backUp } from '../src/store/backup/backup.ts';
import { readHeader } from '../src/store/backup/read.ts';
import { hasDatabase } from '../src/store/place.ts';
import { reach } from '../src/store/reach.ts';
import { sayRows, sayWhereKeyIs } from './backup/words.ts';
import { runProgram } from './program.ts';

const USAGE = `Write everything that Convenor's database holds to one file, while Convenor runs. See docs/backup.md.

  npm run backup               into the folder "backups" beside the data folder, named by date and time
  npm run backup -- FOLDER     into another folder
  npm run backup -- FILE       to this file; a backup that is there is replaced`;

await runProgram(main);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help || positionals.length > 1) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const settings = readSettings(readEnvironment());
  const { databaseUrl, dataDir } = settings;
  if (!databaseUrl && !(await hasDatabase(dataDir)))
    throw new SettingError(`There is no database in ${dataDir}. Set DATA_DIR or DATABASE_URL to what Convenor uses.`);
  const now = new Date();
  const file = await chooseFile(settings, positionals[0], now);
  const { connection, leave } = await reach({ databaseUrl, dataDir });
  try {
    const { header, rows, others } = await backUp(connection, file, { convenor: packageJson.version, now });
    console.log(`Backed up ${header.partnerships.join(', ')}: ${sayRows(rows, header)}.`);
    console.log(file);
    if (others.length > 0) console.log(`Not in it, since they are not Convenor's: ${others.join(', ')}.`);
    console.log('It is confidential: only those may read it who may read everything in Convenor.');
    console.log(sayWhereKeyIs(settings));
    return 0;
  } finally {
    await leave();
  }
}

async function chooseFile({ dataDir }: Settings, given: string | undefined, now: Date): Promise<string> {
  const asked = path.resolve(given ?? path.join(path.dirname(dataDir), 'backups'));
  if (given === undefined) await mkdir(asked, { recursive: true, mode: 0o700 });
  const found = await stat(asked).catch(() => undefined);
  if (found?.isDirectory()) return path.join(asked, `convenor-${stamp(now)}.backup.gz`);
  if (found) {
    await readHeader(asked).catch((cause) => {
      throw new SettingError(`${asked} is there already and is no backup of Convenor. Name another file.`, { cause });
    });
  }
  return asked;
}

/** 2026-11-25-153012, in the machine's own time. */
function stamp(now: Date): string {
  const [year, month, day, ...time] = [
    now.getFullYear(),
    now.getMonth() + 1,
    now.getDate(),
    now.getHours(),
    now.getMinutes(),
    now.getSeconds(),
  ].map((number) => String(number).padStart(2, '0'));
  return `${year}-${month}-${day}-${time.join('')}`;
}
