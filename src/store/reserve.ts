// The disk that holds a database of our own. PostgreSQL ends, and cannot start again, when its own log finds no room; whoever then
// only wants to read could not. So Convenor stops writing while there is still some room, and keeps a file that gives way when
// somebody else takes the rest.
import { randomBytes } from 'node:crypto';
import { rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const MEGABYTE = 2 ** 20;

/** Below this nothing is written; PostgreSQL's log takes 16 MB at a time. */
const LOW = 48 * MEGABYTE;
/** Writing goes on only from here, or it would stop again at once. */
const ENOUGH = 80 * MEGABYTE;
/** Below this the reserve gives way. */
const NOTHING = 16 * MEGABYTE;
const RESERVE = 32 * MEGABYTE;

export interface Disk {
  /** Look how much room there is, and see to the reserve. Says why nothing may be written, or nothing when there is room. */
  look(): Promise<string | undefined>;
}

/** Watch over the disk that holds this folder; the reserve is kept in it. */
export function watchDisk(folder: string): Disk {
  const file = path.join(folder, 'reserve');
  const state = { isLow: false, hasReserve: undefined as boolean | undefined };
  return {
    async look() {
      state.hasReserve ??= (await stat(file).catch(() => undefined)) !== undefined;
      const free = await roomIn(folder);
      state.isLow = free < (state.isLow ? ENOUGH : LOW);
      if (free < NOTHING && state.hasReserve) {
        await rm(file, { force: true });
        state.hasReserve = false;
      }
      if (!state.isLow && !state.hasReserve && free >= ENOUGH + RESERVE) state.hasReserve = await keepReserve(file);
      return state.isLow ? fullInWords(folder, free) : undefined;
    },
  };
}

async function roomIn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Its bytes follow no pattern, since some file systems make nothing of those that do. */
async function keepReserve(file: string): Promise<boolean> {
  const draft = `${file}.new`;
  try {
    await writeFile(draft, randomBytes(RESERVE));
    await rename(draft, file);
    return true;
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
    return false;
  }
}

function fullInWords(folder: string, free: number): string {
  return `The disk of the database is full: ${Math.floor(free / MEGABYTE)} MB are left at ${folder}. Nothing is decided or sent until there are ${ENOUGH / MEGABYTE} MB; make room, and Convenor goes on by itself.`;
}
