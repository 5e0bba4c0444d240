import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ShownCard } from '../../src/chat/contract.ts';
import { toBlocks, toSentence } from '../../src/slack/blocks.ts';
import { topText } from '../../src/slack/text.ts';
import { checkBlocks, checkMessage, wordsOf } from '../support/slack-limits.ts';
import { aCard, type Body, line, typed } from './a-card.ts';
import { minutesCard } from './a-room.ts';

test('headings, facts, groups, quiet lines and people’s words each have their form', () => {
  const { blocks } = toBlocks(
    aCard([
      { ...line('Marsh Lane board'), style: 'heading' },
      { ...line('5 March'), isSubtle: true },
      {
        type: 'FactSet',
        facts: [
          { title: 'Chair', value: 'A. Okafor' },
          { title: 'Clerk', value: '' },
        ],
      },
      { type: 'Container', style: 'attention', items: [line('Overdue by three school days'), typed('“*Soon*”')] },
      { ...line('Bring the figures'), weight: 'Bolder' },
    ]),
  );
  expect(blocks.map((block) => block.type)).toEqual([
    'header',
    'context',
    'rich_text',
    'divider',
    'rich_text',
    'divider',
    'rich_text',
  ]);
  expect(wordsOf(blocks).split('\n')).toEqual([
    'Marsh Lane board',
    '5 March',
    'Chair: A. Okafor',
    'Clerk: –',
    'Overdue by three school days',
    '“*Soon*”',
    'Bring the figures',
  ]);
  expect(blocks[2]).toMatchObject({
    elements: [
      {
        elements: [
          { text: 'Chair:', style: { bold: true } },
          { text: ' A. Okafor\n' },
          { text: 'Clerk:' },
          { text: ' –' },
        ],
      },
    ],
  });
});

test('paragraphs stand apart, a list’s lines and the words below a bold line do not', () => {
  const { blocks } = toBlocks(
    aCard([
      { ...line('Tidewell School'), weight: 'Bolder' },
      line('The board has to meet.'),
      line('Please agree a date.'),
      typed('1. Minutes'),
      typed('2. Actions'),
      { ...line('Agreed in chat'), spacing: 'None' },
    ]),
  );
  expect(wordsOf(blocks).split('\n')).toEqual([
    ...['Tidewell School', 'The board has to meet.', '', 'Please agree a date.', ''],
    ...['1. Minutes', '2. Actions', 'Agreed in chat'],
  ]);
});

test('a heading that is too long for one is bold and whole', () => {
  const long = 'Marsh Lane '.repeat(20).trim();
  const { blocks } = toBlocks(aCard([{ ...line(long), style: 'heading' }]));
  expect(blocks).toMatchObject([
    { type: 'rich_text', elements: [{ elements: [{ text: long, style: { bold: true } }] }] },
  ]);
});

test('buttons carry the action, the token and whether a form opens', () => {
  const { blocks } = toBlocks(minutesCard());
  expect(blocks.at(-1)).toMatchObject({
    type: 'actions',
    elements: [
      { text: { text: 'Approve' }, style: 'primary', value: '{"act":"approve","t":"token-7"}' },
      { text: { text: 'Decline…' }, style: 'danger', value: '{"act":"decline","t":"token-7","f":1}' },
      { text: { text: 'Read all' }, url: 'https://convenor.example/minutes/7' },
    ],
  });
});

test('block ids are the same for the same state and differ for another', () => {
  const ids = (shown: ShownCard) => toBlocks(shown).blocks.map((block) => block.block_id);
  expect(ids(minutesCard())).toEqual(ids(minutesCard()));
  const next = { ...minutesCard(), token: 'token-of-the-next-state' };
  expect(ids(next).some((id) => ids(minutesCard()).includes(id))).toBe(false);
});

test('a confidential card says nothing in its notification', () => {
  const { text, blocks } = toBlocks(aCard([line('Marsh Lane is at risk')], { isConfidential: true }));
  expect(text).toBe('Convenor has a confidential notice; open it.');
  expect(wordsOf(blocks)).toBe('Marsh Lane is at risk');
});

test('minutes of 8,000 characters are shown whole, over several blocks', () => {
  const minutes = Array.from({ length: 80 }, (_, index) =>
    `${index + 1}. ${'The board noted. '.repeat(6)}`.slice(0, 99),
  ).join('\n');
  const { blocks } = toBlocks(aCard([typed(minutes)]));
  expect(blocks.length).toBeGreaterThan(1);
  expect(wordsOf(blocks)).toBe(minutes);
});

