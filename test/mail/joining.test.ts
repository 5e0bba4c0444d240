// Somebody joins by e-mail, and is reached by it: what a link opens, for whom, and how often.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aCirculatedText, aPartnership, type World } from '../contract/world.ts';
import { type Around, startAround } from '../support/app.ts';
import { ask, testDatabase } from '../support/database.ts';
import { invited, MailBrowser, mailAt } from '../support/mail-person.ts';

const { prisma, connection } = await testDatabase();
let around: Around;
let world: World;
let count = 0;

beforeAll(async () => {
  world = await aPartnership(prisma);
  around = await startAround({ database: connection.database, paceMs: 0 });
});
afterAll(() => around.close());

const aBrowser = () => new MailBrowser(() => around.url);

async function aPerson(name: string) {
  const person = await world.governor(name);
  const address = `governor-${++count}@governors.example`;
  await prisma.person.update({ where: { id: person.id }, data: { email: address } });
  return { ...person, address };
}

/** Somebody who has joined by e-mail, with the browser in which they did. */
async function aReader(name: string) {
  const person = await aPerson(name);
  await invited(prisma, person, person.address);
  const browser = aBrowser();
  const mail = await mailAt(around.smtp, person.address);
  expect(await browser.opens(mail)).toMatchObject({ status: 200 });
  return { ...person, browser, mail };
}

/** One more e-mail to somebody: minutes to approve. */
async function oneMore({ address }: { address: string }) {
  const known = around.smtp.at(address).length;
  await aCirculatedText(around, world, `Text ${++count}.`);
  return mailAt(around.smtp, address, known);
}

describe('to join by e-mail', () => {
  test('the clerk invites, the person opens the link and is known, and what waited goes out', async () => {
    const ada = await aPerson('Ada Okafor');
    await aCirculatedText(around, world, 'Waiting for Ada.');
    const said = await world.clerkSays(around, 'invite Ada Okafor by e-mail');
    expect(said).toContain(`A joining link for Ada Okafor goes to ${ada.address}.`);
    const invitation = await mailAt(around.smtp, ada.address);
    expect(invitation.text).toContain('Marlowe partnership invites you');
    expect(around.smtp.at(ada.address)).toHaveLength(1);

    const browser = aBrowser();
    expect(await browser.opens(invitation)).toMatchObject({ status: 200 });
    const identity = await prisma.identity.findFirstOrThrow({ where: { personId: ada.id, platform: 'mail' } });
    expect(identity).toMatchObject({ tenant: 'mail', userId: ada.address, unboundAt: null });
    const joined = await prisma.auditEvent.findFirst({
      where: { event: 'person.joined', subject: `person:${ada.id}` },
    });
    expect(joined).toMatchObject({ platform: 'mail' });
    const next = await oneMore(ada);
    expect(next.text).toContain('Minutes to approve');
    expect(next.raw).not.toContain('Waiting for Ada.');
    expect((await browser.says('who am I')).said).toContain('You are Ada Okafor.');
  });

  test('nobody is invited without an address, or at one that is somebody else’s', async () => {
    const first = await aReader('First Reader');
    const second = await world.governor('Second Reader');
    expect(await world.clerkSays(around, 'invite Second Reader by e-mail')).toContain(
      'There is no e-mail address for Second Reader.',
    );
    const email = first.address.toUpperCase();
    await prisma.person.update({ where: { id: second.id }, data: { email } });
    expect(await world.clerkSays(around, 'invite Second Reader by email')).toContain('First Reader has joined with');
    await prisma.person.update({ where: { id: second.id }, data: { email: 'ask at the office' } });
    expect(await world.clerkSays(around, 'invite Second Reader by e-mail')).toContain('is no e-mail address');
  });

  test('who was invited at an address before somebody else was, cannot join there any more', async () => {
    const one = await aPerson('Invited First');
    const two = await world.governor('Invited Second');
    await invited(prisma, one, one.address);
    const first = await mailAt(around.smtp, one.address);
    await invited(prisma, two, one.address);
    const second = await mailAt(around.smtp, one.address, 1);
    expect(await aBrowser().opens(first)).toMatchObject({ status: 410 });
    expect(await aBrowser().opens(second)).toMatchObject({ status: 200 });
    expect(await prisma.identity.count({ where: { personId: one.id, platform: 'mail' } })).toBe(0);
    expect(await prisma.identity.count({ where: { personId: two.id, platform: 'mail' } })).toBe(1);
  });

  test('who was invited at a wrong address first, is joined by nobody who reads there', async () => {
    const person = await aPerson('Mistyped Reader');
    await invited(prisma, person, person.address);
    const wrong = await mailAt(around.smtp, person.address);
    const right = `right-${++count}@governors.example`;
    await invited(prisma, person, right);
    expect(await aBrowser().opens(wrong)).toMatchObject({ status: 410 });
    expect(await aBrowser().opens(await mailAt(around.smtp, right))).toMatchObject({ status: 200 });
    expect(await aBrowser().opens(wrong)).toMatchObject({ status: 410 });
    const known = await prisma.identity.findMany({ where: { personId: person.id, platform: 'mail' } });
    expect(known.map(({ userId, unboundAt }) => [userId, unboundAt])).toEqual([[right, null]]);
  });

  test('with another address the old one leads nowhere', async () => {
    const mover = await aReader('Moving Reader');
    const unused = await oneMore(mover);
    const next = `moved-${++count}@governors.example`;
    await invited(prisma, mover, next);
    expect(await aBrowser().opens(await mailAt(around.smtp, next))).toMatchObject({ status: 200 });
    expect(await mover.browser.get('messages')).toMatchObject({ status: 401 });
    expect(await aBrowser().opens(unused)).toMatchObject({ status: 410 });
    const known = around.smtp.at(mover.address).length;
    await oneMore({ address: next });
    expect(around.smtp.at(mover.address)).toHaveLength(known);
  });

  test('an invitation that is over is not opened', async () => {
    const late = await aPerson('Late Invitee');
    await invited(prisma, late, late.address);
    const mail = await mailAt(around.smtp, late.address);
    await prisma.mailInvitation.update({ where: { address: late.address }, data: { expiresAt: new Date() } });
    expect(await aBrowser().opens(mail)).toMatchObject({ status: 410 });
    expect(await prisma.identity.count({ where: { personId: late.id, platform: 'mail' } })).toBe(0);
  });
});

