import type { Grade, GradeScale } from './framework.ts';

/**
 * The grade that someone typed: "good", "2", "Good ", "2 - good" and "Good (2)" are all Good. Undefined when it is no
 * grade or could be two, "ok" or "2/3": then ask again (F-09).
 */
export function parseGrade(scale: GradeScale, text: string): Grade | undefined {
  const said = text
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/^grade\s+/, '')
    .replace(/\.$/, '');
  // Only between two words: "2-" and "2+" are shades of a grade, which the scale does not have.
  const words = said
    .replace(/[([]\s*(\w.*?)\s*[)\]]$/, ' $1')
    .replace(/(?<=\w)\s*([-–—:]|\.\s)\s*(?=\w)/g, ' ')
    .split(/\s+/);

  const whole = named(scale, words);
  if (whole) return whole;
  for (let cut = 1; cut < words.length; cut += 1) {
    const first = named(scale, words.slice(0, cut));
    if (first && first === named(scale, words.slice(cut))) return first;
  }
  return undefined;
}

function named({ grades }: GradeScale, words: string[]): Grade | undefined {
  const said = words.join(' ');
  return grades.find(({ code, label, aliases }) =>
    [code, label, ...aliases].some((name) => name.toLowerCase() === said),
  );
}
