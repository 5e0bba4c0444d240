// A card's words as Adaptive Card elements, so that they show as written: what a client could read as Markdown becomes
// TextRuns, which it takes literally, and every line of it a block of its own.
import type { Container, Element, FactSet, Leaf, RichTextBlock, TextBlock, TextRun } from './card.ts';
import type { Json } from './contract.ts';
import { isMarkup, oneLine, paragraphs, visible } from './literal.ts';

type Spaced = { separator?: boolean | undefined; spacing?: string | undefined };

/** Show the words of a card or form. */
export function body(elements: Element[]): Json[] {
  return elements.flatMap((element) => (element.type === 'Container' ? [container(element)] : blocks(element)));
}

/** Show one group of words, as one element or, where it has several lines, as several. */
export function blocks(leaf: Leaf): Json[] {
  switch (leaf.type) {
    case 'TextBlock':
      return textBlocks(leaf);
    case 'RichTextBlock':
      return richBlocks(leaf);
    case 'FactSet':
      return facts(leaf);
  }
}

function container({ items, style, ...spaced }: Container): Json {
  return {
    type: 'Container',
    items: items.flatMap(blocks),
    ...(style === undefined ? {} : { style }),
    ...spacing(spaced),
  };
}

function textBlocks(block: TextBlock): Json[] {
  const lines = paragraphs(block.text);
  const { size, weight, color, style, isSubtle } = block;
  if (lines.length === 1 && !isMarkup(lines[0]!))
    return [
      {
        type: 'TextBlock',
        text: lines[0]!,
        wrap: true,
        ...given({ size, weight, color, style, isSubtle }),
        ...spacing(block),
      },
    ];
  const look = { size: size === 'ExtraLarge' ? 'Large' : size, weight, color, isSubtle } as const;
  return richLines(
    lines.map((text) => [{ type: 'TextRun', text, ...given(look) }]),
    block,
  );
}

function richBlocks(block: RichTextBlock): Json[] {
  const lines: TextRun[][] = [[]];
  for (const run of block.inlines) {
    const [first, ...rest] = visible(run.text).split('\n');
    if (first !== '') lines.at(-1)!.push({ ...run, text: first! });
    for (const text of rest) lines.push(text === '' ? [] : [{ ...run, text }]);
  }
  const shown = lines.filter((line) => line.some((run) => run.text.trim() !== ''));
  return richLines(
    shown.length === 0 ? [[{ type: 'TextRun', text: ' ' }]] : shown.map((line) => line.map(textRun)),
    block,
  );
}

function textRun({ text, weight, italic, isSubtle, size, color }: TextRun): { [key: string]: Json } {
  return { type: 'TextRun', text, ...given({ weight, italic, isSubtle, size, color }) };
}

// Facts are read as Markdown and know no TextRun: a set with anything in it that could be markup becomes plain lines.
function facts(set: FactSet): Json[] {
  const isPlain = set.facts.every(
    ({ title, value }) => !isMarkup(title) && !isMarkup(value) && !visible(value).includes('\n'),
  );
  if (isPlain)
    return [
      {
        type: 'FactSet',
        facts: set.facts.map(({ title, value }) => ({ title: oneLine(title), value: visible(value) })),
        ...spacing(set),
      },
    ];
  const lines = set.facts.flatMap(({ title, value }) => {
    const [first, ...rest] = paragraphs(value);
    const name = { type: 'TextRun', text: `${oneLine(title)}: `, weight: 'Bolder' };
    return [[name, { type: 'TextRun', text: first! }], ...rest.map((text) => [{ type: 'TextRun', text }])];
  });
  return richLines(lines, set);
}

function richLines(lines: { [key: string]: Json }[][], spaced: Spaced): Json[] {
  return lines.map((inlines, index) => ({
    type: 'RichTextBlock',
    inlines,
    ...(index === 0 ? spacing(spaced) : { spacing: 'Small' }),
  }));
}

function spacing({ separator, spacing }: Spaced): { [key: string]: Json } {
  return given({ separator, spacing });
}

function given(fields: Record<string, Json | undefined>): { [key: string]: Json } {
  const result: { [key: string]: Json } = {};
  for (const key in fields) if (fields[key] !== undefined) result[key] = fields[key];
  return result;
}
