// What an e-mail says: that something waits, in one line that may be read by others, and the link. Nothing confidential, no
// picture that tells when it was opened, nobody else's address.
import { createHash } from 'node:crypto';
import { sayDate, today } from '../calendar/index.ts';
import type { Letter } from './post-office.ts';

export interface Words {
  subject: string;
  text: string;
  html: string;
}

export interface Told {
  /** One line that others may see. */
  summary: string;
  link: string;
  expiresAt: Date;
}

const MOST_SUBJECT = 90;
const MOST_SUMMARY = 300;

/** Put what waits, the link and how to treat it into words. */
export function wordsOf({ summary, link, expiresAt }: Told): Words {
  const what = cut(plain(summary), MOST_SUMMARY);
  const until = sayDate(today(expiresAt));
  const lines = [
    `This link opens your page with Convenor, once, until ${until}.`,
    'Do not forward this message: the link is yours, and whoever opens it is taken for you.',
    'Convenor wrote this by itself, and nobody reads what is sent back to it.',
  ];
  return {
    subject: cut(plain(summary), MOST_SUBJECT),
    text: [wrapped(what), '', 'Open it here:', link, '', ...lines.map(wrapped), ''].join('\n'),
    html: [
      '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Convenor</title></head>',
      '<body style="font-family: sans-serif; font-size: 16px; line-height: 1.5">',
      `<p>${escaped(what)}</p>`,
      `<p><a href="${escaped(link)}">Open it with Convenor</a></p>`,
      ...lines.map((line) => `<p>${escaped(line)}</p>`),
      '</body></html>',
    ].join('\n'),
  };
}

/** The name that a message has in every mailbox: the same for the same thing said, so that two deliveries count as one. */
export function messageIdOf(key: string, from: string): string {
  const domain = from.slice(from.lastIndexOf('@') + 1).replace(/[^a-z0-9.-]/gi, '');
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`;
}

/** Make the letter. `key` is the message's key in the outbox. */
export async function letterOf(
  { subject, text, html }: Words,
  { from, to, key, at }: { from: string; to: string; key: string; at: Date },
): Promise<Letter> {
  const messageId = messageIdOf(key, from);
  // Loaded when the first letter is written: most houses write none, and it takes memory and time at the start.
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const composer = new MailComposer({
    from: from.includes('<') ? from : { name: 'Convenor', address: from },
    to: { name: '', address: to },
    subject,
    text,
    html,
    messageId,
    date: at,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    xMailer: false,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const raw = await composer.compile().build();
  return { from: /<([^>]+)>/.exec(from)?.[1] ?? from, to, messageId, raw };
}

/** One line without control characters: nothing in it can become a header or another line. */
function plain(words: string): string {
  return words.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

/** Short lines: a mail program need not break them, and the link stays whole in the file that an editor opens. */
function wrapped(words: string): string {
  return words.replace(/(.{1,72})(?: |$)/gu, '$1\n').trimEnd();
}

function cut(words: string, most: number): string {
  const letters = [...words];
  return letters.length <= most
    ? words
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
