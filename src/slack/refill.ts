// A form shown again after it was answered too late for Slack's own error messages: what was typed stays in it.
import type { types } from '@slack/bolt';
import type { Values } from './inputs.ts';
import { LIMITS, layOut, lines } from './layout.ts';
import type { ViewSubmission } from './payloads.ts';

/** Build the submitted form again, with what is wrong above it and what was typed in it. */
export function refilled(view: ViewSubmission['view'], errors: Record<string, string>): types.ModalView {
  const wrong = lines(Object.values(errors).map((error) => ({ text: `${error}\n`, bold: true })));
  const said = layOut(wrong, { blocks: 4, characters: LIMITS.blockText }, (index) => `wrong-${index}`);
  const blocks = view.blocks
    .filter((block) => !block.block_id?.startsWith('wrong-'))
    .map((block) => ({ ...block, ...filled(block, view.state.values) }));
  return {
    type: 'modal',
    callback_id: 'form',
    title: { type: 'plain_text', text: view.title?.text ?? 'Convenor', emoji: false },
    submit: { type: 'plain_text', text: view.submit?.text ?? 'Send', emoji: false },
    close: { type: 'plain_text', text: 'Cancel', emoji: false },
    private_metadata: view.private_metadata,
    // Slack's own blocks, sent back to it.
    blocks: [...said, ...blocks] as types.KnownBlock[],
  };
}

function filled(block: ViewSubmission['view']['blocks'][number], values: Values): object {
  const { element } = block;
  const state = Object.values(values[block.block_id ?? ''] ?? {})[0];
  if (element === undefined || state === undefined) return {};
  const { initial_value: _text, initial_date: _date, initial_option: _option, ...empty } = element;
  const options = Array.isArray(element.options) ? (element.options as { value?: unknown }[]) : [];
  const chosen = options.find((option) => option.value === state.selected_option?.value);
  return {
    element: {
      ...empty,
      ...(state.value ? { initial_value: state.value } : {}),
      ...(state.selected_date ? { initial_date: state.selected_date } : {}),
      ...(chosen && state.selected_option ? { initial_option: chosen } : {}),
    },
  };
}
