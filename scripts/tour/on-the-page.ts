// Walks the tour on the local page, as somebody with a browser would.
import type { Page as Window } from 'playwright-core';
import type { Step } from './steps.ts';

interface Home {
  people: { personId: number; name: string; in: string }[];
  channels: { in: string; name: string }[];
  toTry: { key: string; personId: number | null; isDone: boolean; next: { personId: number } | null }[];
}

/** Somebody who takes the tour in a window. `settled` waits until all that comes of a step has been delivered. */
export class PageWalker {
  private readonly window: Window;
  private readonly address: string;
  private readonly settled: () => Promise<void>;
  private who: number | undefined;
  /** What was told to others since somebody else was somebody. */
  private ended: string[] = [];
  /** The message in which a button was pressed last. */
  pressed: string | undefined;

  constructor(window: Window, address: string, settled: () => Promise<void>) {
    this.window = window;
    this.address = address;
    this.settled = settled;
  }

  /** Take a step; pictures are not its business. */
  async take(step: Step): Promise<void> {
    if (['be', 'open', 'type'].includes(step.kind)) this.pressed = undefined;
    if (step.kind === 'be') await this.be(step.name);
    if (step.kind === 'open')
      await this.window
        .getByRole('button', { name: `# ${step.channel}` })
        .last()
        .click();
    if (step.kind === 'type') await this.type(step.words);
    if (step.kind === 'press') await this.press(step.title);
    if (step.kind === 'write') await this.write(step.words);
    if (step.kind === 'choose') await this.choose(step.title);
    if (!['write', 'choose', 'picture'].includes(step.kind)) await this.rest();
  }

  /** Wait until the page shows what was delivered. */
  async rest(): Promise<void> {
    await this.settled();
    // The page hears of changes twice a second.
    await this.window.waitForTimeout(900);
  }

  private async be(name: string): Promise<void> {
    const { people, toTry } = await this.home();
    const person = people.find((one) => one.name === name);
    if (!person) throw new Error(`Nobody in the demonstration is called ${name}.`);
    // Whoever comes first comes for a thing to try, later ones for what is new.
    const own = this.who === undefined && toTry.find(({ personId }) => personId === person.personId);
    const told = toTry.find(
      ({ key, isDone, next }) => isDone && !this.ended.includes(key) && next?.personId === person.personId,
    );
    const why: Record<string, string> = told ? { told: told.key } : own ? { try: own.key } : {};
    this.ended = toTry.filter(({ isDone }) => isDone).map(({ key }) => key);
    this.who = person.personId;
    const address = new URLSearchParams({ as: String(person.personId), in: person.in, ...why });
    await this.window.goto(`${this.address}/#${address}`);
    await this.window.getByRole('heading', { name, level: 2 }).waitFor();
  }

  private async home(): Promise<Home> {
    return (await fetch(`${this.address}/api/local/home`)).json() as Promise<Home>;
  }

  private async type(words: string): Promise<void> {
    const field = this.window.getByLabel('Write to Convenor');
    await field.fill(words);
    await field.press('Enter');
    await this.window.locator('#composer:not([aria-busy])').waitFor();
  }

  private async press(title: string): Promise<void> {
    if (this.who === undefined) throw new Error('The tour has to say who to be.');
    if (title === 'Next school day') {
      // On a narrow window the clock is behind a button.
      const menu = this.window.locator('#menu');
      if (await menu.isVisible()) await menu.click();
      await this.window.getByRole('button', { name: title }).click();
      await this.window.locator('#clock-status', { hasText: 'It is now' }).waitFor();
      if (await menu.isVisible()) await menu.click();
      return;
    }
    const buttons = this.window.locator('.log').getByRole('button', { name: title, exact: true });
    const button = buttons.filter({ visible: true }).last();
    const message = await button.locator('xpath=ancestor::article[1]').getAttribute('data-message');
    await button.click();
    this.pressed = message ?? undefined;
  }

  private async choose(title: string): Promise<void> {
    await this.window.locator('.log select').filter({ visible: true }).last().selectOption({ label: title });
  }

  private async write(words: string): Promise<void> {
    const fields = this.window.locator('.log :is(textarea, input[type="text"])').filter({ visible: true });
    for (const field of await fields.all())
      if ((await field.inputValue()) === '') {
        await field.fill(words);
        return;
      }
    throw new Error(`There is no empty field to write “${words}” in.`);
  }
}
