import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Open Chromium. Throws where there is none. */
export async function openBrowser(): Promise<Browser> {
  const places = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  const executablePath = places.find((place) => place !== undefined && existsSync(place));
  if (!executablePath) throw new Error('Chromium was not found. Install it, or name it in CHROMIUM.');
  return chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--lang=en-GB', '--hide-scrollbars'],
  });
}

/** The window for a picture, by the last word of its name: the whole page, a phone, or the chat alone. */
export function sizeFor(name: string): { width: number; height: number } {
  if (name.endsWith('-wide')) return { width: 1280, height: 860 };
  if (name.endsWith('-phone')) return { width: 360, height: 740 };
  return { width: 760, height: 760 };
}
