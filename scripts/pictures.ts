// npm run pictures [-- clerk]
// Takes the pictures of docs/tour.md from the running program while it walks the tour, each part on a demonstration of its
// own, at a time that stands still: so they change when the program does, and not otherwise. A word takes only those whose
// names begin with it. Needs Chromium; CHROMIUM names it where it is not in its usual place.
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { startApp } from '../src/app.ts';
import { readSettings } from '../src/config.ts';
import { openLog } from '../src/log.ts';
import { openBrowser, sizeFor } from './pictures/browser.ts';
import { looksLike, shrink } from './pictures/shrink.ts';
import { stillClock } from './pictures/still-clock.ts';
import { takePicture } from './pictures/take.ts';
import { PageWalker } from './tour/on-the-page.ts';
import { type Part, tour } from './tour/steps.ts';

const START = new Date('2026-11-25T09:40:00Z');
const folder = path.join(import.meta.dirname, '../docs/pictures');
const only = process.argv[2] ?? '';

await mkdir(folder, { recursive: true });
const browser = await openBrowser();
try {
  for (const part of tour()) {
    const pictures = part.steps.flatMap((step) => (step.kind === 'picture' ? step.name : []));
    if (pictures.some((name) => name.startsWith(only))) await walk(part, browser);
  }
} finally {
  await browser.close();
}

async function walk({ steps }: Part, browser: Browser): Promise<void> {
  const data = await mkdtemp(path.join(tmpdir(), 'convenor-pictures-'));
  // As root, PostgreSQL runs as another user, who must be able to enter.
  await chmod(data, 0o755);
  const settings = readSettings({ MODE: 'demo', PORT: '0', DATA_DIR: data });
  const app = await startApp(settings, openLog('warn'), stillClock(START));
  try {
    await app.house.runDueJobs();
    await app.house.delivery.drain();
    const window = await browser.newPage({ colorScheme: 'light', reducedMotion: 'reduce', locale: 'en-GB' });
    await window.goto(app.address);
    const walker = new PageWalker(window, app.address, () => app.house.delivery.drain());
    for (const [index, step] of steps.entries()) {
      const next = steps.slice(index).find((one) => one.kind === 'picture');
      if (next) await window.setViewportSize(sizeFor(next.name));
      await walker.take(step);
      if (step.kind !== 'picture' || !step.name.startsWith(only)) continue;
      await walker.rest();
      await keep(step.name, shrink(await takePicture(window, step.name, walker.pressed)));
    }
    await window.close();
  } finally {
    await app.stop();
    await rm(data, { recursive: true, force: true });
  }
}

/** Write a picture unless the one that is there looks the same. */
async function keep(name: string, picture: Buffer): Promise<void> {
  const file = path.join(folder, `${name}.png`);
  const before = await readFile(file).catch(() => undefined);
  if (before && looksLike(before, picture)) return console.log(`As it was: docs/pictures/${name}.png`);
  await writeFile(file, picture);
  console.log(`Took docs/pictures/${name}.png`);
}
