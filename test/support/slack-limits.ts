// Slack's published limits for blocks and views, checked as Slack checks them: every violation is a sentence with a pointer.

type Json = Record<string, unknown>;

type Surface = 'message' | 'modal' | 'home';

const ELEMENT_LIMIT = { text: 75, value: 2000, url: 3000, actionId: 255 };
/** The longest block text that Slack was seen to accept in one message. */
const MESSAGE_TEXT = 9597;

/** Check the blocks of a message. */
export function checkBlocks(blocks: unknown): string[] {
  if (!Array.isArray(blocks)) return ['/blocks: must be a list'];
  const found = [...checkList(blocks, 50, 'message')];
  const size = textSize(blocks);
  if (size > MESSAGE_TEXT) found.push(`/blocks: msg_blocks_too_long, ${size} characters of text`);
  return found;
}

/** Check a modal. */
export function checkView(view: unknown): string[] {
  const given = view as Json;
  const found: string[] = [];
  if (given?.type !== 'modal') found.push('/view/type: must be modal');
  for (const part of ['title', 'submit', 'close'])
    if (given?.[part] !== undefined) found.push(...checkText(given[part], `/view/${part}`, 24));
  if (given?.title === undefined) found.push('/view/title: missing');
  if (String(given?.callback_id ?? '').length > 255) found.push('/view/callback_id: over 255');
  if (String(given?.private_metadata ?? '').length > 3000) found.push('/view/private_metadata: over 3000');
  const blocks = given?.blocks;
  if (!Array.isArray(blocks)) return [...found, '/view/blocks: must be a list'];
  if (blocks.some((block) => block.type === 'input') && given.submit === undefined)
    found.push('/view/submit: required when there is an input');
  return [...found, ...checkList(blocks, 100, 'modal')];
}

/** Check what is published as a Home tab. */
export function checkHome(view: unknown): string[] {
  const given = view as Json;
  const found: string[] = [];
  if (given?.type !== 'home') found.push('/view/type: must be home');
  const known = ['type', 'blocks', 'callback_id', 'private_metadata', 'external_id'];
  for (const part of Object.keys(given ?? {}))
    if (!known.includes(part)) found.push(`/view/${part}: a Home tab has none`);
  if (String(given?.callback_id ?? '').length > 255) found.push('/view/callback_id: over 255');
  if (String(given?.private_metadata ?? '').length > 3000) found.push('/view/private_metadata: over 3000');
  if (Buffer.byteLength(JSON.stringify(view)) > 250_000) found.push('/view: view_too_large');
  if (!Array.isArray(given?.blocks)) return [...found, '/view/blocks: must be a list'];
  return [...found, ...checkList(given.blocks, 100, 'home')];
}

