import { readFile } from 'node:fs/promises';
import { Refusal } from '../chat/refusal.ts';

/** Read the file that was named on the command line. Refuses what is not there, a folder, and what may not be read. */
export async function readImportFile(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new Refusal(inWords(file, error as NodeJS.ErrnoException));
  }
}

function inWords(file: string, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `There is no file ${file}. Check its name and its folder.`;
    case 'EISDIR':
      return `${file} is a folder. Name the CSV file that is in it.`;
    case 'EACCES':
    case 'EPERM':
      return `${file} may not be read by you. Give yourself permission to read it, or copy it.`;
    default:
      return `${file} cannot be read: ${message}`;
  }
}
