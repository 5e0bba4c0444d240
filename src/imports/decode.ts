export type Encoding = 'UTF-8' | 'UTF-16' | 'Windows-1252';

/**
 * Turn a file's bytes into text. UTF-8 is tried first, with or without its mark; what is no UTF-8 is taken for
 * Windows-1252, in which GIAS and spreadsheets write their older files.
 */
export function decode(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'UTF-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'Windows-1252' };
  }
}
