import { expect, test } from 'vitest';
import { toBlocks } from '../../src/slack/blocks.ts';
import { fromSlack } from '../../src/slack/text.ts';
import { checkMessage, wordsOf } from '../support/slack-limits.ts';
import { aCard, line, typed } from './a-card.ts';

const hostile = [
  '<!channel> <!here> <@U1> <#C1|x> <!subteam^S1>',
  '*bold* _it_ ~st~ `code` ```block``` > quote',
  '<https://evil.example|click> https://evil.example',
  '&lt;!channel&gt; & < >',
  ':rotating_light: @channel @everyone #general',
  '${name} {{x}} $(rm)',
  'left\u202Eright\u200B\u0000\u0007\uFEFF',
  '\uD800 half a pair',
];

test.each(hostile)('what people typed shows as it is: %j', (words) => {
  const card = aCard([
    typed(words),
    line(words),
    { type: 'FactSet', facts: [{ title: words, value: words }] },
    { ...line(words), style: 'heading' },
    { ...line(words), isSubtle: true },
  ]);
  const message = toBlocks(card, words);
  expect(checkMessage(message, 4000)).toEqual([]);
  expect(JSON.stringify(message)).not.toMatch(/mrkdwn|"type":"(link|user|channel|broadcast|usergroup|emoji)"/);
  expect(message.text).not.toMatch(/<|>|&(?!amp;|lt;|gt;)/);
  expect(JSON.stringify(message)).not.toMatch(/[\u0000-\u001f\u200b\u202e\ufeff]|\\u0000|\\u0007|\\ud800/);
});

test('what people typed is not changed otherwise', () => {
  const words = '<!channel> *a* _b_ & “c” 👩‍🏫 – £5';
  expect(wordsOf(toBlocks(aCard([typed(words)])).blocks)).toBe(words);
});

const spoken: [string, string][] = [
  ['a &amp; b &lt;c&gt;', 'a & b <c>'],
  ['&amp;lt;', '&lt;'],
  ['see <https://a.example/x|the page>', 'see the page'],
  ['see <https://a.example/x>', 'see https://a.example/x'],
  ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
  ['ask <@U1> in <#C1|general>', 'ask @U1 in #general'],
  ['<!here> <!subteam^S1|@heads>', '@here @@heads'],
  ['1 < 2 and <b>', '1 < 2 and <b>'],
];

test.each(spoken)('typed words come in as people see them: %s', (from, to) => {
  expect(fromSlack(from)).toBe(to);
});
