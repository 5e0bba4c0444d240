// The page that an e-mail leads to, in a real browser: from the link to the answer, on a phone, by keyboard, in the dark.
import { afterAll, describe, expect, test } from 'vitest';
import { aCirculatedText, aPartnership } from '../contract/world.ts';
import { startAround } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { invited, MailBrowser, mailAt } from '../support/mail-person.ts';
import { aWindow, axe, fits, hasChromium, picture, say } from './visit.ts';

const PHONE = { viewport: { width: 360, height: 740 } };

describe.skipIf(!hasChromium)('the page of an e-mail', async () => {
  const { prisma, connection } = await testDatabase();
  const world = await aPartnership(prisma);
  const around = await startAround({ database: connection.database, paceMs: 0 });
  afterAll(() => around.close());
  let count = 0;

  /** Somebody who has joined by e-mail, with an e-mail about minutes that they have not opened yet. */
  async function aGovernor() {
    const person = await world.governor(`Grace Adeyemi ${++count}`);
    const address = `grace-${count}@governors.example`;
    await invited(prisma, person, address);
    const browser = new MailBrowser(() => around.url);
    await browser.opens(await mailAt(around.smtp, address));
    const ref = await aCirculatedText(
      around,
      world,
      `Present: all. Attendance in Year 9 was discussed. ${'It rose. '.repeat(30)}`,
    );
    return { ...person, address, ref, mail: await mailAt(around.smtp, address, 1) };
  }

  test('from the link to the approved minutes, on a phone', async () => {
    const { mail, ref, id } = await aGovernor();
    const { window, problems } = await aWindow(PHONE);
    await window.goto(mail.link);
    await fits(window);
    await axe(window);
    await picture(window, 'mail-link-phone');
    await window.getByRole('button', { name: 'Open' }).click();
    await window.getByText(`${ref}, revision 1`).waitFor();
    // The link is not in the address any more, nor in the history.
    expect(new URL(window.url()).pathname).toBe('/m/');
    expect(await window.evaluate('history.length')).toBeLessThanOrEqual(2);
    await fits(window);
    await axe(window);
    await picture(window, 'mail-page-phone');
    await window.getByRole('button', { name: 'Approve', exact: true }).click();
    await window.getByText(/You approved/).waitFor();
    expect(await prisma.minutesApproval.count({ where: { personId: id, platform: 'mail' } })).toBe(1);
    await picture(window, 'mail-answered-phone');
    expect(problems).toEqual([]);
  });

  test('a card that changes elsewhere shows its newest state without a press', async () => {
    const { mail, ref } = await aGovernor();
    const { window } = await aWindow();
    await window.goto(mail.link);
    await window.getByRole('button', { name: 'Open' }).click();
    await window.getByText(`${ref}, revision 1`).waitFor();
    await world.clerkSays(around, `minutes write ${ref} Another text.`);
    await window.getByText(/revision 1 was replaced by revision 2/).waitFor();
    await picture(window, 'mail-page-wide');
  });

  test('what waits is a press away, and words are answered', async () => {
    const { mail } = await aGovernor();
    const { window, problems } = await aWindow({ ...PHONE, colorScheme: 'dark' });
    await window.goto(mail.link);
    await window.getByRole('button', { name: 'Open' }).click();
    await window.getByRole('button', { name: 'What waits for you' }).click();
    await window.getByText('Minutes to approve').last().waitFor();
    await say(window, 'who am I');
    await window.getByText(/^You are Grace Adeyemi/).waitFor();
    await fits(window);
    await axe(window);
    await picture(window, 'mail-page-dark-phone');
    expect(problems).toEqual([]);
  });

  test('a used link offers a new one, all by keyboard', async () => {
    const { mail, address } = await aGovernor();
    await new MailBrowser(() => around.url).opens(mail);
    const { window } = await aWindow(PHONE);
    await window.goto(mail.link);
    await window.keyboard.press('Tab');
    await window.keyboard.press('Enter');
    await window
      .getByRole('alert')
      .getByText(/This link has been used/)
      .waitFor();
    await axe(window);
    await picture(window, 'mail-link-used-phone');
    const known = around.smtp.at(address).length;
    await window.keyboard.press('Enter');
    await window.getByText(/a new one is on its way/).waitFor();
    expect((await mailAt(around.smtp, address, known)).text).toContain('The new link to your page with Convenor.');
  });

  test('Leave takes everything off the screen, and a reload does not bring it back', async () => {
    const { mail, ref } = await aGovernor();
    const { window } = await aWindow(PHONE);
    await window.goto(mail.link);
    await window.getByRole('button', { name: 'Open' }).click();
    await window.getByText(`${ref}, revision 1`).waitFor();
    await window.getByRole('button', { name: 'Leave' }).click();
    await window.getByText(/You have left/).waitFor();
    expect(await window.getByText(ref).count()).toBe(0);
    await window.reload();
    await window.getByText(/Your visit is over/).waitFor();
    expect(await window.getByText(ref).count()).toBe(0);
    await axe(window);
  });
});
