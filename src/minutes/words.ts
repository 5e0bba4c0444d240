// What the minutes' cards say: counting, plurals, parts of long texts.
import { sayDate, timeOfDay, today } from '../calendar/index.ts';
import { listInWords } from '../chat/permission.ts';
import type { Decision, Tally } from './rules.ts';

/** How much of a text one card carries: with it, the longest card stays within every platform's limits. */
export const PART_LENGTH = 5500;

/** Cut a text into parts at paragraph ends (at line ends or blanks when a paragraph is longer than a part). */
export function partsOf(text: string, length = PART_LENGTH): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > length) {
    const head = rest.slice(0, length);
    const at =
      [head.lastIndexOf('\n\n'), head.lastIndexOf('\n'), head.lastIndexOf(' ')].find((cut) => cut > length / 2) ??
      length;
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  parts.push(rest);
  return parts;
}

/** A text as paragraphs for a card: at most `most`, the last one holding what is left. */
export function paragraphsOf(text: string, most = 40): { text: string }[] {
  const all = text
    .split('\n\n')
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
  const shown = all.length <= most ? all : [...all.slice(0, most - 1), all.slice(most - 1).join('\n\n')];
  return shown.map((paragraph) => ({ text: paragraph }));
}

/** "2 of 3 have approved, 1 of them with a correction; 1 has not answered." */
export function tallyInWords(count: Tally): string {
  const yes = count.approved + count.corrected;
  const first = `${yes} of ${count.asked} ${yes === 1 ? 'has' : 'have'} approved${count.corrected > 0 ? `, ${count.corrected} of them with a correction` : ''}`;
  const rest = [
    ...(count.declined > 0 ? [`${count.declined} cannot approve`] : []),
    ...(count.outstanding > 0 ? [`${count.outstanding} ${count.outstanding === 1 ? 'has' : 'have'} not answered`] : []),
  ];
  const needed = count.needed === count.asked ? '' : ` ${count.needed} are needed.`;
  return `${[first, ...rest].join('; ')}.${needed}`;
}

/** "approved", "approved with a correction", "cannot approve", for "Ada Okafor: …". */
export function decisionInWords(decision: Decision): string {
  return { approved: 'approved', corrected: 'approved with a correction', declined: 'cannot approve' }[decision];
}

/** "You approved on Tuesday 24 November 2026 at 19:04.", "You said on … that you cannot approve." */
export function yourDecisionInWords(decision: Decision, at: Date, zone: string): string {
  const when = whenInWords(at, zone);
  return decision === 'declined'
    ? `You said ${when} that you cannot approve.`
    : `You ${decisionInWords(decision)} ${when}.`;
}

/** "on Tuesday 24 November 2026 at 19:04" */
export function whenInWords(at: Date, zone: string): string {
  return `on ${sayDate(today(at, zone))} at ${timeOfDay(at, zone)}`;
}

/** "Raising Attainment Board, Marsh Lane School, Tuesday 10 November 2026" */
export function meetingInWords(board: string, heldOn: string): string {
  return `${board}, ${sayDate(heldOn)}`;
}

export function namesInWords(names: string[]): string {
  return names.length === 0 ? 'nobody' : listInWords(names);
}
