// How much Slack shows in one message, and how lines are laid out in blocks so that as much as possible fits.
import type { types } from '@slack/bolt';
import { clean, pieces } from './text.ts';

type Block = types.KnownBlock;

/** Slack's limits, and a budget of 9,000 for a message's block text: 9,597 characters were accepted and 11,341 refused. */
export const LIMITS = {
  messageBlocks: 50,
  modalBlocks: 100,
  homeBlocks: 100,
  blockText: 9000,
  richText: 3000,
  header: 150,
  contextElements: 10,
  actions: 25,
  buttonText: 75,
  buttonValue: 2000,
} as const;

// Shorter than a block's limit, so that a piece of a long line and its line end always fit in a block.
const PIECE = 2900;

export interface Run {
  text: string;
  bold?: boolean;
  italic?: boolean;
}

/** What is shown, a line a part. A long line comes in pieces; `continues` marks all but its first. */
export type Part =
  | { kind: 'heading'; text: string }
  | { kind: 'line'; runs: Run[]; continues?: boolean }
  | { kind: 'note'; text: string; continues?: boolean }
  | { kind: 'divider' }
  | { kind: 'buttons'; buttons: types.Button[] };

export interface Room {
  blocks: number;
  characters: number;
}

/** Make lines of styled text, split where the text has line ends and where a line is longer than a block. */
export function lines(runs: Run[]): Part[] {
  const found: Run[][] = [[]];
  for (const run of runs) {
    clean(run.text)
      .split('\n')
      .forEach((text, index) => {
        if (index > 0) found.push([]);
        if (text !== '') found.at(-1)!.push({ ...run, text });
      });
  }
  return found.flatMap(shortLines);
}

/** Make quiet lines, shown small. */
export function notes(text: string): Part[] {
  return clean(text)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) =>
      pieces(line, PIECE).map((piece, index): Part => ({ kind: 'note', text: piece, continues: index > 0 })),
    );
}

function shortLines(runs: Run[]): Part[] {
  if (length(runs) <= PIECE) return [{ kind: 'line', runs }];
  const short = runs.flatMap((run) => pieces(run.text, PIECE).map((text): Run => ({ ...run, text })));
  const grouped: Run[][] = [[]];
  for (const run of short) {
    if (length(grouped.at(-1)!) + run.text.length > PIECE) grouped.push([]);
    grouped.at(-1)!.push(run);
  }
  return grouped.map((group, index) => ({ kind: 'line', runs: group, continues: index > 0 }));
}

/** Lay parts out in blocks. When there is no room for all, the last line says how many lines are missing. */
export function layOut(parts: Part[], room: Room, idOf: (index: number) => string): Block[] {
  const whole = fill(parts, room);
  if (whole.left === 0) return whole.drafts.map((draft, index) => blockOf(draft, idOf(index)));
  const cut = fill(parts, { blocks: room.blocks - 1, characters: room.characters - missing(parts.length).length });
  const last: Draft = { kind: 'rich', lines: [[{ text: missing(cut.left), italic: true }]], size: 0 };
  return [...cut.drafts, last].map((draft, index) => blockOf(draft, idOf(index)));
}

function missing(count: number): string {
  const what = count === 1 ? '1 more line does' : `${count} more lines do`;
  return `… ${what} not fit in Slack. To read all, ask the board's clerk or open Convenor in Teams or on its page.`;
}

type Draft =
  | { kind: 'heading'; text: string }
  | { kind: 'rich'; lines: Run[][]; size: number }
  | { kind: 'notes'; texts: string[] }
  | { kind: 'divider' }
  | { kind: 'buttons'; buttons: types.Button[] };

function fill(parts: Part[], room: Room): { drafts: Draft[]; left: number } {
  const drafts: Draft[] = [];
  let characters = 0;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'divider' && (drafts.length === 0 || drafts.at(-1)!.kind === 'divider')) continue;
    const size = sizeOf(part);
    const joined = join(drafts.at(-1), part, size);
    const isFull = characters + size > room.characters || (joined === undefined && drafts.length === room.blocks);
    if (isFull) return { drafts: tidy(drafts), left: countLines(parts.slice(index)) };
    if (joined === undefined) drafts.push(draftOf(part, size));
    else drafts[drafts.length - 1] = joined;
    characters += size;
  }
  return { drafts: tidy(drafts), left: 0 };
}

