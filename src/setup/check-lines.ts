// The lines of a look at the house itself: waiting, good, bad, or not to be known.
import { z } from 'zod';
import type { Finding } from '../chat/contract.ts';

export const CheckLine = z.strictObject({
  title: z.string(),
  state: z.enum(['waiting', 'good', 'bad', 'unknown']),
  words: z.string(),
  next: z.string(),
});
export type CheckLine = z.infer<typeof CheckLine>;

/** A line before anything is known of it. */
export function waitingLine(title: string): CheckLine {
  return { title, state: 'waiting', words: 'looking …', next: '' };
}

/** What was found, as the line that says it. */
export function lineOf(title: string, { isGood, words, next = '' }: Finding): CheckLine {
  return { title, state: isGood === undefined ? 'unknown' : isGood ? 'good' : 'bad', words, next };
}

export const BROKEN_OFF = 'It was broken off. Type “setup check” again.';

/** The lines as they stand when nobody looks any more: what had not ended has failed. */
export function brokenOff(lines: CheckLine[]): CheckLine[] {
  return lines.map((line) =>
    line.state === 'waiting' ? { ...line, state: 'bad', words: 'did not come to an end.', next: BROKEN_OFF } : line,
  );
}

const MARKS: Record<CheckLine['state'], string> = { waiting: '…', good: '✓', bad: '✗', unknown: '–' };

/** How a line stands, as one character before it. */
export function markOf({ state }: CheckLine): string {
  return MARKS[state];
}

/** How it stands altogether: "2 of 12 lines need you". */
export function sayResult(lines: CheckLine[], hasEnded: boolean): string {
  const bad = lines.filter(({ state }) => state === 'bad').length;
  const rest = lines.filter(({ state }) => state === 'waiting').length;
  const unknown = lines.filter(({ state }) => state === 'unknown').length;
  if (!hasEnded) return rest === 0 ? 'Beginning …' : `Looking: ${lines.length - rest} of ${lines.length} are done.`;
  if (bad === 0 && unknown === 0) return 'All is well.';
  if (bad === 0)
    return 'Nothing is wrong that I can see. I cannot tell about the lines with “–”: please look at those.';
  return bad === 1 ? '1 thing needs you:' : `${bad} things need you:`;
}
