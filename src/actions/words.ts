// What people type about actions.
import { parseDateWords } from '../calendar/index.ts';
import { splitRef } from '../chat/refs.ts';

/**
 * Read "letter to parents owner Ada by 24 Nov for Marsh Lane impact more pupils revise", and "from MTG-3" anywhere; what is
 * missing is asked for. Without an owner everything is what has to be done, until its end is understood as well.
 */
export function parseAdd(typed: string): Record<string, string> {
  const meetingId = /\s+(?:from|at)\s+(MTG[- ]?\d{1,9})\b/i.exec(` ${typed}`)?.[1];
  const rest = meetingId ? ` ${typed}`.replace(/\s+(?:from|at)\s+MTG[- ]?\d{1,9}\b/i, '').trim() : typed.trim();
  const meeting: Record<string, string> = meetingId ? { meetingId } : {};
  const [, what, tail] = /^(.*?)[,;]?\s+owner:?\s+(.+)$/is.exec(rest) ?? [];
  if (what === undefined || tail === undefined) return { ...(rest === '' ? {} : { what: rest }), ...meeting };
  const found =
    /^(?<owner>.+?)(?:[\s,;]+(?:by|due):?\s+(?<due>.+?))?(?:[\s,;]+for\s+(?<board>.+?))?(?:[\s,;]+(?:intended\s+)?impact:?\s+(?<impact>.+))?$/is.exec(
      tail,
    )?.groups ?? {};
  return { what: what.trim(), ...named(found), ...meeting };
}

/** Split "letter to parents for Marsh Lane" before its last "for": what follows may be a board. */
export function splitBoard(what: string): { what: string; board: string } | undefined {
  const found = /^(?<what>.*?)(?:^|[\s,;]+)for\s+(?<board>(?:(?!\sfor\s).)+)$/is.exec(what)?.groups;
  return found && { what: found['what']!.trim(), board: found['board']!.trim() };
}

/** Split "letter to parents by next Friday": the day stands apart if it is one, and the words stay whole otherwise. */
export function splitDay(what: string | undefined, today: string): { what: string | undefined; due?: string } {
  const found = /^(?<what>.*\S)[\s,;]+(?:by|due):?\s+(?<due>\S.*)$/is.exec(what ?? '')?.groups;
  const due = found?.['due'];
  return due && parseDateWords(due, today) ? { what: found['what']!.replace(/[,;]+$/, ''), due } : { what };
}

/** Read "ACT-12 letter sent on Monday". */
export function parseDone(rest: string): Record<string, string> {
  const [ref, evidence] = splitRef('ACT', rest);
  return { ...(ref ? { actionId: ref } : {}), ...(evidence ? { evidence } : {}) };
}

/** Read "ACT-12 to Ben Hughes". */
export function parseReassign(rest: string): Record<string, string> {
  const [ref, words] = splitRef('ACT', rest);
  const owner = words.replace(/^to\s+/i, '');
  return { ...(ref ? { actionId: ref } : {}), ...(owner ? { owner } : {}) };
}

/** Read "ACT-12 to 4 Dec because the data comes on the 2nd". */
export function parseMove(rest: string): Record<string, string> {
  const [ref, words] = splitRef('ACT', rest);
  const found = /^(?:to\s+)?(?<due>.*?)(?:[\s,;]*\bbecause\b\s*(?<reason>.*))?$/is.exec(words)?.groups ?? {};
  return { ...(ref ? { actionId: ref } : {}), ...named(found) };
}

/** Read "ACT-12", and nothing else. */
export function parseRef(rest: string): Record<string, string> {
  const [ref] = splitRef('ACT', rest.replace(/[.!?\s]+$/, ''));
  return ref ? { actionId: ref } : {};
}

/** Read "ACT-12 because the exams officer looks after this". */
export function parseReason(rest: string): Record<string, string> {
  const [ref, words] = splitRef('ACT', rest);
  const reason = words.replace(/^[\s,;:]*because\b[\s,:]*/i, '').trim();
  return { ...(ref ? { actionId: ref } : {}), ...(reason ? { reason } : {}) };
}

function named(groups: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([key, value]) => (value?.trim() ? [[key, value.trim()]] : [])),
  );
}

/** A text in one line of at most so many letters. */
export function short(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