function join(last: Draft | undefined, part: Part, size: number): Draft | undefined {
  if (last?.kind === 'rich' && part.kind === 'line' && last.size + size <= LIMITS.richText) {
    const before = part.continues ? last.lines.slice(0, -1) : last.lines;
    const line = part.continues ? [...(last.lines.at(-1) ?? []), ...part.runs] : part.runs;
    return { kind: 'rich', lines: [...before, line], size: last.size + size };
  }
  if (last?.kind === 'notes' && part.kind === 'note' && last.texts.length < LIMITS.contextElements)
    return { kind: 'notes', texts: [...last.texts, part.text] };
  return undefined;
}

function draftOf(part: Part, size: number): Draft {
  switch (part.kind) {
    case 'heading':
      return { kind: 'heading', text: part.text };
    case 'line':
      return { kind: 'rich', lines: [part.runs], size };
    case 'note':
      return { kind: 'notes', texts: [part.text] };
    case 'divider':
      return { kind: 'divider' };
    case 'buttons':
      return part;
  }
}

function sizeOf(part: Part): number {
  switch (part.kind) {
    case 'heading':
    case 'note':
      return part.text.length;
    case 'line':
      return length(part.runs) + 1;
    case 'divider':
      return 0;
    case 'buttons':
      return sizeOfButtons(part.buttons);
  }
}

/** How many characters of a message's budget buttons take. */
export function sizeOfButtons(buttons: types.Button[]): number {
  return buttons.reduce((sum, { text, value, url }) => sum + text.text.length + (value ?? url ?? '').length, 0);
}

/** Lines with words in them; one of which the beginning is shown counts too. */
function countLines(parts: Part[]): number {
  return parts.filter(
    (part, index) =>
      part.kind === 'heading' ||
      (part.kind === 'note' && (index === 0 || !part.continues)) ||
      (part.kind === 'line' && part.runs.length > 0 && (index === 0 || !part.continues)),
  ).length;
}

/** Slack refuses blocks without text, and a line under the last words divides nothing. */
function tidy(drafts: Draft[]): Draft[] {
  const filled = drafts.filter((draft) => !isEmpty(draft));
  return filled.at(-1)?.kind === 'divider' ? filled.slice(0, -1) : filled;
}

function isEmpty(draft: Draft): boolean {
  return draft.kind === 'rich' && length(draft.lines.flat()) === 0;
}

function length(runs: Run[]): number {
  return runs.reduce((sum, run) => sum + run.text.length, 0);
}

function blockOf(draft: Draft, id: string): Block {
  switch (draft.kind) {
    case 'heading':
      return { type: 'header', block_id: id, text: { type: 'plain_text', text: draft.text, emoji: false } };
    case 'rich':
      return {
        type: 'rich_text',
        block_id: id,
        elements: [{ type: 'rich_text_section', elements: textElements(draft.lines) }],
      };
    case 'notes':
      return {
        type: 'context',
        block_id: id,
        elements: draft.texts.map((text) => ({ type: 'plain_text', text, emoji: false })),
      };
    case 'divider':
      return { type: 'divider', block_id: id };
    case 'buttons':
      return { type: 'actions', block_id: id, elements: draft.buttons };
  }
}

/** Text elements are shown as they are: nothing in them mentions anybody, links or becomes bold. */
function textElements(shown: Run[][]): types.RichTextElement[] {
  const merged: Run[] = [];
  for (const run of shown.flatMap((line, index) => (index === 0 ? line : [{ text: '\n' }, ...line]))) {
    const last = merged.at(-1);
    if (last && !last.bold === !run.bold && !last.italic === !run.italic) last.text += run.text;
    else merged.push({ ...run });
  }
  return merged.map(({ text, bold, italic }) => ({
    type: 'text',
    text,
    ...(bold || italic ? { style: { ...(bold && { bold }), ...(italic && { italic }) } } : {}),
  }));
}
