// Every card on the page, with its sample: on a phone nothing of it is cut off, its forms open and close by keyboard and
// come into view, and axe finds nothing wrong, as a card and as Slack shows it, in light and in dark.
import { readdirSync, readFileSync } from 'node:fs';
import type { Page as Window } from 'playwright-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { Json, ShownCard } from '../../src/chat/contract.ts';
import { allTemplates } from '../../src/chat/template.ts';
import '../../src/chat/closed-card.ts';
import '../../src/features.ts';
import { aPage } from '../web/a-page.ts';
import { axe, fits, hasChromium, isFocused, opener } from './visit.ts';

const folder = new URL('../../cards/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.sample.json'))
  .map((name) => name.replace('.sample.json', ''));
const templates = new Map(allTemplates().map((made) => [made.name, made]));

function shown(name: string, copyId: number): ShownCard {
  const make = templates.get(name) as unknown as (data: Json) => ShownCard['card'];
  const card = make(JSON.parse(readFileSync(new URL(`${name}.sample.json`, folder), 'utf8')) as Json);
  return { copyId, name, card, token: 't'.repeat(43), isConfidential: false };
}

describe.skipIf(!hasChromium)('every card on the page', async () => {
  const page = await aPage();
  const reader = page.people[0]!;
  const opened = opener(page.url);
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

  beforeAll(async () => {
    for (const [index, name] of names.entries()) await page.posts(reader, shown(name, index + 1));
  });

  const all = async (window: Window) => {
    const cards = window.locator('.log .card');
    await expect.poll(() => cards.count()).toBe(names.length);
    return cards;
  };

  it('fits on a phone, every word of its buttons is there, and its forms come into view by keyboard', async () => {
    const { window, problems } = await opened(reader, phone);
    const cards = await all(window);
    await fits(window);
    expect(await cutOff(window)).toEqual([]);
    const openers = window.locator('.log .card .ac-pushButton.expandable');
    expect(await openers.count()).toBeGreaterThan(20);
    for (const button of await openers.all()) {
      await button.focus();
      await window.keyboard.press('Enter');
      await expect.poll(() => button.getAttribute('aria-expanded')).toBe('true');
      await expect.poll(() => isFormInView(window), { message: await button.textContent().then(String) }).toBe(true);
      await fits(window);
      await window.keyboard.press('Escape');
      await expect.poll(() => button.getAttribute('aria-expanded')).toBe('false');
      expect(await isFocused(button)).toBe(true);
    }
    expect(await cards.count()).toBe(names.length);
    expect(problems).toEqual([]);
  }, 120_000);

  test.each(['light', 'dark'] as const)(
    'has nothing that axe finds wrong, in the %s theme',
    async (colorScheme) => {
      const { window } = await opened(reader, { ...phone, colorScheme });
      await all(window);
      await axe(window);
      for (const button of await window.locator('.log .card').all()) {
        const first = button.locator('.ac-pushButton.expandable').first();
        if ((await first.count()) > 0) await first.press('Enter');
      }
      await axe(window);
      for (const toggle of await window.getByRole('button', { name: 'See it as Slack' }).all())
        await toggle.press('Enter');
      await expect.poll(() => window.locator('.log .slack').count()).toBe(names.length);
      await fits(window);
      await axe(window);
    },
    120_000,
  );
});

/** Buttons of which not every word can be seen. */
function cutOff(window: Window): Promise<string[]> {
  return window.evaluate<string[]>(`[...document.querySelectorAll('.log .ac-pushButton')]
    .filter((one) => [one, ...one.children].some((part) => part.scrollWidth > part.clientWidth + 1))
    .map((one) => one.textContent)`);
}

/** Whether the end of the open form is on the screen, or its beginning where it is longer than that. */
function isFormInView(window: Window): Promise<boolean> {
  return window.evaluate<boolean>(`(() => {
    const log = document.querySelector('.log').getBoundingClientRect();
    const form = [...document.querySelectorAll('.log .ac-adaptiveCard .ac-adaptiveCard')]
      .find((one) => one.offsetParent !== null && one.getBoundingClientRect().height > 0);
    if (!form) return false;
    const { top, bottom, height } = form.getBoundingClientRect();
    return height > log.height ? top < log.bottom : bottom <= log.bottom + 1 && top >= log.top - 1;
  })()`);
}
