import { createHash } from 'node:crypto';

/** A short name for what a preview said, so that only what was seen is stored. */
export function digestOf(lines: string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}

export interface ShownLine {
  text: string;
  isDetail: boolean;
  spacing: 'None' | 'Default';
}

const spacingOf = (isDetail: boolean) => (isDetail ? ('None' as const) : ('Default' as const));

const MOST = 40;

/** The lines as a card shows them: headings and what stands under them, as many as can be read. */
export function shownLines(lines: string[]): ShownLine[] {
  const shown = lines.slice(0, MOST).map((line) => {
    const isDetail = line.startsWith('  ');
    return { text: isDetail ? `· ${line.trim()}` : line, isDetail, spacing: spacingOf(isDetail) };
  });
  const more = lines.length - shown.length;
  return more > 0
    ? [...shown, { text: `… and ${more} more lines`, isDetail: false, spacing: spacingOf(false) }]
    : shown;
}
