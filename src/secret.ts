import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from './config.ts';

/** The key that signs card tokens: SECRET_KEY, or one that the program makes once and keeps in its data folder. */
export async function secretKey(settings: Settings): Promise<string> {
  if (settings.secretKey !== undefined) return settings.secretKey;
  const file = path.join(settings.dataDir, 'secret-key');
  await mkdir(settings.dataDir, { recursive: true });
  try {
    // `wx`: when two copies start at once, one writes and both read the same key.
    await writeFile(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return waitForText(file);
}

async function waitForText(file: string): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    const text = (await readFile(file, 'utf8')).trim();
    if (text.length >= 32) return text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${file} does not hold a key. Delete it, and buttons on cards posted before stop working.`);
}
