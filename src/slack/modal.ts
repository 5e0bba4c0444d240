// A form as a Slack modal. Block id = action id = input id, so that what was typed and what is wrong with it find each other.
import type { types } from '@slack/bolt';
import { z } from 'zod';
import type { Form, Input } from '../chat/card.ts';
import { type Place, type ShownForm, WHAT_TO_DO } from '../chat/contract.ts';
import { partsOfLongText } from './inputs.ts';
import { LIMITS, layOut, lines } from './layout.ts';
import { partsOf } from './parts.ts';
import { clean } from './text.ts';

type Block = types.KnownBlock;

const TITLE = 24;
const OPTION = 75;
const RADIO_OPTIONS = 10;
const METADATA = 3000;
const TYPED = 3000;

/** Where a form came from, so that its answer finds the way back. */
export const ModalOrigin = z.strictObject({
  place: z.custom<Place>((value) => typeof value === 'object' && value !== null && 'externalId' in value),
  channel: z.string().optional(),
  messageTs: z.string().optional(),
  isEphemeral: z.boolean().optional(),
  responseUrl: z.string().optional(),
  /** Words of a message, for the form that asks what has to be done. */
  words: z.string().optional(),
});
export type ModalOrigin = z.infer<typeof ModalOrigin>;

const Metadata = z.strictObject({ act: z.string(), t: z.string(), from: ModalOrigin });
export type Metadata = z.infer<typeof Metadata>;

/** Show a form as a modal that remembers where it came from. */
export function toModal(shown: ShownForm, origin: ModalOrigin): types.ModalView {
  const { token } = shown;
  const { form, from } = withWords(shown.form, origin);
  const submit = clean(form.submit.title);
  const isShortTitle = form.title.length <= TITLE;
  const isShortSubmit = submit.length <= TITLE;
  const intro = [
    ...(isShortTitle ? [] : ([{ kind: 'heading', text: clean(form.title) }] as const)),
    ...form.intro.flatMap(partsOf),
    ...(isShortSubmit ? [] : lines([{ text: `“Send” means: ${submit}`, bold: true }])),
  ];
  const inputs = form.inputs.flatMap(inputBlocks);
  const room = { blocks: LIMITS.modalBlocks - inputs.length, characters: LIMITS.blockText };
  return {
    type: 'modal',
    callback_id: 'form',
    title: plain(isShortTitle ? form.title : 'Convenor'),
    submit: plain(isShortSubmit ? submit : 'Send'),
    close: plain('Cancel'),
    private_metadata: metadataOf({ act: form.submit.id, t: token, from }),
    blocks: [...layOut(intro, room, (index) => `intro-${index}`), ...inputs],
  };
}

/** A modal that only tells something, with a link if there is somewhere to go. */
export function toNotice(text: string, link?: { title: string; url: string }): types.ModalView {
  const button = link && ({ type: 'button', text: plain(link.title), action_id: 'link', url: link.url } as const);
  const below: Block[] = button ? [{ type: 'actions', block_id: 'notice-link', elements: [button] }] : [];
  const room = { blocks: LIMITS.modalBlocks, characters: LIMITS.blockText };
  return {
    type: 'modal',
    callback_id: 'notice',
    title: plain('Convenor'),
    close: plain('Close'),
    blocks: [...layOut(lines([{ text }]), room, (index) => `notice-${index}`), ...below],
  };
}

