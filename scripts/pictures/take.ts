import type { Locator, Page as Window } from 'playwright-core';
import { sizeFor } from './browser.ts';

const LOWEST = 520;
const HIGHEST = 1100;

/**
 * Take a picture of what a step led to: the message in which a button was `pressed`, else the card that somebody came for,
 * else the newest card if only a few words came after it. A name that ends in `-slack` shows the card as Slack does.
 */
export async function takePicture(window: Window, name: string, pressed: string | undefined): Promise<Buffer> {
  const line = await subject(window, pressed);
  if (name.endsWith('-slack')) await line?.getByRole('button', { name: 'See it as Slack' }).click();
  // A ring around what has the focus is for whoever uses the keyboard.
  await window.evaluate('document.activeElement.blur()');
  await window.mouse.move(0, 0);
  if (line && name.search(/-(wide|phone)$/) < 0) await fit(window, name, line);
  await line?.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  return window.screenshot();
}

async function subject(window: Window, pressed: string | undefined): Promise<Locator | undefined> {
  const message = (id: string | null) => window.locator(`.log [data-message="${id}"]`);
  if (pressed !== undefined) return message(pressed);
  const focused = window.locator('.log .line:focus', { has: window.locator('.card') });
  // By its number, since it is not to keep the focus.
  if ((await focused.count()) > 0) return message(await focused.getAttribute('data-message'));
  const newest = (await window.locator('.log .line').all()).slice(-3).reverse();
  for (const line of newest) if ((await line.locator('.card').count()) > 0) return line;
  return newest[0];
}

/** Make the window as high as what is to be seen, from the card to the end of the chat. */
async function fit(window: Window, name: string, line: Locator): Promise<void> {
  const [from, to, log] = await Promise.all(
    [line, window.locator('.log > :last-child'), window.locator('.log')].map((one) => one.boundingBox()),
  );
  const { width, height } = sizeFor(name);
  const room = to!.y + to!.height - from!.y + 48;
  const wanted = Math.round(window.viewportSize()!.height - log!.height + room);
  await window.setViewportSize({ width, height: Math.min(HIGHEST, Math.max(LOWEST, wanted, height - 240)) });
  await window.waitForTimeout(300);
}