describe('a link', () => {
  test('is not used up by a program that looks at it', async () => {
    const reader = await aReader('Scanned Reader');
    const mail = await oneMore(reader);
    // Others are still being written to.
    const links = () => prisma.mailLink.findMany({ where: { personId: reader.id }, orderBy: { id: 'asc' } });
    const before = await links();
    for (const method of ['GET', 'HEAD']) {
      const looked = await fetch(mail.link, { method });
      expect(looked.status).toBe(200);
      expect(Object.fromEntries(looked.headers)).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      expect(looked.headers.get('set-cookie')).toBeNull();
    }
    expect(await links()).toEqual(before);
    expect(await aBrowser().opens(mail)).toMatchObject({ status: 200, messageId: expect.any(Number) });
  });

  test('works once, also for two who press at the same moment', async () => {
    const reader = await aReader('Twice Reader');
    const mail = await oneMore(reader);
    const both = await Promise.all([aBrowser().opens(mail), aBrowser().opens(mail)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
    const again = await aBrowser().opens(mail);
    expect(again).toMatchObject({ status: 410, error: expect.stringMatching(/^This link has been used/) });
    expect(again.messages).toEqual([]);
  });

  test('is kept as a hash, and so is the visit that it opened', async () => {
    const reader = await aReader('Hashed Reader');
    const token = reader.mail.link.split('/').pop()!;
    expect(token).toMatch(/^[\w-]{43}$/);
    const secrets = [token, reader.browser.cookie.split('=')[1]!];
    const tables = ['MailLink', 'MailSession', 'MailInvitation', 'WebMessage', 'Receipt', 'AuditEvent', 'Outbox'];
    for (const table of tables) {
      const rows = await prisma.$queryRawUnsafe<{ row: string }[]>(`select to_jsonb(t)::text as row from "${table}" t`);
      for (const { row } of rows) for (const secret of secrets) expect(row).not.toContain(secret);
    }
  });

  test('that is too old gives a new one, to its own address, three times in an hour', async () => {
    const reader = await aReader('Old Reader');
    const token = reader.mail.link.split('/').pop();
    await prisma.mailLink.updateMany({ where: { personId: reader.id }, data: { expiresAt: new Date() } });
    const known = around.smtp.at(reader.address).length;
    const answers = [];
    for (let n = 0; n < 5; n++) answers.push(await aBrowser().post('again', { token }));
    expect(around.smtp.at(reader.address)).toHaveLength(known + 3);
    const unknown = await aBrowser().post('again', { token: 'x'.repeat(43) });
    // Nobody learns from the answer whether there is such a link, or whose.
    expect(new Set([...answers, unknown].map((answer) => JSON.stringify(answer))).size).toBe(1);
    const newest = around.smtp.at(reader.address).at(-1)!;
    expect(await aBrowser().opens(newest)).toMatchObject({ status: 200 });
  });

  test('that nobody made says nothing else than one that was used', async () => {
    const used = await aReader('Compared Reader');
    const [one, other] = [await aBrowser().opens(used.mail), await aBrowser().opens({ link: `/m/${'y'.repeat(43)}` })];
    expect(other).toEqual(one);
  });
});

describe('a page', () => {
  test('is one person’s: nobody without its cookie reads or writes, and no word of the request says who it is', async () => {
    const [ada, ben] = [await aReader('Page Ada'), await aReader('Page Ben')];
    await oneMore(ada);
    expect(await aBrowser().get('messages')).toMatchObject({ status: 401, messages: [] });
    expect(await aBrowser().says('home')).toMatchObject({ status: 401 });
    const key = crypto.randomUUID();
    const posed = await ben.browser.post('say', { key, text: 'who am I', as: ada.id, in: ada.address });
    expect(posed.said).toContain('You are Page Ben.');
    const [card] = (await ada.browser.messages()).filter((message) => message.card?.title.startsWith('Minutes'));
    const press = { key, action: 'approve', token: card!.card!.token, messageId: card!.id };
    expect(await ben.browser.post('press', press)).toMatchObject({ status: 404 });
    expect((await ben.browser.post('press', { ...press, messageId: undefined })).said).toMatch(/another conversation/);
  });

  test('hears no other site, and only JSON', async () => {
    const reader = await aReader('Guarded Reader');
    const say = { key: crypto.randomUUID(), text: 'home' };
    for (const origin of ['https://evil.example', 'null', around.url.replace('127.0.0.1', 'localhost')])
      expect(await reader.browser.post('say', say, { origin })).toMatchObject({ status: 403 });
    const without = await fetch(`${around.url}/m/api/say`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: reader.browser.cookie },
      body: JSON.stringify(say),
    });
    expect(without.status).toBe(403);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await reader.browser.post('say', say, form)).toMatchObject({ status: 415 });
    const huge = { ...say, text: 'x'.repeat(70_000) };
    expect(await reader.browser.post('say', huge)).toMatchObject({ status: 413 });
  });

  test('has a cookie that no script reads and no other site sends', async () => {
    const reader = await aPerson('Cookie Reader');
    await invited(prisma, reader, reader.address);
    const { link } = await mailAt(around.smtp, reader.address);
    const entered = await fetch(`${around.url}/m/api/enter`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: around.url },
      body: JSON.stringify({ token: link.split('/').pop() }),
    });
    const cookie = entered.headers.get('set-cookie')!;
    expect(cookie).toMatch(/^convenor-visit=[\w-]{43}; Max-Age=14400; Path=\/m; .*HttpOnly; SameSite=Strict$/);
  });

  test.each<[string, (reader: Awaited<ReturnType<typeof aReader>>) => Promise<unknown>]>([
    ['they press Leave', (reader) => reader.browser.post('leave', {})],
    [
      'four hours are over',
      ({ id }) => prisma.mailSession.updateMany({ where: { personId: id }, data: { expiresAt: new Date() } }),
    ],
    [
      'they are known by this address no more',
      ({ address }) => prisma.identity.updateMany({ where: { userId: address }, data: { unboundAt: new Date() } }),
    ],
    ['they have left the partnership', ({ name }) => world.clerkSays(around, `person left ${name}`)],
  ])('is over when %s', async (why, end) => {
    const reader = await aReader(`Ending Reader ${++count}`);
    const { cookie } = reader.browser;
    const unused = await oneMore(reader);
    await end(reader);
    reader.browser.cookie = cookie;
    expect(await reader.browser.get('messages')).toMatchObject({ status: 401, messages: [] });
    expect(await reader.browser.says('home')).toMatchObject({ status: 401 });
    const isGone = /left|no more/.test(why);
    expect(await aBrowser().opens(unused)).toMatchObject({ status: isGone ? 410 : 200 });
  });
});

