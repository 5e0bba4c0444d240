// Text on its way to Slack: what must never reach a reader taken out, markup made literal, long text cut in readable pieces.

/** What `chat.update` accepts as top-level text, in bytes after escaping; more is refused with `msg_too_long`. */
export const TOP_TEXT_BYTES = 4000;

const ENDING = '\n… (cut here; open the message to read the rest)';

// Control, zero-width, direction-changing and tag characters: they hide or reorder what somebody agrees to. The two joiners
// stay, which put emoji together.
const UNSEEN =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/** Take out characters that nobody can see, keep line ends, and make every character well formed. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(UNSEEN, '');
}

/** Make text literal where Slack reads markup: only these three can be escaped. */
export function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Make a message's top-level text, which screen readers and notifications use: whole, or cut with an ending that says so. */
export function topText(text: string): string {
  const cleaned = clean(text).trim();
  const whole = escapeText(cleaned);
  if (Buffer.byteLength(whole) <= TOP_TEXT_BYTES) return whole;
  let room = TOP_TEXT_BYTES - Buffer.byteLength(ENDING);
  let kept = '';
  for (const character of cleaned) {
    const escaped = escapeText(character);
    room -= Buffer.byteLength(escaped);
    if (room < 0) break;
    kept += escaped;
  }
  return kept + ENDING;
}

/** Cut text into pieces of at most `limit` characters, after a line or a word where there is one; together they are the text. */
export function pieces(text: string, limit: number): string[] {
  const found: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const at = cutBefore(rest, limit);
    found.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  if (rest !== '') found.push(rest);
  return found;
}

function cutBefore(text: string, limit: number): number {
  const head = text.slice(0, limit);
  const atBreak = Math.max(head.lastIndexOf('\n'), head.lastIndexOf(' ')) + 1;
  // A break near the start would make many tiny pieces.
  if (atBreak > limit / 2) return atBreak;
  const last = head.charCodeAt(limit - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return splitsPair ? limit - 1 : limit;
}

const REFERENCE = /<(?:([@#!])([^|>]*)|([a-z][a-z0-9+.-]*:[^|>]*))(?:\|([^>]*))?>/gi;

/** Read what Slack sends as typed text: links and mentions as people see them, entities once undone. */
export function fromSlack(text: string): string {
  const plain = text.replace(REFERENCE, (_whole, sign?: string, id?: string, link?: string, label?: string) => {
    if (sign === '!') return `@${label || id?.replace(/^subteam\^/, '')}`;
    if (sign !== undefined) return `${sign}${label || id}`;
    return label || String(link).replace(/^mailto:/, '');
  });
  return clean(
    plain.replace(/&(lt|gt|amp);/g, (_whole, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? ''),
  ).trim();
}
