// What people type, and which command they mean. `noun verb rest`; a leading slash and the noun `board` of Slack's
// `/board …` may be there or not; a few words stand alone, and a full stop or a question mark at the end is only that.
import type { Command } from './contract.ts';

export interface Understood {
  command: Command;
  input: Record<string, unknown>;
}

/** Find the command that the words start with; the longest match wins. */
export function understand(text: string, commands: Command[]): Understood | undefined {
  const words = bare(plain(text));
  let best: Command | undefined;
  for (const command of commands) {
    const starts = command.typed?.words;
    if (starts && startsWith(words, starts) && starts.length > (best?.typed?.words.length ?? 0)) best = command;
  }
  if (!best?.typed) return undefined;
  // The marks at the end of what is to be kept belong to it; those of a question are nobody's name.
  const isAlone = words === best.typed.words;
  const rest = isAlone ? '' : restAfter(best.isQuestion ? bare(text.trim()) : text, best.typed.words);
  return { command: best, input: best.typed.parse(rest) };
}

/** The command of which a few words are probably a slip: "stauts". Longer texts are taken for what they say. */
export function slipOf(text: string, commands: Command[]): Command | undefined {
  if (text.length > 60) return undefined;
  const typed = bare(plain(text)).split(' ');
  if (typed.length > 3) return undefined;
  return commands.find((command) => {
    const words = command.typed?.words;
    if (!words) return false;
    const count = words.split(' ').length;
    // "Some visits" is no slip for home: a short command is compared with the whole text only.
    const isComparable = typed.length === count || (typed.length > count && words.length > 4);
    return isComparable && isSlip(typed.slice(0, count).join(' '), words);
  });
}

/** Whether a word is nearly another: two letters differ at most; one in a short word, or two that changed places. */
export function isSlip(typed: string, word: string): boolean {
  const sameLetters = [...typed].sort().join('') === [...word].sort().join('');
  return distance(typed, word) <= (word.length > 4 || sameLetters ? 2 : 1);
}

/** The commands whose words are nearest to what was typed, best first. */
export function nearest(text: string, commands: Command[], count = 3): Command[] {
  // Nobody's slip is longer than a few words, and long texts would take long to compare.
  const typed = plain(text.slice(0, 80));
  return commands
    .filter((command) => command.typed)
    .map((command) => {
      const words = command.typed!.words;
      const head = typed.split(' ').slice(0, words.split(' ').length).join(' ');
      const sameNoun = typed.split(' ')[0] === words.split(' ')[0];
      return { command, distance: distance(head, words) - (sameNoun ? 3 : 0), limit: Math.ceil(words.length / 2) };
    })
    .filter(({ distance, limit }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ command }) => command);
}

function plain(text: string): string {
  return text
    .trim()
    .replace(/^\/+\s*/, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}

/** The text without the marks that end a sentence. */
function bare(text: string): string {
  let end = text.length;
  while (end > 0 && '.!? '.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

function startsWith(text: string, words: string): boolean {
  return text === words || text.startsWith(`${words} `);
}

/** What follows the command's words, as it was typed: line breaks in pasted minutes stay. */
function restAfter(text: string, words: string): string {
  const pattern = words.split(' ').join('\\s+');
  return text.trim().replace(new RegExp(`^/*\\s*${pattern}\\s*`, 'i'), '');
}

/** Edit distance (Levenshtein), for short words. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
