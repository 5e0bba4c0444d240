// The words that people type for meetings.

/** Read "for Marsh Lane on 3 December at 17:30 in the library"; what is missing is asked for. */
export function parseAdd(rest: string): Record<string, string> {
  const found =
    /^(?<board>.*?)\s*(?:\bon\s+(?<on>(?:(?!\s+at\s+\S|\s+in\s+the\s|\s+in\s+[A-Z]).)+))?(?:\s+at\s+(?<at>\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?|noon|midday)(?=\s|,|$))?(?:[\s,]+(?:in|at)\s+(?<place>.+))?$/is.exec(
      rest.trim(),
    )?.groups ?? {};
  const board = (found['board'] ?? '').replace(/^(?:for|of)\s+/i, '').trim();
  const { on, at, place } = found;
  return {
    ...(board === '' ? {} : { board }),
    ...(on ? { on: on.trim() } : {}),
    ...(at ? { at: at.trim() } : {}),
    ...(place ? { place: place.trim() } : {}),
  };
}

/** A time of day that somebody typed, as HH:MM: "17:30", "5.30pm", "noon". Undefined when it is none, or could be two. */
export function parseTime(text: string): string | undefined {
  const said = text.trim().toLowerCase();
  if (said === 'noon' || said === 'midday') return '12:00';
  const found = /^(\d{1,2})(?:[:.](\d{2}))?\s*([ap])?\.?m?\.?$/.exec(said);
  if (!found) return undefined;
  const [hour, minute, half] = [Number(found[1]), Number(found[2] ?? 0), found[3]];
  if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return undefined;
  // "5:30" is a morning to nobody who convenes boards, but guessing would be worse than asking.
  if (!half && (found[2] === undefined || (hour < 7 && found[1]!.length === 1))) return undefined;
  const full = half === 'p' ? (hour % 12) + 12 : half === 'a' ? hour % 12 : hour;
  return `${String(full).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** Split "New timetable for Marsh Lane": the board is what follows the last "for", and may be no board at all. */
export function splitBoard(rest: string): { text: string; board?: string } {
  const at = rest.toLowerCase().lastIndexOf(' for ');
  return at < 0
    ? { text: rest.trim() }
    : {
        text: rest
          .slice(0, at)
          .trim()
          .replace(/[,;]+$/, ''),
        board: rest.slice(at + 5).trim(),
      };
}

/** Split "Year 9 attendance, led by Grace Lim": who leads it may be nobody's name, and part of the title. */
export function splitLead(words: string): { text: string; lead?: string } {
  const found = /^(.+?)[,;]?\s+led\s+by\s+([^,;]+?)[,;.]*$/is.exec(words.trim());
  return found ? { text: found[1]!, lead: found[2]! } : { text: words.trim().replace(/,$/, '') };
}

/** Read "yes", "no MTG-3", "apologies for Marsh Lane". */
export function parseAttend(rest: string): { answer?: string; ref?: string; board?: string } {
  const ref = /\bMTG[- ]?\d+\b/i.exec(rest)?.[0];
  const { text, board } = splitBoard(` ${rest.replace(ref ?? '', '')}`);
  const word = text.trim().toLowerCase();
  const answer = /^(yes|coming|present|i will be there|there)$/.test(word)
    ? 'coming'
    : /^(no|apologies|not coming|absent|sorry)$/.test(word)
      ? 'apologies'
      : undefined;
  return { ...(answer ? { answer } : {}), ...(ref ? { ref } : {}), ...(board ? { board } : {}) };
}