describe('what the mail server says', () => {
  test('of an address that does not work is told, and the message goes to another chat of theirs', async () => {
    const reader = await aReader('Bouncing Reader');
    around.smtp.fails = (stage, { to }) => (stage === 'RCPT' && to === reader.address ? '550 5.1.1 gone' : undefined);
    await aCirculatedText(around, world, 'For nobody.');
    const where = { externalId: reader.address };
    await expect
      .poll(async () => (await prisma.conversation.findFirstOrThrow({ where })).unreachableReason, { timeout: 10_000 })
      .toBe('the mail server says that this e-mail address does not work');
    around.smtp.fails = undefined;
    // Everybody has the local page here; nothing lies on the page of which nobody was told.
    const sent = { personId: reader.id, state: 'sent', conversation: { platform: 'web' } };
    await expect.poll(() => prisma.outbox.count({ where: sent }), { timeout: 10_000 }).toBe(1);
    expect(JSON.stringify(await reader.browser.messages())).not.toContain('For nobody.');
  });

  test('when it breaks off leaves the message uncertain, and it is not sent again by itself', async () => {
    const reader = await aReader('Uncertain Reader');
    around.smtp.fails = (stage, { to }) => (stage === 'TEXT' && to === reader.address ? 'cut' : undefined);
    await aCirculatedText(around, world, 'Perhaps.');
    const states = async () =>
      (await ask({ ...connection }, `select state from "Outbox" where "personId" = ${reader.id}`)).map(
        (row) => (row as { state: string }).state,
      );
    await expect.poll(states, { timeout: 10_000 }).toContain('uncertain');
    around.smtp.fails = undefined;
    const known = around.smtp.at(reader.address).length;
    await oneMore(reader);
    expect(around.smtp.at(reader.address)).toHaveLength(known + 1);
  });
});
