// What a benchmark found: ratios first, the figures they were made of after.

export interface Line {
  measure: string;
  /** The figure that is compared with the target, in its own words: "0.41 of the bare app's". */
  found: string;
  target: string;
  isMet: boolean;
  figures: string;
}

/** Print one measure as soon as it is known. */
export function print(line: Line): void {
  console.log(`${line.isMet ? 'met   ' : 'MISSED'}  ${line.measure}: ${line.found} (target: ${line.target})`);
  console.log(`        ${line.figures}`);
}

/** The whole as a Markdown table, for docs/performance.md. */
export function asTable(lines: Line[]): string {
  const rows = lines.map(
    ({ measure, found, target, isMet, figures }) =>
      `| ${measure} | ${found} | ${target} | ${isMet ? 'met' : '**missed**'} | ${figures} |`,
  );
  return ['| measure | found | target | | figures |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

export const number = (figure: number, digits = 0) =>
  figure.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
