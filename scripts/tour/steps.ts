// docs/tour.md is a walk through the program: what it says to do is done by a test, and by the script that takes its
// pictures. So its words have a form: "Be **NAME**", `typed words`, press _BUTTON_, write “words of a form”,
// choose “one of a list”, open _# CHANNEL_.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export type Step =
  | { kind: 'be'; name: string }
  | { kind: 'type'; words: string; isRefused: boolean }
  | { kind: 'press'; title: string }
  | { kind: 'write'; words: string }
  | { kind: 'choose'; title: string }
  | { kind: 'open'; channel: string }
  | { kind: 'picture'; name: string };

export interface Part {
  /** Its heading: the role. */
  title: string;
  steps: Step[];
}

const STEP = new RegExp(
  [
    String.raw`\b[Bb]e \*\*(?<name>[^*]+)\*\*`,
    String.raw`\`(?<words>[^\`]+)\`(?<refused> is refused)?`,
    String.raw`\b[Pp]ress _(?<title>[^_]+)_`,
    String.raw`\b[Ww]rite “(?<written>[^”]+)”`,
    String.raw`\b[Cc]hoose “(?<chosen>[^”]+)”`,
    String.raw`\b[Oo]pen _(?<channel># [^_]+)_`,
    String.raw`!\[[^\]]*\]\(pictures/(?<picture>[a-z-]+)\.png\)`,
  ].join('|'),
  'g',
);

/** Read the tour: its beginning, of which only the pictures count, and the parts in which somebody is somebody. */
export function readTour(text: string): Part[] {
  const [preface, ...sections] = text.split(/^## /m);
  const beginning = { title: 'Before', steps: stepsOf(preface!).filter(({ kind }) => kind === 'picture') };
  const parts = sections.map((section) => {
    const [title, ...lines] = section.split('\n');
    // A sentence may run over the end of a line.
    return { title: title!.trim(), steps: stepsOf(lines.join(' ').replace(/\s+/g, ' ')) };
  });
  return [beginning, ...parts.filter(({ steps }) => steps.some(({ kind }) => kind === 'be'))];
}

function stepsOf(text: string): Step[] {
  return [...text.matchAll(STEP)].map(({ groups }): Step => {
    const { name, words, refused, title, written, chosen, channel, picture } = groups!;
    if (name !== undefined) return { kind: 'be', name };
    if (words !== undefined) return { kind: 'type', words, isRefused: refused !== undefined };
    if (title !== undefined) return { kind: 'press', title };
    if (written !== undefined) return { kind: 'write', words: written };
    if (chosen !== undefined) return { kind: 'choose', title: chosen };
    if (channel !== undefined) return { kind: 'open', channel: channel.slice(2) };
    return { kind: 'picture', name: picture! };
  });
}

/** The tour as it is in docs. */
export function tour(): Part[] {
  return readTour(readFileSync(path.join(import.meta.dirname, '../../docs/tour.md'), 'utf8'));
}
