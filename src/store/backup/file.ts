import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const DRAFT = /^\.convenor-[0-9a-f]{12}\.partial$/;
const A_DAY = 86_400_000;

/**
 * Write a compressed file that only its owner may read, and that is there whole or not at all: until its last byte is on the
 * disk it has another name. A file that was there is replaced in that moment. Throws one sentence when there is no room.
 */
export async function writeWhole(file: string, content: AsyncIterable<Buffer>): Promise<void> {
  const folder = path.dirname(file);
  const draft = path.join(folder, `.convenor-${randomBytes(6).toString('hex')}.partial`);
  let fault: unknown;
  async function* watched() {
    try {
      yield* content;
    } catch (error) {
      fault = error;
      throw error;
    }
  }
  try {
    await sweep(folder);
    const output = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(watched, createGzip(), output);
    await rename(draft, file);
    await syncFolder(folder);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    // What the content itself could not give is for its reader to explain.
    throw error === fault ? error : whyUnwritten(folder, error as NodeJS.ErrnoException);
  }
}

/** Take away what killed backups left behind; one that is at work is not a day old. */
async function sweep(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((name) => DRAFT.test(name))) {
    const draft = path.join(folder, name);
    const found = await stat(draft).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > A_DAY) await rm(draft, { force: true });
  }
}

// The new name is on the disk too, where the system can say so.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder).catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

function whyUnwritten(folder: string, cause: NodeJS.ErrnoException): Error {
  return ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(cause.code ?? '')
    ? new Error(`There is no room for the backup in ${folder}. Make room there, or name a file on another disk.`, {
        cause,
      })
    : new Error(
        `The backup cannot be written in ${folder} (${cause.message}). Name a file in a folder that this user may write to.`,
        { cause },
      );
}
