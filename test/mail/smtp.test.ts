// What becomes of an e-mail is told by how far it got: not sent, not sent yet, sent, or nobody knows.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { noLog } from '../../src/log.ts';
import { openSmtp, serverOf } from '../../src/mail/smtp.ts';
import { FakeSmtp, type Stage } from '../support/fake-smtp.ts';

let smtp: FakeSmtp;
beforeAll(async () => {
  smtp = await FakeSmtp.open();
});
afterEach(() => {
  smtp.fails = undefined;
  smtp.received.length = 0;
});
afterAll(() => smtp.close());

const letter = {
  from: 'convenor@aldermarsh.example',
  to: 'ada@governors.example',
  messageId: '<1@aldermarsh.example>',
  raw: Buffer.from('Subject: Minutes\r\n\r\nThey wait.\r\n.a line with a dot\r\n'),
};
const send = () => openSmtp(smtp.url, noLog).send(letter);
const failsAt = (stage: Stage, line: string) => {
  smtp.fails = (at) => (at === stage ? line : undefined);
};

describe('an e-mail', () => {
  test('is sent once the server has said so, with its text as it was', async () => {
    expect(await send()).toEqual({ kind: 'sent', messageId: letter.messageId });
    expect(smtp.received).toHaveLength(1);
    expect(smtp.received[0]).toMatchObject({ from: letter.from, to: letter.to });
    expect(smtp.received[0]!.raw).toContain('\r\n.a line with a dot');
  });

  test.each<[Stage, string]>([
    ['CONNECT', '421 4.3.2 too busy'],
    ['RCPT', '450 4.2.0 greylisted'],
    ['DATA', '451 4.3.0 not now'],
    ['TEXT', '452 4.3.1 full'],
  ])('that the server puts off at %s is tried again', async (stage, line) => {
    failsAt(stage, line);
    expect(await send()).toMatchObject({ kind: 'later' });
    expect(smtp.received).toEqual([]);
  });

  test('to an address that does not work makes the person unreachable there', async () => {
    failsAt('RCPT', '550 5.1.1 no such user');
    expect(await send()).toEqual({
      kind: 'refused',
      unreachable: true,
      reason: 'the mail server says that this e-mail address does not work',
    });
  });

  test.each<[Stage, string]>([
    ['MAIL', '550 5.7.1 sender not allowed'],
    ['TEXT', '554 5.7.1 looks like spam'],
  ])('that is refused at %s is refused, and nobody becomes unreachable', async (stage, line) => {
    failsAt(stage, line);
    expect(await send()).toEqual({ kind: 'refused', reason: 'the mail server refused the e-mail' });
  });

  test('that was cut off while the server took its text may have arrived', async () => {
    failsAt('TEXT', 'cut');
    expect(await send()).toMatchObject({ kind: 'uncertain' });
  });

  test.each<Stage>(['CONNECT', 'MAIL', 'RCPT', 'DATA'])(
    'that was cut off at %s, before its text, was not sent',
    async (stage) => {
      failsAt(stage, 'cut');
      expect(await send()).toMatchObject({ kind: 'later' });
    },
  );

  test('that a server takes and never answers may have arrived, and is told of before delivery gives up', async () => {
    failsAt('TEXT', 'hang');
    const began = performance.now();
    expect(await send()).toMatchObject({ kind: 'uncertain' });
    expect(performance.now() - began).toBeLessThan(18_000);
  }, 25_000);

  test('to a server that is not there is tried again', async () => {
    const gone = await FakeSmtp.open();
    const { url } = gone;
    await gone.close();
    expect(await openSmtp(url, noLog).send(letter)).toMatchObject({ kind: 'later' });
  });
});

describe('the mail server', () => {
  test('is well when it lets Convenor in', async () => {
    const office = openSmtp(smtp.url.replace('smtp://', 'smtp://user:p%40ss@'), noLog);
    expect(await office.trouble()).toBeUndefined();
    expect(smtp.commands).toContain(`AUTH PLAIN ${Buffer.from('\0user\0p@ss').toString('base64')}`);
  });

  test('that refuses the password is in trouble, and nothing is lost', async () => {
    failsAt('AUTH', '535 5.7.8 no');
    const office = openSmtp(smtp.url.replace('smtp://', 'smtp://user:wrong@'), noLog);
    expect(await office.trouble()).toBe('The mail server refuses the name or password in SMTP_URL.');
    expect(await office.send(letter)).toMatchObject({ kind: 'later' });
    smtp.fails = undefined;
    expect(await office.trouble()).toBeUndefined();
  });

  test('is asked at most every five minutes while all is well', async () => {
    let now = 0;
    const office = openSmtp(smtp.url, noLog, () => now);
    await office.trouble();
    const asked = smtp.commands.length;
    now = 299_000;
    await office.trouble();
    expect(smtp.commands).toHaveLength(asked);
    now = 301_000;
    await office.trouble();
    expect(smtp.commands.length).toBeGreaterThan(asked);
  });

  test('is spoken to over TLS, except on this machine', () => {
    expect(serverOf('smtps://u:p@mail.example').options).toMatchObject({ port: 465, secure: true });
    expect(serverOf('smtp://mail.example').options).toMatchObject({
      port: 587,
      secure: false,
      requireTLS: true,
      ignoreTLS: false,
    });
    expect(serverOf('smtp://127.0.0.1:2525').options).toMatchObject({ port: 2525, requireTLS: false });
    expect(serverOf('smtp://127.0.0.1.mail.example').options).toMatchObject({ requireTLS: true });
  });

  test('without TLS elsewhere gets neither the password nor the e-mail', async () => {
    // Only 127.0.0.1, ::1 and localhost are this machine: any other address is elsewhere.
    const elsewhere = await FakeSmtp.open('127.0.0.2');
    const office = openSmtp(elsewhere.url.replace('smtp://', 'smtp://user:secret@'), noLog);
    expect(await office.send(letter)).toMatchObject({ kind: 'later' });
    expect(await office.trouble()).toBe('The mail server offers no connection that is private (TLS). Check SMTP_URL.');
    expect(elsewhere.commands.filter((line) => line.startsWith('EHLO')).length).toBeGreaterThan(0);
    expect(elsewhere.commands.filter((line) => /^(AUTH|MAIL)/.test(line))).toEqual([]);
    await elsewhere.close();
  });
});
