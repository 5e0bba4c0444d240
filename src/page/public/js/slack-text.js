// Slack's text objects as page elements: mrkdwn, plain text and rich text, with nothing read as HTML.
import { el } from './dom.js';

/** Show a text object. */
export function text(object) {
  return object.type === 'mrkdwn' ? mrkdwn(object.text) : lines(plain(object.text));
}

const MARKS = [
  [/`([^`\n]+)`/, 'code'],
  [/(?<![\p{L}\p{N}])\*(?!\s)([^*\n]+)(?<!\s)\*(?![\p{L}\p{N}])/u, 'strong'],
  [/(?<![\p{L}\p{N}])_(?!\s)([^_\n]+)(?<!\s)_(?![\p{L}\p{N}])/u, 'em'],
  [/(?<![\p{L}\p{N}])~(?!\s)([^~\n]+)(?<!\s)~(?![\p{L}\p{N}])/u, 's'],
];

function mrkdwn(words) {
  const marks = MARKS.map(([pattern, tag]) => ({ found: pattern.exec(words), tag })).filter(({ found }) => found);
  const { found, tag } = marks.sort((a, b) => a.found.index - b.found.index)[0] ?? {};
  if (!found) return links(words);
  const inner = tag === 'code' ? [plain(found[1])] : mrkdwn(found[1]);
  return [
    ...links(words.slice(0, found.index)),
    el(tag, {}, ...inner),
    ...mrkdwn(words.slice(found.index + found[0].length)),
  ];
}

function links(words) {
  return words.split(/(<[^>\n]+>)/).flatMap((part) => {
    const [, address, label] = /^<(https?:[^|>]+)(?:\|([^>]*))?>$/.exec(part) ?? [];
    return address ? [link(plain(address), plain(label ?? address))] : lines(plain(part));
  });
}

const link = (address, label) => el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, label);
const plain = (words) => words.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const lines = (words) => words.split('\n').flatMap((line, index) => (index === 0 ? [line] : [el('br'), line]));

/** Show one element of a rich text block. */
export function rich(part) {
  switch (part.type) {
    case 'rich_text_section':
      return el('p', {}, ...part.elements.flatMap(run));
    case 'rich_text_quote':
      return el('blockquote', {}, ...part.elements.flatMap(run));
    case 'rich_text_preformatted':
      return el('pre', {}, ...part.elements.flatMap(run));
    case 'rich_text_list':
      return el(
        part.style === 'ordered' ? 'ol' : 'ul',
        {},
        ...part.elements.map((item) => el('li', {}, ...item.elements.flatMap(run))),
      );
    default:
      return el('p', {}, `(${part.type})`);
  }
}

function run({ type, text: words = '', url, name, style = {} }) {
  if (type === 'link') return [link(url, words || url)];
  if (type === 'emoji') return [`:${name}:`];
  let shown = lines(words);
  if (style.bold) shown = [el('strong', {}, ...shown)];
  if (style.italic) shown = [el('em', {}, ...shown)];
  if (style.strike) shown = [el('s', {}, ...shown)];
  if (style.code) shown = [el('code', {}, ...shown)];
  return shown;
}
