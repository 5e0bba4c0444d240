// What people type, and which command they mean. `noun verb rest`; a leading slash and the noun `board` of Slack's
// `/board …` may be there or not; a few words stand alone.
import type { Command } from './contract.ts';

export interface Understood {
  command: Command;
  input: Record<string, unknown>;
}

/** Find the command that the words start with; the longest match wins. */
export function understand(text: string, commands: Command[]): Understood | undefined {
  const words = plain(text);
  let best: Command | undefined;
  for (const command of commands) {
    const starts = command.typed?.words;
    if (starts && startsWith(words, starts) && starts.length > (best?.typed?.words.length ?? 0)) best = command;
  }
  if (!best?.typed) return undefined;
  return { command: best, input: best.typed.parse(restAfter(text, best.typed.words)) };
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