/** Check what is sent as a message: its text too. `mostBytes` is 4,000 for edits. */
export function checkMessage(message: { text?: unknown; blocks?: unknown }, mostBytes = 40_000): string[] {
  const found: string[] = [];
  if (typeof message.text !== 'string' || message.text.trim() === '')
    found.push('/text: no_text, screen readers read it');
  else if (Buffer.byteLength(message.text) > mostBytes) found.push('/text: msg_too_long');
  else if (/<[@!#]/.test(message.text)) found.push('/text: mentions somebody');
  if (message.blocks !== undefined) found.push(...checkBlocks(message.blocks));
  return found;
}

function checkList(blocks: Json[], most: number, surface: Surface): string[] {
  const found = blocks.flatMap((block, index) => checkBlock(block, `/blocks/${index}`, surface));
  if (blocks.length > most) found.push(`/blocks: no more than ${most} items allowed`);
  const ids = blocks.map((block) => block.block_id).filter((id) => id !== undefined);
  if (new Set(ids).size !== ids.length) found.push('/blocks: block_id must be unique');
  return found;
}

function checkBlock(block: Json, at: string, surface: Surface): string[] {
  const found: string[] = [];
  const id = block.block_id;
  if (typeof id !== 'string' || id.length === 0 || id.length > 255) found.push(`${at}/block_id: 1 to 255 characters`);
  const elements = block.elements as Json[] | undefined;
  switch (block.type) {
    case 'header':
      return [...found, ...checkText(block.text, `${at}/text`, 150)];
    case 'divider':
      return found;
    case 'context':
      if (!elements || elements.length < 1 || elements.length > 10) found.push(`${at}/elements: 1 to 10`);
      return [...found, ...(elements ?? []).flatMap((one, index) => checkText(one, `${at}/elements/${index}`, 3000))];
    case 'rich_text':
      return [...found, ...checkRichText(elements, at)];
    case 'actions': {
      if (!elements || elements.length < 1 || elements.length > 25) found.push(`${at}/elements: 1 to 25`);
      const ids = (elements ?? []).map((one) => one.action_id);
      if (new Set(ids).size !== ids.length) found.push(`${at}/elements: action_id must be unique`);
      return [...found, ...(elements ?? []).flatMap((one, index) => checkButton(one, `${at}/elements/${index}`))];
    }
    case 'input':
      if (surface !== 'modal') found.push(`${at}: forms belong in modals`);
      if (typeof block.optional !== 'boolean') found.push(`${at}/optional: say it, Slack's default is required`);
      found.push(...checkText(block.label, `${at}/label`, 2000));
      if (block.hint !== undefined) found.push(...checkText(block.hint, `${at}/hint`, 2000));
      return [...found, ...checkInput(block.element as Json, `${at}/element`)];
    default:
      return [...found, `${at}/type: ${String(block.type)} is not used by this program`];
  }
}

function checkRichText(elements: Json[] | undefined, at: string): string[] {
  const found: string[] = [];
  if (!elements || elements.length < 1) return [`${at}/elements: missing`];
  let size = 0;
  for (const section of elements) {
    if (section.type !== 'rich_text_section') found.push(`${at}: ${String(section.type)}`);
    const texts = (section.elements ?? []) as Json[];
    if (texts.length < 1) found.push(`${at}/elements: a section without text`);
    for (const text of texts) {
      // Anything but plain text elements would mention, link or notify.
      if (text.type !== 'text') found.push(`${at}: rich text element ${String(text.type)}`);
      if (typeof text.text !== 'string' || text.text.length < 1) found.push(`${at}: empty text`);
      size += String(text.text).length;
    }
  }
  if (size > 3000) found.push(`${at}: over 3000 characters`);
  return found;
}

function checkButton(button: Json, at: string): string[] {
  const found = checkText(button.text, `${at}/text`, ELEMENT_LIMIT.text);
  if (button.type !== 'button') found.push(`${at}/type: ${String(button.type)}`);
  if (!between(button.action_id, 1, ELEMENT_LIMIT.actionId)) found.push(`${at}/action_id`);
  if (button.value !== undefined && !between(button.value, 1, ELEMENT_LIMIT.value)) found.push(`${at}/value`);
  if (button.url !== undefined && !between(button.url, 1, ELEMENT_LIMIT.url)) found.push(`${at}/url`);
  if (button.style !== undefined && button.style !== 'primary' && button.style !== 'danger') found.push(`${at}/style`);
  return found;
}

function checkInput(element: Json, at: string): string[] {
  const found = between(element?.action_id, 1, 255) ? [] : [`${at}/action_id`];
  if (element?.placeholder !== undefined) found.push(...checkText(element.placeholder, `${at}/placeholder`, 150));
  switch (element?.type) {
    case 'plain_text_input': {
      const most = Number(element.max_length ?? 3000);
      if (most < 1 || most > 3000) found.push(`${at}/max_length: 1 to 3000`);
      if (String(element.initial_value ?? '').length > most) found.push(`${at}/initial_value: over max_length`);
      return found;
    }
    case 'datepicker':
      if (element.initial_date !== undefined && Number.isNaN(Date.parse(String(element.initial_date))))
        found.push(`${at}/initial_date`);
      return found;
    case 'radio_buttons':
    case 'static_select': {
      const options = (element.options ?? []) as Json[];
      const most = element.type === 'radio_buttons' ? 10 : 100;
      if (options.length < 1 || options.length > most) found.push(`${at}/options: 1 to ${most}`);
      options.forEach((option, index) => {
        found.push(...checkText(option.text, `${at}/options/${index}/text`, 75));
        if (!between(option.value, 1, 150)) found.push(`${at}/options/${index}/value`);
      });
      const initial = element.initial_option;
      if (initial !== undefined && !options.some((option) => JSON.stringify(option) === JSON.stringify(initial)))
        found.push(`${at}/initial_option: not one of the options`);
      return found;
    }
    default:
      return [...found, `${at}/type: ${String(element?.type)}`];
  }
}

function checkText(text: unknown, at: string, most: number): string[] {
  const given = text as Json | undefined;
  const found: string[] = [];
  if (given?.type !== 'plain_text') found.push(`${at}: must be plain_text, people's words are literal`);
  if (given?.emoji !== false) found.push(`${at}: emoji must be false, people's words are literal`);
  if (!between(given?.text, 1, most)) found.push(`${at}: 1 to ${most} characters`);
  return found;
}

function between(text: unknown, least: number, most: number): boolean {
  return typeof text === 'string' && text.length >= least && text.length <= most;
}

/** All words that blocks show, for reading and for counting. */
export function wordsOf(blocks: unknown): string {
  if (Array.isArray(blocks)) return blocks.map(wordsOf).filter(Boolean).join('\n');
  if (typeof blocks !== 'object' || blocks === null) return '';
  const block = blocks as Json;
  if (block.type === 'rich_text_section')
    return (block.elements as Json[]).map((one) => String(one.text ?? '')).join('');
  if (typeof block.text === 'string') return block.text;
  const { options: _options, ...rest } = block;
  return [rest.label, rest.text, rest.elements, rest.element].map(wordsOf).filter(Boolean).join('\n');
}

function textSize(blocks: unknown): number {
  if (Array.isArray(blocks)) return blocks.reduce((sum: number, one) => sum + textSize(one), 0);
  if (typeof blocks !== 'object' || blocks === null) return 0;
  return Object.entries(blocks).reduce(
    (sum, [key, value]) => sum + (key === 'text' && typeof value === 'string' ? value.length : textSize(value)),
    0,
  );
}
