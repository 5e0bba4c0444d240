// What stands in an e-mail, and what never does.
import { describe, expect, test } from 'vitest';
import { letterOf, messageIdOf, type Told, wordsOf } from '../../src/mail/letter.ts';
import { read } from '../support/fake-smtp.ts';

const LINK = 'https://convenor.example/m/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ';
const told = (more: Partial<Told> = {}): Told => ({
  summary: 'Minutes to approve: Raising Attainment Board, Marsh Lane School',
  link: LINK,
  expiresAt: new Date('2026-12-09T09:00:00Z'),
  ...more,
});

async function sent(more: Partial<Told> = {}, from = 'convenor@aldermarsh.example') {
  const at = new Date('2026-11-25T09:00:00Z');
  const letter = await letterOf(wordsOf(told(more)), { from, to: 'ada@governors.example', key: 'minutes:1', at });
  const mail = read(letter.from, letter.to, letter.raw.toString('utf8'));
  return { letter, ...mail, flat: mail.text.replace(/\r?\n/g, ' ') };
}

describe('an e-mail', () => {
  test('says what kind of thing waits, and has one link', async () => {
    const { headers, text, flat, html, raw } = await sent();
    expect(headers['subject']).toBe('Minutes to approve: Raising Attainment Board, Marsh Lane School');
    expect(text.replaceAll('\r', '')).toContain(`Open it here:\n${LINK}\n`);
    // Also as it lies in a file.
    expect(raw).toContain(`\r\n${LINK}\r\n`);
    expect(flat).toContain('once, until Wednesday 9 December 2026');
    expect(flat).toContain('Do not forward this message: the link is yours');
    expect(html.match(/href=/g)).toHaveLength(1);
    expect(html).toContain(`href="${LINK}"`);
  });

  test('comes from a program, to one person, and carries nothing that tells when it was opened', async () => {
    const { headers, html, letter } = await sent();
    expect(headers).toMatchObject({
      from: 'Convenor <convenor@aldermarsh.example>',
      to: 'ada@governors.example',
      'auto-submitted': 'auto-generated',
      'message-id': messageIdOf('minutes:1', 'convenor@aldermarsh.example'),
    });
    expect(letter).toMatchObject({ from: 'convenor@aldermarsh.example', to: 'ada@governors.example' });
    expect(headers['x-mailer']).toBeUndefined();
    expect(html).not.toMatch(/<img|<script|<link|url\(/i);
  });

  test('has the same name for the same thing said, and another for another', () => {
    const [one, again, other] = ['a', 'a', 'b'].map((key) => messageIdOf(key, 'Convenor <c@council.example>'));
    expect(again).toBe(one);
    expect(other).not.toBe(one);
    expect(one).toMatch(/^<[0-9a-f]{40}@council\.example>$/);
  });

  test('what people typed becomes no header, no line of its own and no markup', async () => {
    const { headers, html, flat } = await sent({
      summary: 'Hello\r\nBcc: all@example.org\r\n\r\n<img src=x onerror=alert(1)> "quoted" & co.',
    });
    expect(headers['bcc']).toBeUndefined();
    expect(headers['subject']).toMatch(/^=\?UTF-8\?Q\?Hello_Bcc=3A_all/);
    expect(flat).toContain('Hello Bcc: all@example.org <img src=x onerror=alert(1)>');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &quot;quoted&quot; &amp; co.');
  });

  test('long words are cut, and letters of every kind arrive whole', async () => {
    const { flat, headers } = await sent({ summary: `Zoë’s board – ${'long '.repeat(200)}` });
    const [words = ''] = flat.split('  Open it here');
    expect(words).toMatch(/^Zoë’s board – (long )+long…$/);
    expect([...words].length).toBeLessThanOrEqual(300);
    expect(headers['subject']!.length).toBeLessThan(400);
  });

  test('a sender with a name keeps it', async () => {
    const { headers, letter } = await sent({}, 'The Programme Office <office@council.example>');
    expect(headers['from']).toBe('The Programme Office <office@council.example>');
    expect(letter.from).toBe('office@council.example');
  });
});
