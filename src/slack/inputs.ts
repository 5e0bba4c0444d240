// What people typed and chose in a modal, as plain values by input id. A text longer than Slack's 3,000 characters
// stands in several boxes, whose ids say how they are put together again: `text~2n` continues `text` on a new line.
import { z } from 'zod';
import { pieces } from './text.ts';

// Leaves room in each box to add words.
const PART = 2600;

const Value = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

/** Slack's `state.values`: block id → action id → what the element holds. */
export const Values = z.record(z.string().max(255), z.record(z.string().max(255), Value));
export type Values = z.infer<typeof Values>;

export interface TextPart {
  id: string;
  text: string;
}

/** Cut a long text into boxes that can be put together again. */
export function partsOfLongText(id: string, text: string): TextPart[] {
  let before = '';
  return pieces(text, PART).map((piece, index) => {
    const seam = index === 0 ? 'h' : before.endsWith('\n') ? 'n' : before.endsWith(' ') ? 's' : 'h';
    before = piece;
    return { id: `${id}~${index + 1}${seam}`, text: piece };
  });
}

/** Read a modal's inputs: input id → text, date or chosen value. An empty optional input is left out. */
export function inputsOf(values: Values): Record<string, string> {
  const inputs: Record<string, string> = {};
  for (const [blockId, actions] of Object.entries(values)) {
    for (const state of Object.values(actions)) {
      const value = state.value ?? state.selected_date ?? state.selected_option?.value;
      const [id, part] = blockId.split('~') as [string, string | undefined];
      if (value === undefined || value === null) continue;
      inputs[id] = part === undefined ? value : inputs[id] === undefined ? value : sewn(inputs[id], value, part.at(-1));
    }
  }
  return inputs;
}

/** The input that a block belongs to. */
export function inputIdOf(blockId: string): string {
  return blockId.split('~')[0]!;
}

function sewn(left: string, right: string, seam: string | undefined): string {
  // Slack may trim the white space at which the text was cut.
  if (seam === 'n' && !left.endsWith('\n')) return `${left}\n${right}`;
  if (seam === 's' && !/\s$/.test(left) && !/^\s/.test(right)) return `${left} ${right}`;
  return left + right;
}