/** Read where a form came from, or nothing if this program did not write it. */
export function readMetadata(text: string): Metadata | undefined {
  try {
    return Metadata.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Put the words of a message where the form asks for them; a form that does not yet keeps them for the next. */
function withWords(form: Form, { words, ...from }: ModalOrigin): { form: Form; from: ModalOrigin } {
  if (words === undefined) return { form, from };
  const isAsked = (input: Input) => input.type === 'Input.Text' && input.id === WHAT_TO_DO;
  if (!form.inputs.some(isAsked)) return { form, from: { ...from, words } };
  const inputs = form.inputs.map((input) => (isAsked(input) ? { ...input, value: words } : input) as Input);
  return { form: { ...form, inputs }, from };
}

function metadataOf(metadata: Metadata): string {
  const whole = JSON.stringify(metadata);
  if (whole.length <= METADATA) return whole;
  // The answer then takes the longer way: an ephemeral message instead of the response URL.
  const { responseUrl: _unused, ...from } = metadata.from;
  const shorter = JSON.stringify({ ...metadata, from });
  if (shorter.length <= METADATA) return shorter;
  const { words: _lost, ...rest } = from;
  return JSON.stringify({ ...metadata, from: rest });
}

function inputBlocks(input: Input): Block[] {
  switch (input.type) {
    case 'Input.Text':
      return textInputs(input);
    case 'Input.Date': {
      const isDate = /^\d{4}-\d{2}-\d{2}$/.test(input.value ?? '') && !Number.isNaN(Date.parse(input.value!));
      // A wrong initial date makes Slack refuse the whole form.
      const initial = isDate ? { initial_date: input.value! } : {};
      return [inputBlock(input, { type: 'datepicker', action_id: input.id, ...initial })];
    }
    case 'Input.ChoiceSet':
      return choiceInputs(input);
  }
}

function inputBlock(input: Input, element: types.InputBlock['element'], hint?: string): types.InputBlock {
  return {
    type: 'input',
    block_id: input.id,
    label: plain(input.label),
    // The opposite default: an Adaptive Card's input is optional, Slack's is required.
    optional: input.isRequired !== true,
    element,
    ...(hint === undefined ? {} : { hint: plain(hint) }),
  };
}

function textInputs(input: Extract<Input, { type: 'Input.Text' }>): Block[] {
  const value = clean(input.value ?? '');
  const most = input.maxLength ?? TYPED;
  const placeholder = input.placeholder ? { placeholder: plain(input.placeholder) } : {};
  if (value.length <= TYPED) {
    const element = {
      type: 'plain_text_input',
      action_id: input.id,
      multiline: input.isMultiline === true || value.includes('\n'),
      max_length: Math.max(Math.min(most, TYPED), value.length),
      ...(value === '' ? {} : { initial_value: value }),
      ...placeholder,
    } as const;
    return [inputBlock(input, element, most > TYPED ? 'Slack takes up to 3,000 characters here.' : undefined)];
  }
  const parts = partsOfLongText(input.id, value);
  return parts.map((part, index) => ({
    type: 'input',
    block_id: part.id,
    label: plain(`${input.label} (part ${index + 1} of ${parts.length})`),
    optional: index > 0 || input.isRequired !== true,
    element: {
      type: 'plain_text_input',
      action_id: part.id,
      multiline: true,
      max_length: TYPED,
      initial_value: part.text,
    },
  }));
}

function choiceInputs(input: Extract<Input, { type: 'Input.ChoiceSet' }>): Block[] {
  const isLong = input.choices.some((choice) => clean(choice.title).length > OPTION);
  const options = input.choices.map((choice, index) => {
    const title = clean(choice.title);
    return { text: plain(isLong ? numbered(index, title) : title), value: choice.value };
  });
  const initial = options.find((option) => option.value === input.value);
  const element = {
    type:
      input.style === 'expanded' && options.length <= RADIO_OPTIONS
        ? ('radio_buttons' as const)
        : ('static_select' as const),
    action_id: input.id,
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
  const block = inputBlock(input, element);
  if (!isLong) return [block];
  const whole = input.choices.flatMap((choice, index) => lines([{ text: `${index + 1}. ${choice.title}` }]));
  return [...layOut(whole, { blocks: 8, characters: 24_000 }, (index) => `${input.id}-choices-${index}`), block];
}

/** The beginning of a choice whose whole text stands, under the same number, above the input. */
function numbered(index: number, title: string): string {
  const whole = `${index + 1}. ${title}`;
  return whole.length <= OPTION
    ? whole
    : `${whole
        .slice(0, OPTION - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, '')}…`;
}

function plain(text: string): types.PlainTextElement {
  return { type: 'plain_text', text: clean(text) || '…', emoji: false };
}
