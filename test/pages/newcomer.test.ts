import type { Page as Window } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { aDemonstration } from '../support/demonstration.ts';
import { aWindow, axe, fits, hasChromium, picture, say } from './visit.ts';

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

describe.skipIf(!hasChromium)('a newcomer', async () => {
  const { address } = await aDemonstration();

  async function arrives(options: Parameters<typeof aWindow>[0] = {}) {
    const { window, problems } = await aWindow(options);
    await window.goto(address);
    await window.getByRole('heading', { name: 'Welcome to Aldermarsh' }).waitFor();
    return { window, problems };
  }
  const thing = (window: Window, name: string) => window.getByRole('main').getByRole('button', { name: `Be ${name}` });
  const hint = (window: Window) => window.locator('.hint');
  const ended = (window: Window) => hint(window).getByText('Done.').waitFor();
  const message = (window: Window, words: string) => window.locator('.line:focus', { hasText: words });
  const count = async (window: Window) => Number((await window.locator('#to-try-count').innerText())[0]);

  async function tabsTo(window: Window, words: string | RegExp, most = 12) {
    for (let presses = 0; presses < most; presses++) {
      await window.keyboard.press('Tab');
      if ((await window.locator('button:focus', { hasText: words }).count()) > 0) return;
    }
    throw new Error(`The Tab key does not reach ${words} within ${most} presses.`);
  }

  test('is told what this is, who to be and what to try', async () => {
    const { window, problems } = await arrives();
    const offered = window.getByRole('main').getByRole('listitem');
    expect(await offered.count()).toBe(9);
    const words = (await offered.allInnerTexts()).join('\n');
    for (const role of ['Headteacher', 'Governor', 'Clerk', 'improvement officer', 'Programme director'])
      expect(words).toContain(role);
    expect(await window.getByRole('main').getByText('does not exist').count()).toBe(1);
    expect(problems).toEqual([]);
  });

  test('does the first thing by keyboard alone, sees it end, and is led to who was told', async () => {
    const { window, problems } = await arrives();
    const before = await count(window);
    await window.keyboard.press('Tab');
    await window.keyboard.press('Enter');
    await tabsTo(window, 'Be Denise Palfrey', 2);
    await window.keyboard.press('Enter');
    await message(window, 'Minutes to approve').waitFor();
    expect(await window.getByRole('status').filter({ hasText: 'Approve the minutes' }).count()).toBe(1);
    await tabsTo(window, /^Approve$/, 2);
    await window.keyboard.press('Enter');

    await ended(window);
    await message(window, 'your approval is kept').waitFor();
    expect(await count(window)).toBe(before + 1);
    await tabsTo(window, 'Now be Priya Nair', 2);
    await window.keyboard.press('Enter');
    await message(window, 'Where the minutes stand').waitFor();
    expect(await message(window, '2 of 3 have approved').count()).toBe(1);
    // What is next to try as this person is there too.
    await hint(window).getByRole('button', { name: 'To try here: Send a draft' }).click();
    await message(window, 'Draft').waitFor();
    expect(problems).toEqual([]);
  });

  test('finds what has ended again in another browser, and may begin there too', async () => {
    const { window } = await arrives();
    const done = window.getByRole('listitem').filter({ hasText: 'Be Denise Palfrey' });
    await done.getByText('Done.').waitFor();
    await done.getByRole('button', { name: 'Now be Priya Nair' }).click();
    await message(window, 'Where the minutes stand').waitFor();
  });

  test('who has words to type gets them into the field, and what was written there stays', async () => {
    const { window } = await arrives();
    await thing(window, 'Sunita Gill').click();
    await window.locator('.proposal:focus').waitFor();
    await window.keyboard.press('Enter');
    await window.locator('#say:focus').waitFor();
    expect(await window.getByLabel('Write to Convenor').inputValue()).toBe('status');
    await window.keyboard.press('Enter');
    await ended(window);
    await hint(window).getByRole('button', { name: 'Now be' }).click();
    await window.getByRole('heading', { name: 'Olu Bankole', level: 2 }).waitFor();
    await window.getByLabel('Write to Convenor').fill('how is our');
    await hint(window).getByRole('button', { name: 'status' }).click();
    expect(await window.getByLabel('Write to Convenor').inputValue()).toBe('how is our status');
    // Whoever was told has been visited: what is left is to try something else.
    const people = window.getByRole('navigation', { name: 'Who are you?' });
    await people.getByRole('button', { name: /Sunita Gill/ }).click();
    await window.getByRole('heading', { name: 'Sunita Gill', level: 2 }).waitFor();
    expect(await hint(window).getByRole('button', { name: 'Now be' }).count()).toBe(0);
    await hint(window).getByRole('button', { name: 'Try something else' }).click();
    await window.locator('#welcome-title:focus').waitFor();
  });

  test('on a phone sees which chat is open, wherever the tabs were left', async () => {
    const { window } = await arrives(phone);
    await thing(window, 'Martin Okonjo').click();
    const tab = (name: string) => window.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name });
    const isSeen = (name: string) =>
      tab(name).evaluate((one) => {
        const [{ left, right }, holder] = [one.getBoundingClientRect(), one.parentElement!.getBoundingClientRect()];
        return left >= holder.left - 1 && right <= holder.right + 1;
      });
    await tab('# Quillgate board').click();
    await expect.poll(() => isSeen('# Quillgate board')).toBe(true);
    expect(await isSeen('My chat')).toBe(false);
    await window.getByRole('button', { name: /People and clock/ }).click();
    const people = window.getByRole('navigation', { name: 'Who are you?' });
    await people.getByRole('button', { name: /Ruth Abernethy/ }).click();
    await window.getByRole('heading', { name: 'Ruth Abernethy', level: 2 }).waitFor();
    await expect.poll(() => isSeen('My chat')).toBe(true);
  });

  test('is told of a thing that ends while the chat is open, whoever ended it', async () => {
    const { window } = await arrives();
    await thing(window, 'Helen Marchbanks').click();
    await message(window, 'Category to confirm').waitFor();
    const other = await arrives();
    await thing(other.window, 'Helen Marchbanks').click();
    await message(other.window, 'Category to confirm').waitFor();
    await say(other.window, 'category confirm CAT-15');
    await ended(window);
    await hint(window).getByRole('button', { name: 'Now be Ravi Sundaram' }).click();
    await message(window, 'The category of Mallow Street School').waitFor();
  });

  test('moves the clock on and hears how many messages went to whom', async () => {
    const { window, problems } = await arrives();
    await window.getByRole('main').getByRole('button', { name: 'The clock' }).click();
    await window.locator('[data-move]:focus').waitFor();
    await window.keyboard.press('Enter');
    await window
      .getByRole('status')
      .getByText(/^It is now Thursday 26 November 2026\. Overnight Convenor sent \d+ messages?/)
      .waitFor();
    await window.getByRole('listitem').filter({ hasText: 'Let a night go by' }).getByText('Done.').waitFor();
    await picture(window, 'newcomer-clock');
    const [first] = await window.getByRole('list', { name: 'Who was written to' }).getByRole('button').all();
    const name = (await first!.innerText()).split(',')[0]!;
    await first!.click();
    await window.getByRole('heading', { name, level: 2 }).waitFor();
    expect(problems).toEqual([]);
  });

  test.each([
    ['a wide screen', 'light', {}],
    ['a wide screen', 'dark', {}],
    ['a phone', 'light', phone],
    ['a phone', 'dark', phone],
  ] as const)(
    'on %s in the %s theme nothing is too wide, and axe finds nothing wrong',
    async (screen, colorScheme, options) => {
      const { window } = await arrives({ ...options, colorScheme, reducedMotion: 'reduce' });
      const look = async (name: string) => {
        await fits(window);
        await axe(window);
        await picture(window, `newcomer-${name}-${screen.split(' ').at(-1)}-${colorScheme}`);
      };
      await look('greeting');
      await thing(window, 'Martin Okonjo').click();
      await message(window, 'An action for you').waitFor();
      await look('open');
      await window.getByRole('button', { name: /What to try/ }).click();
      await window.locator('#welcome-title:focus').waitFor();
      await thing(window, 'Sunita Gill').click();
      await ended(window);
      await look('done');
      await hint(window).getByRole('button', { name: 'Now be' }).click();
      await window.getByRole('heading', { name: 'Olu Bankole', level: 2 }).waitFor();
      await look('told');
      if (screen === 'a phone') await window.getByRole('button', { name: /People and clock/ }).click();
      await window.getByRole('button', { name: 'Next school day' }).click();
      await window.getByRole('status').getByText('It is now').waitFor();
      await look('clock');
      await window.getByRole('button', { name: /What to try/ }).click();
      await window.locator('#welcome-title:focus').waitFor();
      expect(await window.evaluate('document.getAnimations().length')).toBe(0);
    },
    60_000,
  );
});
