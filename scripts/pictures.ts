// npm run pictures [-- "Eleanor Voss"]
// Takes the README's picture from the running program: the demonstration in a folder of its own, seen as one of its people.
// Needs Chromium; CHROMIUM names it where it is not in its usual place.

import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { startApp } from '../src/app.ts';
import { readSettings } from '../src/config.ts';
import { openLog } from '../src/log.ts';

const name = process.argv.slice(2).join(' ').trim() || 'Eleanor Voss';
const file = path.join(import.meta.dirname, '../docs/pictures/page.png');

const folder = await mkdtemp(path.join(tmpdir(), 'convenor-pictures-'));
// As root, PostgreSQL runs as another user, who must be able to enter.
await chmod(folder, 0o755);
const app = await startApp(readSettings({ MODE: 'demo', PORT: '0', DATA_DIR: folder }), openLog('warn'));
try {
  await takePicture(app.address);
  console.log(`Took docs/pictures/page.png as ${name}.`);
} finally {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
}

async function takePicture(address: string): Promise<void> {
  const browser = await openBrowser();
  try {
    const window = await browser.newPage({
      viewport: { width: 1280, height: 860 },
      colorScheme: 'light',
      locale: 'en-GB',
    });
    await window.goto(address);
    await window.getByRole('main').getByRole('button', { name }).first().click();
    // Worth a picture is a card with something to press.
    await window.locator('.card-holder button').last().waitFor();
    await window.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined);
    await mkdir(path.dirname(file), { recursive: true });
    await window.screenshot({ path: file });
  } finally {
    await browser.close();
  }
}

async function openBrowser(): Promise<Browser> {
  const places = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (!executablePath) throw new Error('Chromium was not found. Install it, or name it in CHROMIUM.');
  return chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
}
