// What a card says, as lines to be laid out: no element is left out.
import type { Element, TextBlock } from '../chat/card.ts';
import { LIMITS, lines, notes, type Part } from './layout.ts';
import { clean } from './text.ts';

/** Turn the body of a card into lines, with an empty one around each paragraph, as there is room around it elsewhere. */
export function bodyParts(body: Element[]): Part[] {
  return body.flatMap((element, index) => {
    const parts = partsOf(element);
    const before = body[index - 1];
    return before && isApart(before, element) && parts[0]?.kind === 'line' ? [EMPTY, ...parts] : parts;
  });
}

const EMPTY: Part = { kind: 'line', runs: [] };

// Lines of a list belong together, words belong to the bold line above them, and what is to stand close says so.
function isApart(before: Element, element: Element): boolean {
  if ('spacing' in element && element.spacing === 'None') return false;
  if (before.type !== 'TextBlock' && element.type !== 'TextBlock') return false;
  const last = partsOf(before).at(-1);
  return last?.kind === 'line' && !last.runs.every(({ bold }) => bold);
}

/** Turn an element of a card, or of the words above a form's inputs, into lines. */
export function partsOf(element: Element): Part[] {
  const parts = plainPartsOf(element);
  return 'separator' in element && element.separator ? [{ kind: 'divider' }, ...parts] : parts;
}

function plainPartsOf(element: Element): Part[] {
  switch (element.type) {
    case 'TextBlock':
      return textParts(element);
    case 'RichTextBlock':
      return lines(
        element.inlines.map((run) => ({ text: run.text, bold: run.weight === 'Bolder', italic: run.italic === true })),
      );
    case 'FactSet':
      return element.facts.flatMap((fact) =>
        lines([{ text: `${fact.title}:`, bold: true }, { text: fact.value === '' ? ' –' : ` ${fact.value}` }]),
      );
    case 'Container': {
      const items = element.items.flatMap(partsOf);
      // The words say what a style says; lines around them set the group apart for those who see.
      return element.style === undefined || element.style === 'default'
        ? items
        : [{ kind: 'divider' }, ...items, { kind: 'divider' }];
    }
  }
}

function textParts(block: TextBlock): Part[] {
  const text = clean(block.text);
  if (text.trim() === '') return [];
  const isBold = block.weight === 'Bolder';
  const isHeading = block.style === 'heading' || (isBold && (block.size === 'Large' || block.size === 'ExtraLarge'));
  if (isHeading && text.length <= LIMITS.header && !text.includes('\n')) return [{ kind: 'heading', text }];
  if (!isHeading && !isBold && (block.isSubtle || block.size === 'Small')) return notes(text);
  return lines([{ text, bold: isBold || isHeading }]);
}
