import { describe, expect, test } from 'vitest';
import { withoutMentions } from '../../src/teams/mention.ts';

const bot = { id: '28:bot', name: 'Board Bot' };
const own = (text: string | undefined, name = 'Board Bot') => ({
  type: 'mention' as const,
  text,
  mentioned: { id: '28:bot', name },
});
const sam = { type: 'mention' as const, text: '<at>Sam Lee</at>', mentioned: { id: '29:sam', name: 'Sam Lee' } };

describe('the bot is spoken to without its name being part of the words (T8)', () => {
  test.each([
    ['a plain mention', '<at>Board Bot</at> status', [own('<at>Board Bot</at>')], 'status'],
    ['mentioned twice', '<at>Board Bot</at> status <at>Board Bot</at>', [own('<at>Board Bot</at>')], 'status'],
    ['an entity that differs from the text', '<at id="0">Board Bot</at> status', [own('<at>Board Bot</at>')], 'status'],
    ['an entity without its text', '<at>Board Bot</at> status', [own(undefined)], 'status'],
    [
      'a mention split in two',
      '<at>Board</at> <at>Bot</at> status',
      [own('<at>Board</at>'), own('<at>Bot</at>')],
      'status',
    ],
    ['hard spaces', '<at>Board\u00a0Bot</at>\u00a0&nbsp;status', [own('<at>Board Bot</at>')], 'status'],
    ['a mention on its own line', '<at>Board Bot</at>\r\nstatus\r\n', [own('<at>Board Bot</at>')], 'status'],
    ['a mention in the middle', 'please <at>Board Bot</at> status', [own('<at>Board Bot</at>')], 'please status'],
    ['a mention without a tag', '@Board Bot status', [own('@Board Bot')], 'status'],
    [
      'somebody else mentioned too',
      '<at>Board Bot</at> action add <at>Sam Lee</at> call',
      [own('<at>Board Bot</at>'), sam],
      'action add Sam Lee call',
    ],
    ['a renamed bot', '<at>Clerk</at> status', [own('<at>Clerk</at>', 'Clerk')], 'status'],
    ['only the mention', '<at>Board Bot</at>', [own('<at>Board Bot</at>')], ''],
  ])('%s', (_title, text, mentions, words) => {
    expect(withoutMentions(text, mentions, bot)).toBe(words);
  });

  test('a message without any text does not throw', () => {
    expect(withoutMentions(undefined, [own('<at>Board Bot</at>')], bot)).toBe('');
    expect(withoutMentions(null, [], undefined)).toBe('');
  });

  test('a text full of half-open tags is read in one go', () => {
    expect(withoutMentions('<at'.repeat(80_000), [own('<at>Board Bot</at>')], bot)).toHaveLength(240_000);
  });
});