test('a single line of 8,000 characters without a space is shown whole', () => {
  const words = 'x'.repeat(7999);
  expect(wordsOf(toBlocks(aCard([typed(words)])).blocks).replaceAll('\n', '')).toBe(words);
});

test('what does not fit is counted in a last line', () => {
  const minutes = Array.from({ length: 200 }, (_, index) =>
    `${index + 1}. The board noted the figures.`.padEnd(99, '.'),
  ).join('\n');
  const shown = aCard([typed(minutes)], { actions: minutesCard().card.actions });
  const { blocks, text } = toBlocks(shown);
  const words = wordsOf(blocks.filter((block) => block.type !== 'actions')).split('\n');
  const missing = Number(/^… (\d+) more lines do not fit in Slack\./.exec(words.at(-1)!)?.[1]);
  expect(words.length - 1 + missing).toBe(200);
  expect(words.length).toBeGreaterThan(70);
  expect(blocks.at(-1)!.type).toBe('actions');
  expect(checkMessage({ text, blocks }, 4000)).toEqual([]);
  expect(toBlocks(shown)).toEqual({ blocks, text });
});

test('more groups than Slack has blocks for are counted too', () => {
  const body = Array.from({ length: 70 }, (_, index) => ({ ...line(`Item ${index + 1}`), style: 'heading' }));
  const { blocks } = toBlocks(aCard(body));
  expect(blocks).toHaveLength(50);
  expect(wordsOf(blocks.slice(-1))).toMatch(/^… 21 more lines do not fit/);
});

test('text for screen readers is whole, or ends with a mark', () => {
  expect(topText('a & b')).toBe('a &amp; b');
  const cut = topText('&<>é👩'.repeat(2000));
  expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(4000);
  expect(cut).toMatch(/\n… \(cut here; open the message to read the rest\)$/);
  expect(cut).not.toContain('\uFFFD');
});

const wrong: [string, object[]][] = [
  ['too many blocks', Array.from({ length: 51 }, (_, index) => ({ type: 'divider', block_id: `d${index}` }))],
  [
    'block ids that are the same',
    [
      { type: 'divider', block_id: 'd' },
      { type: 'divider', block_id: 'd' },
    ],
  ],
  [
    'a heading over 150',
    [{ type: 'header', block_id: 'h', text: { type: 'plain_text', text: 'x'.repeat(151), emoji: false } }],
  ],
  ['markup', [{ type: 'context', block_id: 'c', elements: [{ type: 'mrkdwn', text: '<!channel>' }] }]],
  [
    'a mention',
    [
      {
        type: 'rich_text',
        block_id: 'r',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1' }] }],
      },
    ],
  ],
  ['a section', [{ type: 'section', block_id: 's', text: { type: 'mrkdwn', text: 'x' } }]],
];

test.each(wrong)('the fake Slack refuses %s', (_what, blocks) => {
  expect(checkBlocks(blocks)).not.toEqual([]);
});

test('a sentence is shown literally', () => {
  const message = toSentence('Type *minutes* to <see> them');
  expect(checkMessage(message)).toEqual([]);
  expect(wordsOf(message.blocks)).toBe('Type *minutes* to <see> them');
});

test('whatever a card holds, Slack’s limits are kept and no line is lost unsaid', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 200, unit: 'binary' }),
    fc.string({ minLength: 2000, maxLength: 6000, unit: 'grapheme' }),
    fc.constantFrom('', ' ', '\n\n', 'a\nb\n\nc', '\u200B'),
  );
  const leaf = fc.oneof(
    fc.record({
      type: fc.constant('TextBlock'),
      text,
      wrap: fc.constant(true),
      style: fc.constantFrom('default', 'heading'),
      isSubtle: fc.boolean(),
      separator: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('RichTextBlock'),
      inlines: fc.array(fc.record({ type: fc.constant('TextRun'), text, italic: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
    fc.record({
      type: fc.constant('FactSet'),
      facts: fc.array(
        fc.record({ title: fc.string({ minLength: 1, maxLength: 40 }), value: fc.string({ maxLength: 400 }) }),
        { minLength: 1, maxLength: 10 },
      ),
    }),
  );
  const container = fc.record({
    type: fc.constant('Container'),
    items: fc.array(leaf, { minLength: 1, maxLength: 6 }),
    style: fc.constantFrom('default', 'good', 'attention'),
  });
  const body = fc.array(fc.oneof(leaf, container), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(body, (elements) => {
      const shown = aCard(elements as Body, { actions: minutesCard().card.actions });
      expect(checkMessage(toBlocks(shown, 'Thank you.'), 4000)).toEqual([]);
    }),
    { numRuns: 150, seed: 20260305 },
  );
});
