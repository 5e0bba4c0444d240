// The words that people use for a board and its seats.

import { plain } from '../chat/names.ts';

export { plain };

const COMMON = new Set(['the', 'school', 'academy', 'college', 'and', 'of', 'board', 'for', 'at']);

/** Whether typed words can mean this name: each word that says something starts one of its words. */
export function fitsName(name: string, typed: string): boolean {
  const words = plain(name).split(' ');
  const parts = plain(typed)
    .split(' ')
    .filter((part) => part !== '' && !COMMON.has(part));
  return parts.length > 0 && parts.every((part) => words.some((word) => word.startsWith(part)));
}

/** "1 seat", "3 seats": never "1 seats". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "Clerk": how a word stands at the beginning of a line. */
export const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export interface SeatWords {
  name?: string;
  role?: string;
  school?: string;
  board?: string;
}

/** Read "Ada Okafor as headteacher at Marsh Lane on challenge". */
export function parseSeat(rest: string): SeatWords {
  const found =
    /^(?<name>.+?)\s+as\s+(?:the\s+|a\s+)?(?<role>.+?)(?:\s+at\s+(?<school>.+?))?(?:\s+on\s+(?<board>.+))?$/is;
  return found.exec(rest)?.groups ?? (rest === '' ? {} : { name: rest });
}

/** Read "Ada Okafor from challenge". */
export function parseUnseat(rest: string): SeatWords {
  return /^(?<name>.+?)(?:\s+(?:from|on)\s+(?<board>.+))?$/is.exec(rest)?.groups ?? {};
}

/** Read "for Marsh Lane chair Ada Okafor", "challenge", "challenge chair Ada Okafor". */
export function parseCreate(rest: string): Record<string, string> {
  const found = /^(?<what>.*?)(?:[\s,;]*\b(?:with\s+)?(?:the\s+)?chair(?:ed\s+by)?:?\s+(?!of\b)(?<chair>.+))?$/is.exec(
    rest,
  )?.groups;
  const what = (found?.['what'] ?? '')
    .replace(/^(?:a\s+)?(?:rab|raising\s+attainment\s+board)\b\s*/i, '')
    .replace(/^(?:for|at)\s+/i, '')
    .trim();
  const chair = found?.['chair']?.trim();
  const isChallenge = /^(?:the\s+|a\s+)?(?:secondary\s+)?challenge(?:\s+board)?$/i.test(what);
  return {
    kind: isChallenge ? 'CHALLENGE' : 'RAB',
    ...(isChallenge || what === '' ? {} : { school: what }),
    ...(chair ? { chair } : {}),
  };
}
