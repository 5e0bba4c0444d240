import { describe, expect, test } from 'vitest';
import { aPage } from '../web/a-page.ts';
import { aWindow, axe, fits, hasChromium, isFocused, line, opener, type Person, picture, say, tabTo } from './visit.ts';

describe.skipIf(!hasChromium)('the local page is for everybody', async () => {
  const page = await aPage();
  const chair = page.people[1] as Person;
  const opened = opener(page.url);

  test('everything can be done by keyboard', async () => {
    const { window } = await aWindow();
    await window.goto(page.url);
    await window.getByRole('heading', { name: 'Welcome. Who would you like to be?' }).waitFor();
    await window.getByRole('navigation', { name: 'Who are you?' }).getByRole('button').first().focus();
    await window.keyboard.press('ArrowDown');
    await window.keyboard.press('Enter');
    await window.getByRole('heading', { name: chair.name, level: 2 }).waitFor();
    await window.locator('#chat-title:focus').waitFor();

    await tabTo(window, 'say');
    await window.keyboard.type('minutes');
    await window.keyboard.press('Enter');
    const last = window.locator('.line.bot').last();
    await last.getByRole('button', { name: 'Decline' }).waitFor();
    await last.getByRole('button', { name: 'Decline' }).focus();
    await window.keyboard.press('Enter');
    await last.getByLabel('Your reason').waitFor();
    await window.keyboard.press('Tab');
    expect(await isFocused(last.getByLabel('Your reason'))).toBe(true);
    await window.keyboard.type('I was not at this meeting.');
    await window.keyboard.press('Escape');
    await last.getByLabel('Your reason').waitFor({ state: 'hidden' });
    await window.locator(':focus', { hasText: 'Decline' }).waitFor();
    await last.getByRole('button', { name: 'Approve', exact: true }).focus();
    await window.keyboard.press('Enter');
    await line(window, 'Thank you.').last().waitFor();
  });

  test('the link that skips to the chat stays in it', async () => {
    const { window } = await opened(chair);
    await window.keyboard.press('Tab');
    await window.keyboard.press('Enter');
    await window.locator('#main:focus').waitFor();
    await window.getByRole('heading', { name: chair.name, level: 2 }).waitFor();
    expect(window.url()).toContain(`as=${chair.personId}`);
  });

  test('the Home button is reached by keyboard and asks what is waiting, as the word does', async () => {
    const { window, problems } = await opened(chair);
    await tabTo(window, 'chat-home');
    await window.keyboard.press('Enter');
    await line(window, 'Nothing is waiting for you.').waitFor();
    expect(await isFocused(window.getByRole('button', { name: 'Home', exact: true }))).toBe(true);
    expect(page.requests.at(-1)?.deed).toEqual({ kind: 'typed', text: 'home' });
    await axe(window);
    await picture(window, 'home');
    expect(problems).toEqual([]);
  });

  test('on a phone nothing is wider than the screen, and Esc closes the menu', async () => {
    const { window } = await aWindow({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await window.goto(page.url);
    await window.getByRole('heading', { name: 'Welcome. Who would you like to be?' }).waitFor();
    await fits(window);
    await picture(window, 'phone-welcome');
    await window.getByRole('main').getByRole('button', { name: 'Callum Reid' }).click();
    await say(window, 'minutes');
    const last = window.locator('.line.bot').last();
    await last.getByRole('button', { name: 'Approve with a correction' }).click();
    await last.getByLabel('Your correction').waitFor();
    await fits(window);
    await axe(window);
    await picture(window, 'phone-card');
    await last.getByRole('button', { name: 'See it as Slack' }).click();
    await fits(window);
    await window.getByRole('button', { name: 'People and clock' }).click();
    await fits(window);
    await picture(window, 'phone-menu');
    await window.keyboard.press('Escape');
    await window.getByLabel('Write to Convenor').waitFor();
    await window.locator('#menu:focus').waitFor();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing wrong in the %s theme',
    async (colorScheme) => {
      const { window } = await opened(undefined, { colorScheme });
      await axe(window);
      await picture(window, `${colorScheme}-welcome`);
      await window.getByRole('main').getByRole('button', { name: 'Edith Brown' }).click();
      await say(window, 'grades');
      await window.getByRole('heading', { name: 'Leadership and management' }).last().waitFor();
      await say(window, 'minutes');
      const last = window.locator('.line.bot').last();
      await last.getByRole('button', { name: 'Approve with a correction' }).click();
      await last.getByLabel('Your correction').fill('No');
      await last.getByRole('button', { name: 'Send' }).click();
      await window.getByText('Write at least ten letters').waitFor();
      await axe(window);
      await picture(window, `${colorScheme}-chat`);
      await window.getByRole('button', { name: 'See it as Slack' }).first().click();
      await window.getByRole('group', { name: 'As Slack shows it' }).waitFor();
      await axe(window);
      await picture(window, `${colorScheme}-slack`);
    },
    60_000,
  );
});
