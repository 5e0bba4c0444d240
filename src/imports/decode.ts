import { Refusal } from '../chat/refusal.ts';

export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252';

/**
 * Turn a file's bytes into text. UTF-8 is tried first, with or without its mark; what is no UTF-8 is taken for
 * Windows-1252, in which GIAS and spreadsheets write their older files. Refuses a workbook, a picture and the like.
 */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16' };
  if (isBinary(bytes)) throw new Refusal(NOT_CSV);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
  }
}

const NOT_CSV =
  'This is an Excel workbook (or another binary file), not a CSV. In Excel, save it as CSV UTF-8 and import that.';

/** A renamed workbook is a ZIP archive, which starts with these four bytes; no text has a NUL. */
function isBinary(bytes: Uint8Array): boolean {
  return [0x50, 0x4b, 0x03, 0x04].every((byte, at) => bytes[at] === byte) || bytes.includes(0);
}
