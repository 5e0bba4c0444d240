// What visitors do in the page tests.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page as Window } from 'playwright-core';
import { expect } from 'vitest';
import type { aPage } from '../web/a-page.ts';
import { aWindow } from './chromium.ts';

export { aWindow, hasChromium, picture } from './chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Open the page in a window of its own, as a person or as a newcomer. */
export function opener(url: string) {
  return async (as?: Person, options: Parameters<typeof aWindow>[0] = {}) => {
    const { window, problems } = await aWindow(options);
    await window.goto(as ? `${url}/#as=${as.personId}` : url);
    await window.getByRole('heading', { name: as?.name ?? 'Welcome. Who would you like to be?', level: 2 }).waitFor();
    return { window, problems };
  };
}

export type Person = Awaited<ReturnType<typeof aPage>>['people'][number];

/** Say something, and wait for what comes of it. */
export async function say(window: Window, words: string): Promise<void> {
  await window.getByLabel('Write to Convenor').fill(words);
  await window.getByLabel('Write to Convenor').press('Enter');
  await window.locator('#composer:not([aria-busy])').waitFor();
}

export const line = (window: Window, words: string) =>
  window.getByRole('log').locator('.bubble', { hasText: words }).last();
export const focused = (window: Window) => window.evaluate<string>('document.activeElement.id');

export const isFocused = (field: Locator) => field.evaluate((element) => element.matches(':focus'));

export async function tabTo(window: Window, id: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    if ((await focused(window)) === id) return;
    await window.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not reach ${id}.`);
}

export async function fits(window: Window): Promise<void> {
  const tooWide = await window.evaluate<{ page: number; log: number[] }>(`({
    page: document.documentElement.scrollWidth - innerWidth,
    log: [...document.querySelectorAll('.log, .side, .welcome, .card, .ac-actionSet, .slack')].map((one) => one.scrollWidth - one.clientWidth),
  })`);
  expect(tooWide.page).toBeLessThanOrEqual(0);
  expect(Math.max(0, ...tooWide.log)).toBe(0);
}

export async function axe(window: Window): Promise<void> {
  // Not as a script tag: the page's own policy lets none in.
  await window.evaluate(AXE);
  const found = await window.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`,
    );
  });
  expect(found).toEqual([]);
}
