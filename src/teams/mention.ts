// The SDK's own stripper throws without a text, removes one mention only, and misses a text that differs from its entity.
import type { Mention } from './activity.ts';

// Bounded, so that a text full of half-open tags costs no more than its length.
const TAG = /<at(?:\s[^<>]{0,100})?>([^<>]{0,300})<\/at>/gi;

/** The words of a message without the bot's mentions; other people's mentions become their names. */
export function withoutMentions(
  text: string | null | undefined,
  mentions: Mention[],
  bot: { id: string; name?: string | null | undefined } | undefined,
): string {
  if (!text || bot === undefined) return tidy(text ?? '');
  const own = mentions.filter((mention) => mention.mentioned.id === bot.id);
  // A mention may come split over several entities, each with a part of the name.
  const names = new Set(
    [bot.name, ...own.flatMap((mention) => [mention.mentioned.name, inner(mention.text)])]
      .filter((name) => name !== undefined && name !== null)
      .map(plain),
  );
  const untagged = text.replace(TAG, (_tag, name: string) => (names.has(plain(name)) ? ' ' : name));
  const bare = own.flatMap((mention) => (mention.text && !/<at[\s>]/i.test(mention.text) ? [mention.text] : []));
  return tidy(bare.reduce((left, mention) => left.replace(mention, ' '), untagged));
}

/** Say whether the message speaks to the bot. */
export function isMentioned(mentions: Mention[], botId: string | undefined): boolean {
  return mentions.some((mention) => mention.mentioned.id === botId);
}

function inner(text: string | null | undefined): string | undefined {
  return text?.replace(TAG, '$1');
}

function plain(name: string): string {
  return tidy(name).toLowerCase();
}

function tidy(text: string): string {
  return text
    .replace(/&nbsp;|\u00a0/gi, ' ')
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t]{2,}/g, ' ')
    .trim();
}
