import { describe, expect, test } from 'vitest';
import { aPage } from '../web/a-page.ts';
import { minutesCard } from '../web/scripted-door.ts';
import { hasChromium, isFocused, line, opener, type Person, picture, say } from './visit.ts';

describe.skipIf(!hasChromium)('the local page', async () => {
  const page = await aPage();
  const [head, chair, governor] = page.people as [Person, Person, Person];

  const opened = opener(page.url);

  test('a newcomer chooses somebody, types, and sees the answer', async () => {
    const { window, problems } = await opened();
    await picture(window, 'welcome');
    await window.getByRole('main').getByRole('button', { name: 'Ama Mensah' }).click();
    await say(window, 'help');
    await line(window, 'You can type:').waitFor();
    expect(await window.getByLabel('Write to Convenor').inputValue()).toBe('');
    await window.locator('#say:focus').waitFor();

    await window.reload();
    await line(window, 'You can type:').waitFor();
    expect(problems).toEqual([]);
  });

  test('whoever begins to write while their chat is still being read goes on writing', async () => {
    const { window } = await opened();
    const late = Promise.withResolvers<void>();
    await window.route('**/api/local/messages?*', async (route) => {
      await late.promise;
      await route.continue();
    });
    await window.getByRole('main').getByRole('button', { name: 'Farah Iqbal' }).click();
    await window.getByLabel('Write to Convenor').fill('status of Marsh');
    const listening = window.waitForRequest('**/api/local/stream?*');
    late.resolve();
    await listening;
    expect(await isFocused(window.getByLabel('Write to Convenor'))).toBe(true);
  });

  test('a press settles the card in its place and the focus goes to the answer', async () => {
    const { window, problems } = await opened(chair);
    await say(window, 'minutes');
    await picture(window, 'card-open');
    await window.getByRole('button', { name: 'Approve', exact: true }).click();
    await line(window, 'Thank you. Your approval of revision 2 is kept.').waitFor();
    await window.getByText('Approved by you on 24 November 2026.').waitFor();
    expect(await window.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
    await window.locator(':focus', { hasText: 'Thank you' }).waitFor();
    // What people wrote is shown as they wrote it.
    await window.getByText('<b>91.2 %</b>; the target of *94 %* stands.').waitFor();
    expect(problems).toEqual([]);
  });

  test('a form with a mistake keeps the words, says what is wrong at the field, and goes through when it is right', async () => {
    const { window } = await opened(governor);
    await say(window, 'minutes');
    await window.getByRole('button', { name: 'Approve with a correction' }).click();
    const words = window.getByLabel('Your correction');
    await words.fill('No');
    await window.locator('.line').last().getByRole('button', { name: 'Send' }).click();
    await window.getByText('Write at least ten letters').waitFor();
    expect(await words.inputValue()).toBe('No');
    expect(await words.getAttribute('aria-invalid')).toBe('true');
    expect(await isFocused(words)).toBe(true);
    await picture(window, 'form-errors');

    await words.fill('Item 3: the target is 95 per cent.');
    await window.locator('.line').last().getByRole('button', { name: 'Send' }).click();
    await line(window, 'Thank you.').waitFor();
    expect(page.requests.at(-1)?.deed).toMatchObject({
      action: 'correct',
      input: { words: 'Item 3: the target is 95 per cent.' },
    });
  });

  test('another person’s press changes a card here at once, and a typed word is never wiped', async () => {
    const card = minutesCard();
    const id = await page.posts(head, card);
    const { window } = await opened(head);
    const settled = minutesCard({ copyId: card.copyId, said: 'Agreed by all governors.' });

    const here = window.locator(`[data-message="${id}"]`);
    await here.getByRole('button', { name: 'Decline' }).click();
    await here.getByLabel('Your reason').fill('I was not there');
    await page.edits(head, id, settled);
    await here.getByText('This card has changed.').waitFor();
    expect(await here.getByLabel('Your reason').inputValue()).toBe('I was not there');
    await picture(window, 'card-changed');
    await here.getByRole('button', { name: 'Show the newest' }).click();
    await here.getByText('Agreed by all governors.').waitFor();

    const other = minutesCard();
    const otherId = await page.posts(head, other);
    const there = window.locator(`[data-message="${otherId}"]`);
    await there.getByRole('button', { name: 'Approve', exact: true }).waitFor();
    await window.getByLabel('Write to Convenor').focus();
    await page.edits(head, otherId, minutesCard({ copyId: other.copyId, said: 'Agreed without you.' }));
    await there.getByText('Agreed without you.').waitFor();
    await window.locator('#say:focus').waitFor();
  });

  test('the list says whose chat has news, until somebody looks', async () => {
    const { window } = await opened(head);
    await page.posts(governor, minutesCard());
    await page.posts(governor, minutesCard());
    const button = window
      .getByRole('navigation', { name: 'Who are you?' })
      .getByRole('button', { name: /Edith Brown.*2 new/ });
    await button.waitFor();
    await picture(window, 'news');
    await button.click();
    await window.getByRole('heading', { name: 'Edith Brown', level: 2 }).waitFor();
    await button.waitFor({ state: 'detached' });
  });

  test('in the channel a private answer is marked, and others do not see it', async () => {
    const { window } = await opened(head);
    await window.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name: '# Challenge Board' }).click();
    await say(window, 'status');
    await line(window, '1 overdue').waitFor();
    await window.getByText('Only you can see this').waitFor();
    await picture(window, 'channel');
  });

  test('the same card is there as Slack shows it, and its buttons work', async () => {
    const { window, problems } = await opened(chair);
    await page.posts(chair, minutesCard());
    const last = window.locator('.line').last();
    await last.getByRole('button', { name: 'See it as Slack' }).click();
    await last
      .getByRole('group', { name: 'As Slack shows it' })
      .getByRole('heading', { name: 'Minutes for approval' })
      .waitFor();
    await picture(window, 'slack');
    await last.getByRole('button', { name: 'Approve with a correction' }).click();
    await window.getByRole('heading', { name: 'Leadership and management' }).waitFor();
    await picture(window, 'form');
    expect(problems).toEqual([]);
  });

  test('a fault is told with its number', async () => {
    const { window } = await opened(head);
    await say(window, 'break');
    await line(window, 'Please quote K7-4Q2M.').waitFor();
  });

  test('when Convenor does not answer, the words stay and the page says so', async () => {
    const { window } = await opened(head);
    await window.route('**/api/local/say', (route) => route.abort());
    await say(window, 'done, all letters sent');
    await window.getByRole('alert').getByText('Convenor does not answer.').waitFor();
    expect(await window.getByLabel('Write to Convenor').inputValue()).toBe('done, all letters sent');
  });

  test('the clock is moved on', async () => {
    const { window } = await opened(head);
    await window.getByText('Tuesday 24 November 2026').first().waitFor();
    await window.getByRole('button', { name: 'Next school day' }).click();
    await window.getByRole('status').getByText('It is now Wednesday 25 November 2026.').waitFor();
    await window.getByLabel('Move to a date').fill('2026-12-01');
    await window.getByRole('button', { name: 'Go', exact: true }).click();
    await window.getByRole('status').getByText('It is now Tuesday 1 December 2026.').waitFor();
  });
});
