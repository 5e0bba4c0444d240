// What people type about actions.
import { splitRef } from '../chat/refs.ts';

/** Read "letter to parents owner Ada by 24 Nov for Marsh Lane impact more pupils revise"; what is missing is asked for. */
export function parseAdd(rest: string): Record<string, string> {
  const [, what, tail] = /^(.*?)[,;]?\s+owner:?\s+(.+)$/is.exec(rest) ?? [];
  if (what === undefined || tail === undefined) return rest.trim() === '' ? {} : { what: rest.trim() };
  const found =
    /^(?<owner>.+?)(?:[\s,;]+(?:by|due):?\s+(?<due>.+?))?(?:[\s,;]+for\s+(?<board>.+?))?(?:[\s,;]+(?:intended\s+)?impact:?\s+(?<impact>.+))?$/is.exec(
      tail,
    )?.groups ?? {};
  return { what: what.trim(), ...named(found) };
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
  const found = /^(?:to\s+)?(?<due>.*?)(?:[\s,;]*\bbecause\s+(?<reason>.+))?$/is.exec(words)?.groups ?? {};
  return { ...(ref ? { actionId: ref } : {}), ...named(found) };
}

function named(groups: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).flatMap(([key, value]) => (value?.trim() ? [[key, value.trim()]] : [])),
  );
}
