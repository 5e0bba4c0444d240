// The only converter from cards to Block Kit (with `parts.ts` for what a card says and `modal.ts` for forms): exhaustive
// switches over the vocabulary of `chat/card.ts`, and nothing is cut in silence.
import { createHash } from 'node:crypto';
import type { types } from '@slack/bolt';
import type { Action } from '../chat/card.ts';
import { textOf } from '../chat/card.ts';
import type { ShownCard } from '../chat/contract.ts';
import { LIMITS, layOut, lines, sizeOfButtons } from './layout.ts';
import { bodyParts } from './parts.ts';
import { clean, topText } from './text.ts';

export { toModal } from './modal.ts';

export type Block = types.KnownBlock;

export interface SlackMessage {
  text: string;
  blocks: Block[];
}

/** What a notification says of a card that is nobody else's business. */
export const CONFIDENTIAL_TEXT = 'Convenor has a confidential notice; open it.';

/** What a button carries: the action's id and the card's token; `f` when it opens a form. */
export interface ButtonValue {
  act: string;
  t: string;
  f?: 1;
}

// A question that was asked before, with nothing changed since, is answered with the very card of then.
const drawn = new WeakMap<ShownCard, SlackMessage>();

/** Show a card as Slack blocks, with a sentence before it if there is one. */
export function toBlocks(shown: ShownCard, said?: string): SlackMessage {
  if (said !== undefined && said !== '') return draw(shown, said);
  const message = drawn.get(shown) ?? draw(shown);
  drawn.set(shown, message);
  return message;
}

function draw(shown: ShownCard, said?: string): SlackMessage {
  const { card, token } = shown;
  const sentence = said === undefined || said === '' ? [] : [...lines([{ text: said }]), { kind: 'divider' } as const];
  const parts = [...sentence, ...bodyParts(card.body)];
  const buttons = card.actions.map((action, index) => buttonOf(action, index, token));

  // Slack keeps what it drew for a block id, so ids change with what is shown.
  const state = fingerprint([shown.copyId, token, said, card]);
  const idOf = (index: number | string) => `c${shown.copyId ?? ''}-${state}-${index}`;
  const room = {
    blocks: LIMITS.messageBlocks - (buttons.length > 0 ? 1 : 0),
    characters: LIMITS.blockText - sizeOfButtons(buttons),
  };
  const blocks = layOut(parts, room, idOf);
  if (buttons.length > 0) blocks.push({ type: 'actions', block_id: idOf('actions'), elements: buttons });
  // The card's own heading opens it: the notification line before it would be heard twice.
  const words = [said, textOf(card)].filter(Boolean).join('\n');
  return { text: shown.isConfidential ? CONFIDENTIAL_TEXT : topText(words), blocks };
}

/** Show a sentence, literally. What is said of a confidential card stays out of the notification too. */
export function toSentence(said: string, isConfidential = false): SlackMessage {
  const state = fingerprint([said]);
  const room = { blocks: LIMITS.messageBlocks, characters: LIMITS.blockText };
  return {
    text: isConfidential ? CONFIDENTIAL_TEXT : topText(said),
    blocks: layOut(lines([{ text: said }]), room, (index) => `s-${state}-${index}`),
  };
}

/** Show one of a card's buttons; `index` makes its id unique. */
export function buttonOf(action: Action, index: number, token: string): types.Button {
  const text = { type: 'plain_text', text: clean(action.title) || '…', emoji: false } as const;
  switch (action.type) {
    case 'Action.Execute':
      return {
        type: 'button',
        text,
        action_id: `${index}-${action.id}`,
        value: buttonValue({ act: action.id, t: token }),
        ...styleOf(action.style),
      };
    case 'Action.ShowCard': {
      const submit = action.card.actions[0]!;
      return {
        type: 'button',
        text,
        action_id: `${index}-${submit.id}`,
        value: buttonValue({ act: submit.id, t: token, f: 1 }),
        ...styleOf(submit.style),
      };
    }
    case 'Action.OpenUrl':
      return { type: 'button', text, action_id: `${index}-link`, url: action.url };
  }
}

/** Write a button's value. */
export function buttonValue(value: ButtonValue): string {
  return JSON.stringify(value);
}

function styleOf(style: 'default' | 'positive' | 'destructive' | undefined): { style?: 'primary' | 'danger' } {
  switch (style) {
    case 'positive':
      return { style: 'primary' };
    case 'destructive':
      return { style: 'danger' };
    case 'default':
    case undefined:
      return {};
  }
}

/** A short name of what is shown, which changes with it. */
export function fingerprint(of: unknown): string {
  return createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 12);
}
