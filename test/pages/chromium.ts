// A real Chromium for the page tests. Without one the tests say so and are skipped; where CI=true that is a failure.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach } from 'vitest';

const found = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (file) => file !== undefined && existsSync(file),
);

if (!found && process.env.CI === 'true')
  throw new Error('The page tests need Chromium. Install it, or name it in CHROMIUM.');
if (!found) console.warn('No Chromium here: the page tests are skipped. Install it, or name it in CHROMIUM.');

export const hasChromium = found !== undefined;

let browser: Promise<Browser> | undefined;
const contexts = new Set<BrowserContext>();
afterEach(async () => {
  for (const context of contexts) await context.close();
  contexts.clear();
});
afterAll(async () => (await browser)?.close());

/** Open a window of a fresh browser profile; errors of the page and its console are kept in `problems`. */
export async function aWindow(options: BrowserContextOptions = {}): Promise<{ window: Page; problems: string[] }> {
  browser ??= chromium.launch({
    executablePath: found!,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--lang=en-GB',
    ],
  });
  const context = await (await browser).newContext({ viewport: { width: 1280, height: 860 }, ...options });
  contexts.add(context);
  const window = await context.newPage();
  window.setDefaultTimeout(15_000);
  const problems: string[] = [];
  window.on('pageerror', (error) => problems.push(error.message));
  window.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') problems.push(line.text());
  });
  return { window, problems };
}

/** Keep a picture for people to look at; it is not compared. */
export async function picture(window: Page, name: string): Promise<void> {
  const folder = path.join(import.meta.dirname, '../.shots');
  mkdirSync(folder, { recursive: true });
  await window.screenshot({ path: path.join(folder, `${name}.png`) });
}
