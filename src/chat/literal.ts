// What people typed must show as they typed it: Adaptive Card clients read a TextBlock as Markdown and a date template,
// and some characters are never seen but change what is.

/** Take out what cannot be seen, and what a card would turn into a date. */
export function visible(text: string): string {
  return seen(text).replace(/(\{)(?=\{\s*(?:DATE|TIME)\s*\()/gi, '$1 ');
}

/** Take out what cannot be seen: control, zero-width and direction-changing characters. Line ends and tabs stay. */
export function seen(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu,
      '',
    );
}

/** Say whether a Markdown reader could make something else of the text. */
export function isMarkup(text: string): boolean {
  return (
    /[*_[\]~`<>\\&|]/.test(text) || /^\s*(?:#|[-+]\s|-{3,}|={3,}|\d+[.)]\s)/m.test(text) || /:\/\/|\bwww\./i.test(text)
  );
}

/** Its lines, without those that are empty: a card shows a paragraph a block. */
export function paragraphs(text: string): string[] {
  const lines = visible(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '');
  return lines.length === 0 ? [' '] : lines;
}

/** One line for titles, labels and notifications. */
export function oneLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ').trim();
}
