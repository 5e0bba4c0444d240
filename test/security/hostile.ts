// Words that would like to be something else than words, and what shows that they became it.
import { isMarkup } from '../../src/chat/literal.ts';

const UNSEEN = [
  ...Array.from({ length: 32 }, (_, code) => code).filter((code) => ![9, 10, 13].includes(code)),
  0x7f,
  0x80,
  0x85,
  0x9f,
  0xad,
  0x61c,
  0x180e,
  0x200b,
  0x200c,
  0x200d,
  0x200e,
  0x200f,
  0x2028,
  0x2029,
  0x202a,
  0x202b,
  0x202c,
  0x202d,
  0x202e,
  0x2060,
  0x2061,
  0x2064,
  0x2066,
  0x2067,
  0x2068,
  0x2069,
  0x206f,
  0xfeff,
  0xfff9,
  0xfffa,
  0xfffb,
  0xe0001,
  0xe0020,
  0xe0041,
  0xe007f,
].map((code) => `pay${String.fromCodePoint(code)}ment`);

export const HOSTILE = [
  ...UNSEEN,
  // Mentions, as Slack and Teams write them, whole and in pieces.
  '<!channel>', '<!here>', '<!everyone>', '<!subteam^S1>', '<!date^0^x|y>', '<@U1>', '<@U1|Ruth>', '<#C1>', '<#C1|board>',
  '@channel', '@here', '&lt;!channel&gt;', '&lt;@U1&gt;', '<<!channel>>', '<\u200b!channel>', '<!\u0000channel>',
  '<at>Board</at>', '<at id="0">everyone</at>', '</at><at>x</at>', '<AT>all</AT>', '@[Ruth](29:x)', '\u202e>lennahc!<',
  // Links.
  '[here](https://evil.example)', '[x](javascript:alert(1))', '![x](https://evil.example/x.png)', '<https://evil.example>',
  '<https://evil.example|Lewisham>', 'https://evil.example', 'www.evil.example', '[x]: https://evil.example',
  '[a][b]', '<mailto:a@evil.example|b>', '<slack://x|y>', '<javascript:alert(1)|y>', '[x](data:text/html,y)', '\\[x](y)',
  '[\u200bx](https://evil.example)', '<a href="https://evil.example">x</a>', 'tel:+441234', '[](https://evil.example)',
  // Markup, templates and code.
  '**bold**', '*bold*', '_italic_', '~gone~', '`code`', '```\ncode\n```', '# Title', '> quote', '- item', '1. item',
  '---', '===', '| a | b |\n|---|---|', '<b>x</b>', '<script>alert(1)</script>', '<img src=x onerror=alert(1)>',
  '<!-- x -->', '&nbsp;&amp;#x3c;', '${name}', '${$root}', '{{DATE(2026-01-01T00:00:00Z)}}', '{{TIME(2026-01-01T00:00:00Z)}}',
  '{{ DATE (2026-01-01T00:00:00Z, SHORT)}}', '{{x}}', ':smile:', ':mega:<!channel>', '\\n\\u003c!channel\\u003e',
  // Data that would be something else.
  '","type":"Action.OpenUrl","url":"https://evil.example', '"}],"actions":[{"type":"Action.Submit"', "'; drop table \"Person\"; --",
  '__proto__', 'constructor', '\ud800', '\udc00 half', '👩‍🏫 Ruth', '\r\nX-Header: 1', '\r\r\n\n', '\t\t', ' ',
  'x'.repeat(200), '<!channel>'.repeat(20), '[x](https://evil.example)'.repeat(8), '\u202e'.repeat(200), 'e\u0301'.repeat(90),
]; // biome-ignore format: a list to read across

/** What a choice is called by in the program: it comes back with the press, and nobody sees it. */
function isName(key: string, of: Record<string, unknown>): boolean {
  return key === 'value' && (of['type'] === 'Input.ChoiceSet' || (typeof of['text'] === 'object' && !('type' in of)));
}

/** Every text of what is sent, with the object that it stands in. */
export function stringsIn(value: unknown, found: { key: string; text: string; of: Record<string, unknown> }[] = []) {
  if (Array.isArray(value)) for (const one of value) stringsIn(one, found);
  else if (value !== null && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) {
      if (isName(key, value as Record<string, unknown>)) continue;
      if (key === 'choices')
        stringsIn(
          (one as { title: string }[]).map(({ title }) => ({ title })),
          found,
        );
      else if (typeof one === 'string') found.push({ key, text: one, of: value as Record<string, unknown> });
      else stringsIn(one, found);
    }
  return found;
}

export const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/u;

export function faultsForTeams(sent: unknown): string[] {
  const faults: string[] = [];
  for (const { key, text, of } of stringsIn(sent)) {
    if (HIDDEN.test(text)) faults.push(`${key} hides a character`);
    if (key === 'type' && /mention|Image|Media/i.test(text)) faults.push(`a ${text}`);
    if (/^(url|iconUrl|selectAction)$/.test(key) && /evil|javascript|data:/.test(text))
      faults.push(`a link to ${text}`);
    if (/\{\{\s*(DATE|TIME)\s*\(/i.test(text)) faults.push(`${key} is a date template`);
    // What a client reads as Markdown; a TextRun it takes as it is.
    const isRead =
      (key === 'text' && of['type'] !== 'TextRun') || (key === 'value' && 'title' in of && !('type' in of));
    if (isRead && of['type'] !== 'message' && isMarkup(text))
      faults.push(`${String(of['type'] ?? 'a fact')} is markup: ${text.slice(0, 40)}`);
  }
  return faults;
}

export function faultsForSlack(sent: unknown): string[] {
  const faults: string[] = [];
  for (const { key, text, of } of stringsIn(sent)) {
    // The two joiners stay: they put emoji together.
    if (HIDDEN.test(text.replace(/[\u200c\u200d]/g, ''))) faults.push(`${key} hides a character`);
    if (key === 'type' && /^(user|usergroup|channel|broadcast|link|image|date|emoji|markdown)$/.test(text))
      faults.push(`a ${text}`);
    if (key === 'url' && /evil|javascript|data:/.test(text)) faults.push(`a link to ${text}`);
    // Only these two are read for what stands between < and >.
    const isRead = of['type'] === 'mrkdwn' || (key === 'text' && 'blocks' in of);
    if (key === 'text' && isRead && /<|>/.test(text)) faults.push(`a < in ${text.slice(0, 40)}`);
  }
  return faults;
}
